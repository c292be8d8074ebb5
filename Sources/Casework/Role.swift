/// What a worker is to the partnership.
package enum Role: String, CaseIterable, Sendable {
  case practitioner, supervisor, partnershipLead, partner, auditor, administrator
}

/// What somebody may want to do; the rows of the access table.
package enum Action: String, CaseIterable, Sendable {
  /// Read a family, capture readings, change its plan.
  case casework
  /// Assign, transfer, approve another person's corrections.
  case assign
  /// Export rows for use inside the partnership.
  case exportInternal
  /// Export suppressed figures for release.
  case exportRelease
  /// Read instruments, frameworks and crosswalks.
  case readCrosswalk
  /// Propose a crosswalk, or approve one that somebody else proposed.
  case decideCrosswalk
  /// Install an instrument pack or record its licence.
  case installPack
  /// Run the comparative audit.
  case runAudit
  /// Read the comparative audit.
  case readAudit
  /// Import records without reading them.
  case importRecords
  /// Add people and units, invite and revoke devices.
  case managePeople
  /// Read the register of people, devices and units.
  case readPeople
  /// Read the activity log.
  case readActivity
}

/// How far a permission goes, from the least to the most.
package enum Reach: String, CaseIterable, Sendable {
  /// Not at all.
  case none
  /// The proof that the activity log is whole, never its content.
  case integrity
  /// Figures about many, never a single family.
  case aggregates
  /// What belongs to the worker: own devices, own activity.
  case own
  /// Only what a sharing decision lists.
  case shared
  /// Families assigned to the worker or held by the worker's own team.
  case assigned
  /// Everything held in the subtree of the worker's unit.
  case subtree
  /// The whole partnership.
  case partnership
}

/// Who may do what: the first version of the matrix, deny by default.
package enum AccessTable {
  /// The whole table; a pair that is missing is ``Reach/none``.
  package static let reach: [Role: [Action: Reach]] = [
    .practitioner: [
      .casework: .assigned, .exportInternal: .assigned, .managePeople: .own, .readPeople: .own,
      .readActivity: .own,
    ],
    .supervisor: [
      .casework: .subtree, .assign: .subtree, .exportInternal: .subtree, .exportRelease: .subtree,
      .readAudit: .subtree, .managePeople: .subtree, .readPeople: .subtree,
      .readActivity: .subtree,
    ],
    .partnershipLead: [
      .casework: .aggregates, .exportRelease: .partnership, .readCrosswalk: .partnership,
      .decideCrosswalk: .partnership, .runAudit: .partnership, .readAudit: .partnership,
    ],
    .partner: [.casework: .shared],
    .auditor: [
      .readCrosswalk: .partnership, .readAudit: .partnership, .readPeople: .partnership,
      .readActivity: .partnership,
    ],
    .administrator: [
      .installPack: .partnership, .importRecords: .partnership, .managePeople: .partnership,
      .readPeople: .partnership, .readActivity: .integrity,
    ],
  ]

  /// How far `role` may go with `action`.
  package static func reach(of role: Role, for action: Action) -> Reach {
    reach[role]?[action] ?? .none
  }
}
