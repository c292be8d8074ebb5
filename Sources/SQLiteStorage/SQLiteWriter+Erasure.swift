import Casework
import Storage
import SyncProtocol

extension SQLiteWriter {
  /// Erases every record of a family with its past and its raw bytes, and notes that.
  ///
  /// - Returns: How many records there were.
  func erase(_ erasure: Erasure) throws -> Int {
    let family = erasure.family
    guard try !erasedFamilies().contains(family) else { return 0 }
    let records = try session.rows(
      "SELECT \(StoredRecord.columns) FROM record WHERE family = ?1 ORDER BY id",
      [family.blob]
    ) { row throws(StorageError) in try StoredRecord(row) }
    // Whoever sent something about it, with whatever effect, may hold that until a backup has it.
    let devices =
      try session.rows(
        """
        SELECT device FROM activity WHERE family = ?1 AND device IS NOT NULL
        UNION
        SELECT device FROM quarantine
        WHERE review IN (SELECT id FROM record WHERE family = ?1)
        """,
        [family.blob]
      ) { row throws(StorageError) -> DeviceID in try row.id(0) }
    for record in records { try remove(record, at: erasure.seq) }
    try session.run("DELETE FROM past_record WHERE family = ?1", [family.blob])
    for holder in Set(try openHoldings(of: family).map(\.holder)) {
      try close(family: family, holder: holder, at: erasure.seq)
    }
    try use(erasure.seq)
    try session.run(
      "INSERT INTO erasure (family, seq, time, reason) VALUES (?1, ?2, ?3, ?4)",
      [family.blob, erasure.seq, erasure.time, erasure.reason.rawValue]
    )
    memory.erased = nil
    for device in devices { try tell(device, of: erasure) }
    return records.count
  }

  /// Notes that a device may hold what it sent about an erased family, and must hear of the erasure.
  func tell(_ device: DeviceID, of erasure: Erasure) throws {
    try session.run(
      "INSERT INTO erasure_device (device, family) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
      [device.blob, erasure.family.blob]
    )
    if let stored = try self.device(device) {
      try touch(worker: stored.worker, seq: erasure.seq)
    }
  }

  /// Removes a record that tells of an erased family but lies elsewhere.
  func erase(_ record: RecordID, at seq: Int64) throws {
    guard let record = try storedRecord(record) else { return }
    try remove(record, at: seq)
  }

  private func remove(_ record: StoredRecord, at seq: Int64) throws {
    var gone = record
    gone.version = seq
    try note(.gone, gone, family: record.family, recordClass: record.recordClass)
    try session.run("DELETE FROM quarantine WHERE review = ?1", [record.id.blob])
    try session.run("DELETE FROM past_record WHERE id = ?1", [record.id.blob])
    try session.run("DELETE FROM record WHERE id = ?1", [record.id.blob])
    didErase = true
  }

  func isErased(_ family: FamilyID) throws -> Bool {
    try erasedFamilies().contains(family)
  }

  func isErased(_ record: RecordID) throws -> Bool {
    guard try !erasedFamilies().isEmpty else { return false }
    return try session.first(
      """
      SELECT 1 FROM change WHERE record = ?1 AND family IN (SELECT family FROM erasure)
        AND NOT EXISTS (SELECT 1 FROM record WHERE id = ?1) LIMIT 1
      """,
      [record.blob]
    ) { _ in true } ?? false
  }

  func recordIDs(everIn family: FamilyID) throws -> [RecordID] {
    try session.rows(
      """
      SELECT DISTINCT record FROM change WHERE family = ?1 AND NOT EXISTS (
        SELECT 1 FROM record WHERE record.id = change.record AND record.family <> ?1
      ) ORDER BY record
      """,
      [family.blob]
    ) { row throws(StorageError) in try row.id(0) }
  }

  func quarantinedOperations() throws -> [QuarantinedOperation] {
    try session.rows("SELECT review, device, line FROM quarantine ORDER BY review") {
      row throws(StorageError) in
      QuarantinedOperation(
        review: try row.id(0),
        device: try row.id(1),
        line: try row.bytes(2)
      )
    }
  }

  private func erasedFamilies() throws -> Set<FamilyID> {
    if let erased = memory.erased { return erased }
    let erased = Set(
      try session.rows("SELECT family FROM erasure") { row throws(StorageError) -> FamilyID in
        try row.id(0)
      }
    )
    memory.erased = erased
    return erased
  }
}

extension SQLiteReader {
  /// The erasures above one seq up to another, in their order.
  func erasures(after: Int64, through: Int64) throws -> [Erasure] {
    try session.rows(
      """
      SELECT family, seq, time, reason FROM erasure
      WHERE seq > ?1 AND seq <= ?2 ORDER BY seq, family
      """,
      [after, through]
    ) { row throws(StorageError) in try Erasure(row) }
  }

  /// The same, of families about which a device sent something.
  func erasures(
    toldTo device: DeviceID,
    after: Int64,
    through: Int64
  ) throws -> [Erasure] {
    try session.rows(
      """
      SELECT erasure.family, erasure.seq, erasure.time, erasure.reason
      FROM erasure CROSS JOIN erasure_device AS told
        ON told.device = ?1 AND told.family = erasure.family
      WHERE erasure.seq > ?2 AND erasure.seq <= ?3 ORDER BY erasure.seq, erasure.family
      """,
      [device.blob, after, through]
    ) { row throws(StorageError) in try Erasure(row) }
  }
}

extension Erasure {
  fileprivate init(_ row: Columns) throws(StorageError) {
    self.init(
      family: try row.id(0),
      seq: try row.integer(1),
      time: try row.integer(2),
      reason: try row.code(3)
    )
  }
}
