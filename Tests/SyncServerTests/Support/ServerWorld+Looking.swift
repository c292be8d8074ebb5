import Casework
import Storage
import SyncProtocol
import SyncServer
import TestKit
import WireFormat

/// The device of `TestKit`, which talks in the bytes of the wire.
typealias WireDevice = TestKit.ScriptedDevice

/// What tests look at behind the wire.
extension ServerWorld {
  /// A record's row, whoever may see it.
  func record(_ id: RecordID) throws -> StoredRecord? {
    try commit { _, writer in try writer.recordForJudging(id) }
  }

  /// A mutable record's fields.
  func fields(_ id: RecordID) throws -> [String: JSON] {
    try record(id).flatMap { RecordState(body: $0.body) }?.fields ?? [:]
  }

  /// The versions of a mutable record's fields, as an author who has just read them has seen them.
  func base(_ id: RecordID) throws -> [String: Int64] {
    try record(id).flatMap { RecordState(body: $0.body) }?.versions.mapValues(\.version) ?? [:]
  }

  /// A review item.
  func review(_ id: RecordID) throws -> ReviewItem? {
    try record(id).flatMap { try JSON(strict: $0.body) }.flatMap { ReviewItem(json: $0) }
  }

  /// A request to correct or withdraw a reading.
  func request(_ id: RecordID) throws -> ReadingRequest? {
    try record(id).flatMap { try JSON(strict: $0.body) }.flatMap { ReadingRequest(json: $0) }
  }

  /// The answer given to an operation.
  func result(of operation: OperationID) throws -> StoredResult? {
    try commit { _, writer in try writer.result(of: operation) }
  }

  /// The bytes kept behind a review item.
  func quarantined(_ review: RecordID) throws -> [UInt8]? {
    try commit { _, writer in try writer.quarantined(review: review)?.line }
  }

  /// The whole activity log.
  func activity() throws -> [ActivityEntry] {
    try read { try $0.activity(after: 0, limit: 100_000) }
  }

  /// Where the sequence stands.
  func clockState() throws -> LedgerClock {
    try read { try $0.clock() }
  }

  /// Everything that a new device of a worker would be given, by id.
  func bootstrap(of principal: Principal) throws -> [RecordID: StoredRecord] {
    try read { reader in
      let scope = try reader.scope(of: principal, at: try reader.clock().head)
      var records: [RecordID: StoredRecord] = [:]
      for family in scope.families.keys {
        for record in try reader.backfill(of: family, after: nil, limit: 100_000, in: scope) {
          records[record.id] = record
        }
      }
      return records
    }
  }
}

extension WireDevice {
  /// The review items that the device holds.
  func reviews(_ kind: ReviewKind? = nil) -> [ReviewItem] {
    rows.records(of: .review)
      .compactMap { (try? JSON(strict: $0.body)).flatMap { ReviewItem(json: $0) } }
      .filter { kind == nil || $0.kind == kind }
  }

  /// The families whose own record the device holds.
  var families: [FamilyID] {
    rows.records(of: .family).map(\.family)
  }
}

extension OperationResult {
  /// The code of its problem.
  var code: ProblemCode? { problem?.code }
}
