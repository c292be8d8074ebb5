import Casework
import DeviceStore
import SyncProtocol
import WireFormat

/// What one save consists of, while it is put together inside its transaction.
struct Capture {
  /// What the device holds, in the transaction that the save will be part of.
  let reader: StoreReader
  /// Whose device it is.
  let identity: Identity
  /// The clocks at the save.
  let moment: Moment

  private let surroundings: Surroundings
  private let seen: Int64
  /// The newest commit of what is shown that still stands on the server; `nil` when all of it does.
  private let shared: Int64?
  private let generation: Int
  private var number: Int
  private(set) var stamp: Stamp
  private(set) var operations: [Operation] = []
  private(set) var rows: [PulledRecord] = []

  init(_ reader: StoreReader, surroundings: Surroundings) throws {
    guard let identity = try Identity(from: reader) else { throw Refusal.notEnrolled }
    self.reader = reader
    self.identity = identity
    self.surroundings = surroundings
    moment = surroundings.moment()
    let shared = try reader.sharedSeq()
    let complete = try reader.number(.seq)
    let seq = complete > 0 ? complete : try reader.number(.firstHead)
    self.shared = shared
    seen = shared.map { $0 > 0 ? min($0, seq) : seq } ?? seq
    generation = Int(clamping: try reader.number(.generation))
    number = Int(clamping: try reader.number(.nextNumber))
    stamp =
      try reader.text(.stamp).flatMap { Stamp($0) } ?? Stamp(milliseconds: 0, counter: 0)
  }

  /// Adds an operation and the record that it makes.
  ///
  /// - Parameters:
  ///   - kind: What it does.
  ///   - record: The record it makes or changes.
  ///   - family: The family.
  ///   - group: The group that takes effect together.
  ///   - base: For each changed field, the version that the person had seen.
  ///   - previous: For each changed field, the own operation that it follows.
  ///   - data: The content.
  /// - Throws: `Refusal` when it is too large to be sent.
  mutating func add(
    _ kind: OperationKind,
    record: RecordID,
    family: FamilyID,
    group: OperationID? = nil,
    base: [String: Int64] = [:],
    previous: [String: Int] = [:],
    data: JSON
  ) throws {
    stamp = stamp.next(at: moment.wall)
    let operation = Operation(
      generation: generation,
      number: number,
      // What makes a record shares its id, which then takes no room in a compressed push.
      id: kind.isCreation ? record.retagged() : surroundings.newID(),
      kind: kind,
      record: record,
      family: family,
      seen: seen,
      at: moment,
      stamp: stamp,
      group: group,
      base: base.filter { $0.value <= shared ?? .max },
      previous: previous,
      data: data
    )
    guard operation.line.count <= Limits.operationBytesMax else {
      throw Refusal(
        .tooLarge,
        "This is more than can be sent at once (\(Limits.operationBytesMax) bytes); shorten it."
      )
    }
    operations.append(operation)
    number += 1
    if let row = operation.newRecord(by: identity.worker) { rows.append(row) }
  }

  /// The present view of a record.
  func view(_ id: RecordID, type: RecordType, family: FamilyID) throws -> RecordView? {
    try reader.view(id, type: type, family: family, author: identity.worker)
  }

  /// For each field, the number of the own operation that set it last and that the rows do not show
  /// yet.
  ///
  /// Only operations of this generation have numbers that still mean anything.
  func previousNumbers(
    of record: RecordID,
    fields: some Sequence<String>
  ) throws -> [String: Int] {
    var numbers: [String: Int] = [:]
    let wanted = Set(fields)
    let overlay = try Overlay(reader, of: record, author: identity.worker)
    for layer in overlay.layers where layer.operation.generation == generation {
      for field in layer.operation.fieldChanges.keys where wanted.contains(field) {
        numbers[field] = layer.operation.number
      }
    }
    return numbers
  }
}

extension Device {
  /// The one way into the outbox: rows, operations and the next number in one transaction.
  ///
  /// - Parameter build: Puts the save together; a throw leaves nothing behind.
  /// - Returns: What `build` returns, once everything is on the disk.
  /// - Throws: `Refusal`, `DeviceStoreError`, and what a failpoint throws.
  func capture<Value>(_ build: (inout Capture) throws -> Value) throws -> Value {
    let value = try store.write { writer in
      var capture = try Capture(writer.reader, surroundings: surroundings)
      let value = try build(&capture)
      try writer.capture(capture.operations, rows: capture.rows, stamp: capture.stamp)
      try surroundings.reach(.captureBeforeCommit)
      return value
    }
    try surroundings.reach(.captureAfterCommit)
    return value
  }

  /// A save of one operation about one record; returns what the person sees afterwards.
  func captureOne(
    _ type: RecordType,
    _ id: RecordID,
    family: FamilyID,
    _ build: (inout Capture) throws -> Void
  ) throws -> RecordView {
    try capture(build)
    let seen = try reading { reader, identity in
      try reader.view(id, type: type, family: family, author: identity.worker)
    }
    guard let seen else { throw DeviceStoreError.corrupt("a saved record cannot be read back") }
    return seen
  }
}
