import Instruments
package import WireFormat

/// How small numbers are hidden in what leaves the partnership (rulings of NHS Digital's HES
/// publications and of the Department for Education's *children in need* statistics).
package enum DisclosureRule: String, CaseIterable, Sendable {
  /// Nothing is hidden; for a named team alone, *not for onward sharing*.
  case `internal`
  /// Counts from 1 to 7 are hidden, all others rounded to the nearest 5, zero is shown.
  case nhs = "nhs-1-7-round-5"
  /// Counts from 1 to 5 are hidden, and as many others as it takes that none can be worked out.
  case dfe = "dfe-1-5"

  /// How counts are hidden; `nil` where none are.
  package var policy: DisclosurePolicy? {
    switch self {
    case .internal: nil
    case .nhs: .nhs
    case .dfe: .dfe
    }
  }
}

/// One version of a policy of disclosure.
package struct DisclosurePolicyVersion: Hashable, Sendable {
  /// The id.
  package let id: String
  /// The version.
  package let version: String
  /// The state that the file claims.
  package let state: ReferenceState
  /// The name a person sees.
  package let title: String
  /// What is done to small numbers.
  package let rule: DisclosureRule
  /// The policy as it was read.
  package let json: JSON

  /// What is released under until the partnership signs off another: the rule of NHS Digital.
  package static let standard = DisclosurePolicyVersion(
    id: "release",
    version: "1",
    state: .active,
    title: "Counts from 1 to 7 are hidden and all others rounded to the nearest 5",
    rule: .nhs
  )

  private init(
    id: String,
    version: String,
    state: ReferenceState,
    title: String,
    rule: DisclosureRule,
    json: JSON? = nil
  ) {
    self.id = id
    self.version = version
    self.state = state
    self.title = title
    self.rule = rule
    self.json =
      json ?? [
        "id": .string(id), "version": .string(version), "state": .string(state.rawValue),
        "title": .string(title), "rule": .string(rule.rawValue),
      ]
  }

  /// Reads a policy strictly.
  ///
  /// - Parameter bytes: The file, UTF-8 JSON of at most 1 MiB.
  /// - Throws: ``ReferenceProblem`` with everything that is wrong.
  package init(bytes: [UInt8]) throws(ReferenceProblem) {
    var fields = ReferenceFields()
    guard let json = fields.document(bytes), let policy = Self.read(json, &fields),
      fields.faults.isEmpty
    else { throw ReferenceProblem(faults: fields.faults) }
    self = policy
  }

  private static func read(
    _ json: JSON,
    _ fields: inout ReferenceFields
  ) -> DisclosurePolicyVersion? {
    let root = fields.node(
      json,
      at: "",
      required: ["id", "version", "title", "rule"],
      optional: ["state", "note"]
    )
    let id = fields.id("id", of: root)
    let version = fields.id("version", of: root)
    let state = fields.word("state", of: root, as: ReferenceState.self)
    let title = fields.text("title", of: root)
    let rule = fields.word("rule", of: root, as: DisclosureRule.self)
    _ = fields.text("note", of: root)
    guard let id, let version, let title, let rule else { return nil }
    return DisclosurePolicyVersion(
      id: id,
      version: version,
      state: state ?? .draft,
      title: title,
      rule: rule,
      json: json
    )
  }
}
