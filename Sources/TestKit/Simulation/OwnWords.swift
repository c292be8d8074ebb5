import Casework
import DeviceStore
import StarmapDevice
import SyncProtocol
import WireFormat

extension Simulation {
  /// What was saved here is what is shown here, until a newer version of the server takes its place: while it
  /// waits, while it is answered and not received yet, and once it was received.
  func checkOwnWordsAreShown(_ device: SimulatedDevice) throws {
    let own = try device.device.store.read { try OwnWords($0, &device.arrived) }
    guard !own.isEmpty else { return }
    var shown: [RecordID: RecordView] = [:]
    var families: Set<FamilyID> = []
    for family in try device.device.families() {
      families.insert(family.family)
      shown[family.record.id] = family.record
    }
    for type in own.types.sorted(by: { $0.rawValue < $1.rawValue }) where type != .family {
      for record in try device.device.records(of: type) { shown[record.id] = record }
    }
    if let first = own.made.first(where: { families.contains($0.value) && shown[$0.key] == nil }) {
      throw SimulationFailure(
        message: "\(device.name): the record \(first.key) that was saved here is not shown"
      )
    }
    for (record, values) in own.values {
      // A family that was handed over is hidden at once; its work is still on its way.
      guard let view = shown[record] else { continue }
      for (field, value) in values where view.json[field] ?? .null != value {
        throw SimulationFailure(
          message: "\(device.name): the field `\(field)` that was saved here is not what is shown"
        )
      }
    }
  }
}

/// What a device must show of what was saved on it.
struct OwnWords {
  /// An operation as it was answered.
  struct Answered: Hashable {
    let id: OperationID
    let seq: Int64
  }

  /// The newest value of each field.
  private(set) var values: [RecordID: [String: JSON]] = [:]
  /// New records, with their families.
  private(set) var made: [RecordID: FamilyID] = [:]
  /// The types of these records.
  private(set) var types: Set<RecordType> = []

  var isEmpty: Bool { values.isEmpty && made.isEmpty }

  /// Finds what was saved here and is to be shown.
  ///
  /// - Parameters:
  ///   - reader: What the device holds.
  ///   - arrived: Answers of which nothing is due any more; more are added.
  /// - Throws: `DeviceStoreError`.
  init(_ reader: StoreReader, _ arrived: inout Set<Answered>) throws {
    // Versions beyond what is shared are those of a history that the server has lost.
    let shared = try reader.text(.shared).flatMap { Int64($0) } ?? .max
    let seq = min(try reader.number(.seq), shared)
    for entry in try reader.entries([.pending, .sent, .acked, .settled]) {
      let answered = entry.seq.map { Answered(id: entry.id, seq: $0) }
      if let answered, arrived.contains(answered) { continue }
      let operation = try entry.operation
      let isDue = try isDue(entry, operation, reader, seq, shared)
      if isDue, let type = operation.kind?.recordType { types.insert(type) }
      // Only what is settled stays so: an answer may come before the rows that it tells of.
      if !isDue, entry.state == .settled, let answered { arrived.insert(answered) }
      switch operation.kind {
      case .familySet, .memberSet, .goalSet, .noteSet:
        for (field, value) in operation.data.object ?? [:] {
          if isDue {
            values[operation.record, default: [:]][field] = value
          } else {
            values[operation.record]?.removeValue(forKey: field)
          }
        }
      case .memberAdd, .goalAdd, .noteAdd, .readingAdd:
        if isDue { made[operation.record] = operation.family }
      case .goalDelete, .goalRestore, .noteDelete, .noteRestore:
        made[operation.record] = nil
      default: break
      }
    }
  }

  /// Whether no newer version of the server has taken its place.
  private func isDue(
    _ entry: OutboxEntry,
    _ operation: SyncProtocol.Operation,
    _ reader: StoreReader,
    _ seq: Int64,
    _ shared: Int64
  ) throws -> Bool {
    guard let answered = entry.seq else { return true }
    guard let type = operation.kind?.recordType, type != .review, type != .assignment else {
      return false
    }
    let row = try reader.record(operation.record, ofType: type.rawValue)
    guard row.map({ min($0.version, shared) < answered }) ?? true else { return false }
    // What took effect is in the row once everything up to it was received; a suggestion is not.
    return seq < answered || row != nil && entry.answer?.status == .applied
  }
}
