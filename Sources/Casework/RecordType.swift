/// The type of a record, the same word in Swift, SQL and JSON.
package enum RecordType: String, CaseIterable, Sendable {
  case family, member, episode, goal, note, assignment, consent, reading, correction, review
  /// Reference records: readable by every enrolled device.
  case unit, worker, instrument, framework, crosswalk, policy
  /// What belongs to no family and goes to no device: rows of studies and population figures, and
  /// the runs of imports.
  case study, importRun
  /// Further reference data that no device needs, and the steps in the life of all of it.
  case changeRule, compatibility, linkTable, disclosure, decision
  /// What one mapper voted in one round.
  case mapping
  /// Which families stood behind what was released once.
  case release

  /// The class whose bit a role's mask must hold to see records of this type.
  package var recordClass: RecordClass {
    switch self {
    case .reading, .correction: .scores
    case .note: .notes
    default: .core
    }
  }

  /// Whether records of this type belong to no family.
  package var isReference: Bool {
    switch self {
    case .unit, .worker, .instrument, .framework, .crosswalk, .policy: true
    default: false
    }
  }
}

/// A class splits one family into what different roles may see; at most eight bits.
package enum RecordClass: UInt8, CaseIterable, Sendable {
  case core = 1
  case scores = 2
  case notes = 4

  /// The word in the field table of `API/`.
  package var title: String {
    switch self {
    case .core: "core"
    case .scores: "scores"
    case .notes: "notes"
    }
  }
}

/// A set of record classes.
package struct ClassMask: OptionSet, Hashable, Sendable {
  /// One bit a class.
  package let rawValue: UInt8

  /// Makes a mask from its bits, as stored.
  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// Details of a family and what hangs on it.
  package static let core = ClassMask(rawValue: RecordClass.core.rawValue)
  /// Readings and their corrections.
  package static let scores = ClassMask(rawValue: RecordClass.scores.rawValue)

  /// Every class there is.
  package static let all = ClassMask(rawValue: 7)

  /// Whether records of `recordClass` may be seen.
  package func includes(_ recordClass: RecordClass) -> Bool {
    rawValue & recordClass.rawValue != 0
  }
}
