package import Instruments
package import WireFormat

/// One version of a claim that readings of one edition may be followed by those of a later one.
///
/// While it is signed off it stands beside the claims in the later edition's own pack. A withdrawn
/// one takes back no claim of a pack.
package struct CompatibilityEdge: Hashable, Sendable {
  /// The id.
  package let id: String
  /// The version.
  package let version: String
  /// The state that the file claims.
  package let state: ReferenceState
  /// The edition of the first reading.
  package let earlier: InstrumentKey
  /// The edition of the last reading.
  package let later: InstrumentKey
  /// Who says so.
  package let basis: CompatibilityBasis
  /// The claim as it was read.
  package let json: JSON

  /// Reads a claim strictly.
  ///
  /// - Parameter bytes: The file, UTF-8 JSON of at most 1 MiB.
  /// - Throws: ``ReferenceProblem`` with everything that is wrong.
  package init(bytes: [UInt8]) throws(ReferenceProblem) {
    var fields = ReferenceFields()
    guard let json = fields.document(bytes), let edge = Self.read(json, &fields),
      fields.faults.isEmpty
    else { throw ReferenceProblem(faults: fields.faults) }
    self = edge
  }

  private init(
    id: String,
    version: String,
    state: ReferenceState,
    instrument: String,
    earlier: String,
    later: String,
    basis: CompatibilityBasis,
    json: JSON
  ) {
    self.id = id
    self.version = version
    self.state = state
    self.earlier = InstrumentKey(id: instrument, edition: earlier)
    self.later = InstrumentKey(id: instrument, edition: later)
    self.basis = basis
    self.json = json
  }

  private static func read(_ json: JSON, _ fields: inout ReferenceFields) -> CompatibilityEdge? {
    let root = fields.node(
      json,
      at: "",
      required: ["id", "version", "instrument", "earlier", "later", "basis"],
      optional: ["state", "note"]
    )
    let id = fields.id("id", of: root)
    let version = fields.id("version", of: root)
    let state = fields.word("state", of: root, as: ReferenceState.self)
    let instrument = fields.id("instrument", of: root)
    let earlier = fields.id("earlier", of: root)
    let later = fields.id("later", of: root)
    let basis = fields.word("basis", of: root, as: CompatibilityBasis.self)
    _ = fields.text("note", of: root)
    guard let id, let version, let instrument, let earlier, let later, let basis else { return nil }
    if earlier == later {
      fields.report("/later", "is the earlier edition; name the one that follows it.")
      return nil
    }
    return CompatibilityEdge(
      id: id,
      version: version,
      state: state ?? .draft,
      instrument: instrument,
      earlier: earlier,
      later: later,
      basis: basis,
      json: json
    )
  }
}
