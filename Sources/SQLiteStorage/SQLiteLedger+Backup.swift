import GRDB
package import Storage
import SyncProtocol

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

  /// What is wrong with the file as a database and as a ledger; empty when it is sound.
  ///
  /// Looks at every page and every reference, reckons the chain of commits again from its start, and
  /// sees that every record has the change that it was last written with.
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
        return faults
      }
    } catch {
      throw StorageError(engine: error)
    }
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
