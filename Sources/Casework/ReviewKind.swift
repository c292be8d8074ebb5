/// Why something waits for a person; the only queue is `starmap review`.
package enum ReviewKind: String, CaseIterable, Sendable {
  case importHeld, rejected, blocked, quarantined, proposed, conflict, late, sameDayPair
  case correctionRequest, withdrawalRequest

  /// The choices that close an item of this kind.
  package var choices: [ReviewChoice] {
    switch self {
    case .correctionRequest, .withdrawalRequest: [.approve, .refuse]
    case .proposed, .conflict: [.keep, .take]
    case .importHeld: [.approve, .refuse]
    case .rejected, .blocked, .quarantined: [.noted, .take]
    case .late, .sameDayPair: [.noted]
    }
  }

  /// One line that says what the item is.
  package var title: String {
    switch self {
    case .importHeld: "An imported record waits for a decision"
    case .rejected: "Something saved could not be accepted"
    case .blocked: "Something saved depends on a record that was not accepted"
    case .quarantined: "Something saved could not be processed and is kept for support"
    case .proposed: "A change was made from an older version and is kept as a suggestion"
    case .conflict: "Two people changed the same field"
    case .late: "A record arrived after the family was handed over"
    case .sameDayPair: "Two readings of one day with the same instrument"
    case .correctionRequest: "A correction asks for approval"
    case .withdrawalRequest: "A withdrawal asks for approval"
    }
  }
}

/// How a person closes a review item.
package enum ReviewChoice: String, CaseIterable, Sendable {
  /// Let the request take effect; never by the person who asked.
  case approve
  /// Do not let the request take effect.
  case refuse
  /// Keep the present value.
  case keep
  /// Take the value that was set aside, or carry out what was refused.
  case take
  /// Seen; nothing changes.
  case noted
}
