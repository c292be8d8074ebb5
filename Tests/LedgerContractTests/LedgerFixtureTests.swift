import Casework
import Foundation
import GRDB
import SQLiteStorage
import Storage
import SyncProtocol
import Testing

/// Stores of released programs, which every later program must read.
///
/// A new step of the schema brings another fixture; these stay as they are.
struct LedgerFixtureTests {
  static let fixtures = ["ledger-0001"]

  @Test(arguments: fixtures)
  func `an old store gets the schema of a new one`(_ name: String) throws {
    try withTemporaryDirectory { directory in
      try SQLiteLedger(directory: directory + "/new", epoch: Invented.epoch).close()
      try rebuild(name, in: directory + "/old")
      try SQLiteLedger(directory: directory + "/old", epoch: Invented.epoch).close()

      let fresh = try schema(of: directory + "/new")
      let upgraded = try schema(of: directory + "/old")

      #expect(upgraded == fresh)
      #expect(fresh.count > 40)
    }
  }

  @Test(arguments: fixtures)
  func `an old store passes the checks of the engine`(_ name: String) throws {
    try withTemporaryDirectory { directory in
      try rebuild(name, in: directory)
      try SQLiteLedger(directory: directory, epoch: Invented.epoch).close()

      let problems = try inFile(of: directory) { database in
        try String.fetchAll(database, sql: "PRAGMA integrity_check")
          + (try Row.fetchAll(database, sql: "PRAGMA foreign_key_check")).map(\.description)
      }

      #expect(problems == ["ok"])
    }
  }

  @Test(arguments: fixtures)
  func `the rows of an old store are read and go on`(_ name: String) throws {
    try withTemporaryDirectory { directory in
      try rebuild(name, in: directory)
      let ledger = try SQLiteLedger(directory: directory, epoch: Epoch(prefix: 9, suffix: 9))
      let family: FamilyID = Invented.id(1001)
      let note = Invented.record(12, in: family, version: 3, text: "Invented note, edited")

      try ledger.read { reader throws in
        let clock = try reader.clock()
        #expect(clock.epoch == Invented.epoch)
        #expect([clock.head, clock.floor, clock.backupSeq] == [3, 1, 2])
        #expect(try reader.chain(at: 3) == clock.chain)
        let scope = try reader.scope(of: World.practitioner, at: 3)
        #expect(scope.families == [.reference: .all, family: .all, tray: .all])
        #expect(try reader.record(note.id, in: scope) == note)
        let rows = try reader.backfill(of: family, after: nil, limit: 9, in: scope)
        #expect(rows.map(\.type) == [.reading, .note, .family])
        let changes = try reader.changes(after: 1, through: 3, limit: 9, in: scope)
        #expect(changes.map(\.seq) == [2, 2, 2, 2, 3])
        #expect(try reader.newestSeq(visibleTo: World.otherPractitioner) == 2)
        #expect(try reader.device(tokenHash: "invented-token-hash")?.id == Invented.id(501))
        #expect(try reader.activity(after: 0, limit: 9).map(\.action) == ["note.add"])
      }
      let kept = try ledger.commitRaw { writer in
        [
          try writer.isTaken(familyCode: "K7Q"),
          try writer.wasRefused(record: Invented.id(14)),
          try writer.result(device: Invented.id(501), generation: 1, number: 1)?.seq == 2,
          try writer.quarantined(review: Invented.id(22))?.line
            == Array(#"{"invented":true}"#.utf8),
          try writer.enrolment(codeHash: "invented-code-hash")?.usedBy == Invented.id(501),
          try writer.openHoldings(of: family).count == 1,
        ]
      }
      #expect(kept == [true, true, true, true, true, true])
      try ledger.commitOne { try $0.put(Invented.record(15, in: family, version: $1)) }
      #expect(try ledger.head() == 4)
      try ledger.close()
    }
  }

  private var tray: FamilyID { World.practitioner.worker.retagged() }

  @Test(arguments: fixtures)
  func `an old store is copied aside before its schema changes, once`(_ name: String) throws {
    try withTemporaryDirectory { directory in
      try rebuild(name, in: directory)
      let before = try rows(of: "record", in: directory)
      for _ in 0..<2 {
        try SQLiteLedger(directory: directory, epoch: Invented.epoch).close()
      }

      let copies = try FileManager.default.contentsOfDirectory(atPath: directory)
        .filter { $0.hasPrefix("before-upgrade") }
      #expect(copies == ["before-upgrade-1.sqlite"])
      let path = directory + "/before-upgrade-1.sqlite"
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect(mode == 0o600)
      let old = directory + "/old"
      try FileManager.default.createDirectory(atPath: old, withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: path, toPath: old + "/" + SQLiteLedger.fileName)
      #expect(try inFile(of: old) { try Int.fetchOne($0, sql: "PRAGMA user_version") } == 1)
      #expect(try rows(of: "record", in: old) == before)
      #expect(!before.isEmpty)
    }
  }

  @Test func `a new store and one of this version are not copied`() throws {
    try withTemporaryDirectory { directory in
      for _ in 0..<2 {
        try SQLiteLedger(directory: directory, epoch: Invented.epoch).close()
      }

      let names = try FileManager.default.contentsOfDirectory(atPath: directory)
      #expect(!names.contains { $0.hasPrefix("before-upgrade") })
    }
  }

  private func rows(of table: String, in directory: String) throws -> [String] {
    try inFile(of: directory) { database in
      try Row.fetchAll(database, sql: "SELECT id, type, version, body FROM \(table) ORDER BY id")
        .map(\.description)
    }
  }

  private func rebuild(_ name: String, in directory: String) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/\(name).sql")
    let sql = try String(contentsOf: file, encoding: .utf8)
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    try inFile(of: directory) { try $0.execute(sql: sql) }
  }

  private func schema(of directory: String) throws -> [String] {
    try inFile(of: directory) { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema
          WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name
          """
      )
    }
  }
}
