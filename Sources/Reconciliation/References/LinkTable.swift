import Instruments
package import WireFormat

/// One version of a statistical table from the points of one scale to the values of another, made
/// elsewhere or by this product, for groups only.
///
/// Numbers with decimals are whole millionths, so that the canonical JSON has integers alone.
package struct LinkTable: Hashable, Sendable {
  /// The id.
  package let id: String
  /// The version.
  package let version: String
  /// The state that the file claims.
  package let state: ReferenceState
  /// The crosswalk whose areas it links, `id@version`.
  package let crosswalk: String
  /// The two areas that it links, where it is not meant for every pair on its scales.
  package let areas: [String]
  /// The scale of the source.
  package let sourceScale: String
  /// The scale of the target, in whose units the values are.
  package let targetScale: String
  /// How far the table may be used, by the gates that it passed.
  package let status: LinkStatus
  /// The families that it was made from.
  package let n: Int
  /// The rows in the order of the source scale's points.
  package let rows: [LinkTableRow]
  /// The table as it was read.
  package let json: JSON

  /// Reads a table strictly.
  ///
  /// - Parameter bytes: The file, UTF-8 JSON of at most 1 MiB.
  /// - Throws: ``ReferenceProblem`` with everything that is wrong.
  package init(bytes: [UInt8]) throws(ReferenceProblem) {
    var fields = ReferenceFields()
    guard let json = fields.document(bytes), let table = Self.read(json, &fields),
      fields.faults.isEmpty
    else { throw ReferenceProblem(faults: fields.faults) }
    self = table
  }

  private init(
    id: String,
    version: String,
    state: ReferenceState,
    crosswalk: String,
    areas: [String],
    sourceScale: String,
    targetScale: String,
    status: LinkStatus,
    n: Int,
    rows: [LinkTableRow],
    json: JSON
  ) {
    self.id = id
    self.version = version
    self.state = state
    self.crosswalk = crosswalk
    self.areas = areas
    self.sourceScale = sourceScale
    self.targetScale = targetScale
    self.status = status
    self.n = n
    self.rows = rows
    self.json = json
  }

  private static func read(_ json: JSON, _ fields: inout ReferenceFields) -> LinkTable? {
    let root = fields.node(
      json,
      at: "",
      required: [
        "id", "version", "crosswalk", "sourceScale", "targetScale", "design", "n", "status", "rows",
      ],
      optional: [
        "state", "areas", "sampleSpec", "nEffective", "smoothing", "gates", "seed", "prng",
        "replicates",
        "codeVersion", "inputHash", "note",
      ]
    )
    let id = fields.id("id", of: root)
    let version = fields.id("version", of: root)
    let state = fields.word("state", of: root, as: ReferenceState.self)
    let crosswalk = fields.key("crosswalk", id: "crosswalk", of: root)
    let sourceScale = fields.id("sourceScale", of: root)
    let targetScale = fields.id("targetScale", of: root)
    let areas = fields.areas(of: root)
    let design = fields.word("design", of: root, as: LinkDesign.self)
    let n = fields.integer("n", of: root, in: 0...10_000_000)
    let status = fields.word("status", of: root, as: LinkStatus.self)
    for name in ["sampleSpec", "smoothing", "seed", "prng", "codeVersion", "inputHash", "note"] {
      _ = fields.text(name, of: root)
    }
    _ = fields.integer("nEffective", of: root, in: 0...10_000_000)
    _ = fields.integer("replicates", of: root, in: 0...1_000_000)
    if let gates = root?.fields["gates"], gates.object == nil {
      fields.report("/gates", "is not an object; write what each gate found as {…}.")
    }
    let rows = fields.list("rows", of: root, limit: ReferenceLimits.bandMapsMax)
      .compactMap { fields.linkRow($0.0, at: $0.1) }
    fields.reportRepeated(rows.map(\.point), at: "/rows")
    guard let id, let version, let crosswalk, let sourceScale, let targetScale, design != nil,
      let n,
      let status
    else { return nil }
    return LinkTable(
      id: id,
      version: version,
      state: state ?? .draft,
      crosswalk: "\(crosswalk.id)@\(crosswalk.version)",
      areas: areas,
      sourceScale: sourceScale,
      targetScale: targetScale,
      status: status,
      n: n,
      rows: rows,
      json: json
    )
  }
}

/// The designs from which a link may be made: the same families scored with both tools.
package enum LinkDesign: String, CaseIterable, Sendable {
  case singleGroup
}

/// One row of a stored link.
package struct LinkTableRow: Hashable, Sendable {
  /// The code of the source point.
  package let point: String
  /// The linked value in millionths of a target unit; `nil` for a row without support.
  package let valueMillionths: Int?
  /// Its standard error in millionths.
  package let errorMillionths: Int?
  /// The lower limit of the 95 % interval in millionths.
  package let loMillionths: Int?
  /// The upper limit in millionths.
  package let hiMillionths: Int?
  /// The readings at the point.
  package let support: Int
}

extension ReferenceFields {
  /// The ids of the two areas; empty where none are named.
  fileprivate mutating func areas(of root: FieldNode?) -> [String] {
    guard let list = root?.fields["areas"] else { return [] }
    let areas = (list.array ?? []).compactMap(\.string)
    if areas.count != 2 || list.array?.count != 2 {
      report("/areas", "is no pair; write the ids of the source area and the target area.")
    }
    return areas
  }

  fileprivate mutating func linkRow(_ json: JSON, at pointer: String) -> LinkTableRow? {
    let node = self.node(
      json,
      at: pointer,
      required: ["point", "support"],
      optional: ["value", "se", "lo", "hi"]
    )
    let range = -1_000_000_000...1_000_000_000
    let point = id("point", of: node)
    let support = integer("support", of: node, in: 0...10_000_000)
    let value = integer("value", of: node, in: range)
    let error = integer("se", of: node, in: 0...1_000_000_000)
    let (lo, hi) = (integer("lo", of: node, in: range), integer("hi", of: node, in: range))
    if let lo, let hi, lo > hi {
      report(pointer, "has a lower limit above the upper one; exchange `lo` and `hi`.")
    }
    guard let point, let support else { return nil }
    return LinkTableRow(
      point: point,
      valueMillionths: value,
      errorMillionths: error,
      loMillionths: lo,
      hiMillionths: hi,
      support: support
    )
  }
}
