import Casework
import Foundation
import GRDB
import SQLiteStorage
import Storage
import SyncProtocol
import Testing

/// What only the file engine promises.
struct SQLiteLedgerTests {
  @Test func `a commit waits for the disk, also after the ledger was opened again`() throws {
    try withTemporaryDirectory { directory in
      for _ in 0..<2 {
        let ledger = try SQLiteLedger(directory: directory, epoch: Invented.epoch)
        #expect(try ledger.synchronousLevel() == 2)
        try ledger.commitOne { _, _ in }
        #expect(try ledger.synchronousLevel() == 2)
        try ledger.close()
      }
    }
  }

  @Test func `a ledger that is opened again goes on where it was`() throws {
    try withTemporaryDirectory { directory in
      let first = try SQLiteLedger(directory: directory, epoch: Invented.epoch)
      try first.commitOne { try $0.put(Invented.record(10, in: Invented.id(1), version: $1)) }
      let clock = try first.read { try $0.clock() }
      try first.close()

      let other = Epoch(prefix: 1, suffix: 2)
      let second = try SQLiteLedger(directory: directory, epoch: other)

      #expect(try second.read { try $0.clock() } == clock)
      #expect(try second.stored(Invented.id(10))?.version == 1)
      try second.commitOne { _, _ in }
      #expect(try second.head() == 2)
      try second.close()
    }
  }

