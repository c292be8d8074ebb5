import Casework
import Storage
import SyncProtocol
import WireFormat

#if Mutations
import Mutations
#endif

extension Segment {
  /// A person closes a review item, and what follows from the choice.
  func resolveReview(_ judged: JudgedOperation) throws -> Outcome {
    let operation = judged.operation
    guard let principal else { throw Refusal(.unauthenticated, "This needs a signed-in person.") }
    guard let record = try writer.recordForJudging(operation.record), record.type == .review,
      record.family == operation.family,
      try scope().includes(record.family, record.recordClass),
      var item = (try? JSON(strict: record.body)).flatMap({ ReviewItem(json: $0) })
    else {
      throw Refusal(.notFound, "There is no such review item; list them with `review list`.")
    }
    let choices = item.choices.map(\.rawValue).joined(separator: " or ")
    guard let choice = operation.data["choice"]?.string.flatMap({ ReviewChoice(rawValue: $0) }),
      item.choices.contains(choice)
    else {
      throw Refusal(.invalidField, "The choice must be \(choices).")
    }
    if let decision = item.decision {
      if decision.choice == choice { return .accepted(.noop, []) }
      throw Refusal(.wrongState, "The item was decided already, and otherwise.")
    }
    try checkMayDecide(item, choice, family: record.family, worker: principal.worker)
    item.decision = ReviewItem.Decision(
      choice: choice,
      worker: principal.worker,
      made: judged.made.milliseconds,
      note: operation.data["note"]?.string.map { String($0.prefix(2000)) }
    )
    let reviews = try carryOut(choice, item, of: record.id, judged)
    var written = record
    written.body = item.json.canonical
    try put(written)
    // What was carried out opens items of its own; nothing gave way for them.
    let isMerged = !reviews.isEmpty && [.proposed, .conflict].contains(item.kind)
    return .accepted(isMerged ? .merged : .applied, reviews)
  }

  private func checkMayDecide(
    _ item: ReviewItem,
    _ choice: ReviewChoice,
    family: FamilyID,
    worker: WorkerID
  ) throws {
    switch item.kind {
    case .importHeld:
      guard try scope().allows(.assign, on: family) else {
        throw Refusal(.forbidden, "A supervisor of the whole authority decides this.")
      }
    case .correctionRequest, .withdrawalRequest:
      guard try scope().allows(.assign, on: family) else {
        throw Refusal(.forbidden, "A supervisor of the family's unit decides this.")
      }
      if choice == .approve, item.author == worker {
        throw Refusal(
          .secondPersonNeeded,
          "Your own request needs another supervisor's approval."
        )
      }
    default:
      // Whatever the role, everyone may close what lies in their own tray.
      let isOwnTray = family == worker.retagged()
      guard try isOwnTray || scope().allows(.casework) else {
        throw Refusal(.forbidden, "Your role does not decide this.")
      }
    }
  }

  /// What follows from a choice; the items that it opens, as of what gave way to it without having been seen.
  private func carryOut(
    _ choice: ReviewChoice,
    _ item: ReviewItem,
    of review: RecordID,
    _ judged: JudgedOperation
  ) throws -> [RecordID] {
    switch (item.kind, choice) {
    case (.correctionRequest, .approve), (.withdrawalRequest, .approve):
      try decide(item.subject, as: .effective, in: judged.operation.family)
    case (.correctionRequest, .refuse), (.withdrawalRequest, .refuse):
      try decide(item.subject, as: .refused, in: judged.operation.family)
    case (.proposed, .take), (.conflict, .take):
      return try take(item, judged)
    case (.rejected, .take), (.blocked, .take), (.quarantined, .take):
      return try carryOutHeld(item, of: review)
    case (.importHeld, .approve):
      try releaseHeld(item, data: judged.operation.data)
    default: break
    }
    return []
  }

  private func decide(
    _ correction: RecordID,
    as state: ReadingRequest.State,
    in family: FamilyID
  ) throws {
    var record = try need(correction, type: .correction, in: family)
    guard
      var request = (try? JSON(strict: record.body)).flatMap({ ReadingRequest(json: $0) })
    else {
      throw StorageError(.corrupt, "A stored request cannot be read; check the store.")
    }
    guard request.state == .requested else { return }
    request.state = state
    request.decidedSeq = seq
    record.body = request.json.canonical
    try put(record)
  }

  /// Sets what was set aside, as an edit of the person who decides.
  ///
  /// What stands by then may be newer than what the person was shown. It gives way and is kept like any other
  /// value; only caution is never given up unseen, and then what was taken is kept.
  private func take(_ item: ReviewItem, _ judged: JudgedOperation) throws -> [RecordID] {
    var record = try need(item.subject, type: item.subjectType, in: judged.operation.family)
    guard var state = RecordState(body: record.body) else {
      throw StorageError(.corrupt, "A stored record cannot be read; check the store.")
    }
    var changes = item.setAside
    // Who takes a value wants the record, so one that was deleted meanwhile comes back with it.
    if state.isDeleted, changes[RecordSchema.deletion] == nil {
      changes[RecordSchema.deletion] = JSON.null
    }
    let schema = RecordSchema.schema(of: record.type)
    let unseen = state.unseen(since: judged.operation, from: device)
    var displaced: [String: DisplacedValue] = [:]
    for (name, value) in changes {
      let own = try time(of: judged)
      let version = fieldVersion(judged, at: state.versions[name]?.followed(at: own) ?? own)
      let present = unseen[name].flatMap { $0.value == value ? nil : $0 }
      displaced[name] = present
      if present?.value == true, schema?.field(name)?.policy == .protective {
        displaced[name] = DisplacedValue(value: value, version: version)
      } else {
        state.apply([name: value], as: version)
      }
    }
    record.body = state.body
    record.isDeleted = state.isDeleted
    try put(record)
    return try keep(displaced, of: record, judged)
  }
}

extension RecordState {
  /// What stands in fields and was set after the author of a decision last read, by somebody else.
  fileprivate func unseen(
    since operation: Operation,
    from device: DeviceID
  ) -> [String: DisplacedValue] {
    var unseen: [String: DisplacedValue] = [:]
    for (name, version) in versions
    where name != RecordSchema.deletion && version.version > operation.seen {
      let isOwn =
        version.origin.map {
          $0.device == device && $0.generation == operation.generation
            && $0.number < operation.number
        } ?? false
      #if Mutations
      if Mutation.takenUnseen.isPlanted { continue }
      #endif
      if !isOwn { unseen[name] = DisplacedValue(value: fields[name] ?? .null, version: version) }
    }
    return unseen
  }
}
