package import Casework
import Foundation
import GRDB
package import SyncProtocol

/// Reads and writes of one running transaction.
package struct StoreWriter {
  /// Reads that see what the transaction has written.
  package let reader: StoreReader

  var database: Database { reader.database }

  init(_ database: Database) {
    reader = StoreReader(database)
  }

  /// Remembers a value, or forgets it when it is `nil`.
  package func set(_ key: MetaKey, to value: String?) throws {
    guard let value else {
      try database.execute(sql: "DELETE FROM meta WHERE key = ?", arguments: [key.rawValue])
      return
    }
    try database.cachedStatement(
      sql: """
        INSERT INTO meta (key, value) VALUES (?, ?)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value
        """
    ).execute(arguments: [key.rawValue, value])
  }

  /// Remembers a number.
  package func set(_ key: MetaKey, to number: Int64) throws {
    try set(key, to: String(number))
  }

  /// Keeps what a person saved: operations, the rows they make, and the next number.
  ///
  /// - Parameters:
  ///   - operations: The operations, numbered from the store's next number on.
  ///   - rows: The new records, under version 0.
  ///   - stamp: The stamp that was minted last.
  /// - Throws: ``DeviceStoreError``, and then nothing is kept.
  package func capture(
    _ operations: [SyncProtocol.Operation],
    rows: [PulledRecord],
    stamp: Stamp
  ) throws {
    for row in rows {
      try database.cachedStatement(
        sql: """
          INSERT INTO row (id, tbl, ver, dirty, payload) VALUES (?, ?, 0, 1, ?)
          ON CONFLICT (id, tbl) DO NOTHING
          """
      ).execute(arguments: [row.record.blob, row.typeName, Data(row.line)])
    }
    for operation in operations {
      try database.cachedStatement(
        sql: "INSERT INTO outbox (gen, n, id, rec, state, bytes) VALUES (?, ?, ?, ?, 'pending', ?)"
      ).execute(arguments: [
        operation.generation, operation.number, operation.id.blob, operation.record.blob,
        Data(operation.line),
      ])
      try database.cachedStatement(sql: "UPDATE row SET dirty = 1 WHERE id = ?")
        .execute(arguments: [operation.record.blob])
    }
    if let last = operations.last { try set(.nextNumber, to: Int64(last.number) + 1) }
    try set(.stamp, to: stamp.description)
  }
}
