extension Migration {
  /// The rules of the first ledger that hold between rows.
  static let triggers = """
    CREATE TRIGGER sync_clock_step BEFORE UPDATE ON sync_clock
    WHEN NEW.head <> OLD.head AND NOT EXISTS (
      SELECT 1 FROM commit_log
      WHERE seq = NEW.head AND chain = NEW.chain AND seq = OLD.head + 1
    )
    BEGIN SELECT RAISE(ABORT, 'the head moves one commit at a time'); END;

    CREATE TRIGGER sync_clock_chain BEFORE UPDATE ON sync_clock
    WHEN NEW.head = OLD.head AND NEW.chain <> OLD.chain
    BEGIN SELECT RAISE(ABORT, 'the chain moves with the head'); END;

    CREATE TRIGGER sync_clock_floor BEFORE UPDATE ON sync_clock
    WHEN NEW.floor < OLD.floor
    BEGIN SELECT RAISE(ABORT, 'the floor never sinks'); END;

    CREATE TRIGGER commit_log_insert BEFORE INSERT ON commit_log
    WHEN NEW.seq <> (SELECT head + 1 FROM sync_clock)
    BEGIN SELECT RAISE(ABORT, 'commits are numbered without gaps'); END;

    CREATE TRIGGER change_insert BEFORE INSERT ON change
    WHEN NEW.seq <> (SELECT head + 1 FROM sync_clock)
    BEGIN SELECT RAISE(ABORT, 'a change belongs to the commit in progress'); END;

    CREATE TRIGGER record_insert BEFORE INSERT ON record
    WHEN NEW.version <> (SELECT head + 1 FROM sync_clock) OR NOT EXISTS (
      SELECT 1 FROM change
      WHERE record = NEW.id AND seq = NEW.version AND effect = 'put' AND type = NEW.type
        AND family = NEW.family AND class = NEW.class
    )
    BEGIN SELECT RAISE(ABORT, 'no record without a change'); END;

    CREATE TRIGGER record_update BEFORE UPDATE ON record
    WHEN NEW.version <> (SELECT head + 1 FROM sync_clock) OR NOT EXISTS (
      SELECT 1 FROM change
      WHERE record = NEW.id AND seq = NEW.version AND effect = 'put' AND type = NEW.type
        AND family = NEW.family AND class = NEW.class
    )
    BEGIN SELECT RAISE(ABORT, 'no record without a change'); END;

    CREATE TRIGGER record_delete BEFORE DELETE ON record
    WHEN NOT EXISTS (
      SELECT 1 FROM change
      WHERE record = OLD.id AND seq = (SELECT head + 1 FROM sync_clock) AND effect = 'gone'
    )
    BEGIN SELECT RAISE(ABORT, 'no record goes without a change'); END;

    CREATE TRIGGER record_identity BEFORE UPDATE ON record
    WHEN NEW.id <> OLD.id OR NEW.type <> OLD.type
    BEGIN SELECT RAISE(ABORT, 'a record keeps its id and type'); END;

    CREATE TRIGGER record_reading BEFORE UPDATE ON record
    WHEN OLD.type = 'reading'
      AND (NEW.body <> OLD.body OR NEW.author IS NOT OLD.author OR NEW.made <> OLD.made)
    BEGIN SELECT RAISE(ABORT, 'a reading is never changed'); END;

    CREATE TRIGGER membership_insert BEFORE INSERT ON membership
    WHEN NEW.from_seq <> (SELECT head + 1 FROM sync_clock) OR NEW.to_seq IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'a membership begins with the commit in progress'); END;

    CREATE TRIGGER membership_update BEFORE UPDATE ON membership
    WHEN OLD.to_seq IS NOT NULL OR NEW.to_seq IS NOT (SELECT head + 1 FROM sync_clock)
      OR NEW.worker <> OLD.worker OR NEW.unit <> OLD.unit OR NEW.role <> OLD.role
      OR NEW.from_seq <> OLD.from_seq
    BEGIN SELECT RAISE(ABORT, 'a membership ends once, with the commit in progress'); END;

    CREATE TRIGGER ownership_insert BEFORE INSERT ON ownership
    WHEN NEW.from_seq <> (SELECT head + 1 FROM sync_clock) OR NEW.to_seq IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'a holding begins with the commit in progress'); END;

    CREATE TRIGGER ownership_update BEFORE UPDATE ON ownership
    WHEN OLD.to_seq IS NOT NULL OR NEW.to_seq IS NOT (SELECT head + 1 FROM sync_clock)
      OR NEW.family <> OLD.family OR NEW.holder_kind <> OLD.holder_kind
      OR NEW.holder <> OLD.holder OR NEW.class_mask <> OLD.class_mask
      OR NEW.from_seq <> OLD.from_seq
    BEGIN SELECT RAISE(ABORT, 'a holding ends once, with the commit in progress'); END;

    CREATE TRIGGER device_update BEFORE UPDATE ON device
    WHEN NEW.id <> OLD.id OR NEW.worker <> OLD.worker
    BEGIN SELECT RAISE(ABORT, 'a device keeps its owner'); END;

    CREATE TRIGGER enrolment_update BEFORE UPDATE ON enrolment
    WHEN NEW.worker <> OLD.worker
      OR (OLD.used_by IS NOT NULL AND NEW.used_by IS NOT OLD.used_by)
    BEGIN SELECT RAISE(ABORT, 'a code lets one device in'); END;
    """
}
