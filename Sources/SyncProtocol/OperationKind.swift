package import Casework
package import WireFormat

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
  case goalDelete = "goal.delete"
  case goalRestore = "goal.restore"
  case noteAdd = "note.add"
  case noteSet = "note.set"
  case noteDelete = "note.delete"
  case noteRestore = "note.restore"
  case assignStart = "assign.start"
  case assignEnd = "assign.end"
  case handover = "handover"
  case consentGive = "consent.give"
  case consentWithdraw = "consent.withdraw"
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
    case .goalAdd, .goalSet, .goalDelete, .goalRestore: .goal
    case .noteAdd, .noteSet, .noteDelete, .noteRestore: .note
    default: nil
    }
  }

  /// The type of the record named by the operation's `rec`.
  package var recordType: RecordType {
    switch self {
    case .assignStart, .assignEnd, .handover: .assignment
    case .consentGive, .consentWithdraw: .consent
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
    case .familyAdd, .memberAdd, .episodeOpen, .goalAdd, .noteAdd, .assignStart, .consentGive,
      .consentWithdraw, .readingAdd, .readingCorrect, .readingWithdraw:
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

  /// The kind that deletes records of `type`.
  package static func deleting(_ type: RecordType) -> OperationKind? {
    switch type {
    case .goal: .goalDelete
    case .note: .noteDelete
    default: nil
    }
  }

  /// The kind that brings deleted records of `type` back.
  package static func restoring(_ type: RecordType) -> OperationKind? {
    switch type {
    case .goal: .goalRestore
    case .note: .noteRestore
    default: nil
    }
  }

  /// What the kind sets the field ``RecordSchema/deletion`` to; `nil` when it neither deletes nor
  /// restores.
  package var deletion: JSON? {
    switch self {
    case .goalDelete, .noteDelete: .bool(true)
    case .goalRestore, .noteRestore: .null
    default: nil
    }
  }
}
