import Reconciliation
import WireFormat

/// Direction, outcomes and bands.
extension CaseAnswers {
  static func areaDirection(_ input: CaseInput) throws(CaseProblem) -> JSON {
    let rules = input.members["rules"]?.object ?? [:]
    var scales: [String: CaseScale] = [:]
    var directions: [JSON] = []
    for row in try input.list("rows") {
      guard row.object != nil else { throw .unreadable("rows") }
      let row = try CaseInput(row)
      let name = try row.text("scale")
      if scales[name] == nil { scales[name] = try scale(name, rules[name]) }
      guard let scale = scales[name] else { throw .unreadable("rows") }
      guard row.has("first"), row.has("last") else {
        directions.append(.null)
        continue
      }
      let direction = try scale.direction(
        first: try row.number("first"),
        last: try row.number("last"),
        field: "rows"
      )
      directions.append(.string(direction.rawValue))
    }
    return .array(directions)
  }

  static func familyOutcome(_ input: CaseInput) throws(CaseProblem) -> JSON {
    let coverage = try input.number("minCoverage", default: 0.5)
    guard (0...1).contains(coverage) else { throw .undefined(.parameterOutOfRange) }
    var policy = ProgressPolicy.standard
    policy.minCoveragePerMillion = Int((coverage * 1_000_000).rounded())
    let isIssueTop = input.members["noIssuePolicy"]?.string == "top"
    let rules = (input.members["rules"] ?? input.members["scales"])?.object ?? [:]
    var areas: [AreaProgress] = []
    guard let readings = input.members["readings"]?.object else { throw .unreadable("readings") }
    for (area, json) in readings.sorted(by: { $0.key < $1.key }) {
      guard json.object != nil else { throw .unreadable("readings") }
      areas.append(try progress(area, try CaseInput(json), rules, isIssueTop: isIssueTop))
    }
    var edges: [CrosswalkEdge] = []
    for json in try input.list("edges") { edges.append(try edge(json)) }
    guard edges.count <= edgesMax else { throw .tooLarge("edges") }
    let outcome = outcomeProgress(
      outcome: "outcome",
      layer: "layer",
      edges: edges,
      areas: areas,
      policy: policy
    )
    var answer: [String: JSON] = [
      "status": .string(outcome.status.rawValue), "coverage": .optional(outcome.coverage),
      "notApplicableAreas": .array(outcome.notApplicableAreas.map { .string($0) }),
    ]
    var directions: [String: JSON] = [:]
    for area in areas where outcome.areas.contains(area.area) {
      directions[area.area] = (area.result.direction?.rawValue).map { .string($0) } ?? .null
    }
    answer["areaDirections"] = .object(directions)
    answer["direction"] = (outcome.direction?.rawValue).map { .string($0) } ?? .null
    answer["directionStrict"] = (outcome.strictDirection?.rawValue).map { .string($0) } ?? .null
    answer["bandFirst"] = bands(outcome.bandFirst)
    answer["bandLast"] = bands(outcome.bandLast)
    answer["lowestBandFirst"] = bands(outcome.lowestFirst)
    answer["lowestBandLast"] = bands(outcome.lowestLast)
    return .object(answer)
  }

  /// How many edges an outcome may have; the sums of their weights stay far within 64 bits.
  private static let edgesMax = 500

  static func bandBounds(_ input: CaseInput) throws(CaseProblem) -> JSON {
    var intervals: [BandInterval] = []
    for element in try input.list("bandIntervals") {
      intervals.append(try interval(element, "bandIntervals"))
    }
    let n = intervals.count
    let level = try input.level()
    var counts: [String: JSON] = [:]
    var answer: [String: JSON] = ["n": .count(n)]
    for band in BandInterval.bands {
      let lower = Proportion(x: intervals.count { $0.lo >= band }, n: n, level: level)
      let upper = Proportion(x: intervals.count { $0.hi >= band }, n: n, level: level)
      counts["\(band)"] = ["lowerCount": .count(lower.x), "upperCount": .count(upper.x)]
      answer["lowerBoundWilson_k\(band)"] = .limits(EstimateWithLimits(lower))
      answer["upperBoundWilson_k\(band)"] = .limits(EstimateWithLimits(upper))
    }
    answer["atOrAbove"] = .object(counts)
    if n == 0 { answer["reason"] = .string(UndefinedReason.noData.rawValue) }
    return .object(answer)
  }

