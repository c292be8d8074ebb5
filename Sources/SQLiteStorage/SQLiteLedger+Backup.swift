import GRDB
package import Storage

extension SQLiteLedger {
  /// Copies the ledger, as it stands between two commits, into a file, while it goes on working.
  ///
  /// The copy is whole or an error is thrown; it is on the disk when this returns.
  ///
  /// - Parameter path: A file that does not exist yet.
  /// - Throws: ``StorageError``.
  package func backUp(to path: String) throws(StorageError) {
    do {
      let copy = try DatabaseQueue(path: path)
      try database.backup(to: copy)
      try copy.writeWithoutTransaction { connection in
        // One file that needs no other beside it, and is complete in itself.
        try connection.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL")
      }
      try copy.close()
    } catch {
      throw StorageError(engine: error)
    }
  }

  /// A copy in memory, for simulations of backups.
  ///
  /// - Returns: The copy, which goes its own way from here.
  /// - Throws: ``StorageError``.
  package func copyInMemory() throws(StorageError) -> SQLiteLedger {
    do {
      let copy = try DatabaseQueue(configuration: Self.configuration)
      try database.backup(to: copy)
      return SQLiteLedger(database: copy, lock: nil)
    } catch {
      throw StorageError(engine: error)
    }
  }

  /// Where a file that ``backUp(to:)`` wrote stands, read without changing it.
  ///
  /// - Parameter path: The file.
  /// - Returns: Its clock, and the version of its schema.
  /// - Throws: ``StorageError``.
  package static func look(
    at path: String
  ) throws(StorageError) -> (clock: LedgerClock, version: Int) {
    do {
      var configuration = Self.configuration
      configuration.readonly = true
      let file = try DatabaseQueue(path: path, configuration: configuration)
      let seen = try file.read { connection in
        let reader = SQLiteReader(Session(connection), scopeMemory: ScopeMemory())
        let version = try Int.fetchOne(connection, sql: "PRAGMA user_version") ?? 0
        return (try reader.clock(), version)
      }
      try file.close()
      return seen
    } catch {
      throw StorageError(engine: error)
    }
  }
}
