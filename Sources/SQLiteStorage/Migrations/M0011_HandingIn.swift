extension Migration {
  /// Until when the device of somebody who has left may hand in what it has not sent.
  static let handingIn = Migration(
    name: "0011 handing in",
    sql: """
      ALTER TABLE device ADD COLUMN hands_in_until INTEGER;
      """
  )
}
