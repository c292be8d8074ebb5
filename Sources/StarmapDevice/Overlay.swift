import Casework
import DeviceStore
import SyncProtocol
import WireFormat

#if Mutations
import Mutations
#endif

/// What was saved here and the rows do not show yet, laid over the server's copy.
///
/// Pending operations are applied again and again over whatever was pulled, so that a person's own
/// work never flickers back. An accepted one is laid over until the rows have caught up with it.
struct Overlay {
  /// An operation that still has to be laid over.
  struct Layer {
    let operation: Operation
    /// The seq of its effects, once it was accepted.
    let seq: Int64?
  }

  let layers: [Layer]
  let author: WorkerID
  /// The newest version of a row that still stands; `nil` when all do.
  private let shared: Int64?

  /// The operations that the rows do not show yet, in the order in which they were saved.
  init(_ reader: StoreReader, author: WorkerID) throws {
    try self.init(reader, try reader.entries([.pending, .sent, .acked]), author: author)
  }

  /// Only those that make or change one record, which a save looks up; a long outbox costs it
  /// nothing.
  init(_ reader: StoreReader, of record: RecordID, author: WorkerID) throws {
    let entries = try reader.entries(of: record).filter { $0.state.isUnsent || $0.state == .acked }
    try self.init(reader, entries, author: author)
  }

  private init(_ reader: StoreReader, _ entries: [OutboxEntry], author: WorkerID) throws {
    self.author = author
    shared = try reader.sharedSeq()
    #if Mutations
    if Mutation.overlayForgotten.isPlanted {
      layers = []
      return
    }
    #endif
    let seq = try reader.reachedSeq()
    var isHere: [FamilyID: Bool] = [:]
    layers =
      try entries
      .filter { entry in
        #if Mutations
        if Mutation.ackedNotShown.isPlanted { return entry.seq == nil }
        #endif
        return entry.seq.map { $0 > seq } ?? true
      }
      .map { Layer(operation: try $0.operation, seq: $0.seq) }
      .filter { layer in
        // What changes a record is laid over it where it is; a tray is no family that could leave.
        guard let kind = layer.operation.kind, kind.isCreation || kind == .handover else {
          return true
        }
        let family = layer.operation.family
        if let known = isHere[family] { return known }
        let found = try Self.holds(family, reader, seq: seq)
        isHere[family] = found
        return found
      }
  }

  /// Whether a family is on the device, or was made on it and the rows do not show it yet.
  ///
  /// What was saved about a family that has left is still on its way and is shown to nobody.
  private static func holds(
    _ family: FamilyID,
    _ reader: StoreReader,
    seq: Int64
  ) throws -> Bool {
    let home: RecordID = family.retagged()
    if try reader.record(home, ofType: RecordType.family.rawValue) != nil { return true }
    return try reader.entries(of: home).contains { entry in
      guard entry.state.isUnsent || entry.state == .acked, entry.seq.map({ $0 > seq }) ?? true
      else { return false }
      return try entry.operation.kind == .familyAdd
    }
  }

  /// The records of a type with the layers over them, in the order of their ids.
  ///
  /// - Parameters:
  ///   - records: The rows.
  ///   - type: Their type.
  ///   - family: Only this family; every family when `nil`.
  /// - Returns: What a person sees.
  func views(of records: [PulledRecord], type: RecordType, family: FamilyID?) -> [RecordView] {
    var views: [RecordID: RecordView] = [:]
    for record in records { views[record.record] = RecordView(record) }
    for layer in layers where family == nil || layer.operation.family == family {
      lay(layer, over: &views, type: type)
    }
    return views.values.filter { !$0.isDeleted }.sorted { $0.id < $1.id }
  }

  private func lay(
    _ layer: Layer,
    over views: inout [RecordID: RecordView],
    type: RecordType
  ) {
    let operation = layer.operation
    guard let kind = operation.kind else { return }
    if kind == .handover, type == .assignment { endOthers(operation, in: &views) }
    guard type == (kind == .handover ? .assignment : kind.recordType) else { return }
    if views[operation.record] == nil, let record = operation.newRecord(by: author) {
      views[operation.record] = RecordView(record)
    }
    guard var view = views[operation.record] else { return }
    if layer.seq == nil { view.isPending = true }
    if layer.seq.map({ min(view.version, shared ?? .max) < $0 }) ?? true {
      if !kind.isCreation { view.apply(operation.fieldChanges) }
      if kind == .assignEnd { view.end(operation.data) }
    }
    views[operation.record] = view
  }

  private func endOthers(_ operation: Operation, in views: inout [RecordID: RecordView]) {
    guard let handover = try? Handover(json: operation.data) else { return }
    for (id, view) in views
    where view.family == operation.family && id != operation.record
      && view.json["worker"]?.string != handover.to.description
    {
      var ended = view
      ended.end(AssignmentEnd(endedOn: handover.on, reason: handover.reason).json)
      views[id] = ended
    }
  }
}

extension RecordView {
  /// Ends an assignment that has not ended.
  fileprivate mutating func end(_ content: JSON) {
    guard type == .assignment, json["endedOn"]?.string == nil,
      let end = try? AssignmentEnd(json: content)
    else { return }
    apply([
      "endedOn": .string(end.endedOn.description),
      "endReason": end.reason.map { .string($0) } ?? .null,
    ])
  }
}
