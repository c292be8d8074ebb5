import Casework
import StarmapDevice
import Storage
import SyncProtocol
import WireFormat

/// What follows from the operations and the answers alone, reckoned again without the server's code.
///
/// It is a value: a backup of the server keeps the model of its moment. It knows who may see which family,
/// which readings there are, and every value that was ever set in a field.
struct ReferenceModel: Sendable {
  /// A value that somebody set.
  struct FieldEdit: Sendable {
    let record: RecordID
    let family: FamilyID
    let field: String
    let value: JSON
    let seq: Int64
    let device: DeviceID
    let generation: Int
    let number: Int
    /// The version that the author had seen.
    let base: Int64?
    /// The number of the author's own edit that this one follows.
    let previous: Int?
    /// What became of it.
    let status: OperationStatus
    /// Whether its family was erased since.
    var isErased = false

    /// Whether its author had seen another edit of the field.
    func hasSeen(_ other: FieldEdit) -> Bool {
      guard record == other.record, field == other.field else { return false }
      return base == other.seq
        || previous == other.number && device == other.device && generation == other.generation
    }

    /// What a report says of it.
    var words: String {
      "\(value.canonicalText) at \(seq) as \(number) over \(base.map { "\($0)" } ?? "none") or its "
        + "\(previous.map { "\($0)" } ?? "none"): \(status.rawValue)"
    }
  }

  /// That a person took what was set aside.
  struct Taking: Sendable {
    /// How many edits there were before it.
    let editCount: Int
    /// Up to where the person's device had read.
    let seen: Int64
    let device: DeviceID
  }

  /// Who works where: worker to units, and whether as a supervisor.
  private var places: [WorkerID: [(unit: UnitID, isSupervisor: Bool)]] = [:]
  private var parents: [UnitID: UnitID] = [:]
  private var homes: [FamilyID: UnitID] = [:]
  /// Open assignments of a family.
  private var assigned: [FamilyID: Set<WorkerID>] = [:]
  /// The first answer to every operation.
  private(set) var answers: [OperationID: OperationResult] = [:]
  /// The readings that stand, by what was sent.
  var readings: [RecordID: [UInt8]] {
    readingsByFamily.values.reduce(into: [:]) { $0.merge($1) { $1 } }
  }
  private var readingsByFamily: [FamilyID: [RecordID: [UInt8]]] = [:]
  /// Every accepted value of a mutable field, in the order of the commits.
  private(set) var edits: [FieldEdit] = []
  /// Review items whose set-aside values a person took.
  private(set) var taken: [RecordID: Taking] = [:]
  /// Who was assigned by which record, while that lasts.
  private var openAssignments: [RecordID: (family: FamilyID, worker: WorkerID)] = [:]
  private var newest: [DeviceID: (generation: Int, number: Int, seq: Int64)] = [:]

  /// Begins with what a seeded server holds.
  init(seeded writer: any LedgerWriter) throws {
    for record in try writer.references(of: .unit) {
      guard let unit = (try? JSON(strict: record.body)).flatMap({ UnitRecord(json: $0) }) else {
        continue
      }
      parents[unit.id] = unit.parent
    }
    for record in try writer.references(of: .worker) {
      guard let worker = (try? JSON(strict: record.body)).flatMap({ WorkerRecord(json: $0) }) else {
        continue
      }
      places[worker.id] = worker.places.compactMap { place in
        switch place.role {
        case .practitioner: (place.unit, false)
        case .supervisor: (place.unit, true)
        default: nil
        }
      }
    }
    for record in try writer.recordsForJudging(of: .family) {
      for holding in try writer.openHoldings(of: record.family) {
        switch holding.holder {
        case .worker(let worker): assigned[record.family, default: []].insert(worker)
        case .unit(let unit): homes[record.family] = unit
        case .supervisors: break
        }
      }
      for record in try writer.recordsForJudging(of: .assignment, in: record.family) {
        guard let assignment = try? Assignment(json: JSON(strict: record.body)) else { continue }
        openAssignments[record.id] = (record.family, assignment.worker)
      }
    }
  }

  /// Whether a worker may see a family, or a tray.
  func sees(_ worker: WorkerID, _ family: FamilyID) -> Bool {
    if family == .reference || family == worker.retagged() { return true }
    if assigned[family]?.contains(worker) == true { return true }
    let own = places[worker] ?? []
    if let home = homes[family] {
      return own.contains { $0.isSupervisor ? isBelow(home, $0.unit) : $0.unit == home }
    }
    // The tray of a worker below a supervisor.
    guard let other = places.keys.first(where: { $0.retagged() == family }) else { return false }
    return (places[other] ?? []).contains { place in
      own.contains { $0.isSupervisor && isBelow(place.unit, $0.unit) }
    }
  }

  /// The families, without trays, that a worker may see.
  func families(of worker: WorkerID) -> Set<FamilyID> {
    Set(homes.keys.filter { sees(worker, $0) })
  }

  /// Every family, in order.
  var everyFamily: [FamilyID] { homes.keys.sorted() }

  /// Forgets a family that was erased.
  mutating func erase(_ family: FamilyID) {
    homes[family] = nil
    assigned[family] = nil
    openAssignments = openAssignments.filter { $0.value.family != family }
    readingsByFamily[family] = nil
    // What was taken counts the edits before it, so none is removed from between them.
    for index in edits.indices where edits[index].family == family { edits[index].isErased = true }
  }

