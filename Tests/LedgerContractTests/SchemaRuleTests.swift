import Casework
import Foundation
import GRDB
import SQLiteStorage
import Storage
import SyncProtocol
import Testing

/// What the schema refuses whichever code writes.
struct SchemaRuleTests {
  /// A statement that must be refused, and a word of the reason.
  struct Rule: Sendable, CustomTestStringConvertible {
    let sql: String
    let reason: String

    init(_ sql: String, _ reason: String) {
      self.sql = sql
      self.reason = reason
    }

    var testDescription: String { sql }
  }

  static let rules = [
    Rule("UPDATE record SET body = x'00' WHERE type = 'note'", "without a change"),
    Rule("UPDATE record SET version = 2 WHERE type = 'note'", "without a change"),
    Rule(
      """
      INSERT INTO record (id, type, family, class, version, made, body)
      VALUES (zeroblob(16), 'note', zeroblob(16), 4, 3, 0, x'')
      """,
      "without a change"
    ),
    Rule("DELETE FROM record WHERE type = 'note'", "goes without a change"),
    Rule("UPDATE commit_log SET time = 0 WHERE seq = 1", "never changed"),
    Rule("DELETE FROM commit_log WHERE seq = 2", "never taken away"),
    Rule("INSERT INTO commit_log VALUES (4, 0, NULL, 0, 0)", "without gaps"),
    Rule("UPDATE change SET class = 1", "never changed"),
    Rule("DELETE FROM change", "never taken away"),
    Rule(
      "INSERT INTO change VALUES (2, 9, 'gone', zeroblob(16), 'note', zeroblob(16), 4)",
      "commit in progress"
    ),
    Rule("UPDATE sync_clock SET head = head + 1", "one commit at a time"),
    Rule("UPDATE sync_clock SET head = head - 1", "one commit at a time"),
    Rule("UPDATE sync_clock SET chain = chain + 1", "chain moves with the head"),
    Rule("DELETE FROM sync_clock", "always a clock"),
    Rule("INSERT INTO sync_clock VALUES (2, zeroblob(16), 0, 0, 0, 0, 0)", "CHECK"),
    Rule("UPDATE op_result SET answer = x'00'", "never changed"),
    Rule("DELETE FROM op_result", "never taken away"),
    Rule("UPDATE activity SET action = 'other'", "only added to"),
    Rule("DELETE FROM activity", "only added to"),
    Rule("UPDATE quarantine SET line = x'00'", "never changed"),
    Rule("DELETE FROM ownership", "not taken away"),
    Rule("UPDATE ownership SET class_mask = 1", "ends once"),
    Rule("DELETE FROM membership", "not taken away"),
    Rule("UPDATE membership SET role = 'auditor'", "ends once"),
    Rule("UPDATE unit SET parent = NULL", "keeps its place"),
    Rule("DELETE FROM unit", "keeps its place"),
    Rule("INSERT INTO family_code VALUES ('K7R', x'00')", "CHECK"),
  ]

  @Test(arguments: rules)
  func `the schema refuses`(_ rule: Rule) throws {
    try withTemporaryDirectory { directory in
      try fill(directory)

      let error = #expect(throws: DatabaseError.self) {
        try inFile(of: directory) { try $0.execute(sql: rule.sql) }
      }

      #expect(error?.message?.contains(rule.reason) == true, "\(error?.message ?? "")")
    }
  }

  @Test func `a reading is never changed, not even with a change`() throws {
    try withTemporaryDirectory { directory in
      try fill(directory)

      let error = #expect(throws: DatabaseError.self) {
        try inFile(of: directory) { database in
          try database.execute(
            sql: """
              INSERT INTO change
              SELECT 3, 0, 'put', id, type, family, class FROM record WHERE type = 'reading';
              UPDATE record SET version = 3, body = x'00' WHERE type = 'reading';
              """
          )
        }
      }

      #expect(error?.message == "a reading is never changed")
    }
  }

  @Test func `a record may go with a change that says so`() throws {
    try withTemporaryDirectory { directory in
      try fill(directory)
      try inFile(of: directory) { database in
        try database.execute(
          sql: """
            INSERT INTO change
            SELECT 3, 0, 'gone', id, type, family, class FROM record WHERE type = 'note';
            DELETE FROM record WHERE type = 'note';
            INSERT INTO commit_log VALUES (3, 0, NULL, 0, 7);
            UPDATE sync_clock SET head = 3, chain = 7;
            """
        )
      }
      let ledger = try SQLiteLedger(directory: directory, epoch: Invented.epoch)
      let changes = try ledger.read { reader in
        try reader.changes(
          after: 0,
          through: 3,
          limit: 9,
          in: try reader.scope(of: World.practitioner, at: 3)
        )
      }

      #expect(changes.map(\.effect) == [.put, .gone])
      #expect(changes.map(\.id) == [Invented.id(11), Invented.id(10)])
      try ledger.close()
    }
  }

  /// The world, and a commit 2 with one row of everything.
  private func fill(_ directory: String) throws {
    let ledger = try SQLiteLedger(directory: directory, epoch: Invented.epoch)
    try World.found(ledger)
    let family: FamilyID = Invented.id(1001)
    try ledger.commitOne { writer, seq in
      try writer.open(Holding(family: family, holder: .unit(World.team), mask: .all, from: seq))
      try writer.put(Invented.record(10, in: family, version: seq))
      try writer.put(Invented.record(11, type: .reading, in: family, version: seq))
      try writer.store(Invented.result(seq: seq))
      try writer.quarantine(
        QuarantinedOperation(review: Invented.id(12), device: Invented.id(1), line: [1])
      )
      try writer.log(
        ActivityEntry(
          time: 1,
          seq: seq,
          worker: nil,
          device: nil,
          action: "note.add",
          family: family,
          record: Invented.id(10)
        )
      )
    }
    try ledger.close()
  }
}
