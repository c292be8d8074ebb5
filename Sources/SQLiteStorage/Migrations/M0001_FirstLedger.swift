extension Migration {
  /// The first ledger.
  ///
  /// Ids are blobs of sixteen bytes; times are milliseconds since 1970; masks and classes are bits. The
  /// triggers hold what must be true whichever code writes: history is only added to, what is written
  /// belongs to the commit in progress (`head + 1`), and no record changes without its line in `change`.
  static let firstLedger = Migration(
    name: "0001 first ledger",
    sql: """
      PRAGMA application_id = \(Migrations.applicationID);

      CREATE TABLE sync_clock (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        epoch BLOB NOT NULL CHECK (length(epoch) = 16),
        head INTEGER NOT NULL CHECK (head >= 0),
        floor INTEGER NOT NULL CHECK (floor BETWEEN 0 AND head),
        backup_seq INTEGER NOT NULL CHECK (backup_seq BETWEEN 0 AND head),
        chain INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE commit_log (
        seq INTEGER PRIMARY KEY CHECK (seq > 0),
        time INTEGER NOT NULL,
        device BLOB CHECK (length(device) = 16),
        digest INTEGER NOT NULL,
        chain INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE record_type (
        name TEXT NOT NULL PRIMARY KEY
      ) STRICT, WITHOUT ROWID;

      INSERT INTO record_type (name) VALUES
        ('family'), ('member'), ('episode'), ('goal'), ('note'), ('assignment'), ('reading'),
        ('correction'), ('review'), ('unit'), ('worker'), ('instrument');

      CREATE TABLE change (
        seq INTEGER NOT NULL,
        idx INTEGER NOT NULL CHECK (idx >= 0),
        effect TEXT NOT NULL CHECK (effect IN ('put', 'gone', 'moved_out')),
        record BLOB NOT NULL CHECK (length(record) = 16),
        type TEXT NOT NULL REFERENCES record_type (name),
        family BLOB NOT NULL CHECK (length(family) = 16),
        class INTEGER NOT NULL CHECK (class IN (1, 2, 4)),
        PRIMARY KEY (seq, idx)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX change_family ON change (family, seq);
      CREATE INDEX change_record ON change (record, seq);

      CREATE TABLE record (
        id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
        type TEXT NOT NULL REFERENCES record_type (name),
        family BLOB NOT NULL CHECK (length(family) = 16),
        class INTEGER NOT NULL CHECK (class IN (1, 2, 4)),
        version INTEGER NOT NULL CHECK (version > 0),
        author BLOB CHECK (length(author) = 16),
        made INTEGER NOT NULL,
        body BLOB NOT NULL
      ) STRICT;
      CREATE INDEX record_family ON record (family, type, id, class);

      CREATE TABLE op_result (
        device BLOB NOT NULL CHECK (length(device) = 16),
        generation INTEGER NOT NULL CHECK (generation >= 0),
        n INTEGER NOT NULL CHECK (n > 0),
        operation BLOB NOT NULL UNIQUE CHECK (length(operation) = 16),
        kind TEXT NOT NULL,
        record BLOB NOT NULL CHECK (length(record) = 16),
        answer BLOB NOT NULL,
        refused INTEGER NOT NULL CHECK (refused IN (0, 1)),
        seq INTEGER NOT NULL CHECK (seq > 0),
        PRIMARY KEY (device, generation, n)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX op_result_refused ON op_result (record, kind) WHERE refused = 1;

      CREATE TABLE quarantine (
        review BLOB NOT NULL PRIMARY KEY CHECK (length(review) = 16),
        device BLOB NOT NULL CHECK (length(device) = 16),
        line BLOB NOT NULL
      ) STRICT;

      CREATE TABLE attempt (
        device BLOB NOT NULL CHECK (length(device) = 16),
        generation INTEGER NOT NULL CHECK (generation >= 0),
        n INTEGER NOT NULL CHECK (n > 0),
        count INTEGER NOT NULL CHECK (count > 0),
        PRIMARY KEY (device, generation, n)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE unit (
        id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
        kind TEXT NOT NULL CHECK (kind IN ('partnership', 'authority', 'district', 'team')),
        title TEXT NOT NULL,
        parent BLOB REFERENCES unit (id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX unit_parent ON unit (parent);

      CREATE TABLE membership (
        number INTEGER PRIMARY KEY,
        worker BLOB NOT NULL CHECK (length(worker) = 16),
        unit BLOB NOT NULL REFERENCES unit (id),
        role TEXT NOT NULL CHECK (role IN (
          'practitioner', 'supervisor', 'partnershipLead', 'partner', 'auditor', 'administrator'
        )),
        from_seq INTEGER NOT NULL CHECK (from_seq > 0),
        to_seq INTEGER CHECK (to_seq >= from_seq)
      ) STRICT;
      CREATE INDEX membership_worker ON membership (worker, unit);
      CREATE UNIQUE INDEX membership_open ON membership (worker, unit, role) WHERE to_seq IS NULL;

      CREATE TABLE ownership (
        number INTEGER PRIMARY KEY,
        family BLOB NOT NULL CHECK (length(family) = 16),
        holder_kind TEXT NOT NULL CHECK (holder_kind IN ('worker', 'unit', 'supervisors')),
        holder BLOB NOT NULL CHECK (length(holder) = 16),
        class_mask INTEGER NOT NULL CHECK (class_mask BETWEEN 0 AND 255),
        from_seq INTEGER NOT NULL CHECK (from_seq > 0),
        to_seq INTEGER CHECK (to_seq >= from_seq),
        unit BLOB REFERENCES unit (id) GENERATED ALWAYS AS (
          CASE WHEN holder_kind <> 'worker' THEN holder END
        ) VIRTUAL
      ) STRICT;
      CREATE INDEX ownership_holder
        ON ownership (holder, holder_kind, to_seq, from_seq, family, class_mask);
      CREATE UNIQUE INDEX ownership_open
        ON ownership (family, holder_kind, holder, class_mask) WHERE to_seq IS NULL;

      CREATE TABLE principal_head (
        kind TEXT NOT NULL CHECK (kind IN ('worker', 'unit')),
        holder BLOB NOT NULL CHECK (length(holder) = 16),
        seq INTEGER NOT NULL CHECK (seq > 0),
        PRIMARY KEY (kind, holder)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE device (
        id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
        worker BLOB NOT NULL CHECK (length(worker) = 16),
        title TEXT NOT NULL,
        token_hash TEXT NOT NULL UNIQUE CHECK (token_hash <> ''),
        status TEXT NOT NULL CHECK (status IN ('active', 'revoked')),
        generation INTEGER NOT NULL CHECK (generation >= 0),
        last_n INTEGER NOT NULL CHECK (last_n >= 0),
        last_online_n INTEGER NOT NULL CHECK (last_online_n >= 0),
        served_seq INTEGER NOT NULL CHECK (served_seq >= 0),
        enrolled INTEGER NOT NULL,
        last_sync INTEGER
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX device_worker ON device (worker);

      CREATE TABLE enrolment (
        code_hash TEXT NOT NULL PRIMARY KEY CHECK (code_hash <> ''),
        worker BLOB NOT NULL CHECK (length(worker) = 16),
        expires INTEGER NOT NULL,
        used_by BLOB CHECK (length(used_by) = 16)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE family_code (
        code TEXT NOT NULL PRIMARY KEY CHECK (code <> ''),
        family BLOB NOT NULL CHECK (length(family) = 16)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE activity (
        number INTEGER PRIMARY KEY,
        time INTEGER NOT NULL,
        seq INTEGER NOT NULL CHECK (seq >= 0),
        worker BLOB CHECK (length(worker) = 16),
        device BLOB CHECK (length(device) = 16),
        action TEXT NOT NULL CHECK (action <> ''),
        family BLOB CHECK (length(family) = 16),
        record BLOB CHECK (length(record) = 16)
      ) STRICT;

      """ + history + triggers
  )

  /// Refusals to change or take away what was once written.
  private static let history = [
    refuse("UPDATE", on: "commit_log", "a commit is never changed"),
    refuse("DELETE", on: "commit_log", "a commit is never taken away"),
    refuse("UPDATE", on: "change", "a change is never changed"),
    refuse("DELETE", on: "change", "a change is never taken away"),
    refuse("UPDATE", on: "op_result", "an answer is never changed"),
    refuse("DELETE", on: "op_result", "an answer is never taken away"),
    refuse("UPDATE", on: "activity", "the activity log is only added to"),
    refuse("DELETE", on: "activity", "the activity log is only added to"),
    refuse("UPDATE", on: "quarantine", "a quarantined operation is never changed"),
    refuse("UPDATE", on: "unit", "a unit keeps its place"),
    refuse("DELETE", on: "unit", "a unit keeps its place"),
    refuse("DELETE", on: "membership", "a membership is ended, not taken away"),
    refuse("DELETE", on: "ownership", "a holding is ended, not taken away"),
    refuse("DELETE", on: "sync_clock", "there is always a clock"),
  ].joined()

  private static func refuse(_ event: String, on table: String, _ reason: String) -> String {
    """
    CREATE TRIGGER \(table)_\(event.lowercased()) BEFORE \(event) ON \(table)
    BEGIN SELECT RAISE(ABORT, '\(reason)'); END;

    """
  }
}
