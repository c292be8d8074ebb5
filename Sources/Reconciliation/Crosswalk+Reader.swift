import Instruments
import WireFormat

extension Crosswalk {
  /// Reads a crosswalk strictly.
  ///
  /// - Parameter bytes: The file, UTF-8 JSON of at most 1 MiB; numbers are whole.
  /// - Throws: ``ReferenceProblem`` with everything that is wrong, not only the first.
  package init(bytes: [UInt8]) throws(ReferenceProblem) {
    var fields = ReferenceFields()
    guard let json = fields.document(bytes), let crosswalk = Self.read(json, &fields),
      fields.faults.isEmpty
    else { throw ReferenceProblem(faults: fields.faults) }
    self = crosswalk
  }

  private static func read(_ json: JSON, _ fields: inout ReferenceFields) -> Crosswalk? {
    let root = fields.node(
      json,
      at: "",
      required: ["id", "version", "source", "target", "edges"],
      optional: ["state", "needs", "noMap", "bandMaps", "note", "supersedes"]
    )
    let id = fields.id("id", of: root)
    let version = fields.id("version", of: root)
    let state = fields.word("state", of: root, as: ReferenceState.self)
    let needs = fields.text("needs", of: root)
    _ = fields.text("note", of: root)
    _ = fields.id("supersedes", of: root)
    let source = fields.key("source", id: "instrument", of: root)
    let target = fields.key("target", id: "framework", of: root)
    let edges = fields.list("edges", of: root, limit: ReferenceLimits.edgesMax)
      .compactMap { edge($0.0, at: $0.1, &fields) }
    let noMap = fields.list("noMap", of: root, limit: ReferenceLimits.edgesMax)
      .compactMap { fields.noMap($0.0, at: $0.1) }
    let bandMaps = fields.list("bandMaps", of: root, limit: ReferenceLimits.bandMapsMax)
      .compactMap { fields.bandMap($0.0, at: $0.1) }
    guard let id, let version, let source, let target else { return nil }
    return Crosswalk(
      id: id,
      version: version,
      state: state ?? .draft,
      needs: needs,
      source: InstrumentKey(id: source.id, edition: source.version),
      target: FrameworkKey(id: target.id, version: target.version),
      edges: edges,
      noMap: noMap,
      bandMaps: bandMaps,
      json: json,
      contentHash: Reconciliation.contentHash(of: json)
    )
  }

  private static func edge(
    _ json: JSON,
    at pointer: String,
    _ fields: inout ReferenceFields
  ) -> CrosswalkEdge? {
    let node = fields.node(
      json,
      at: pointer,
      required: ["area", "outcome", "relationship", "role", "weightPercent"],
      optional: [
        "layer", "confidence", "confidenceOf", "rationale", "justification", "author", "status",
      ]
    )
    let area = fields.id("area", of: node)
    let outcome = fields.id("outcome", of: node)
    let layer = fields.id("layer", of: node)
    let relationship = fields.word("relationship", of: node, as: EdgeRelationship.self)
    let role = fields.word("role", of: node, as: EdgeRole.self)
    let weight = fields.integer(
      "weightPercent",
      of: node,
      in: 1...ReferenceLimits.weightPercentMax
    )
    let confidence = fields.word("confidence", of: node, as: EdgeConfidence.self)
    let confidenceOf = fields.text("confidenceOf", of: node)
    let rationale = fields.text("rationale", of: node)
    let justification = fields.word("justification", of: node, as: EdgeJustification.self)
    let author = fields.text("author", of: node)
    let status = fields.text("status", of: node)
    guard let area, let outcome, let relationship, let role, let weight else { return nil }
    return CrosswalkEdge(
      area: area,
      outcome: outcome,
      layer: layer ?? "",
      relationship: relationship,
      role: role,
      weightPercent: weight,
      confidence: confidence,
      confidenceOf: confidenceOf,
      rationale: rationale ?? "",
      justification: justification,
      author: author ?? "",
      status: status
    )
  }
}

extension ReferenceFields {
  /// Reads an id with its version.
  mutating func key(
    _ name: String,
    id: String,
    of node: FieldNode?
  ) -> (id: String, version: String)? {
    guard let node else { return nil }
    let inner = self.node(
      node.fields[name],
      at: node.pointer(to: name),
      required: [id, "version"]
    )
    guard let id = self.id(id, of: inner), let version = self.id("version", of: inner)
    else { return nil }
    return (id, version)
  }

  fileprivate mutating func noMap(_ json: JSON, at pointer: String) -> NoMap? {
    let node = self.node(
      json,
      at: pointer,
      required: ["area", "layer"],
      optional: ["rationale"]
    )
    guard let area = id("area", of: node), let layer = id("layer", of: node) else { return nil }
    return NoMap(area: area, layer: layer, rationale: text("rationale", of: node) ?? "")
  }

  fileprivate mutating func bandMap(_ json: JSON, at pointer: String) -> BandMap? {
    let node = self.node(json, at: pointer, required: ["scale", "points"])
    guard let scale = id("scale", of: node), let points = node?.fields["points"]?.object,
      points.count <= ReferenceLimits.bandMapsMax
    else {
      report("\(pointer)/points", "is not an object of points; write it as {\"1\":[1,1],…}.")
      return nil
    }
    var intervals: [String: BandInterval] = [:]
    for (code, ends) in points.sorted(by: { $0.key < $1.key }) {
      guard let ends = ends.array, ends.count == 2, let lo = ends[0].int, let hi = ends[1].int
      else {
        report("\(pointer)/points/\(code.prefix(12))", "is not two whole numbers; write [lo,hi].")
        continue
      }
      intervals[code] = BandInterval(lo: Int(clamping: lo), hi: Int(clamping: hi))
    }
    return BandMap(scale: scale, points: intervals)
  }
}
