import Casework
import Storage
import SyncProtocol

/// The operations under one seq while they are being applied.
///
/// A push may fill several segments; a command fills one. The commit entry is appended when the segment
/// closes, after all its changes.
final class Segment {
  let writer: any LedgerWriter
  let core: ServerCore
  private(set) var principal: Principal?
  /// When the server received the work, milliseconds since 1970.
  let receipt: Int64
  /// The seq that everything in the segment is numbered with.
  private(set) var seq: Int64
  private var previousChain: UInt64
  private var digestBytes: [UInt8] = []
  private var operationCount = 0
  /// Records written under the present seq; whoever undoes writes sets it back.
  var changeCount = 0
  private var cachedScope: AccessScope?
  /// Families that are on record, as found or made since anything was undone.
  private var knownFamilies: Set<FamilyID> = []
  /// Families made in the present group, whose maker may assign himself.
  var familiesMade: Set<FamilyID> = []

  init(writer: any LedgerWriter, core: ServerCore, principal: Principal?, receipt: Int64) throws {
    self.writer = writer
    self.core = core
    self.principal = principal
    self.receipt = receipt
    let clock = try writer.clock()
    seq = clock.head + 1
    previousChain = clock.chain
  }

  /// The device that sent the operations; zeros for the operator's commands.
  var device: DeviceID { principal?.device ?? DeviceID(high: 0, low: 0) }

  /// Whether anything was noted in it.
  var isEmpty: Bool { operationCount == 0 }

  /// Whether more operations would exceed the limits of a seq.
  ///
  /// An operation makes a few changes: its record, review items, the assignments it ends. Some make
  /// many, which shows only once they are applied: ``isOverfull``.
  func isFull(adding byteCount: Int, operations: Int) -> Bool {
    guard !isEmpty else { return false }
    return digestBytes.count + byteCount > Limits.segmentBytesMax
      || (operationCount + operations) * 5 > Limits.segmentChangesMax
      || changeCount + operations > Limits.segmentChangesMax
  }

  /// Whether what was applied last belongs under a seq of its own.
  var isOverfull: Bool {
    !isEmpty && changeCount > Limits.segmentChangesMax
  }

  /// Notes that the bytes of an operation belong to the segment.
  func note(_ line: some Collection<UInt8>) {
    digestBytes.append(contentsOf: line)
    operationCount += 1
  }

  /// Appends the commit and goes on to the next seq.
  func close() throws {
    guard !isEmpty else { return }
    let digest = CommitChain.digest(digestBytes)
    let chain = CommitChain.next(after: previousChain, seq: seq, digest: digest)
    try writer.append(
      CommitEntry(
        seq: seq,
        time: receipt,
        device: principal?.device,
        digest: digest,
        chain: chain
      )
    )
    previousChain = chain
    seq += 1
    digestBytes = []
    operationCount = 0
    changeCount = 0
    cachedScope = nil
  }

  /// Runs a part as the work of somebody else, whose right to it was settled before.
  func acting<Value>(as author: Principal, _ body: () throws -> Value) throws -> Value {
    let own = principal
    principal = author
    forgetScope()
    defer {
      principal = own
      forgetScope()
    }
    return try body()
  }

  /// What the author may see now, with what this segment has changed.
  func scope() throws -> AccessScope {
    guard let principal else {
      throw Refusal(.unauthenticated, "This needs a person who is signed in.")
    }
    if let cachedScope { return cachedScope }
    let scope = try writer.scope(of: principal, at: seq)
    cachedScope = scope
    return scope
  }

  /// The type of the record under a family's id, which for a family is that of a family.
  func typeOfHome(_ family: FamilyID) throws -> RecordType? {
    if knownFamilies.contains(family) { return .family }
    let type = try writer.recordForJudging(family.retagged())?.type
    if type == .family { knownFamilies.insert(family) }
    return type
  }

  /// To be called whenever holdings or memberships changed, or writes were undone.
  func forgetScope() {
    cachedScope = nil
    knownFamilies = []
  }

  /// Writes a record of this segment.
  func put(_ record: StoredRecord) throws {
    var written = record
    written.version = seq
    try writer.put(written)
    changeCount += 1
  }

  /// Adds a line to the activity log, in the same transaction as the change.
  func log(_ action: String, family: FamilyID?, record: RecordID?) throws {
    try writer.log(
      ActivityEntry(
        time: receipt,
        seq: seq,
        worker: principal?.worker,
        device: principal?.device,
        action: action,
        family: family,
        record: record
      )
    )
  }
}
