extension Migration {
  /// The epochs that the history has left by restores, each with the newest seq that both share.
  static let lineage = Migration(
    name: "0004 lineage",
    sql: """
      CREATE TABLE lineage (
        number INTEGER PRIMARY KEY,
        epoch BLOB NOT NULL CHECK (length(epoch) = 16),
        until_seq INTEGER NOT NULL CHECK (until_seq >= 0)
      ) STRICT;

      CREATE TRIGGER lineage_update BEFORE UPDATE ON lineage
      BEGIN SELECT RAISE(ABORT, 'the lineage is only added to'); END;

      CREATE TRIGGER lineage_delete BEFORE DELETE ON lineage
      BEGIN SELECT RAISE(ABORT, 'the lineage is only added to'); END;

      CREATE TRIGGER sync_clock_epoch BEFORE UPDATE ON sync_clock
      WHEN NEW.epoch <> OLD.epoch AND NOT EXISTS (
        SELECT 1 FROM lineage WHERE epoch = OLD.epoch AND until_seq = OLD.head
      )
      BEGIN SELECT RAISE(ABORT, 'an epoch is left at the head, and noted'); END;
      """
  )
}
