import GRDB
package import Storage

/// The server's ledger in one SQLite database.
///
/// On disk it is a `DatabasePool` in WAL mode: one connection writes and makes every checkpoint, others
/// read snapshots. In memory, for simulations, it is one connection. Both run the same SQL.
package final class SQLiteLedger: Ledger {
  let database: any DatabaseWriter
  private let lock: DirectoryLock?
  private let attempts: AttemptFile?
  private let scopeMemory = ScopeMemory()

  /// Takes over an open database; ``SQLiteLedger/init(directory:epoch:pageLimit:)`` opens one.
  init(database: any DatabaseWriter, lock: DirectoryLock?, attempts: AttemptFile? = nil) {
    self.database = database
    self.lock = lock
    self.attempts = attempts
  }

  /// Runs units in one transaction; see ``Ledger``.
  package func commit(_ units: [LedgerUnit]) throws(StorageError) -> [LedgerUnitResult] {
    do {
      return try database.writeWithoutTransaction { connection in
        try requireOpen(connection)
        do {
          defer { attempts?.clear() }
          return try run(units, on: connection)
        } catch let error as DatabaseError
          where error.resultCode == .SQLITE_IOERR && !StorageError.isFullDisk(error)
        {
          try stopWriting(on: connection)
          throw error
        }
      }
    } catch {
      throw StorageError(engine: error)
    }
  }

  /// Reads from one snapshot; see ``Ledger``.
  package func read<Value>(_ body: (any LedgerReader) throws -> Value) throws -> Value {
    do {
      var value: Value?
      // NB: `read` would do but stops the program on a closed DatabaseQueue.
      try database.unsafeRead { connection in
        try requireOpen(connection)
        try connection.inTransaction(.deferred) {
          value = try body(SQLiteReader(Session(connection), scopeMemory: scopeMemory))
          return .commit
        }
      }
      guard let value else { throw StorageError(.failed, "A reading gave no value.") }
      return value
    } catch let error as DatabaseError {
      throw StorageError(engine: error)
    }
  }

  /// Moves everything into the main file, closes it and lets another process have it.
  package func close() throws(StorageError) {
    do {
      try database.writeWithoutTransaction { connection in
        try requireOpen(connection)
        _ = try connection.checkpoint(.truncate)
      }
      try database.close()
    } catch {
      throw StorageError(engine: error)
    }
    lock?.release()
  }

  private func run(
    _ units: [LedgerUnit],
    on connection: Database
  ) throws -> [LedgerUnitResult] {
    var results: [LedgerUnitResult] = []
    var didErase = false
    try connection.inTransaction(.immediate) {
      let writer = try SQLiteWriter(
        Session(connection),
        scopeMemory: scopeMemory,
        attempts: attempts
      )
      for unit in units {
        results.append(try writer.run(unit))
        // What is done killed nobody: should a later unit of the transaction do so, it alone is suspect.
        attempts?.clear()
      }
      didErase = writer.didErase
      return .commit
    }
    // Until the log has been moved into the main file and cut, it holds what was erased. Readers may hold
    // that up; then the next checkpoint does it.
    if didErase { _ = try? connection.checkpoint(.truncate) }
    return results
  }

  /// Counts what a process that died was judging, before anything else is done.
  func countCrashes() throws {
    guard let attempts else { return }
    let left = attempts.leftBehind()
    if !left.isEmpty {
      let results = try commit([
        { writer in
          for attempt in left { try writer.addCrash(attempt) }
          return true
        }
      ])
      _ = try results.first?.get()
    }
    attempts.clear()
  }

  private func requireOpen(_ connection: Database) throws(StorageError) {
    guard connection.sqliteConnection != nil else {
      throw StorageError(.failed, "The database is closed.")
    }
  }

  /// Refuses every later change on this connection.
  ///
  /// After a failed write or fsync nobody knows what the disk holds, and the kernel may have dropped the
  /// pages: trying again could report success for what is lost. Reading goes on. A disk that was merely full
  /// is no such case: as soon as there is room, commits go on.
  private func stopWriting(on connection: Database) throws {
    try connection.execute(sql: "PRAGMA query_only = ON")
  }
}
