import Instruments
import WireFormat

/// Writes a crosswalk as a FHIR R5 ConceptMap: a group for each layer, an element for each area.
struct ConceptMapWriter {
  /// The address under which the extensions and properties are named.
  static let base = "urn:starmap:conceptmap:"
  private let crosswalk: Crosswalk
  private let root: [String: JSON]

  init(_ crosswalk: Crosswalk) {
    self.crosswalk = crosswalk
    root = crosswalk.json.object ?? [:]
  }

  /// The resource.
  var json: JSON {
    var members: [String: JSON] = [
      "resourceType": "ConceptMap", "id": .string(crosswalk.id),
      "url": .string("urn:starmap:crosswalk:\(crosswalk.id)"),
      "version": .string(crosswalk.version), "status": .string(status),
      "extension": .array(extensions),
      "property": .array(
        (["role", "weightPercent", "position"] + EdgeTexts.names).map { name in
          [
            "code": .string(name), "uri": .string(Self.base + name),
            "type": name == "weightPercent" || name == "position" ? "integer" : "string",
          ]
        }
      ),
      "group": .array(groups),
    ]
    members["description"] = root["note"]
    members["sourceScopeUri"] = .string(uri("instrument", crosswalk.source.id))
    members["targetScopeUri"] = .string(uri("framework", crosswalk.target.id))
    return .object(members)
  }

  private func uri(_ kind: String, _ id: String) -> String { "urn:starmap:\(kind):\(id)" }

  private var status: String {
    switch crosswalk.state {
    case .draft, .proposed: "draft"
    case .approved, .active, .reference: "active"
    case .superseded, .withdrawn: "retired"
    }
  }

  /// What a ConceptMap has no element for.
  private var extensions: [JSON] {
    var list: [JSON] = [
      text("sourceEdition", crosswalk.source.edition),
      text("targetVersion", crosswalk.target.version),
    ]
    for name in ["state", "needs", "supersedes"] {
      if let value = root[name]?.string { list.append(text(name, value)) }
    }
    for name in ["noMap", "bandMaps"] where root[name]?.array?.isEmpty == true {
      list.append(text("empty", name))
    }
    for map in root["bandMaps"]?.array ?? [] {
      let points = (map["points"]?.object ?? [:]).sorted { $0.key < $1.key }
      list.append([
        "url": .string(Self.base + "bandMap"),
        "extension": .array(
          [text("scale", map["scale"]?.string ?? "")]
            + points.map { code, ends in
              [
                "url": .string(Self.base + "point"),
                "extension": [
                  text("code", code), number("lo", ends.array?.first ?? 0),
                  number("hi", ends.array?.last ?? 0),
                ],
              ]
            }
        ),
      ])
    }
    return list
  }

  private func text(_ name: String, _ value: String) -> JSON {
    ["url": .string(Self.base + name), "valueString": .string(value)]
  }

  private func number(_ name: String, _ value: JSON) -> JSON {
    ["url": .string(Self.base + name), "valueInteger": value]
  }

  /// The layers in the order in which they first occur.
  private var groups: [JSON] {
    let edges = (root["edges"]?.array ?? []).enumerated().map { ($0.offset, $0.element) }
    let leftOut = (root["noMap"]?.array ?? []).enumerated().map { ($0.offset, $0.element) }
    var layers: [String?] = []
    for layer in (edges + leftOut).map({ $0.1["layer"]?.string }) where !layers.contains(layer) {
      layers.append(layer)
    }
    return layers.map { layer in
      let own = edges.filter { $0.1["layer"]?.string == layer }
      let gone = leftOut.filter { $0.1["layer"]?.string == layer }
      var areas: [String] = []
      for area in own.compactMap({ $0.1["area"]?.string }) where !areas.contains(area) {
        areas.append(area)
      }
      let elements = areas.map { area -> JSON in
        [
          "code": .string(area),
          "target": .array(
            own.filter { $0.1["area"]?.string == area }.map { target(of: $0.1, at: $0.0) }
          ),
        ]
      }
      var group: [String: JSON] = [
        "source": .string(
          "\(uri("instrument", crosswalk.source.id))|\(crosswalk.source.edition)"
        ),
        "target": .string(
          "\(uri("framework", crosswalk.target.id))|\(crosswalk.target.version)"
        ),
        "element": .array(elements + gone.map { leftOutElement($0.1, at: $0.0) }),
      ]
      if let layer { group["extension"] = [text("layer", layer)] }
      return .object(group)
    }
  }

  private func target(of edge: JSON, at position: Int) -> JSON {
    func property(_ code: String, _ name: String, _ value: JSON) -> JSON {
      .object(["code": .string(code), name: value])
    }
    var properties = [
      property("position", "valueInteger", .int(Int64(position))),
      property("role", "valueString", edge["role"] ?? .null),
      property("weightPercent", "valueInteger", edge["weightPercent"] ?? .null),
    ]
    // The layer is the group's.
    for name in EdgeTexts.names where name != "layer" {
      if let value = edge[name] { properties.append(property(name, "valueString", value)) }
    }
    var members: [String: JSON] = [
      "code": edge["outcome"] ?? .null, "relationship": edge["relationship"] ?? .null,
      "property": .array(properties),
    ]
    members["comment"] = edge["rationale"]
    return .object(members)
  }

  private func leftOutElement(_ entry: JSON, at position: Int) -> JSON {
    var list = [number("position", .int(Int64(position)))]
    if let rationale = entry["rationale"]?.string { list.append(text("rationale", rationale)) }
    return ["code": entry["area"] ?? .null, "noMap": true, "extension": .array(list)]
  }
}
