/// An authority of the partnership, by its code: lower-case letters, digits and hyphens.
///
/// The set is open, so that another council's records need no new code; its unit in the tree has
/// the title from which the code is made.
package struct Authority: RawRepresentable, Hashable, Comparable, Sendable {
  /// The code.
  package let rawValue: String

  /// Peterborough City Council.
  package static let peterborough = Self(code: "peterborough")
  /// Cambridgeshire County Council.
  package static let cambridgeshire = Self(code: "cambridgeshire")

  /// Reads a code of 1 to 64 characters; `nil` when it is anything else.
  package init?(rawValue: String) {
    guard isSlug(rawValue) else { return nil }
    self.rawValue = rawValue
  }

  /// Makes the code of a title: lower case, with a hyphen for whatever is no letter or digit.
  ///
  /// `nil` when nothing is left.
  package init?(title: String) {
    // By bytes, since an import asks this for every row; no byte of a longer character is a letter here.
    let hyphen = UInt8(ascii: "-")
    var code: [UInt8] = []
    for byte in title.lowercased().utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        code.append(byte)
      default:
        if let last = code.last, last != hyphen { code.append(hyphen) }
      }
    }
    if code.last == hyphen { code.removeLast() }
    self.init(rawValue: String(decoding: code, as: UTF8.self))
  }

  /// What an authority is known by, however its title is spelt: its code, or the title itself where
  /// no code follows from it.
  package static func code(ofTitle title: String) -> String {
    Authority(title: title)?.rawValue ?? title
  }

  private init(code: String) {
    rawValue = code
  }

  /// Orders by the code.
  package static func < (left: Self, right: Self) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// Whether a text is a code of 1 to 64 lower-case letters, digits and hyphens.
package func isSlug(_ text: String) -> Bool {
  (1...64).contains(text.utf8.count)
    && text.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
    }
}

/// The level of support of an episode.
package enum Tier: String, CaseIterable, Sendable {
  case community, more, targeted
}

/// Why an episode closed.
package enum ClosureReason: String, CaseIterable, Sendable {
  case outcomesAchieved, familyWithdrew, disengaged, movedAway, steppedUp, steppedDown, noContact
  case other
}

/// The exact event when a family is stepped up to children's social care.
package enum StepUpEvent: String, CaseIterable, Sendable {
  case none, s17, s47, childProtectionPlan, lookedAfter
}

/// Where a referral came from.
package enum ReferralSource: String, CaseIterable, Sendable {
  case school, health, police, socialCare, housing, voluntarySector, selfReferral, other
  /// The source that the episode was imported from does not say.
  case notRecorded
}

/// How the family was met during an episode.
package enum ContactMode: String, CaseIterable, Sendable {
  case faceToFace, virtual, mixed
}

/// A member's place in the family.
package enum MemberRole: String, CaseIterable, Sendable {
  case parent, child, youngPerson, otherAdult
}

/// How far a goal has come.
package enum GoalStatus: String, CaseIterable, Sendable {
  case open, inProgress, met, dropped
}

/// What a holder does for a family.
package enum AssignmentRole: String, CaseIterable, Sendable {
  case lead, support
}

/// A level of the unit tree.
package enum UnitKind: String, CaseIterable, Sendable {
  case partnership, authority, district, team
}
