import Instruments
import WireFormat

extension Framework {
  /// Reads a framework strictly.
  ///
  /// - Parameter bytes: The file, UTF-8 JSON of at most 1 MiB.
  /// - Throws: ``ReferenceProblem`` with everything that is wrong, not only the first.
  package init(bytes: [UInt8]) throws(ReferenceProblem) {
    var fields = ReferenceFields()
    guard let source = fields.document(bytes), let framework = Self.read(source, &fields),
      fields.faults.isEmpty
    else { throw ReferenceProblem(faults: fields.faults) }
    self = framework
  }

  private static func read(_ source: JSON, _ fields: inout ReferenceFields) -> Framework? {
    let root = fields.node(
      source,
      at: "",
      required: ["id", "version", "title", "state", "layers"],
      optional: ["note"]
    )
    let id = fields.id("id", of: root)
    let version = fields.id("version", of: root)
    let title = fields.text("title", of: root)
    let state = fields.word("state", of: root, as: ReferenceState.self)
    _ = fields.text("note", of: root)
    let layers = fields.list("layers", of: root, limit: ReferenceLimits.layersMax)
      .compactMap { layer($0.0, at: $0.1, &fields) }
    fields.reportRepeated(layers.map(\.id), at: "/layers")
    fields.reportRepeated(layers.flatMap(\.outcomes).map(\.id), at: "/layers")
    guard let id, let version, let title, let state else { return nil }
    return Framework(
      id: id,
      version: version,
      title: title,
      state: state,
      layers: layers,
      source: source,
      contentHash: Reconciliation.contentHash(of: source)
    )
  }

  private static func layer(
    _ json: JSON,
    at pointer: String,
    _ fields: inout ReferenceFields
  ) -> Layer? {
    let node = fields.node(json, at: pointer, required: ["id", "title", "mappable", "outcomes"])
    let id = fields.id("id", of: node)
    let title = fields.text("title", of: node)
    let isMappable = fields.flag("mappable", of: node)
    let outcomes = fields.list("outcomes", of: node, limit: ReferenceLimits.outcomesMax)
      .compactMap { outcome($0.0, at: $0.1, &fields) }
    guard let id, let title, let isMappable else { return nil }
    return Layer(
      id: id,
      title: title,
      isMappable: isMappable,
      outcomes: outcomes.sorted { ($0.order, $0.id) < ($1.order, $1.id) }
    )
  }

  private static func outcome(
    _ json: JSON,
    at pointer: String,
    _ fields: inout ReferenceFields
  ) -> FrameworkOutcome? {
    let node = fields.node(json, at: pointer, required: ["id", "label", "order"])
    let id = fields.id("id", of: node)
    let label = fields.text("label", of: node)
    let order = fields.integer("order", of: node, in: 1...ReferenceLimits.outcomesMax)
    guard let id, let label, let order else { return nil }
    return FrameworkOutcome(id: id, label: label, order: order)
  }
}

extension ReferenceFields {
  /// Reports each id that stands twice.
  mutating func reportRepeated(_ ids: [String], at pointer: String) {
    var seen: Set<String> = []
    for id in ids where !seen.insert(id).inserted {
      report(pointer, "name \(id) twice; give each its own id.")
    }
  }
}
