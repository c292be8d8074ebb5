package import Casework

/// A later word on a reading: a correction or a withdrawal, each with a reason.
package struct ReadingAmendment: Hashable, Sendable {
  /// What an amendment does when it is effective.
  package enum Kind: Hashable, Sendable {
    /// Replaces the fields that the changes name.
    case correct(ReadingChanges)
    /// Takes the reading out of every report; it stays stored and listed.
    case withdraw
  }

  /// How far an amendment has come.
  package enum State: Hashable, Sendable {
    /// It waits for a second person.
    case requested
    /// It took effect with the sequence number of its approval.
    case effective(seq: Int64)
    /// A second person refused it.
    case refused
  }

  /// The amendment's own id, which breaks ties.
  package let id: RecordID
  /// What it does.
  package let kind: Kind
  /// How far it has come.
  package let state: State
  /// Why, in the words of the person who asked.
  package let reason: String

  /// Makes an amendment from its parts.
  package init(id: RecordID, kind: Kind, state: State, reason: String) {
    self.id = id
    self.kind = kind
    self.state = state
    self.reason = reason
  }
}

/// The fields that a correction replaces; `nil` leaves a field as it is.
package struct ReadingChanges: Hashable, Sendable {
  /// The new date.
  package let date: CalendarDay?
  /// The new respondent.
  package let respondent: Respondent?
  /// The new timing.
  package let timing: Timing?
  /// New scores for some areas; areas left out keep theirs.
  package let scores: [Score]?

  /// Names the fields to replace.
  package init(
    date: CalendarDay? = nil,
    respondent: Respondent? = nil,
    timing: Timing? = nil,
    scores: [Score]? = nil
  ) {
    self.date = date
    self.respondent = respondent
    self.timing = timing
    self.scores = scores
  }
}
