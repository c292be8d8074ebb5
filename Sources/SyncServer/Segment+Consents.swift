import Casework
import Storage
import SyncProtocol
import WireFormat

extension Segment {
  /// A consent that was given or withdrawn: one immutable event.
  ///
  /// Nothing is compared with the other events, and nothing is refused for their sake: how a consent stands
  /// is computed from all of them by whoever asks, so that the order in which they arrive decides nothing.
  func addConsent(_ judged: JudgedOperation) throws -> Outcome {
    let operation = judged.operation
    guard let event = judged.kind.consentEvent else { return .accepted(.noop, []) }
    let consent = try Consent(event, content: operation.data)
    if let existing = try existing(operation.record, type: .consent, family: operation.family) {
      guard try storedConsent(existing) == consent else {
        throw Refusal(
          .immutable,
          "A consent with this id exists with other content; record another event instead."
        )
      }
      return .accepted(.noop, [])
    }
    try checkDate(of: consent)
    if let member = consent.member { try need(member, type: .member, in: operation.family) }
    try put(
      StoredRecord(
        id: operation.record,
        type: .consent,
        family: operation.family,
        recordClass: RecordType.consent.recordClass,
        version: seq,
        author: principal?.worker,
        made: judged.made.milliseconds,
        body: consent.json.canonical
      )
    )
    return .accepted(judged.isLate ? .late : .applied, try flagLate(judged))
  }

  /// A consent of a far day would stand against every withdrawal until then.
  private func checkDate(of consent: Consent) throws {
    let latest = CalendarDay(milliseconds: receipt + Int64(Limits.futureDaysMax) * 86_400_000)
    guard consent.date <= latest else {
      throw Refusal(
        .dateInFuture,
        "The date \(consent.date) lies in the future; use \(latest) or an earlier day."
      )
    }
  }

  private func storedConsent(_ record: StoredRecord) throws -> Consent {
    do {
      return try Consent(json: try JSON(strict: record.body))
    } catch {
      throw StorageError(.corrupt, "A stored consent cannot be read; check the store.")
    }
  }
}
