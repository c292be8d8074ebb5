import Instruments
import WireFormat

extension DraftFields {
  /// Reads a crosswalk; its problems are its own and sink no other.
  mutating func crosswalk(
    _ json: JSON,
    at pointer: String,
    _ bands: (String) -> [BandMap]
  ) -> CrosswalkDraft? {
    let id = text(json["id"], at: "\(pointer)/id")
    let version = text(json["version"], at: "\(pointer)/version")
    let state = state(json["state"], at: "\(pointer)/state")
    let from = json["source"]
    let instrument = text(from?["id"] ?? from?["instrument"], at: "\(pointer)/source/id")
    let edition = text(from?["version"], at: "\(pointer)/source/version")
    let to = json["target"]
    let framework = text(to?["id"] ?? to?["framework"], at: "\(pointer)/target/id")
    let frameworkVersion = text(to?["version"], at: "\(pointer)/target/version")
    let list = json["edges"]?.array ?? []
    let noMap = json["noMap"]?.array ?? []
    if list.count > ReferenceLimits.edgesMax || noMap.count > ReferenceLimits.edgesMax {
      report("\(pointer)/edges", "are more than \(ReferenceLimits.edgesMax).")
    }
    guard let id, let version, let state, let instrument, let edition, let framework,
      let frameworkVersion
    else { return nil }
    let source = InstrumentKey(id: instrument, edition: edition)
    let target = FrameworkKey(id: framework, version: frameworkVersion)
    let unit = DraftWeight.unit(of: list)
    let read = list.map { DraftEdge($0, unit: unit) }
    let problems = read.flatMap(\.problems)
    let crosswalk = Crosswalk(
      id: id,
      version: version,
      state: state,
      needs: json["needs"]?.string,
      source: source,
      target: target,
      edges: read.compactMap(\.edge),
      noMap: noMap.map { entry in
        NoMap(
          area: entry["area"]?.string ?? "",
          layer: entry["layer"]?.string ?? "",
          rationale: (entry["rationale"] ?? entry["reason"])?.string ?? ""
        )
      },
      bandMaps: bandMaps(json["bandMaps"]) ?? bands(instrument),
      json: json,
      contentHash: contentHash(of: json)
    )
    return CrosswalkDraft(
      id: id,
      version: version,
      state: state,
      source: source,
      target: target,
      crosswalk: problems.isEmpty ? crosswalk : nil,
      problems: problems
    )
  }

  private func bandMaps(_ json: JSON?) -> [BandMap]? {
    guard let list = json?.array, !list.isEmpty else { return nil }
    return list.map { map in
      BandMap(scale: (map["scale"] ?? map["scaleId"])?.string ?? "", json: map["points"] ?? .null)
    }
  }
}

/// One edge of a draft, and what no edge can have.
private struct DraftEdge {
  let edge: CrosswalkEdge?
  let problems: [CrosswalkProblem]

  init(_ json: JSON, unit: Int) {
    let area = json["area"]?.string ?? ""
    let outcome = json["outcome"]?.string ?? ""
    let place = "from \(area) to \(outcome)"
    var problems: [CrosswalkProblem] = []
    let relationship = json["relationship"]?.string.flatMap(EdgeRelationship.init(rawValue:))
    if relationship == nil {
      problems.append(
        CrosswalkProblem(
          .unknownRelationship,
          area,
          outcome,
          message: "The relationship of the edge \(place) is none of the known ones; use one of "
            + EdgeRelationship.allCases.map(\.rawValue).joined(separator: ", ") + "."
        )
      )
    }
    let role = json["role"]?.string.flatMap(EdgeRole.init(rawValue:))
    if role == nil {
      problems.append(
        CrosswalkProblem(
          .unknownRole,
          area,
          outcome,
          message: "The role of the edge \(place) is neither primary nor contributory; correct it."
        )
      )
    }
    let weight = DraftWeight(json, unit: unit)
    if weight == nil {
      problems.append(
        CrosswalkProblem(
          .weightNotPositive,
          area,
          outcome,
          message: "The weight of the edge \(place) is no number above 0, or far too large; "
            + "correct it."
        )
      )
    }
    self.problems = problems
    guard let relationship, let role, let weight else {
      edge = nil
      return
    }
    edge = CrosswalkEdge(
      area: area,
      outcome: outcome,
      layer: json["layer"]?.string ?? "",
      relationship: relationship,
      role: role,
      weightPercent: weight.value,
      confidence: json["confidence"]?.string.flatMap(EdgeConfidence.init(rawValue:)),
      confidenceOf: json["confidenceOf"]?.string,
      rationale: (json["rationale"] ?? json["reason"])?.string ?? "",
      justification: json["justification"]?.string.flatMap(EdgeJustification.init(rawValue:)),
      author: json["author"]?.string ?? "",
      status: json["status"]?.string
    )
  }
}

/// The weight of an edge as a whole number.
///
/// Only the ratio of weights means anything. So where some weight of a crosswalk is finer than
/// hundredths, all of it is counted in millionths.
private struct DraftWeight {
  let value: Int

  /// How many parts make a weight of 1: a hundred, or a million where some weight needs it.
  static func unit(of edges: [JSON]) -> Int {
    let isFine = edges.contains { edge in
      guard let percent = percent(of: edge) else { return false }
      return (percent - percent.rounded()).magnitude > 1e-9
    }
    return isFine ? 1_000_000 : 100
  }

  init?(_ edge: JSON, unit: Int) {
    guard let percent = Self.percent(of: edge), percent > 0,
      percent <= Double(ReferenceLimits.weightPercentMax)
    else { return nil }
    value = max(1, Int((percent * Double(unit) / 100).rounded()))
  }

  private static func percent(of edge: JSON) -> Double? {
    if let percent = edge["weightPercent"] { return percent.number }
    guard let weight = edge["weight"] else { return 100 }
    return weight.number.map { $0 * 100 }
  }
}
