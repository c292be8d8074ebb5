extension Migration {
  /// Families of which everything was erased, and the devices that may still hold what they sent about one.
  ///
  /// Nothing is ever written to an erased family again, whichever code tries.
  static let erasures = Migration(
    name: "0008 erasures",
    sql: """
      CREATE TABLE erasure (
        family BLOB NOT NULL PRIMARY KEY CHECK (length(family) = 16),
        seq INTEGER NOT NULL CHECK (seq > 0),
        time INTEGER NOT NULL,
        reason TEXT NOT NULL CHECK (reason IN (
          'request', 'retentionEnded', 'recordedInError', 'courtOrder'
        ))
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX erasure_seq ON erasure (seq);

      CREATE TABLE erasure_device (
        device BLOB NOT NULL CHECK (length(device) = 16),
        family BLOB NOT NULL REFERENCES erasure (family),
        PRIMARY KEY (device, family)
      ) STRICT, WITHOUT ROWID;

      CREATE TRIGGER erasure_insert BEFORE INSERT ON erasure
      WHEN NEW.seq <> (SELECT head + 1 FROM sync_clock)
        OR EXISTS (SELECT 1 FROM record WHERE family = NEW.family)
        OR EXISTS (SELECT 1 FROM past_record WHERE family = NEW.family)
      BEGIN SELECT RAISE(ABORT, 'an erasure belongs to the commit in progress, and leaves nothing'); END;

      CREATE TRIGGER erasure_update BEFORE UPDATE ON erasure
      BEGIN SELECT RAISE(ABORT, 'an erasure is never changed'); END;

      CREATE TRIGGER erasure_delete BEFORE DELETE ON erasure
      BEGIN SELECT RAISE(ABORT, 'an erasure is never taken back'); END;

      CREATE TRIGGER record_of_erased_insert BEFORE INSERT ON record
      WHEN EXISTS (SELECT 1 FROM erasure WHERE family = NEW.family)
      BEGIN SELECT RAISE(ABORT, 'the family was erased'); END;

      CREATE TRIGGER record_of_erased_update BEFORE UPDATE ON record
      WHEN NEW.family <> OLD.family
        AND EXISTS (SELECT 1 FROM erasure WHERE family = NEW.family)
      BEGIN SELECT RAISE(ABORT, 'the family was erased'); END;
      """
  )
}
