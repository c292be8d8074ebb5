extension Migration {
  /// Records that were deleted: their rows are kept, for who may bring them back, and their change is `gone`.
  ///
  /// The column is the last of the index too, so that a listing need not look at the rows.
  static let deletions = Migration(
    name: "0007 deletions",
    sql: """
      ALTER TABLE record ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1));

      DROP TRIGGER record_insert;
      DROP TRIGGER record_update;

      CREATE TRIGGER record_insert BEFORE INSERT ON record
      WHEN \(changeIsMissing)
      BEGIN SELECT RAISE(ABORT, 'no record without a change'); END;

      CREATE TRIGGER record_update BEFORE UPDATE ON record
      WHEN \(changeIsMissing)
      BEGIN SELECT RAISE(ABORT, 'no record without a change'); END;

      CREATE TRIGGER record_deletion BEFORE UPDATE ON record
      WHEN NEW.deleted = 1 AND NEW.type NOT IN ('goal', 'note')
      BEGIN SELECT RAISE(ABORT, 'only goals and notes are deleted'); END;

      DROP INDEX record_family;
      CREATE INDEX record_family ON record (family, type, day, id, class, deleted);
      """
  )

  private static let changeIsMissing = """
    NEW.version <> (SELECT head + 1 FROM sync_clock) OR NOT EXISTS (
      SELECT 1 FROM change
      WHERE record = NEW.id AND seq = NEW.version AND type = NEW.type
        AND effect = CASE NEW.deleted WHEN 1 THEN 'gone' ELSE 'put' END
        AND family = NEW.family AND class = NEW.class
    )
    """
}
