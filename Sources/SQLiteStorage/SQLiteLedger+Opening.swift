import GRDB
package import Storage

#if Mutations
import Mutations
#endif

extension SQLiteLedger {
  /// The name of the database in its directory.
  package static let fileName = "ledger.sqlite"
  /// The name of the file whose lock keeps other processes out.
  package static let lockName = "ledger.lock"

  /// Opens the ledger of a data directory, or makes both.
  ///
  /// A directory that is made is the owner's alone (0700); the files always are (0600).
  ///
  /// - Parameters:
  ///   - directory: The data directory.
  ///   - epoch: The epoch of a ledger that is made now; one that exists keeps its own.
  ///   - pageLimit: A quota for the database file in pages of 4,096 bytes; `nil` for none.
  /// - Throws: ``StorageError`` with `locked` when another process has the directory, `tooNew` when a
  ///   newer program wrote it.
  package convenience init(
    directory: String,
    epoch: Epoch,
    pageLimit: Int? = nil
  ) throws(StorageError) {
    try DataDirectory.prepare(directory, file: Self.fileName)
    let lock = try DirectoryLock(directory: directory, name: Self.lockName)
    try self.init(directory: directory, epoch: epoch, pageLimit: pageLimit, lock: lock)
  }

  /// Opens the ledger of a data directory whose lock is held, by the ledger or, when it is `nil`, by the
  /// caller.
  convenience init(
    directory: String,
    epoch: Epoch,
    pageLimit: Int? = nil,
    lock: DirectoryLock?
  ) throws(StorageError) {
    do {
      try Self.removeCutCopies(in: directory)
      let pool = try DatabasePool(
        path: directory + "/" + Self.fileName,
        configuration: Self.configuration
      )
      // NB: DatabasePool sets synchronous to NORMAL after `prepareDatabase`, by which a power cut could
      // take back an acknowledged commit and its number be given again. It may go into the configuration
      // once GRDB leaves the setting alone.
      try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
      // What pushes write again and again stays in memory, 16 MiB of it, and goes into the main file after
      // 16 MiB of log, not after four: every page is then moved there less often.
      try pool.writeWithoutTransaction {
        try $0.execute(sql: "PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 4096")
      }
      self.init(database: pool, lock: lock, attempts: try AttemptFile(directory: directory))
      #if Mutations
      if Mutation.normalSync.isPlanted {
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
        try prepare(epoch: epoch, pageLimit: pageLimit, directory: directory)
        return
      }
      #endif
      guard try synchronousLevel() == 2 else {
        throw StorageError(.failed, "The database cannot be set to survive power cuts.")
      }
      try prepare(epoch: epoch, pageLimit: pageLimit, directory: directory)
      try countCrashes()
    } catch {
      throw StorageError(engine: error)
    }
  }

  /// Makes an empty ledger that lives in memory, for simulations.
  ///
  /// - Parameters:
  ///   - epoch: Its epoch.
  ///   - pageLimit: A quota in pages of 4,096 bytes; `nil` for none.
  /// - Returns: The ledger.
  /// - Throws: ``StorageError`` when the limit leaves no room for an empty ledger.
  package static func inMemory(
    epoch: Epoch,
    pageLimit: Int? = nil
  ) throws(StorageError) -> SQLiteLedger {
    do {
      let queue = try DatabaseQueue(configuration: configuration)
      let ledger = SQLiteLedger(database: queue, lock: nil)
      try ledger.prepare(epoch: epoch, pageLimit: pageLimit)
      return ledger
    } catch {
      throw StorageError(engine: error)
    }
  }

  /// The writer's `PRAGMA synchronous`; 2 is FULL, without which a commit is not durable.
  package func synchronousLevel() throws(StorageError) -> Int {
    do {
      return try database.writeWithoutTransaction {
        try Int.fetchOne($0, sql: "PRAGMA synchronous") ?? 0
      }
    } catch {
      throw StorageError(engine: error)
    }
  }

  /// Sets the quota of the open database, in pages of 4,096 bytes; it never shrinks what is there.
  package func setPageLimit(_ limit: Int) throws(StorageError) {
    do {
      try database.writeWithoutTransaction {
        try $0.execute(sql: "PRAGMA max_page_count = \(max(limit, 1))")
      }
    } catch {
      throw StorageError(engine: error)
    }
  }

  static var configuration: Configuration {
    var configuration = Configuration()
    configuration.label = "ledger"
    configuration.busyMode = .timeout(5)
    configuration.prepareDatabase { connection in
      try connection.execute(
        sql: """
          PRAGMA trusted_schema = OFF;
          PRAGMA cell_size_check = ON;
          PRAGMA secure_delete = ON;
          PRAGMA mmap_size = 0;
          PRAGMA temp_store = MEMORY;
          """
      )
    }
    return configuration
  }

  private func prepare(epoch: Epoch, pageLimit: Int?, directory: String? = nil) throws {
    try Migrations.bringUpToDate(database) { version in
      if let directory { try keepCopy(ofVersion: version, in: directory) }
    }
    try database.write { connection in
      try connection.execute(
        sql: """
          INSERT INTO sync_clock (id, epoch, head, floor, backup_seq, chain)
          VALUES (1, ?, 0, 0, 0, 0) ON CONFLICT DO NOTHING
          """,
        arguments: [epoch.blob]
      )
    }
    if let pageLimit { try setPageLimit(pageLimit) }
  }
}
