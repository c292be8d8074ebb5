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
    let generation: Int
    let family: FamilyID
  }

  /// Who may see and assign what.
  private(set) var rights: ReferenceRights
  /// What was made and not erased.
  private(set) var records: ReferenceRecords
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
  /// What was refused, by the item behind which its bytes are kept.
  private var held: [RecordID: (operation: SyncProtocol.Operation, author: Principal)] = [:]
  /// Families that were erased.
  private var erased: Set<FamilyID> = []
  /// How often the server died over something that was pushed.
  var deathCount = 0
  private var newest: [DeviceID: (generation: Int, number: Int, seq: Int64)] = [:]

  /// Begins with what a seeded server holds.
  init(seeded writer: any LedgerWriter) throws {
    rights = try ReferenceRights(seeded: writer)
    records = try ReferenceRecords(seeded: writer)
  }

  /// Whether there is such a family.
  func knows(_ family: FamilyID) -> Bool { rights.knows(family) }

  /// Forgets a family that was erased.
  mutating func erase(_ family: FamilyID) {
    erased.insert(family)
    rights.erase(family)
    records.erase(family)
    readingsByFamily[family] = nil
    // What was taken counts the edits before it, so none is removed from between them.
    for index in edits.indices where edits[index].family == family { edits[index].isErased = true }
  }

  /// Whether a family was erased.
  func isErased(_ family: FamilyID) -> Bool { erased.contains(family) }

  // MARK: Operations

  /// Takes up a push that was applied.
  ///
  /// - Parameters:
  ///   - push: The push.
  ///   - response: What the server answered.
  ///   - principal: Whose push it was.
  ///   - receipt: When the server received it, by its clock.
  /// - Throws: ``SimulationFailure`` when an answer contradicts an earlier one, or is none that the
  ///   operation may have.
  mutating func apply(
    _ push: PushRequest,
    _ response: PushResponse,
    from principal: Principal,
    receipt: Int64
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
      guard let operation = operations[result.id] else { continue }
      try check(result, of: operation, from: principal, receipt: receipt)
      take(operation, result, principal)
    }
  }

  private func checkRepeat(_ result: OperationResult) throws {
    guard let first = answers[result.id] else {
      throw SimulationFailure(message: "operation \(result.id) is said to be answered, and was not")
    }
    guard first.status == result.status, first.seq == result.seq,
      first.reviews == result.reviews, first.problem == result.problem
    else {
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
    if operation.kind == .reviewResolve, result.status == .applied,
      let refused = held[operation.record]
    {
      return carryOut(refused.operation, by: refused.author, operation, result)
    }
    if result.status.isHeld, let review = result.reviews.first {
      held[review] = (operation, principal)
    }
    records.take(operation, result, holdingFamily(of: operation, result, principal))
    guard result.status.isAccepted, let kind = operation.kind else { return }
    let stands = result.status != .proposed
    switch kind {
    case .familyAdd where stands:
      if result.status == .applied {
        let unit = operation.data["unit"]?.string.flatMap { UnitID($0) }
        rights.add(operation.family, in: unit, by: principal.worker, at: result.seq)
      }
      note(operation, result, principal)
    case .assignStart where result.status == .applied:
      if let worker = operation.data["worker"]?.string.flatMap({ WorkerID($0) }) {
        rights.start(worker, operation.family, record: operation.record, at: result.seq)
      }
    case .assignEnd where result.status == .applied:
      rights.end(operation.record, at: result.seq)
    case .handover where result.status == .applied:
      handOver(operation, at: result.seq)
    case .readingAdd where stands:
      readingsByFamily[operation.family, default: [:]][operation.record] = operation.data.canonical
    case .reviewResolve
    where operation.data["choice"]?.string == "take" && result.status != .noop && stands:
      taken[operation.record] = Taking(
        editCount: edits.count,
        seen: operation.seen,
        device: principal.device,
        generation: operation.generation,
        family: operation.family
      )
    case .memberAdd, .episodeOpen, .goalAdd, .noteAdd, .familySet, .memberSet, .episodeSet,
      .goalSet,
      .noteSet:
      note(operation, result, principal)
    default:
      break
    }
  }

  /// What was refused stands after all, as late work of whoever saved it, when somebody took it.
  private mutating func carryOut(
    _ refused: SyncProtocol.Operation,
    by author: Principal,
    _ decision: SyncProtocol.Operation,
    _ result: OperationResult
  ) {
    guard decision.data["choice"]?.string == "take" else { return }
    for review in result.reviews {
      records.add(review, in: refused.family, about: refused.family)
    }
    let status: OperationStatus = refused.kind?.isCreation == true ? .late : .proposed
    let outcome = OperationResult(
      number: refused.number,
      id: refused.id,
      status: status,
      seq: result.seq
    )
    take(refused, outcome, author)
  }

  private mutating func handOver(_ operation: SyncProtocol.Operation, at seq: Int64) {
    guard let worker = operation.data["to"]?.string.flatMap({ WorkerID($0) }) else { return }
    let hasBegun = rights.handOver(
      operation.family,
      to: worker,
      unit: operation.data["unit"]?.string.flatMap { UnitID($0) },
      record: operation.record,
      at: seq
    )
    if hasBegun { records.add(operation.record, in: operation.family, about: operation.family) }
  }

  /// Where the review items of an operation lie: with its family where that stands or the author may see it,
  /// otherwise in the author's tray.
  private func holdingFamily(
    of operation: SyncProtocol.Operation,
    _ result: OperationResult,
    _ principal: Principal
  ) -> FamilyID {
    let isWithFamily =
      result.status.isAccepted
      || rights.knows(operation.family) && rights.sees(principal.worker, operation.family)
    return isWithFamily ? operation.family : principal.worker.retagged()
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
