extension Migration {
  /// What imports and reconciliation bring: reference records of three more types, study rows, and
  /// the runs of imports.
  static let imports = Migration(
    name: "0002 imports",
    sql: """
      INSERT INTO record_type (name) VALUES
        ('framework'), ('crosswalk'), ('policy'), ('study'), ('importRun');
      """
  )
}