  @Test func `a second server is told to choose another directory`() throws {
    try withTemporaryDirectory { directory in
      let first = try SQLiteLedger(directory: directory, epoch: Invented.epoch)

      let error = #expect(throws: StorageError.self) {
        _ = try SQLiteLedger(directory: directory, epoch: Invented.epoch)
      }

      #expect(error?.code == .locked)
      #expect(error?.message.contains("another --data directory") == true)
      try first.commitOne { _, _ in }
      try first.close()
      let second = try SQLiteLedger(directory: directory, epoch: Invented.epoch)
      #expect(try second.head() == 1)
      try second.close()
    }
  }

  @Test func `a directory whose lock another process holds is left alone`() throws {
    try withTemporaryDirectory { directory in
      try SQLiteLedger(directory: directory, epoch: Invented.epoch).close()
      let lock = open(directory + "/" + SQLiteLedger.lockName, O_RDWR)
      defer { close(lock) }
      #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)

      let error = #expect(throws: StorageError.self) {
        _ = try SQLiteLedger(directory: directory, epoch: Invented.epoch)
      }

      #expect(error?.code == .locked)
    }
  }

  @Test func `a store of a newer program is refused with both versions`() throws {
    try withTemporaryDirectory { directory in
      try SQLiteLedger(directory: directory, epoch: Invented.epoch).close()
      try inFile(of: directory) { try $0.execute(sql: "PRAGMA user_version = 99") }

      let error = #expect(throws: StorageError.self) {
        _ = try SQLiteLedger(directory: directory, epoch: Invented.epoch)
      }

      #expect(error?.code == .tooNew)
      #expect(error?.message.contains("version 99") == true)
      #expect(error?.message.contains("up to 11") == true)
      let version = try inFile(of: directory) { try Int.fetchOne($0, sql: "PRAGMA user_version") }
      #expect(version == 99)
    }
  }

  @Test func `a database of another program is refused`() throws {
    try withTemporaryDirectory { directory in
      try FileManager.default.createDirectory(
        atPath: directory,
        withIntermediateDirectories: true
      )
      try inFile(of: directory) { try $0.execute(sql: "CREATE TABLE other (id INTEGER)") }

      let error = #expect(throws: StorageError.self) {
        _ = try SQLiteLedger(directory: directory, epoch: Invented.epoch)
      }

      #expect(error?.code == .failed)
      let tables = try inFile(of: directory) {
        try String.fetchAll($0, sql: "SELECT name FROM sqlite_schema")
      }
      #expect(tables == ["other"])
    }
  }

  @Test func `a damaged file is called damaged`() throws {
    try withTemporaryDirectory { directory in
      try FileManager.default.createDirectory(
        atPath: directory,
        withIntermediateDirectories: true
      )
      let path = directory + "/" + SQLiteLedger.fileName
      try Data(repeating: 0x2A, count: 8192).write(to: URL(fileURLWithPath: path))

      let error = #expect(throws: StorageError.self) {
        _ = try SQLiteLedger(directory: directory, epoch: Invented.epoch)
      }

      #expect(error?.code == .corrupt)
    }
  }

  @Test func `a damaged page is found before a server starts, in a store that is not too large`()
    throws
  {
    try withTemporaryDirectory { directory in
      let ledger = try SQLiteLedger(directory: directory, epoch: Invented.epoch)
      for number in 10..<40 {
        try ledger.commitOne {
          try $0.put(Invented.record(number, in: Invented.id(1), version: $1))
        }
      }
      #expect(try ledger.pageFaults() == [])
      #expect(try ledger.pageFaults(bytesMax: 4096) == nil)
      try ledger.close()
      let root = try inFile(of: directory) {
        try Int.fetchOne($0, sql: "SELECT rootpage FROM sqlite_schema WHERE name = 'change_record'")
      }
      let path = URL(fileURLWithPath: directory + "/" + SQLiteLedger.fileName)
      var bytes = try Data(contentsOf: path)
      let page = (try #require(root) - 1) * 4096
      for offset in page + 8..<page + 64 { bytes[offset] = 0xFF }
      try bytes.write(to: path)

      let damaged = try SQLiteLedger(directory: directory, epoch: Invented.epoch)
      #expect(try damaged.pageFaults()?.isEmpty == false)
      try damaged.close()
    }
  }

  @Test func `only the owner can read the directory and its files`() throws {
    try withTemporaryDirectory { directory in
      let ledger = try SQLiteLedger(directory: directory + "/a/b", epoch: Invented.epoch)
      try ledger.commitOne { _, _ in }

      let names = ["", "/a", "/a/b", "/a/b/ledger.lock", "/a/b/ledger.sqlite"]
      let modes = try (names + ["/a/b/ledger.sqlite-wal", "/a/b/ledger.sqlite-shm"]).map {
        try FileManager.default.attributesOfItem(atPath: directory + $0)[.posixPermissions] as? Int
      }

      #expect(modes == [0o700, 0o700, 0o700, 0o600, 0o600, 0o600, 0o600])
      try ledger.close()
    }
  }

  @Test func `a closed ledger is whole in its one file`() throws {
    try withTemporaryDirectory { directory in
      let ledger = try SQLiteLedger(directory: directory + "/first", epoch: Invented.epoch)
      try ledger.commitOne { try $0.put(Invented.record(10, in: Invented.id(1), version: $1)) }
      // An open reading connection keeps SQLite from tidying up by itself.
      #expect(try ledger.head() == 1)
      try ledger.close()
      try FileManager.default.createDirectory(
        atPath: directory + "/second",
        withIntermediateDirectories: true
      )
      try FileManager.default.copyItem(
        atPath: directory + "/first/ledger.sqlite",
        toPath: directory + "/second/ledger.sqlite"
      )

      let copy = try SQLiteLedger(directory: directory + "/second", epoch: Invented.epoch)

      #expect(try copy.stored(Invented.id(10))?.version == 1)
      try copy.close()
    }
  }

  @Test func `a reader sees nothing of a commit in progress`() throws {
    try withTemporaryDirectory { directory in
      let ledger = try SQLiteLedger(directory: directory, epoch: Invented.epoch)
      let during = try ledger.commitRaw { writer in
        try writer.put(Invented.record(10, type: .unit, in: .reference, version: 1))
        try writer.appendNext()
        return try ledger.read { reader in
          [try reader.clock().head, Int64(try reader.references(of: .unit).count)]
        }
      }

      #expect(during == [0, 0])
      #expect(try ledger.head() == 1)
      try ledger.close()
    }
  }
}

/// Opens the database file of a directory beside any ledger.
@discardableResult
func inFile<Value>(of directory: String, _ body: (Database) throws -> Value) throws -> Value {
  var configuration = Configuration()
  configuration.foreignKeysEnabled = false
  let queue = try DatabaseQueue(
    path: directory + "/" + SQLiteLedger.fileName,
    configuration: configuration
  )
  let value = try queue.writeWithoutTransaction(body)
  try queue.close()
  return value
}
