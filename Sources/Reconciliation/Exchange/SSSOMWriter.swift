import Instruments
import WireFormat

/// Writes a crosswalk as an SSSOM table: metadata in comment lines, one mapping a row.
struct SSSOMWriter {
  /// The columns: SSSOM's own, and behind them those that SSSOM has no slot for.
  static let columns =
    [
      "subject_id", "predicate_id", "predicate_modifier", "object_id", "mapping_justification",
      "comment", "ext_role", "ext_weight_percent",
    ] + EdgeTexts.names.map { "ext_" + snakeCase($0) }
  /// What stands for the outcome of an area that is left out (the SSSOM slot `object_id`).
  static let noTerm = "sssom:NoTermFound"
  /// The metadata that are texts, by their names in the product's own JSON.
  static let metadata = [
    ("id", "mapping_set_id"), ("version", "mapping_set_version"), ("note", "comment"),
    ("state", "ext_state"), ("needs", "ext_needs"), ("supersedes", "ext_supersedes"),
  ]
  private let crosswalk: Crosswalk
  private let root: [String: JSON]

  init(_ crosswalk: Crosswalk) {
    self.crosswalk = crosswalk
    root = crosswalk.json.object ?? [:]
  }

  /// The file.
  var text: String {
    let edges = (root["edges"]?.array ?? []).map { edge in
      let (predicate, modifier) = Self.predicate(of: crosswalkCode(edge))
      return [
        "area:" + (edge["area"]?.string ?? ""), predicate, modifier,
        "outcome:" + (edge["outcome"]?.string ?? ""), "semapv:ManualMappingCuration",
        Self.cell(edge["rationale"]), Self.cell(edge["role"]),
        edge["weightPercent"]?.int.map { String($0) } ?? "",
      ] + EdgeTexts.names.map { Self.cell(edge[$0]) }
    }
    let leftOut = (root["noMap"]?.array ?? []).map { entry in
      [
        "area:" + (entry["area"]?.string ?? ""), "skos:relatedMatch", "", Self.noTerm,
        "semapv:ManualMappingCuration", Self.cell(entry["rationale"]), "", "",
      ] + EdgeTexts.names.map { $0 == "layer" ? Self.cell(entry[$0]) : "" }
    }
    let table = ([Self.columns] + edges + leftOut).map { $0.joined(separator: "\t") }
    return (comments + table).map { $0 + "\n" }.joined()
  }

  private func crosswalkCode(_ edge: JSON) -> EdgeRelationship {
    edge["relationship"]?.string.flatMap { EdgeRelationship(rawValue: $0) } ?? .relatedTo
  }

  private var comments: [String] {
    var lines = [
      #"#curie_map: {"area": "urn:starmap:area:", "outcome": "urn:starmap:outcome:"}"#
    ]
    for (name, slot) in Self.metadata {
      if let value = root[name] { lines.append("#\(slot): \(value.canonicalText)") }
    }
    let ends: [(String, String)] = [
      ("subject_source", crosswalk.source.id), ("subject_source_version", crosswalk.source.edition),
      ("object_source", crosswalk.target.id), ("object_source_version", crosswalk.target.version),
    ]
    lines += ends.map { "#\($0): \(JSON.string($1).canonicalText)" }
    if let maps = root["bandMaps"] { lines.append("#ext_band_maps: \(maps.canonicalText)") }
    if root["noMap"]?.array?.isEmpty == true { lines.append("#ext_no_map: []") }
    return lines
  }

  /// The SSSOM predicate and its modifier.
  ///
  /// SKOS reads from the object: an area that is narrower than the outcome has it as its broad match.
  static func predicate(of code: EdgeRelationship) -> (id: String, modifier: String) {
    switch code {
    case .equivalent: ("skos:exactMatch", "")
    case .narrower: ("skos:broadMatch", "")
    case .broader: ("skos:narrowMatch", "")
    case .relatedTo: ("skos:relatedMatch", "")
    case .notRelatedTo: ("skos:relatedMatch", "Not")
    }
  }

  /// A text as a cell: nothing when it is missing, quoted when it is empty or would be misread.
  private static func cell(_ json: JSON?) -> String {
    guard let text = json?.string else { return "" }
    // Bytes, not characters: an accent may stand behind a quotation mark.
    let quote = UInt8(ascii: "\"")
    guard text.isEmpty || text.utf8.contains(quote) else { return text }
    let doubled = text.utf8.flatMap { $0 == quote ? [quote, quote] : [$0] }
    return "\"" + String(decoding: doubled, as: UTF8.self) + "\""
  }

  private static func snakeCase(_ name: String) -> String {
    name.map { $0.isUppercase ? "_" + $0.lowercased() : String($0) }.joined()
  }
}
