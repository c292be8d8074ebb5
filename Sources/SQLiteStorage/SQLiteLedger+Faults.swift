import Casework
import Foundation
import GRDB
package import Storage
import SyncProtocol
import WireFormat

extension SQLiteLedger {
  /// What is wrong with the file as a database and as a ledger; empty when it is sound.
  ///
  /// Looks at every page and every reference, reckons the chain of commits again from its start, sees that
  /// every record has the change that it was last written with, and reads every body, answer and held line.
  /// What it cannot see is a bit that was flipped inside a text or a number and left one that can be read.
  ///
  /// - Returns: Sentences.
  /// - Throws: ``StorageError`` when it cannot be read at all.
  package func faults() throws(StorageError) -> [String] {
    do {
      return try database.read { connection in
        var faults: [String] = []
        let pages = try String.fetchAll(connection, sql: "PRAGMA integrity_check(20)")
        if pages != ["ok"] { faults += pages.map { "Page check: \($0)" } }
        let strays = try Row.fetchAll(connection, sql: "PRAGMA foreign_key_check")
        if !strays.isEmpty { faults.append("\(strays.count) rows refer to rows that are missing.") }
        faults += try chainFaults(connection)
        let orphans = try Int.fetchOne(
          connection,
          sql: """
            SELECT count(*) FROM record WHERE NOT EXISTS (
              SELECT 1 FROM change
              WHERE change.record = record.id AND change.seq = record.version
                AND effect = CASE record.deleted WHEN 1 THEN 'gone' ELSE 'put' END
            )
            """
        )
        if let orphans, orphans > 0 {
          faults.append("\(orphans) records lack the change that wrote them.")
        }
        faults += try bodyFaults(connection)
        faults += try answerFaults(connection)
        return faults
      }
    } catch {
      throw StorageError(engine: error)
    }
  }

  private func bodyFaults(_ connection: Database) throws -> [String] {
    var unreadable: [String: Int] = [:]
    let rows = try Row.fetchCursor(
      connection,
      sql: "SELECT type, body FROM record UNION ALL SELECT type, body FROM past_record"
    )
    while let row = try rows.next() {
      let name: String = row[0]
      let body: Data = row[1]
      let isReadable =
        RecordType(rawValue: name).map { StoredBody.isReadable(Array(body), as: $0) } ?? false
      if !isReadable { unreadable[name, default: 0] += 1 }
    }
    return unreadable.sorted { $0.key < $1.key }.map { name, count in
      "What stands in \(count) records of the type \(name) cannot be read."
    }
  }

  private func answerFaults(_ connection: Database) throws -> [String] {
    var answerCount = 0
    var lineCount = 0
    let answers = try Row.fetchCursor(connection, sql: "SELECT answer FROM op_result")
    while let row = try answers.next() {
      let answer: Data = row[0]
      if (try? JSON(strict: Array(answer))) == nil { answerCount += 1 }
    }
    let lines = try Row.fetchCursor(
      connection,
      sql: "SELECT line, body FROM quarantine LEFT JOIN record ON record.id = quarantine.review"
    )
    while let row = try lines.next() {
      let line: Data = row[0]
      let body: Data? = row[1]
      let item = body.flatMap { try? JSON(strict: Array($0)) }.flatMap { ReviewItem(json: $0) }
      if !StoredBody.isReadable(heldLine: Array(line), problem: item?.problem?.code) {
        lineCount += 1
      }
    }
    var faults: [String] = []
    if answerCount > 0 { faults.append("\(answerCount) answers to operations cannot be read.") }
    if lineCount > 0 { faults.append("\(lineCount) held operations cannot be read.") }
    return faults
  }

  private func chainFaults(_ connection: Database) throws -> [String] {
    var expected: Int64 = 0
    var chain: UInt64 = 0
    let rows = try Row.fetchCursor(
      connection,
      sql: "SELECT seq, digest, chain FROM commit_log ORDER BY seq"
    )
    while let row = try rows.next() {
      expected += 1
      let seq: Int64 = row[0]
      let digest: Int64 = row[1]
      let stored: Int64 = row[2]
      chain = CommitChain.next(after: chain, seq: seq, digest: UInt64(bitPattern: digest))
      guard seq == expected, stored == Int64(bitPattern: chain) else {
        return ["The chain of commits is broken at \(expected)."]
      }
    }
    let head = try Row.fetchOne(connection, sql: "SELECT head, chain FROM sync_clock")
    guard head?[0] == expected, head?[1] == Int64(bitPattern: chain) else {
      return ["The clock does not stand at the last commit."]
    }
    return []
  }
}
