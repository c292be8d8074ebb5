import Casework
import Storage
import SyncProtocol

extension Segment {
  /// Carries out what was refused, as the work of whoever saved it, on the word of somebody who may do the
  /// same to the family now.
  ///
  /// It is judged again in everything but its author's right, comes flagged as late work does, and what is
  /// refused once more stays as it was.
  ///
  /// - Parameters:
  ///   - item: The item behind which it is kept.
  ///   - review: The item's id.
  /// - Returns: The items that it opens.
  /// - Throws: `Refusal`: why it cannot stand; nothing changes then.
  func carryOutHeld(_ item: ReviewItem, of review: RecordID) throws -> [RecordID] {
    let received = try heldOperation(of: review)
    guard let author = item.author, let kind = received.operation.kind, kind.isCasework else {
      throw Refusal(
        .wrongState,
        "This cannot be carried out from the queue; whoever may do it does it anew."
      )
    }
    let operation = received.operation
    guard try typeOfHome(operation.family) == .family,
      try scope().includes(operation.family, kind.recordType.recordClass),
      try scope().allows(kind.action, on: operation.family)
    else {
      throw Refusal(.forbidden, "Somebody who may do the same to the family now decides this.")
    }
    let judged = JudgedOperation(
      operation: operation,
      kind: kind,
      dataBytes: received.dataBytes,
      // When exactly it was saved was reckoned when it came, and is not on record.
      made: CorrectedTime(
        milliseconds: max(min(operation.at.wall, item.opened), 0),
        quality: .uncertain
      ),
      isLate: true
    )
    let outcome = try acting(as: Principal(worker: author, device: received.device)) {
      try effects(of: judged)
    }
    switch outcome {
    case .accepted(_, let reviews): return reviews
    case .refused(let refusal, _): throw refusal
    }
  }

  /// The operation whose bytes are kept behind a review item.
  private func heldOperation(
    of review: RecordID
  ) throws -> (operation: Operation, dataBytes: [UInt8], device: DeviceID) {
    guard let held = try writer.quarantined(review: review) else {
      throw Refusal(.notFound, "What was refused is not kept any more.")
    }
    guard let received = try? PushLine(held.line[...]).content.get() else {
      throw Refusal(.wrongState, "What was refused cannot be read, so nothing can be carried out.")
    }
    return (received.operation, received.dataBytes, held.device)
  }
}

extension OperationKind {
  /// Whether it is work with a family that others who work with it may take over.
  fileprivate var isCasework: Bool {
    switch self {
    case .familyAdd, .reviewResolve, .undone: false
    default: action != .assign
    }
  }
}
