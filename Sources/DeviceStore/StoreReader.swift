package import Casework
import Foundation
import GRDB
package import SyncProtocol

#if Mutations
import Mutations
#endif

/// Reads of one snapshot or of a running transaction.
package struct StoreReader {
  let database: Database

  init(_ database: Database) {
    self.database = database
  }

  /// A remembered value as text.
  package func text(_ key: MetaKey) throws -> String? {
    try String.fetchOne(
      database.cachedStatement(sql: "SELECT value FROM meta WHERE key = ?"),
      arguments: [key.rawValue]
    )
  }

  /// A remembered value as a number; zero when there is none.
  package func number(_ key: MetaKey) throws -> Int64 {
    try text(key).flatMap { Int64($0) } ?? 0
  }

  /// The newest commit that still stands of a history that the server has lost, while the rows are those of it.
  ///
  /// Otherwise `nil`. What is numbered beyond it says nothing of the present history.
  package func sharedSeq() throws -> Int64? {
    try text(.shared).flatMap { Int64($0) }
  }

  /// The newest commit of the server's present history that the rows show.
  package func reachedSeq() throws -> Int64 {
    let seq = try number(.seq)
    #if Mutations
    if Mutation.lostHistoryCounted.isPlanted { return seq }
    #endif
    return min(seq, try sharedSeq() ?? seq)
  }

  /// The records of a type, in the order of their ids.
  ///
  /// - Parameters:
  ///   - typeName: The type, as written.
  ///   - family: Only this family's; every family's when `nil`.
  /// - Returns: The records as they were served, or saved here under version 0.
  /// - Throws: ``DeviceStoreError/corrupt(_:)`` for a payload that cannot be read.
  package func records(
    ofType typeName: String,
    family: FamilyID? = nil
  ) throws -> [PulledRecord] {
    let rows = try Row.fetchCursor(
      database.cachedStatement(sql: "SELECT payload FROM row WHERE tbl = ? ORDER BY id"),
      arguments: [typeName]
    )
    var records: [PulledRecord] = []
    while let row = try rows.next() {
      let payload: Data = row[0]
      if let family, let found = familyNamed(in: payload), found != family { continue }
      let record = try decoded(payload)
      if family == nil || record.family == family { records.append(record) }
    }
    return records
  }

  /// One record; `nil` when the device does not hold it.
  package func record(_ id: RecordID, ofType typeName: String) throws -> PulledRecord? {
    try Data.fetchOne(
      database.cachedStatement(sql: "SELECT payload FROM row WHERE id = ? AND tbl = ?"),
      arguments: [id.blob, typeName]
    ).map(decoded)
  }

  /// What each family comes to of what the server has served.
  package func digests() throws -> [FamilyID: FamilyDigest] {
    let rows = try Row.fetchCursor(database, sql: "SELECT payload FROM row WHERE ver > 0")
    var digests: [FamilyID: FamilyDigest] = [:]
    while let row = try rows.next() {
      let record = try decoded(row[0])
      digests[record.family, default: FamilyDigest()]
        .add(record.record, version: record.version, body: record.body)
    }
    return digests
  }

  /// How many records of a type each family has.
  package func counts(ofType typeName: String) throws -> [FamilyID: Int] {
    let rows = try Row.fetchCursor(
      database.cachedStatement(sql: "SELECT payload FROM row WHERE tbl = ?"),
      arguments: [typeName]
    )
    var counts: [FamilyID: Int] = [:]
    while let row = try rows.next() {
      let payload: Data = row[0]
      counts[try familyNamed(in: payload) ?? decoded(payload).family, default: 0] += 1
    }
    return counts
  }

  /// The families of which a record is here.
  ///
  /// - Parameter servedOnly: Leaves out those that were only saved here and not served yet.
  /// - Returns: Their ids.
  /// - Throws: ``DeviceStoreError``.
  package func families(servedOnly: Bool = false) throws -> Set<FamilyID> {
    let condition = servedOnly ? " AND ver > 0" : ""
    let ids = try Data.fetchAll(
      database,
      sql: "SELECT id FROM row WHERE tbl = 'family'" + condition
    )
    return Set(ids.compactMap { FamilyID(blob: $0) })
  }

  /// Families of which only a part has arrived.
  package func arrivingFamilies() throws -> Set<FamilyID> {
    try families(named: .arriving)
  }

  /// Erased families about which operations are still to be answered.
  func erasedFamilies() throws -> Set<FamilyID> {
    try families(named: .erased)
  }

  private func families(named key: MetaKey) throws -> Set<FamilyID> {
    Set((try text(key) ?? "").split(separator: " ").compactMap { FamilyID($0) })
  }

  func decoded(_ payload: Data) throws -> PulledRecord {
    guard let record = PulledRecord(line: Array(payload)) else {
      throw DeviceStoreError.corrupt("a row's payload cannot be read")
    }
    return record
  }
}
