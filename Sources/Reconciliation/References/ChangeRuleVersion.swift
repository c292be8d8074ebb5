package import Instruments
package import WireFormat

/// One version of how far a score of an edition must move to count as a change.
///
/// While it is signed off it stands in the place of the rule in the edition's own pack.
package struct ChangeRuleVersion: Hashable, Sendable {
  /// The id.
  package let id: String
  /// The version.
  package let version: String
  /// The state that the file claims.
  package let state: ReferenceState
  /// The instrument and the edition whose scores it judges.
  package let source: InstrumentKey
  /// The rule.
  package let rule: ChangeRule
  /// The rule as it was read.
  package let json: JSON

  /// Reads a change rule strictly.
  ///
  /// - Parameter bytes: The file, UTF-8 JSON of at most 1 MiB.
  /// - Throws: ``ReferenceProblem`` with everything that is wrong.
  package init(bytes: [UInt8]) throws(ReferenceProblem) {
    var fields = ReferenceFields()
    guard let json = fields.document(bytes), let rule = Self.read(json, &fields),
      fields.faults.isEmpty
    else { throw ReferenceProblem(faults: fields.faults) }
    self = rule
  }

  private init(
    id: String,
    version: String,
    state: ReferenceState,
    source: InstrumentKey,
    rule: ChangeRule,
    json: JSON
  ) {
    self.id = id
    self.version = version
    self.state = state
    self.source = source
    self.rule = rule
    self.json = json
  }

  private static func read(_ json: JSON, _ fields: inout ReferenceFields) -> ChangeRuleVersion? {
    let root = fields.node(
      json,
      at: "",
      required: ["id", "version", "source", "unit", "threshold", "basis"],
      optional: ["state", "sourceRef", "note"]
    )
    let id = fields.id("id", of: root)
    let version = fields.id("version", of: root)
    let state = fields.word("state", of: root, as: ReferenceState.self)
    let source = fields.key("source", id: "instrument", of: root)
    let unit = fields.word("unit", of: root, as: ChangeUnit.self)
    let threshold = fields.integer("threshold", of: root, in: 1...100)
    let basis = fields.word("basis", of: root, as: ChangeBasis.self)
    _ = fields.text("sourceRef", of: root)
    _ = fields.text("note", of: root)
    guard let id, let version, let source, let unit, let threshold, let basis else { return nil }
    return ChangeRuleVersion(
      id: id,
      version: version,
      state: state ?? .draft,
      source: InstrumentKey(id: source.id, edition: source.version),
      rule: ChangeRule(unit: unit, threshold: threshold, basis: basis),
      json: json
    )
  }
}
