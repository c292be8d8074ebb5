/// What a family, or one of its members, consents to.
///
/// The two are kept apart, since one may be withdrawn without the other. Neither is the ground on which the
/// law requires or forbids something: what must be shared to protect a child is shared all the same.
package enum ConsentPurpose: String, CaseIterable, Sendable {
  /// To be worked with: the agreement to the service.
  case service
  /// That what is known is shared with the other services that help, so that the story is told once.
  case sharing
}

/// What happened to a consent.
package enum ConsentEvent: String, CaseIterable, Sendable {
  case given, withdrawn
}

/// How a consent was given or withdrawn.
package enum ConsentManner: String, CaseIterable, Sendable {
  case spoken, written
}

/// One event in the log of a family's consents; it is never edited and never deleted, only followed by another.
package struct Consent: Hashable, Sendable {
  /// Given or withdrawn.
  package let event: ConsentEvent
  /// For what.
  package let purpose: ConsentPurpose
  /// The member it is about; `nil` for the whole family.
  package let member: RecordID?
  /// The day on which it was given or withdrawn, as the person who recorded it says; it never orders sync.
  package let date: CalendarDay
  /// How; a withdrawal need not say.
  package let how: ConsentManner?

  /// Makes an event from its parts.
  package init(
    _ event: ConsentEvent,
    _ purpose: ConsentPurpose,
    member: RecordID? = nil,
    date: CalendarDay,
    how: ConsentManner? = nil
  ) {
    self.event = event
    self.purpose = purpose
    self.member = member
    self.date = date
    self.how = how
  }
}

/// How things stand for one purpose and one subject: the event that decides.
package struct ConsentState: Hashable, Sendable {
  /// The record of that event.
  package let record: RecordID
  /// What it says.
  package let consent: Consent

  /// Makes a state from the event that decides.
  package init(record: RecordID, consent: Consent) {
    self.record = record
    self.consent = consent
  }

  /// Whether the consent stands.
  package var isGiven: Bool { consent.event == .given }

  /// Of two events for the same purpose and subject, the one that decides.
  ///
  /// The later day; of one day the withdrawal, since nobody knows which came first and the more cautious
  /// stands; of two alike the greater id, so that everybody names the same record.
  func joined(with other: ConsentState) -> ConsentState {
    isBefore(other) ? other : self
  }

  private func isBefore(_ other: ConsentState) -> Bool {
    if consent.date != other.consent.date { return consent.date < other.consent.date }
    if consent.event != other.consent.event { return consent.event == .given }
    return record < other.record
  }
}

/// How the consents of a family stand, computed from all events that are on record.
///
/// A consent stands for a purpose and a subject (a member, or the whole family) when it was given on a later
/// day than any on which it was withdrawn. So a withdrawal stands against a consent of the same day, and one
/// that is given anew counts from the day after. A member's own events and those for the whole family stand
/// beside each other; neither decides for the other. Where nothing is on record, there is no consent and no state.
///
/// The order of the events, and how often one is there, decide nothing.
///
/// - Parameter events: Every event of one family with its record's id.
/// - Returns: The states, by purpose; the whole family's first, then the members' by id.
package func consentStates(
  of events: some Sequence<(record: RecordID, consent: Consent)>
) -> [ConsentState] {
  var states: [ConsentQuestion: ConsentState] = [:]
  for (record, consent) in events {
    let question = ConsentQuestion(purpose: consent.purpose, member: consent.member)
    let state = ConsentState(record: record, consent: consent)
    states[question] = states[question]?.joined(with: state) ?? state
  }
  return ConsentPurpose.allCases.flatMap { purpose in
    states.filter { $0.key.purpose == purpose }.values.sorted(by: ofFamilyFirst)
  }
}

/// What one consent is about: events for different ones never meet.
private struct ConsentQuestion: Hashable {
  let purpose: ConsentPurpose
  let member: RecordID?
}

private func ofFamilyFirst(_ left: ConsentState, _ right: ConsentState) -> Bool {
  guard let one = left.consent.member, let other = right.consent.member else {
    return left.consent.member == nil && right.consent.member != nil
  }
  return one < other
}
