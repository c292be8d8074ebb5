import GRDB

/// The tables of a device, as steps that only ever get added.
enum DeviceSchema {
  /// The rows that a server served or that were saved here, the outbox, and what else is
  /// remembered.
  ///
  /// A row shows its id, its type and its version; everything else lies in one payload, so that
  /// sealing it is a function and not another schema. `staging` fills while everything is read
  /// again.
  private static let steps: [String] = [
    """
    CREATE TABLE row (
      id BLOB NOT NULL CHECK (length(id) = 16),
      tbl TEXT NOT NULL,
      ver INTEGER NOT NULL CHECK (ver >= 0),
      dirty INTEGER NOT NULL DEFAULT 0 CHECK (dirty IN (0, 1)),
      payload BLOB NOT NULL,
      PRIMARY KEY (id, tbl)
    ) STRICT;
    CREATE INDEX row_by_table ON row (tbl);
    CREATE INDEX row_dirty ON row (dirty) WHERE dirty = 1;
    CREATE TABLE staging (
      id BLOB NOT NULL CHECK (length(id) = 16),
      tbl TEXT NOT NULL,
      ver INTEGER NOT NULL CHECK (ver >= 0),
      payload BLOB NOT NULL,
      PRIMARY KEY (id, tbl)
    ) STRICT;
    CREATE TABLE outbox (
      gen INTEGER NOT NULL CHECK (gen >= 1),
      n INTEGER NOT NULL CHECK (n >= 1),
      id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
      rec BLOB NOT NULL CHECK (length(rec) = 16),
      state TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'acked', 'settled', 'refused')),
      seq INTEGER,
      bytes BLOB NOT NULL,
      result BLOB,
      PRIMARY KEY (gen, n),
      CHECK ((seq IS NULL) = (state IN ('pending', 'sent')))
    ) STRICT;
    CREATE INDEX outbox_by_record ON outbox (rec);
    CREATE INDEX outbox_by_state ON outbox (state);
    CREATE TABLE meta (
      key TEXT NOT NULL PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT;
    """,
    // When an operation was answered, by this device's clock in milliseconds since 1970. What was answered
    // before this step gets the time at which it is looked at next.
    """
    ALTER TABLE outbox ADD COLUMN answered INTEGER
      CHECK (answered IS NULL OR state NOT IN ('pending', 'sent'));
    """,
  ]

  /// Brings a store up to this version.
  static func migrate(_ database: Database) throws {
    guard try version(of: database) != steps.count else { return }
    try database.inTransaction(.immediate) {
      // Another process may have done it while this one waited for the lock.
      let present = try version(of: database)
      guard present <= steps.count else { throw DeviceStoreError.tooNew }
      for step in steps[max(present, 0)...] { try database.execute(sql: step) }
      try database.execute(sql: "PRAGMA user_version = \(steps.count)")
      return .commit
    }
  }

  private static func version(of database: Database) throws -> Int {
    try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
  }
}
