import Casework
import Storage
import SyncProtocol
import WireFormat

#if Mutations
import Mutations
#endif

/// An operation on its way through the handler, with what was reckoned about it.
struct JudgedOperation {
  let operation: Operation
  let kind: OperationKind
  let dataBytes: [UInt8]
  /// When it was saved, as the server reckons it.
  let made: CorrectedTime
  /// Whether the author no longer holds the family.
  let isLate: Bool
}

extension Segment {
  /// Judges one line and applies its effects; a refusal leaves nothing behind.
  func judged(_ line: PushLine, envelope: PushEnvelope, seenMax: Int64) throws -> Outcome {
    do {
      if let refusal = try erasure(of: line) { return .refused(refusal, .rejected) }
      let received = try line.content.get()
      let operation = received.operation
      guard operation.generation == envelope.generation else {
        throw Refusal(.invalidOperation, "The operation's `gen` is not that of the push.")
      }
      let seen = min(operation.seen, seenMax)
      let made = CorrectedTime.reckon(
        saved: operation.at,
        sent: envelope.sent,
        receipt: receipt,
        earliest: try writer.time(ofCommit: min(seen, seq - 1)) ?? 0
      )
      return try writer.savepoint {
        try apply(operation, dataBytes: received.dataBytes, made: made, seen: seen)
      }
    } catch let problem as OperationProblem {
      return .refused(Refusal(problem.code, problem.detail), .rejected)
    } catch let refusal as Refusal {
      forgetScope()
      return .refused(refusal, refusal.code == .parentRefused ? .blocked : .rejected)
    } catch {
      // A failure of the engine that spoils the transaction is met again at the next statement and ends the
      // whole commit; whatever else it was is this operation's alone, a damaged row among them.
      forgetScope()
      return .refused(
        Refusal(.serverFault, "The server could not process it; it is kept for support."),
        .quarantined
      )
    }
  }

  /// The one handler of all operations, whichever way they came.
  func apply(
    _ operation: Operation,
    dataBytes: [UInt8],
    made: CorrectedTime,
    seen: Int64
  ) throws -> Outcome {
    guard let kind = operation.kind else {
      throw Refusal(
        .unknownKind,
        "This server does not know operations of the kind `\(operation.kindName.prefix(40))`; "
          + "it is kept until the server is upgraded."
      )
    }
    guard kind != .undone else { return .accepted(.noop, []) }
    let isLate = try authorise(operation, kind, seen: seen)
    if isLate { try refuseTooLate(operation, made) }
    let judged = JudgedOperation(
      operation: operation,
      kind: kind,
      dataBytes: dataBytes,
      made: made,
      isLate: isLate
    )
    if isLate, kind.action == .assign || kind == .reviewResolve {
      // A right that has ended gives nobody back what was handed over, and decides nothing any more:
      // the present holders are told what was wanted.
      return .accepted(.proposed, try flagLate(judged, setAside: operation.data.object ?? [:]))
    }
    return try effects(of: judged)
  }

  /// What an operation does, once it is settled that it may.
  func effects(of judged: JudgedOperation) throws -> Outcome {
    switch judged.kind {
    case .familyAdd: return try addFamily(judged)
    case .memberAdd, .episodeOpen, .goalAdd, .noteAdd: return try addRecord(judged)
    case .familySet, .memberSet, .episodeSet, .goalSet, .noteSet: return try editRecord(judged)
    case .episodeClose, .episodeReopen: return try turnEpisode(judged)
    case .goalDelete, .goalRestore, .noteDelete, .noteRestore: return try turnDeletion(judged)
    case .assignStart: return try startAssignment(judged)
    case .assignEnd: return try endAssignment(judged)
    case .handover: return try handOver(judged)
    case .consentGive, .consentWithdraw: return try addConsent(judged)
    case .readingAdd: return try addReading(judged)
    case .readingCorrect, .readingWithdraw: return try requestChange(judged)
    case .reviewResolve: return try resolveReview(judged)
    case .undone: return .accepted(.noop, [])
    }
  }

