/// What sync does when a field was changed from an older version than the one the server holds.
package enum MergePolicy: String, CaseIterable, Sendable {
  /// The later corrected time wins; the other value is kept.
  case latest
  /// The more cautious value wins whatever the time.
  case protective
  /// The present value stays; the newcomer waits for a person.
  case review
  /// Each value is kept as its own note.
  case both
  /// Set by the server or by an event; never by an edit.
  case server
}

/// How much harm a disclosure of a field would do.
package enum Sensitivity: String, CaseIterable, Sendable {
  /// Codes and dates that identify nobody by themselves.
  case low
  /// Facts about a family.
  case personal
  /// Names, contact details, free text.
  case identifying
}

/// The values that a field may hold.
package enum FieldKind: Hashable, Sendable {
  /// Free text of at most so many UTF-8 bytes.
  case text(Int)
  /// A ``CalendarDay``.
  case day
  /// A ``BirthMonth``.
  case birthMonth
  /// One of the listed codes.
  case code([String])
  /// A code of the partnership's own: 1 to 64 lower-case letters, digits and hyphens.
  case slug
  /// Where an imported record came from: an object that only the server writes.
  case origin
  /// True or false.
  case flag
  /// The id of another record, worker or unit.
  case reference
}

/// One field of a mutable record.
package struct FieldSchema: Hashable, Sendable {
  /// The name, in JSON and everywhere else.
  package let name: String
  /// The values it may hold.
  package let kind: FieldKind
  /// Whether a new record must have it; such a field can never be cleared.
  package let isRequired: Bool
  /// What sync does with concurrent edits.
  package let policy: MergePolicy
  /// How much harm a disclosure would do.
  package let sensitivity: Sensitivity

  fileprivate init(
    _ name: String,
    _ kind: FieldKind,
    required: Bool = false,
    _ policy: MergePolicy = .latest,
    _ sensitivity: Sensitivity = .personal
  ) {
    self.name = name
    self.kind = kind
    isRequired = required
    self.policy = policy
    self.sensitivity = sensitivity
  }
}

/// The fields of one type of mutable record: the table behind the checks of both ends, the REST
/// bodies and `API/fields.md`.
package struct RecordSchema: Sendable {
  /// The type it describes.
  package let type: RecordType
  /// Every field, in the order in which they are shown.
  package let fields: [FieldSchema]

  /// The field called `name`.
  package func field(_ name: String) -> FieldSchema? {
    fields.first { $0.name == name }
  }

  /// The schema of `type`, or `nil` when its records are never edited.
  package static func schema(of type: RecordType) -> RecordSchema? {
    all.first { $0.type == type }
  }

  /// The fields of an episode that only closing and reopening set.
  package static let episodeClosingFields: Set<String> = [
    "status", "closedOn", "closureReason", "stepUpEvent", "stepUpOn", "reopenReason",
  ]

  /// The field that deleting a record sets and restoring it clears.
  package static let deletion = "deleted"

  /// Whether its records can be deleted: nothing else may hang on them.
  package var isDeletable: Bool { field(Self.deletion) != nil }

  /// What only events set, and which events those are; `nil` when there is nothing of the kind.
  package var eventFields: (names: Set<String>, events: String)? {
    if type == .episode { return (Self.episodeClosingFields, "closing or reopening") }
    return isDeletable ? ([Self.deletion], "deleting or restoring") : nil
  }

  /// Every mutable record type.
  package static let all: [RecordSchema] = [
    RecordSchema(
      type: .family,
      fields: [
        FieldSchema("name", .text(200), required: true, .review, .identifying),
        FieldSchema("authority", .slug, required: true, .review, .low),
        FieldSchema("code", .text(12), .server, .low),
        FieldSchema("address", .text(500), .latest, .identifying),
        FieldSchema("contact", .text(500), .latest, .identifying),
        FieldSchema("doNotContact", .flag, .protective),
        FieldSchema("imported", .origin, .server),
      ]
    ),
    RecordSchema(
      type: .member,
      fields: [
        FieldSchema("name", .text(200), required: true, .review, .identifying),
        FieldSchema("role", codes(MemberRole.self), required: true),
        FieldSchema("born", .birthMonth, .review),
        FieldSchema("riskFlag", .flag, .protective),
        FieldSchema("imported", .origin, .server),
      ]
    ),
    RecordSchema(
      type: .episode,
      fields: [
        FieldSchema("openedOn", .day, required: true, .review, .low),
        FieldSchema("tier", codes(Tier.self), required: true, .latest, .low),
        FieldSchema("referralSource", codes(ReferralSource.self), required: true, .latest, .low),
        FieldSchema("referredOn", .day, .latest, .low),
        FieldSchema("assessedOn", .day, .latest, .low),
        FieldSchema("leadWorker", .reference, .latest, .low),
        FieldSchema("leadAgency", .slug, .latest, .low),
        FieldSchema("district", .text(100), .latest, .identifying),
        FieldSchema("contactMode", codes(ContactMode.self), .latest, .low),
        FieldSchema("status", .code(["open", "closed"]), .review, .low),
        FieldSchema("closedOn", .day, .review, .low),
        FieldSchema("closureReason", codes(ClosureReason.self), .review),
        FieldSchema("stepUpEvent", codes(StepUpEvent.self), .review),
        FieldSchema("stepUpOn", .day, .review),
        FieldSchema("reopenReason", .text(2000), .review, .identifying),
        FieldSchema("imported", .origin, .server),
      ]
    ),
    RecordSchema(
      type: .goal,
      fields: [
        FieldSchema("text", .text(2000), required: true, .latest, .identifying),
        FieldSchema("status", codes(GoalStatus.self), required: true),
        FieldSchema("targetDate", .day),
        FieldSchema("episode", .reference, .latest, .low),
        FieldSchema(deletion, .flag, .latest, .low),
      ]
    ),
    RecordSchema(
      type: .note,
      fields: [
        FieldSchema("text", .text(20_000), required: true, .both, .identifying),
        FieldSchema("date", .day, required: true),
        FieldSchema("episode", .reference, .latest, .low),
        FieldSchema(deletion, .flag, .latest, .low),
      ]
    ),
  ]
}

private func codes<Code: CaseIterable & RawRepresentable>(_ type: Code.Type) -> FieldKind
where Code.RawValue == String {
  .code(type.allCases.map(\.rawValue))
}
