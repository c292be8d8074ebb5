extension Migration {
  /// The lives of reference data: further kinds, the steps taken with each version, and the refusal to
  /// change what a version says or take back a step.
  static let references = Migration(
    name: "0006 references",
    sql: """
      INSERT INTO record_type (name) VALUES
        ('changeRule'), ('compatibility'), ('linkTable'), ('disclosure'), ('decision'),
        ('mapping'), ('release');

      CREATE TRIGGER reference_update BEFORE UPDATE ON record
      WHEN OLD.type IN ('framework', 'crosswalk', 'policy', 'changeRule', 'compatibility',
        'linkTable', 'disclosure', 'decision', 'mapping', 'release')
      BEGIN SELECT RAISE(ABORT, 'a version of reference data is never changed'); END;

      CREATE TRIGGER reference_delete BEFORE DELETE ON record
      WHEN OLD.type IN ('framework', 'crosswalk', 'policy', 'changeRule', 'compatibility',
        'linkTable', 'disclosure', 'decision', 'mapping', 'release')
      BEGIN SELECT RAISE(ABORT, 'a version of reference data is never taken away'); END;
      """
  )
}