  /// Whether the author may do it: now, or at least when it was saved.
  ///
  /// - Returns: Whether the right has ended since.
  /// - Throws: `not-yours` when the right never existed, in the same words as for a family that does
  ///   not exist; `parent-refused` when the family itself was refused.
  private func authorise(
    _ operation: Operation,
    _ kind: OperationKind,
    seen: Int64
  ) throws -> Bool {
    guard operation.family != .reference else { throw notYours }
    let now = try scope()
    if kind == .familyAdd {
      guard now.allows(.casework), !now.units.isEmpty else {
        throw Refusal(.forbidden, "Your role does not add families.")
      }
      return false
    }
    let home = try typeOfHome(operation.family)
    if home == nil, try writer.wasRefused(record: operation.family.retagged()) {
      throw Refusal(.parentRefused, "The family that it belongs to was not accepted.")
    }
    let recordClass = kind.recordType.recordClass
    // A worker's tray is no family: review items lie in it, and nothing else is put there.
    if kind != .reviewResolve, home != .family { throw notYours }
    if kind == .reviewResolve {
      // A review item may lie in a worker's tray; its own rules follow in `resolveReview`.
      if now.families[operation.family] != nil { return false }
      guard let principal,
        try writer.scope(of: principal, at: min(seen, seq - 1)).families[operation.family] != nil
      else { throw notYours }
      return true
    }
    // A tray is in scope like a family, but nobody works in it.
    guard home == .family else { throw notYours }
    if now.includes(operation.family, recordClass) {
      let isOwnStart =
        kind == .assignStart && familiesMade.contains(operation.family)
        && operation.data["worker"]?.string == principal?.worker.description
      #if Mutations
      if Mutation.assignUnchecked.isPlanted { return false }
      #endif
      guard now.allows(kind.action, on: operation.family) || isOwnStart else {
        throw Refusal(
          .forbidden,
          "Your role does not assign families; ask a supervisor of the family's unit."
        )
      }
      return false
    }
    #if Mutations
    if Mutation.lateRefused.isPlanted { throw notYours }
    #endif
    guard let principal else { throw notYours }
    let then = try writer.scope(of: principal, at: min(seen, seq - 1))
    guard then.includes(operation.family, recordClass),
      then.allows(kind.action, on: operation.family)
    else {
      throw notYours
    }
    return true
  }

  /// Refuses what was saved long after the right ended, where that is certain; its bytes are kept.
  private func refuseTooLate(_ operation: Operation, _ made: CorrectedTime) throws {
    guard made.quality == .good, let principal else { return }
    let recordClass = operation.kind?.recordType.recordClass ?? .core
    let ends = try writer.ends(ofHoldings: operation.family, orMemberships: principal.worker)
    let end = try ends.first { end in
      try writer.scope(of: principal, at: end - 1).includes(operation.family, recordClass)
    }
    guard let end, let ended = try writer.time(ofCommit: end) else { return }
    guard made.milliseconds <= ended + Int64(Limits.lateDaysMax) * 86_400_000 else {
      throw Refusal(
        .tooLate,
        "It was saved more than \(Limits.lateDaysMax) days after the family was handed over; it is "
          + "kept, and a supervisor decides."
      )
    }
  }

  private var notYours: Refusal {
    Refusal(
      .notYours,
      "The family is not one of yours, or does not exist; list your families to see which are."
    )
  }

  /// Shows a refused operation to people and keeps its bytes.
  ///
  /// It lies with the family when the author may see that, otherwise in the author's own tray.
  func holdForReview(
    _ line: PushLine,
    id: OperationID,
    refusal: Refusal,
    status: OperationStatus
  ) throws -> RecordID {
    guard let principal else { throw refusal }
    let operation = line.operation
    let recordClass = (operation?.kind?.recordType ?? .family).recordClass
    var family: FamilyID = principal.worker.retagged()
    if let named = operation?.family, named != .reference, try scope().includes(named, recordClass),
      try writer.recordForJudging(named.retagged())?.type == .family
    {
      family = named
    }
    let kind: ReviewKind =
      switch status {
      case .blocked: .blocked
      case .quarantined: .quarantined
      default: .rejected
      }
    let review = try vacant(derivedID("held", id.retagged()))
    let item = ReviewItem(
      kind: kind,
      opened: receipt,
      subjectType: operation?.kind?.recordType ?? .family,
      subject: operation?.record ?? id.retagged(),
      author: principal.worker,
      operation: id,
      problem: refusal
    )
    try put(
      StoredRecord(
        id: review,
        type: .review,
        family: family,
        recordClass: recordClass,
        version: seq,
        author: principal.worker,
        made: receipt,
        body: item.json.canonical
      )
    )
    #if Mutations
    if Mutation.refusedNotKept.isPlanted { return review }
    #endif
    try writer.quarantine(
      QuarantinedOperation(review: review, device: principal.device, line: Array(line.bytes))
    )
    return review
  }

  /// Opens a review item beside a record.
  func open(
    _ item: ReviewItem,
    id: RecordID,
    family: FamilyID,
    recordClass: RecordClass
  ) throws -> RecordID {
    let id = try vacant(id)
    try put(
      StoredRecord(
        id: id,
        type: .review,
        family: family,
        recordClass: recordClass,
        version: seq,
        author: item.author,
        made: receipt,
        body: item.json.canonical
      )
    )
    return id
  }

  /// The id that an item is to have, or a new one where a client has put a record of its own.
  func vacant(_ id: RecordID) throws -> RecordID {
    try writer.recordForJudging(id) == nil ? id : core.surroundings.newID()
  }

  /// Opens a `late` item for the family's present holders.
  func flagLate(
    _ judged: JudgedOperation,
    setAside: [String: JSON] = [:]
  ) throws -> [RecordID] {
    guard judged.isLate else { return [] }
    let type = judged.kind.recordType
    let item = ReviewItem(
      kind: .late,
      opened: receipt,
      subjectType: type,
      subject: judged.operation.record,
      author: principal?.worker,
      operation: judged.operation.id,
      setAside: setAside
    )
    return [
      try open(
        item,
        id: derivedID("late", judged.operation.record, judged.operation.id.retagged()),
        family: judged.operation.family,
        recordClass: type.recordClass
      )
    ]
  }
}
