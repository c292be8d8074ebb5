package import Casework

/// What an operation does.
package enum OperationKind: String, CaseIterable, Sendable {
  case familyAdd = "family.add"
  case familySet = "family.set"
  case memberAdd = "member.add"
  case memberSet = "member.set"
  case episodeOpen = "episode.open"
  case episodeSet = "episode.set"
  case episodeClose = "episode.close"
  case episodeReopen = "episode.reopen"
  case goalAdd = "goal.add"
  case goalSet = "goal.set"
  case noteAdd = "note.add"
  case noteSet = "note.set"
  case assignStart = "assign.start"
  case assignEnd = "assign.end"
  case handover = "handover"
  case readingAdd = "reading.add"
  case readingCorrect = "reading.correct"
  case readingWithdraw = "reading.withdraw"
  case reviewResolve = "review.resolve"
  case undone = "noop.undone"

  /// The mutable record that the kind creates or edits, when it does either.
  package var editedType: RecordType? {
    switch self {
    case .familyAdd, .familySet: .family
    case .memberAdd, .memberSet: .member
    case .episodeOpen, .episodeSet, .episodeClose, .episodeReopen: .episode
    case .goalAdd, .goalSet: .goal
    case .noteAdd, .noteSet: .note
    default: nil
    }
  }

  /// The type of the record named by the operation's `rec`.
  package var recordType: RecordType {
    switch self {
    case .assignStart, .assignEnd, .handover: .assignment
    case .undone: .family
    case .readingAdd: .reading
    case .readingCorrect, .readingWithdraw: .correction
    case .reviewResolve: .review
    default: editedType ?? .family
    }
  }

  /// Whether the operation makes a new record.
  package var isCreation: Bool {
    switch self {
    case .familyAdd, .memberAdd, .episodeOpen, .goalAdd, .noteAdd, .assignStart, .readingAdd,
      .readingCorrect, .readingWithdraw:
      true
    default: false
    }
  }

  /// The permission that the author needs.
  package var action: Action {
    switch self {
    case .assignStart, .assignEnd, .handover: .assign
    default: .casework
    }
  }

  /// The kind that adds records of `type`.
  package static func adding(_ type: RecordType) -> OperationKind? {
    switch type {
    case .family: .familyAdd
    case .member: .memberAdd
    case .episode: .episodeOpen
    case .goal: .goalAdd
    case .note: .noteAdd
    default: nil
    }
  }

  /// The kind that edits records of `type`.
  package static func editing(_ type: RecordType) -> OperationKind? {
    switch type {
    case .family: .familySet
    case .member: .memberSet
    case .episode: .episodeSet
    case .goal: .goalSet
    case .note: .noteSet
    default: nil
    }
  }
}
