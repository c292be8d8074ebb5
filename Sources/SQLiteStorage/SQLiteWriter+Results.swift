import Casework
import Storage
import SyncProtocol

extension SQLiteWriter {
  func recordForJudging(_ id: RecordID) throws -> StoredRecord? {
    try storedRecord(id)
  }

  func recordsForJudging(of type: RecordType) throws -> [StoredRecord] {
    try session.rows(
      "SELECT \(StoredRecord.columns) FROM record WHERE type = ?1 ORDER BY id",
      [type.rawValue]
    ) { row throws(StorageError) in try StoredRecord(row) }
  }

  func recordsForJudging(of type: RecordType, in family: FamilyID) throws -> [StoredRecord] {
    try storedRecords(of: type, in: family)
  }

  private static let readingsOfDay = """
    SELECT \(StoredRecord.columns) FROM record
    WHERE family = ?1 AND type = 'reading' AND day = ?2 ORDER BY id
    """

  func readingsForJudging(of family: FamilyID, on day: CalendarDay) throws -> [StoredRecord] {
    try session.rows(
      Self.readingsOfDay,
      [family.blob, day.description]
    ) { row throws(StorageError) in try StoredRecord(row) }
  }

  func result(device: DeviceID, generation: Int, number: Int) throws -> StoredResult? {
    try session.first(
      """
      SELECT \(StoredResult.columns) FROM op_result
      WHERE device = ?1 AND generation = ?2 AND n = ?3
      """,
      [device.blob, generation, number]
    ) { row throws(StorageError) in try StoredResult(row) }
  }

  private static let resultOfOperation =
    "SELECT \(StoredResult.columns) FROM op_result WHERE operation = ?1"

  func result(of operation: OperationID) throws -> StoredResult? {
    try session.first(
      Self.resultOfOperation,
      [operation.blob]
    ) { row throws(StorageError) in try StoredResult(row) }
  }

  func wasRefused(record: RecordID) throws -> Bool {
    let kinds = try session.rows(
      "SELECT DISTINCT kind FROM op_result WHERE refused = 1 AND record = ?1",
      [record.blob]
    ) { row throws(StorageError) in try row.text(0) }
    return kinds.contains { OperationKind(rawValue: $0)?.isCreation ?? false }
  }

  func store(_ result: StoredResult) throws {
    try use(result.seq)
    try session.run(
      """
      INSERT INTO op_result (device, generation, n, operation, kind, record, answer, refused, seq)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
      """,
      [
        result.device.blob, result.generation, result.number, result.operation.blob,
        result.kindName, result.record.blob, result.answer, result.isRefused ? 1 : 0,
        result.seq,
      ]
    )
  }

  func quarantine(_ operation: QuarantinedOperation) throws {
    try session.run(
      "INSERT INTO quarantine (review, device, line) VALUES (?1, ?2, ?3)",
      [operation.review.blob, operation.device.blob, operation.line]
    )
  }

  func quarantined(review: RecordID) throws -> QuarantinedOperation? {
    try session.heldBytes(behind: review)
  }
}

extension StoredResult {
  fileprivate static let columns = """
    device, generation, n, operation, kind, record, answer, refused, seq
    """

  fileprivate init(_ row: Columns) throws(StorageError) {
    self.init(
      device: try row.id(0),
      generation: try row.int(1),
      number: try row.int(2),
      operation: try row.id(3),
      kindName: try row.text(4),
      record: try row.id(5),
      answer: try row.bytes(6),
      isRefused: try row.integer(7) == 1,
      seq: try row.integer(8)
    )
  }
}