  static func canonicalHash(_ input: CaseInput) throws(CaseProblem) -> JSON {
    guard input.json.holdsNoFraction else { throw .unreadable("input") }
    return [
      "canonicalUTF8": .string(input.json.canonicalText),
      "sha256": .string(contentHash(of: input.json)),
    ]
  }

  /// Reads two bands, the lower first.
  static func interval(_ json: JSON, _ field: String) throws(CaseProblem) -> BandInterval {
    guard let ends = json.array, ends.count == 2, let lo = ends[0].wholeNumber,
      let hi = ends[1].wholeNumber, BandInterval.bands.contains(lo),
      BandInterval.bands.contains(hi), lo <= hi
    else { throw .unreadable(field) }
    return BandInterval(lo: lo, hi: hi)
  }

  private static func scale(_ name: String, _ rule: JSON?) throws(CaseProblem) -> CaseScale {
    if let rule, rule.object != nil { return try CaseScale(described: rule, field: "rules") }
    return try CaseScale(rule: rule?.string ?? "", name: name, field: "rules")
  }

  private static func progress(
    _ area: String,
    _ reading: CaseInput,
    _ rules: [String: JSON],
    isIssueTop: Bool
  ) throws(CaseProblem) -> AreaProgress {
    let status = try reading.text("status")
    let name = reading.members["scale"]?.string ?? ""
    let scale = try scale(name, rules[name])
    let isScored = status == "scored" && reading.has("first") && reading.has("last")
    let isApplicable =
      status != "not_applicable" && status != "notApplicable"
      && (isIssueTop || !(status == "no_issue" || status == "noIssue"))
    guard isApplicable else {
      return AreaProgress(area: area, first: nil, last: nil, result: .notApplicable)
    }
    guard isScored else {
      return AreaProgress(area: area, first: nil, last: nil, result: .noDirection)
    }
    let first = try reading.number("first")
    let last = try reading.number("last")
    let direction = try scale.direction(first: first, last: last, field: "readings")
    return AreaProgress(
      area: area,
      first: "\(first)",
      last: "\(last)",
      result: .directed(direction, pointsMoved: nil),
      bandFirst: scale.bands(of: first),
      bandLast: scale.bands(of: last)
    )
  }

  private static func edge(_ json: JSON) throws(CaseProblem) -> CrosswalkEdge {
    guard json.object != nil else { throw .unreadable("edges") }
    let edge = try CaseInput(json)
    let weight =
      edge.has("weightPercent")
      ? try edge.number("weightPercent") / 100 : try edge.number("weight", default: 1)
    guard weight > 0, weight <= 1000,
      let relationship = EdgeRelationship(rawValue: try edge.text("relationship")),
      let role = EdgeRole(rawValue: try edge.text("role"))
    else { throw .unreadable("edges") }
    // Only the proportions of weights count; hundredths would round a third away.
    return CrosswalkEdge(
      area: try edge.text("area"),
      outcome: "outcome",
      layer: "layer",
      relationship: relationship,
      role: role,
      weightPercent: max(1, Int((weight * 1_000_000).rounded()))
    )
  }

  private static func bands(_ bands: BandInterval?) -> JSON {
    bands.map { [.count($0.lo), .count($0.hi)] } ?? .null
  }
}

extension JSON {
  /// Whether every number in it is whole, as canonical documents ask.
  fileprivate var holdsNoFraction: Bool {
    switch self {
    case .number: false
    case .array(let elements): elements.allSatisfy(\.holdsNoFraction)
    case .object(let members): members.values.allSatisfy(\.holdsNoFraction)
    case .null, .bool, .int, .string: true
    }
  }
}
