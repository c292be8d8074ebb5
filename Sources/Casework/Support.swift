/// The two councils of the partnership.
package enum Authority: String, CaseIterable, Sendable {
  case peterborough, cambridgeshire
}

/// The level of support of an episode.
package enum Tier: String, CaseIterable, Sendable {
  case community, more, targeted
}

/// Why an episode closed.
package enum ClosureReason: String, CaseIterable, Sendable {
  case outcomesAchieved, familyWithdrew, movedAway, steppedUp, steppedDown, noContact, other
}

/// The exact event when a family is stepped up to children's social care.
package enum StepUpEvent: String, CaseIterable, Sendable {
  case none, s17, s47, childProtectionPlan, lookedAfter
}

/// Where a referral came from.
package enum ReferralSource: String, CaseIterable, Sendable {
  case school, health, police, socialCare, housing, voluntarySector, selfReferral, other
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
