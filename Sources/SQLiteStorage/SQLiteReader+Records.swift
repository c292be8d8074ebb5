import Casework
import Storage
import SyncProtocol

extension SQLiteReader {
  func record(_ id: RecordID, in scope: AccessScope) throws -> StoredRecord? {
    try recordOrDeleted(id, in: scope).flatMap { $0.isDeleted ? nil : $0 }
  }

  func recordOrDeleted(_ id: RecordID, in scope: AccessScope) throws -> StoredRecord? {
    guard let record = try storedRecord(id), scope.includes(record.family, record.recordClass)
    else { return nil }
    return record
  }

  func deletedRecords(of family: FamilyID, in scope: AccessScope) throws -> [StoredRecord] {
    guard let mask = scope.families[family] else { return [] }
    return try session.rows(
      """
      SELECT \(StoredRecord.columns) FROM record
      WHERE family = ?1 AND deleted = 1 AND class & ?2
      ORDER BY id
      """,
      [family.blob, Int64(mask.rawValue)]
    ) { row throws(StorageError) in try StoredRecord(row) }
  }

  func records(
    of type: RecordType,
    family: FamilyID?,
    after: RecordID?,
    limit: Int,
    in scope: AccessScope
  ) throws -> [StoredRecord] {
    let visible = family.map { scope.restricted(to: [$0]) } ?? scope
    // The ids are sorted before the contents are fetched: a sorter would carry the contents along.
    return try session.rows(
      """
      \(VisibleFamilies.table),
      page(id) AS (
        SELECT record.id FROM visible CROSS JOIN record
          ON record.family = visible.family AND record.type = ?2 AND record.id > ?3
        WHERE record.class & visible.mask AND record.deleted = 0
        ORDER BY record.id LIMIT ?4
      )
      SELECT \(StoredRecord.columns) FROM page CROSS JOIN record ON record.id = page.id
      ORDER BY record.id
      """,
      [visible.blob, type.rawValue, bound(after), max(limit, 0)]
    ) { row throws(StorageError) in try StoredRecord(row) }
  }

  func backfill(
    of family: FamilyID,
    after: RecordID?,
    limit: Int,
    in scope: AccessScope
  ) throws -> [StoredRecord] {
    guard let mask = scope.families[family] else { return [] }
    return try session.rows(
      """
      WITH page(number, id) AS (
        SELECT rowid, id FROM record
        WHERE family = ?1 AND id > ?2 AND class & ?3 AND deleted = 0
        ORDER BY id LIMIT ?4
      )
      SELECT \(StoredRecord.columns) FROM page CROSS JOIN record ON record.rowid = page.number
      ORDER BY page.id
      """,
      [family.blob, bound(after), Int64(mask.rawValue), max(limit, 0)]
    ) { row throws(StorageError) in try StoredRecord(row) }
  }

  func reference(_ id: RecordID, type: RecordType) throws -> StoredRecord? {
    guard let record = try storedRecord(id), record.type == type, record.family == .reference
    else { return nil }
    return record
  }

  func references(of type: RecordType) throws -> [StoredRecord] {
    try storedRecords(of: type, in: .reference)
  }

  func studyRecords(of type: RecordType) throws -> [StoredRecord] {
    try storedRecords(of: type, in: .study)
  }

  func homes(in scope: AccessScope, at seq: Int64) throws -> [FamilyID: UnitID] {
    let pairs = try session.rows(
      """
      \(VisibleFamilies.table)
      SELECT ownership.family, ownership.holder FROM visible CROSS JOIN ownership
        ON ownership.family = visible.family AND ownership.from_seq <= ?2
          AND (ownership.to_seq IS NULL OR ownership.to_seq > ?2)
      WHERE ownership.holder_kind = 'unit'
      ORDER BY ownership.number
      """,
      [scope.blob, seq]
    ) { row throws(StorageError) -> (FamilyID, UnitID) in (try row.id(0), try row.id(1)) }
    return Dictionary(pairs, uniquingKeysWith: { $1 })
  }

  func heldFamilies(at seq: Int64) throws -> [FamilyID] {
    try session.rows(
      """
      SELECT DISTINCT family FROM ownership
      WHERE from_seq <= ?1 AND (to_seq IS NULL OR to_seq > ?1)
        AND holder_kind IN ('worker', 'unit')
      ORDER BY family
      """,
      [seq]
    ) { row throws(StorageError) -> FamilyID in try row.id(0) }
  }

  func past(_ id: RecordID, at seq: Int64, in scope: AccessScope) throws -> StoredRecord? {
    let record = try session.first(
      """
      SELECT \(StoredRecord.columns) FROM (
        SELECT id, type, family, class, version, author, made, body, deleted FROM record
        WHERE id = ?1 AND version <= ?2
        UNION ALL
        SELECT id, type, family, class, version, author, made, body, 0 FROM past_record
        WHERE id = ?1 AND version <= ?2
      ) AS record
      ORDER BY record.version DESC LIMIT 1
      """,
      [id.blob, seq]
    ) { row throws(StorageError) in try StoredRecord(row) }
    return record.flatMap { scope.includes($0.family, $0.recordClass) ? $0 : nil }
  }

  func held(
    behind review: RecordID,
    in scope: AccessScope
  ) throws -> QuarantinedOperation? {
    guard try record(review, in: scope)?.type == .review else { return nil }
    return try session.heldBytes(behind: review)
  }

  private static let recordByID = "SELECT \(StoredRecord.columns) FROM record WHERE id = ?1"

  /// A record, whoever may see it.
  func storedRecord(_ id: RecordID) throws(StorageError) -> StoredRecord? {
    try session.first(
      Self.recordByID,
      [id.blob]
    ) { row throws(StorageError) in try StoredRecord(row) }
  }

  /// The records of a type in a family, ordered by id, whoever may see them.
  func storedRecords(
    of type: RecordType,
    in family: FamilyID
  ) throws(StorageError) -> [StoredRecord] {
    try session.rows(
      "SELECT \(StoredRecord.columns) FROM record WHERE family = ?1 AND type = ?2 ORDER BY id",
      [family.blob, type.rawValue]
    ) { row throws(StorageError) in try StoredRecord(row) }
  }
}

extension Session {
  /// The raw bytes behind a review item, whoever may see it.
  func heldBytes(behind review: RecordID) throws(StorageError) -> QuarantinedOperation? {
    try first(
      "SELECT device, line FROM quarantine WHERE review = ?1",
      [review.blob]
    ) { row throws(StorageError) in
      QuarantinedOperation(review: review, device: try row.id(0), line: try row.bytes(1))
    }
  }
}

/// What ids are compared with to come after one; without one, what every id comes after.
private func bound(_ after: RecordID?) -> any SQLBindable {
  guard let after else { return [] as [UInt8] }
  return after.blob
}
