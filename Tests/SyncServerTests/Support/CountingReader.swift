import Casework
import Storage
import SyncProtocol

/// A reader that counts what is asked of it, to see that nothing is read in vain.
final class CountingReader: LedgerReader {
  private let reader: any LedgerReader
  /// How often each question was asked.
  private(set) var calls: [String: Int] = [:]

  init(_ reader: any LedgerReader) {
    self.reader = reader
  }

  private func count(_ name: String = #function) {
    let short = name.split(separator: "(").first.map(String.init) ?? name
    calls[short, default: 0] += 1
  }

  func clock() throws -> LedgerClock {
    count()
    return try reader.clock()
  }

  func chain(at seq: Int64) throws -> UInt64? {
    count()
    return try reader.chain(at: seq)
  }

  func time(ofCommit seq: Int64) throws -> Int64? {
    count()
    return try reader.time(ofCommit: seq)
  }

  func held(
    behind review: RecordID,
    in scope: AccessScope
  ) throws -> QuarantinedOperation? {
    count()
    return try reader.held(behind: review, in: scope)
  }

  func lineage() throws -> [PastEpoch] {
    count()
    return try reader.lineage()
  }

  func newestSeq(visibleTo principal: Principal) throws -> Int64 {
    count()
    return try reader.newestSeq(visibleTo: principal)
  }

  func scope(of principal: Principal, at seq: Int64) throws -> AccessScope {
    count()
    return try reader.scope(of: principal, at: seq)
  }

  func heldFamilies(at seq: Int64) throws -> [FamilyID] {
    count()
    return try reader.heldFamilies(at: seq)
  }

  func auditScope(of principal: Principal, at seq: Int64) throws -> AccessScope {
    count()
    return try reader.auditScope(of: principal, at: seq)
  }

  func record(_ id: RecordID, in scope: AccessScope) throws -> StoredRecord? {
    count()
    return try reader.record(id, in: scope)
  }

  func recordOrDeleted(_ id: RecordID, in scope: AccessScope) throws -> StoredRecord? {
    count()
    return try reader.recordOrDeleted(id, in: scope)
  }

  func deletedRecords(of family: FamilyID, in scope: AccessScope) throws -> [StoredRecord] {
    count()
    return try reader.deletedRecords(of: family, in: scope)
  }

  func erasures(after: Int64, through: Int64) throws -> [Erasure] {
    count()
    return try reader.erasures(after: after, through: through)
  }

  func erasures(toldTo device: DeviceID, after: Int64, through: Int64) throws -> [Erasure] {
    count()
    return try reader.erasures(toldTo: device, after: after, through: through)
  }

  func records(
    of type: RecordType,
    family: FamilyID?,
    after: RecordID?,
    limit: Int,
    in scope: AccessScope
  ) throws -> [StoredRecord] {
    count()
    return try reader.records(of: type, family: family, after: after, limit: limit, in: scope)
  }

  func backfill(
    of family: FamilyID,
    after: RecordID?,
    limit: Int,
    in scope: AccessScope
  ) throws -> [StoredRecord] {
    count()
    return try reader.backfill(of: family, after: after, limit: limit, in: scope)
  }

  func changes(
    after: Int64,
    through: Int64,
    limit: Int,
    in scope: AccessScope
  ) throws -> [LedgerChange] {
    count()
    return try reader.changes(after: after, through: through, limit: limit, in: scope)
  }

  func homes(in scope: AccessScope, at seq: Int64) throws -> [FamilyID: UnitID] {
    count()
    return try reader.homes(in: scope, at: seq)
  }

  func past(_ id: RecordID, at seq: Int64, in scope: AccessScope) throws -> StoredRecord? {
    count()
    return try reader.past(id, at: seq, in: scope)
  }

  func studyRecords(of type: RecordType) throws -> [StoredRecord] {
    count()
    return try reader.studyRecords(of: type)
  }

  func device(_ id: DeviceID) throws -> StoredDevice? {
    count()
    return try reader.device(id)
  }

  func device(tokenHash: String) throws -> StoredDevice? {
    count()
    return try reader.device(tokenHash: tokenHash)
  }

  func devices(of worker: WorkerID) throws -> [StoredDevice] {
    count()
    return try reader.devices(of: worker)
  }

  func reference(_ id: RecordID, type: RecordType) throws -> StoredRecord? {
    count()
    return try reader.reference(id, type: type)
  }

  func references(of type: RecordType) throws -> [StoredRecord] {
    count()
    return try reader.references(of: type)
  }

  func activity(after: Int64, limit: Int) throws -> [ActivityEntry] {
    count()
    return try reader.activity(after: after, limit: limit)
  }
}
