extension Migration {
  /// A number that rises whenever anybody's rights change, so that what was reckoned from them may be kept
  /// until then.
  ///
  /// It is counted by the schema, whichever code writes, and goes back with whatever is undone.
  static let rights = Migration(
    name: "0009 rights",
    sql: """
      ALTER TABLE sync_clock ADD COLUMN rights INTEGER NOT NULL DEFAULT 0;

      """
        + ["ownership", "membership", "unit"].flatMap { table in
          ["INSERT", "UPDATE", "DELETE"].map { event in
            """
            CREATE TRIGGER rights_\(table)_\(event.lowercased()) AFTER \(event) ON \(table)
            BEGIN UPDATE sync_clock SET rights = rights + 1; END;

            """
          }
        }.joined()
  )
}
