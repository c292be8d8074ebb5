import WireFormat

/// Reads a crosswalk from a FHIR R5 ConceptMap.
///
/// A ConceptMap that this product did not write may lack the extensions: then the edition and the version
/// stand behind a `|` in the groups' source and target, roles are contributory and weights 100.
enum ConceptMapReader {
  /// Parts found so far, each with the position that it says it has.
  private struct Part {
    let position: Int64
    let place: String
    let json: JSON
  }

  static func read(_ bytes: [UInt8]) throws(ReferenceProblem) -> ImportedCrosswalk {
    let resource: JSON
    do throws(JSONProblem) {
      resource = try JSON(strict: bytes)
    } catch {
      throw ReferenceProblem("cannot be read: \(error.description)")
    }
    guard resource["resourceType"] == "ConceptMap" else {
      throw ReferenceProblem("is no ConceptMap; its `resourceType` must be ConceptMap.")
    }
    let groups = try list(resource["group"], at: "/group", needed: true)
    var edges: [Part] = []
    var leftOut: [Part] = []
    for (index, group) in groups.enumerated() {
      try read(group, at: "/group/\(index)", &edges, &leftOut)
    }
    var members = try root(of: resource, groups: groups)
    let ordered = edges.enumerated().sorted { left, right in
      (left.element.position, left.offset) < (right.element.position, right.offset)
    }.map(\.element)
    let gone = leftOut.enumerated().sorted { left, right in
      (left.element.position, left.offset) < (right.element.position, right.offset)
    }.map(\.element)
    members["edges"] = .array(ordered.map(\.json))
    if !gone.isEmpty { members["noMap"] = .array(gone.map(\.json)) }
    return ImportedCrosswalk(
      json: .object(members),
      edges: ordered.map(\.place),
      noMap: gone.map(\.place)
    )
  }

  private static func list(
    _ json: JSON?,
    at place: String,
    needed: Bool = false
  ) throws(ReferenceProblem) -> [JSON] {
    guard let json else {
      guard needed else { return [] }
      throw fault(place, "is missing; add it.")
    }
    guard let list = json.array else { throw fault(place, "is not a list; write it as […].") }
    guard list.count <= ReferenceLimits.edgesMax else {
      throw fault(place, "has \(list.count) entries; use at most \(ReferenceLimits.edgesMax).")
    }
    return list
  }

  private static func fault(_ place: String, _ message: String) -> ReferenceProblem {
    ReferenceProblem(faults: [ReferenceFault(pointer: place, message: message)])
  }

  private static func root(
    of resource: JSON,
    groups: [JSON]
  ) throws(ReferenceProblem) -> [String: JSON] {
    var members: [String: JSON] = [:]
    members["id"] = resource["id"]
    members["version"] = resource["version"]
    members["note"] = resource["description"]
    let extensions = try list(resource["extension"], at: "/extension")
    for name in ["state", "needs", "supersedes"] {
      members[name] = value(of: name, "valueString", in: extensions)
    }
    for entry in extensions where entry["url"]?.string == ConceptMapWriter.base + "empty" {
      if let name = entry["valueString"]?.string, ["noMap", "bandMaps"].contains(name) {
        members[name] = []
      }
    }
    let group = groups.first
    let source = end(group?["source"] ?? resource["sourceScopeUri"], "instrument")
    let target = end(group?["target"] ?? resource["targetScopeUri"], "framework")
    let edition = value(of: "sourceEdition", "valueString", in: extensions)
    let version = value(of: "targetVersion", "valueString", in: extensions)
    guard let source, let target else {
      throw fault("/group/0", "has no `source` or `target`; write them as URI|VERSION.")
    }
    members["source"] = [
      "instrument": .string(source.id), "version": edition ?? .string(source.version),
    ]
    members["target"] = [
      "framework": .string(target.id), "version": version ?? .string(target.version),
    ]
    var maps: [JSON] = []
    for entry in extensions where entry["url"]?.string == ConceptMapWriter.base + "bandMap" {
      maps.append(try bandMap(try list(entry["extension"], at: "/extension", needed: true)))
    }
    if !maps.isEmpty { members["bandMaps"] = .array(maps) }
    return members
  }

