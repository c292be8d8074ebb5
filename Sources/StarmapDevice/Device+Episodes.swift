package import Casework
import SyncProtocol
import WireFormat

extension Device {
  /// Closes an episode with its reason and the exact step-up event.
  ///
  /// - Parameters:
  ///   - record: The episode as the person saw it.
  ///   - closedOn: The day.
  ///   - reason: Why.
  ///   - stepUp: The event; `none` when the family was not stepped up.
  ///   - stepUpOn: The day of the event, which every event but `none` needs.
  /// - Returns: What the person sees afterwards.
  /// - Throws: `Refusal`, `DeviceStoreError`.
  @discardableResult
  package func closeEpisode(
    _ record: RecordView,
    closedOn: CalendarDay,
    reason: ClosureReason,
    stepUp: StepUpEvent,
    stepUpOn: CalendarDay? = nil
  ) throws -> RecordView {
    try checkEpisode(record, isClosing: true)
    guard (stepUp != .none) == (stepUpOn != nil) else {
      throw Refusal(
        .invalidField,
        "The field `stepUpOn` belongs to a step-up event, and every event but none needs it."
      )
    }
    if let opened = record.json["openedOn"]?.string.flatMap({ CalendarDay($0) }), closedOn < opened
    {
      throw Refusal(.invalidField, "The episode opened on \(opened); it cannot close before that.")
    }
    var content: [String: JSON] = [
      "closedOn": .string(closedOn.description), "closureReason": .string(reason.rawValue),
      "stepUpEvent": .string(stepUp.rawValue),
    ]
    content["stepUpOn"] = stepUpOn.map { .string($0.description) }
    return try turn(.episodeClose, record, .object(content))
  }

  /// Reopens a closed episode; what closing had set is cleared.
  @discardableResult
  package func reopenEpisode(_ record: RecordView, reason: String) throws -> RecordView {
    try checkEpisode(record, isClosing: false)
    guard !reason.allSatisfy(\.isWhitespace) else {
      throw Refusal(.reasonRequired, "Reopening an episode needs the field `reason`.")
    }
    try check(["reopenReason": .string(reason)], of: .episode, isCreation: false)
    return try turn(.episodeReopen, record, ["reason": .string(reason)])
  }

  private func checkEpisode(_ record: RecordView, isClosing: Bool) throws(Refusal) {
    guard record.type == .episode else {
      throw Refusal(.invalidOperation, "A \(record.type.rawValue) is not closed or reopened.")
    }
    let isClosed = record.json["status"]?.string == "closed"
    guard isClosed != isClosing else {
      throw Refusal(
        .wrongState,
        isClosed
          ? "The episode is closed already; reopen it before closing it again."
          : "The episode is open already."
      )
    }
  }

  private func turn(
    _ kind: OperationKind,
    _ record: RecordView,
    _ content: JSON
  ) throws -> RecordView {
    // Both events set every closing field, those that they clear included.
    let fields = ["status", "closedOn", "closureReason", "stepUpEvent", "stepUpOn"]
    let changed = kind == .episodeReopen ? fields + ["reopenReason"] : fields
    return try captureOne(.episode, record.id, family: record.family) { capture in
      try capture.addChange(kind, to: record, fields: changed, data: content)
    }
  }
}