  /// Whether there is such a family.
  func knows(_ family: FamilyID) -> Bool {
    homes[family] != nil
  }

  private func isBelow(_ unit: UnitID, _ above: UnitID) -> Bool {
    var present: UnitID? = unit
    while let here = present {
      if here == above { return true }
      present = parents[here]
    }
    return false
  }

  // MARK: Operations

  /// Takes up a push that was applied.
  ///
  /// - Throws: ``SimulationFailure`` when an answer contradicts an earlier one.
  mutating func apply(
    _ push: PushRequest,
    _ response: PushResponse,
    from principal: Principal
  ) throws {
    var operations: [OperationID: SyncProtocol.Operation] = [:]
    for line in push.lines {
      guard let operation = try? ReceivedOperation(line: line).operation else { continue }
      operations[operation.id] = operation
    }
    if let index = response.results.firstIndex(where: { $0.status == .retry }),
      index + 1 < response.results.count
    {
      throw SimulationFailure(message: "an operation after one that was put off was answered")
    }
    for result in response.results where result.status != .retry {
      if result.isRepeat {
        try checkRepeat(result)
        continue
      }
      guard answers.updateValue(result, forKey: result.id) == nil else {
        throw SimulationFailure(message: "operation \(result.id) took effect twice")
      }
      try checkOrder(result, principal.device, push.envelope.generation)
      if let operation = operations[result.id] { take(operation, result, principal) }
    }
  }

  private func checkRepeat(_ result: OperationResult) throws {
    guard let first = answers[result.id] else {
      throw SimulationFailure(message: "operation \(result.id) is said to be answered, and was not")
    }
    guard first.status == result.status, first.seq == result.seq else {
      throw SimulationFailure(message: "the answer to operation \(result.id) changed")
    }
  }

  private mutating func checkOrder(
    _ result: OperationResult,
    _ device: DeviceID,
    _ generation: Int
  ) throws {
    if let last = newest[device], last.generation == generation {
      guard result.number > last.number, result.seq >= last.seq else {
        throw SimulationFailure(message: "a device's operations took effect out of their order")
      }
    }
    newest[device] = (generation, result.number, result.seq)
  }

  private mutating func take(
    _ operation: SyncProtocol.Operation,
    _ result: OperationResult,
    _ principal: Principal
  ) {
    guard result.status.isAccepted, let kind = operation.kind else { return }
    let stands = result.status != .proposed
    switch kind {
    case .familyAdd where stands:
      let given = operation.data["unit"]?.string.flatMap { UnitID($0) }
      homes[operation.family] = given ?? places[principal.worker]?.map(\.unit).min()
      note(operation, result, principal)
    case .assignStart where result.status == .applied:
      if let worker = operation.data["worker"]?.string.flatMap({ WorkerID($0) }) {
        start(worker, operation)
      }
    case .assignEnd where result.status == .applied:
      if let ended = openAssignments.removeValue(forKey: operation.record) {
        assigned[ended.family]?.remove(ended.worker)
      }
    case .handover where stands:
      if let worker = operation.data["to"]?.string.flatMap({ WorkerID($0) }) {
        handOver(to: worker, operation)
      }
    case .readingAdd where stands:
      readingsByFamily[operation.family, default: [:]][operation.record] = operation.data.canonical
    case .reviewResolve
    where operation.data["choice"]?.string == "take" && result.status == .applied:
      taken[operation.record] = Taking(
        editCount: edits.count,
        seen: operation.seen,
        device: principal.device
      )
    case .memberAdd, .episodeOpen, .goalAdd, .noteAdd, .familySet, .memberSet, .episodeSet,
      .goalSet,
      .noteSet:
      note(operation, result, principal)
    default:
      break
    }
  }

  private mutating func start(_ worker: WorkerID, _ operation: SyncProtocol.Operation) {
    assigned[operation.family, default: []].insert(worker)
    openAssignments[operation.record] = (operation.family, worker)
  }

  private mutating func handOver(to worker: WorkerID, _ operation: SyncProtocol.Operation) {
    let family = operation.family
    let held = assigned[family] ?? []
    openAssignments = openAssignments.filter {
      $0.value.family != family || $0.value.worker == worker
    }
    assigned[family] = held.intersection([worker])
    if !held.contains(worker) { start(worker, operation) }
    if let unit = operation.data["unit"]?.string.flatMap({ UnitID($0) }) { homes[family] = unit }
  }

  private mutating func note(
    _ operation: SyncProtocol.Operation,
    _ result: OperationResult,
    _ principal: Principal
  ) {
    let isCreation = operation.kind?.isCreation ?? true
    for (field, value) in operation.data.object ?? [:]
    where field != "unit" && !(isCreation && value.isNull) {
      edits.append(
        FieldEdit(
          record: operation.record,
          family: operation.family,
          field: field,
          value: value,
          seq: result.seq,
          device: principal.device,
          generation: operation.generation,
          number: operation.number,
          base: operation.base[field],
          previous: operation.previous[field],
          status: result.status
        )
      )
    }
  }
}
