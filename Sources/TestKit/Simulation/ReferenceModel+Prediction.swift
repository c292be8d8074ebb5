import Casework
import StarmapDevice
import SyncProtocol
import WireFormat

extension ReferenceModel {
  /// What an author may do with a family.
  private enum Right {
    /// Now.
    case held
    /// No longer, but when the author's device last read.
    case ended
    /// Neither.
    case none
  }

  /// Looks whether a first answer is one that the operation may have, before anything else is taken from it.
  ///
  /// - Throws: ``SimulationFailure``.
  func check(
    _ result: OperationResult,
    of operation: SyncProtocol.Operation,
    from principal: Principal,
    receipt: Int64
  ) throws {
    guard let kind = operation.kind else { return }
    let right = right(to: operation, kind, principal, at: result.seq)
    try checkRights(result, kind, right)
    guard !isErased(operation.family) else {
      return try need(!result.status.isAccepted, "work on an erased family was accepted", result)
    }
    if result.status == .quarantined {
      return try need(deathCount >= Limits.crashesMax, "sound work was set apart", result)
    }
    guard operation.group == nil, right == .held,
      let due = due(operation, kind, receipt: receipt)
    else { return }
    try need(
      due.contains(result.status),
      "the answer to a \(kind.rawValue) must be "
        + due.map(\.rawValue).sorted().joined(separator: " or "),
      result
    )
  }

  /// What somebody could do when it was saved is never refused for want of rights, and what nobody allowed is
  /// never accepted.
  private func checkRights(
    _ result: OperationResult,
    _ kind: OperationKind,
    _ right: Right
  ) throws {
    let code = result.problem?.code
    let isRefused = code == .notYours || code == .forbidden && kind != .reviewResolve
    switch right {
    case .held:
      try need(!isRefused, "work of somebody who may do it was refused as not theirs", result)
      try need(code != .tooLate, "work of somebody who may do it was refused as too late", result)
      try need(result.status != .late, "work of somebody who may do it counts as late", result)
    case .ended:
      try need(!isRefused, "work saved before a right ended was refused as not theirs", result)
      let isDue = [.late, .proposed, .noop].contains(result.status) || !result.status.isAccepted
      try need(isDue, "work saved before a right ended stands as if it had not", result)
    case .none:
      try need(!result.status.isAccepted, "work was accepted from somebody without rights", result)
    }
  }

  private func need(_ holds: Bool, _ words: String, _ result: OperationResult) throws {
    guard !holds else { return }
    throw SimulationFailure(
      message: "\(words): operation \(result.id) is \(result.status.rawValue) "
        + (result.problem?.code.rawValue ?? "")
    )
  }

  private func right(
    to operation: SyncProtocol.Operation,
    _ kind: OperationKind,
    _ principal: Principal,
    at seq: Int64
  ) -> Right {
    let worker = principal.worker
    let family = operation.family
    // Whatever the role, nobody is kept from adding a family or from having done nothing.
    if kind == .familyAdd || kind == .undone { return .held }
    let seen = min(operation.seen, seq - 1)
    func may(at seq: Int64?) -> Bool {
      guard rights.sees(worker, family, at: seq) else { return false }
      return kind.action == .casework || rights.supervises(worker, family, at: seq)
    }
    guard kind == .reviewResolve || rights.knows(family) else { return .none }
    if rights.sees(worker, family) {
      return may(at: nil) || isOwnStart(operation, kind, worker, at: seq) ? .held : .none
    }
    return may(at: seen) ? .ended : .none
  }

  /// Whether somebody who makes a family assigns himself in the same group.
  private func isOwnStart(
    _ operation: SyncProtocol.Operation,
    _ kind: OperationKind,
    _ worker: WorkerID,
    at seq: Int64
  ) -> Bool {
    kind == .assignStart && operation.group != nil
      && operation.data["worker"]?.string == worker.description
      && answers[operation.family.retagged()]?.seq == seq
  }

  // MARK: Statuses

  /// The statuses that sound work of somebody who may do it can have; `nil` where that hangs on more than is
  /// reckoned here.
  private func due(
    _ operation: SyncProtocol.Operation,
    _ kind: OperationKind,
    receipt: Int64
  ) -> Set<OperationStatus>? {
    let isNew = !records.knows(operation.record)
    switch kind {
    case .undone: return [.noop]
    case .readingAdd:
      guard isNew, let reading = try? Reading(json: operation.data), reading.member == nil,
        reading.episode == nil, reading.date <= CalendarDay(milliseconds: receipt)
      else { return nil }
      return [.applied]
    case .familyAdd, .memberAdd, .noteAdd, .goalAdd, .episodeOpen:
      return isNew && operation.data["episode"] == nil ? [.applied] : nil
    case .assignStart:
      guard isNew, let worker = operation.data["worker"]?.string.flatMap({ WorkerID($0) }) else {
        return nil
      }
      return rights.isAssigned(worker, to: operation.family) ? [.noop] : [.applied]
    case .assignEnd:
      return isNew ? nil : rights.isOpen(operation.record) ? [.applied] : [.noop]
    case .handover: return isNew ? [.applied] : nil
    case .familySet, .memberSet, .goalSet, .noteSet:
      return hasSeenEverything(operation) ? [.applied, .noop] : nil
    default: return nil
    }
  }

  /// Whether the author of an edit had seen the newest version of every field, so that nothing can be
  /// concurrent with it whatever the clocks say.
  private func hasSeenEverything(_ operation: SyncProtocol.Operation) -> Bool {
    guard records.knows(operation.record), !records.doubtful.contains(operation.record),
      let fields = operation.data.object
    else { return false }
    return fields.keys.allSatisfy { field in
      guard
        let index = edits.lastIndex(where: {
          $0.record == operation.record && $0.field == field
        })
      else { return false }
      return operation.base[field] == edits[index].seq
        && !taken.values.contains { $0.family == operation.family && $0.editCount > index }
    }
  }
}