  /// The id and the version in `URI|VERSION`; the id is what follows the last `:` or `/`.
  private static func end(_ json: JSON?, _ kind: String) -> (id: String, version: String)? {
    guard let text = json?.string else { return nil }
    let parts = text.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
    guard let id = parts.first?.split(whereSeparator: { $0 == ":" || $0 == "/" }).last else {
      return nil
    }
    return (String(id), parts.count == 2 ? String(parts[1]) : "")
  }

  private static func value(of name: String, _ member: String, in list: [JSON]) -> JSON? {
    list.first { $0["url"]?.string == ConceptMapWriter.base + name }?[member]
  }

  private static func bandMap(_ parts: [JSON]) throws(ReferenceProblem) -> JSON {
    var points: [String: JSON] = [:]
    for part in parts where part["url"]?.string == ConceptMapWriter.base + "point" {
      let inner = try list(part["extension"], at: "/extension", needed: true)
      guard let code = value(of: "code", "valueString", in: inner)?.string,
        let lo = value(of: "lo", "valueInteger", in: inner),
        let hi = value(of: "hi", "valueInteger", in: inner)
      else {
        throw fault("/extension", "has a band map with a point that lacks `code`, `lo` or `hi`.")
      }
      guard points.updateValue([lo, hi], forKey: code) == nil else {
        throw fault("/extension", "has a band map that names the point \(code.prefix(12)) twice.")
      }
    }
    var members: [String: JSON] = ["points": .object(points)]
    members["scale"] = value(of: "scale", "valueString", in: parts)
    return .object(members)
  }

  private static func read(
    _ group: JSON,
    at place: String,
    _ edges: inout [Part],
    _ leftOut: inout [Part]
  ) throws(ReferenceProblem) {
    let extensions = try list(group["extension"], at: "\(place)/extension")
    let layer = value(of: "layer", "valueString", in: extensions)
    for (index, element) in try list(group["element"], at: "\(place)/element").enumerated() {
      let here = "\(place)/element/\(index)"
      if element["noMap"]?.bool == true {
        let own = try list(element["extension"], at: "\(here)/extension")
        var members: [String: JSON] = [:]
        members["area"] = element["code"]
        members["layer"] = layer
        members["rationale"] = value(of: "rationale", "valueString", in: own)
        let position = value(of: "position", "valueInteger", in: own)?.int
        leftOut.append(Part(position: position ?? .max, place: here, json: .object(members)))
      }
      for (number, target) in try list(element["target"], at: "\(here)/target").enumerated() {
        let properties = try list(target["property"], at: "\(here)/target/\(number)/property")
        edges.append(
          edge(
            to: target,
            properties,
            from: element,
            layer: layer,
            at: "\(here)/target/\(number)"
          )
        )
      }
    }
  }

  private static func edge(
    to target: JSON,
    _ properties: [JSON],
    from element: JSON,
    layer: JSON?,
    at place: String
  ) -> Part {
    func value(_ code: String) -> JSON? {
      let property = properties.first { $0["code"]?.string == code }
      return property?["valueString"] ?? property?["valueInteger"] ?? property?["valueCode"]
    }
    var members: [String: JSON] = [:]
    members["area"] = element["code"]
    members["outcome"] = target["code"]
    members["relationship"] = target["relationship"]
    members["role"] = value("role") ?? "contributory"
    members["weightPercent"] = value("weightPercent") ?? 100
    members["rationale"] = target["comment"]
    for name in EdgeTexts.names { members[name] = value(name) }
    members["layer"] = layer
    return Part(
      position: value("position")?.int ?? .max,
      place: place,
      json: .object(members)
    )
  }
}
