import Foundation
import GRDB

#if Mutations
import Mutations
#endif

/// Everything that one enrolled device remembers, in one SQLite file.
///
/// What is saved here is on the disk before a save returns: the store is `synchronous = FULL`, and
/// refuses to open when that cannot be had. Several processes may use one file; each transaction
/// that writes takes the write lock before it reads anything.
package final class DeviceStore: Sendable {
  /// The store's file in the profile's folder.
  package static let fileName = "device.sqlite"

  private let queue: DatabaseQueue
  /// Where the file lies; `nil` in memory.
  private let directory: String?

  /// Opens the store of a profile, and makes it when there is none.
  ///
  /// - Parameters:
  ///   - directory: The profile's folder; made with mode 0700 when it is missing.
  ///   - pageCountMax: The most pages that the file may have; a test fills a small one.
  /// - Returns: The store, ready for use.
  /// - Throws: ``DeviceStoreError``.
  package static func open(directory: String, pageCountMax: Int? = nil) throws -> DeviceStore {
    try explained {
      let path = try ProfileFolder.prepare(directory, file: fileName)
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      return try DeviceStore(queue, directory: directory, pageCountMax: pageCountMax)
    }
  }

  /// Makes a store that lives only as long as the value, for tests and simulations.
  ///
  /// - Throws: ``DeviceStoreError``.
  package static func inMemory() throws -> DeviceStore {
    try explained {
      try DeviceStore(
        DatabaseQueue(configuration: configuration),
        directory: nil,
        pageCountMax: nil
      )
    }
  }

  /// A copy that lives only as long as the value, as a phone restored from its own backup has it.
  ///
  /// - Throws: ``DeviceStoreError``.
  package func copyInMemory() throws -> DeviceStore {
    try Self.explained {
      let copy = try DatabaseQueue(configuration: Self.configuration)
      try queue.backup(to: copy)
      return try DeviceStore(copy, directory: nil, pageCountMax: nil)
    }
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(5)
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA secure_delete = ON") }
    return configuration
  }

  /// The bytes that are free where the store lies; `nil` in memory, and where nobody can tell.
  package var freeByteCount: Int64? {
    guard let directory,
      let attributes = try? FileManager.default.attributesOfFileSystem(forPath: directory)
    else { return nil }
    return (attributes[.systemFreeSize] as? NSNumber)?.int64Value
  }

  private init(_ queue: DatabaseQueue, directory: String?, pageCountMax: Int?) throws {
    self.queue = queue
    self.directory = directory
    try queue.writeWithoutTransaction { database in
      if directory != nil {
        let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
        guard mode == "wal" else {
          throw DeviceStoreError.failed("journal_mode is \(mode ?? "unknown")")
        }
      }
      // NB: after the journal mode, since GRDB's own way to WAL sets NORMAL behind one's back. The
      // two other settings matter on Apple's systems, where a plain fsync leaves data in the drive.
      try database.execute(
        sql: """
          PRAGMA synchronous = FULL;
          PRAGMA fullfsync = ON;
          PRAGMA checkpoint_fullfsync = ON;
          """
      )
      let level = try Int.fetchOne(database, sql: "PRAGMA synchronous")
      guard level == 2 else {
        throw DeviceStoreError.failed("synchronous is \(level.map(String.init) ?? "unknown")")
      }
      #if Mutations
      if Mutation.normalSyncOnDevice.isPlanted {
        try database.execute(sql: "PRAGMA synchronous = NORMAL")
      }
      #endif
      if let pageCountMax {
        try database.execute(sql: "PRAGMA max_page_count = \(max(pageCountMax, 1))")
      }
      try DeviceSchema.migrate(database)
    }
  }

  /// Reads from one snapshot.
  ///
  /// - Parameter body: What to read; it must not keep the reader.
  /// - Returns: What `body` returns.
  /// - Throws: ``DeviceStoreError``, and whatever `body` throws.
  package func read<Value>(_ body: (StoreReader) throws -> Value) throws -> Value {
    try Self.explained {
      // Not `read`, which compiles four statements around every reading to forbid what a reader cannot do.
      try queue.unsafeRead { database in
        var value: Value?
        try database.inTransaction(.deferred) {
          value = try body(StoreReader(database))
          return .commit
        }
        guard let value else { throw DeviceStoreError.failed("a reading gave no value") }
        return value
      }
    }
  }

  /// Reads and writes in one transaction: all of it is kept, or nothing.
  ///
  /// - Parameter body: What to do; a throw undoes it.
  /// - Returns: What `body` returns, once it is on the disk.
  /// - Throws: ``DeviceStoreError``, and whatever `body` throws.
  package func write<Value>(_ body: (StoreWriter) throws -> Value) throws -> Value {
    try Self.explained { try queue.write { try body(StoreWriter($0)) } }
  }

  private static func explained<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw DeviceStoreError(error)
    }
  }
}
