import Instruments
import Reconciliation
import Testing
import WireFormat

/// The reference cases of direction, of outcomes and of bands.
@Suite struct OutcomeCaseTests {
  private let packs: [String: InstrumentPack]

  init() throws {
    packs = [
      "star10": try inventedPack(areas: Self.areas, scale: .ten),
      "star5": try inventedPack(areas: Self.areas, scale: .five),
      "map4demo": try inventedPack(areas: Self.areas, scale: .four),
      "map0to6worseHigh": try inventedPack(areas: Self.areas, scale: .reversed, threshold: 2),
    ]
  }

  private static let areas = ["wellbeing", "emotional-needs", "routine", "work", "social"]
  private static let bands: [JSON] = [
    ["scale": "star10", "points": .object(tenBands)],
    [
      "scale": "map4demo",
      "points": ["1": [1, 2], "2": [2, 3], "3": [4, 4], "4": [5, 5]],
    ],
  ]
  private static let tenBands = Dictionary(
    uniqueKeysWithValues: (1...10).map {
      ("\($0)", JSON.array([.int(($0 + 1) / 2), .int(($0 + 1) / 2)]))
    }
  )

  @Test func `every reference direction comes out`() throws {
    let test = try #require(try Files.cases("14-reconciliation-rules", "areaDirection").first)
    let rows = try #require(test["input"]?["rows"]?.array)

    let directions = try rows.map { row in
      let scale = try #require(row["scale"]?.string)
      let areas = try areas(["work": row], scale: scale, crosswalk: nil)
      let direction = areas.first { $0.area == "work" }?.result.direction
      return direction.map { JSON.string($0.rawValue) } ?? .null
    }

    #expect(JSON.array(directions) == test["expected"])
  }

  @Test func `every reference outcome of a family comes out`() throws {
    for test in try Files.cases("14-reconciliation-rules", "familyOutcome") {
      let readings = try #require(test["input"]?["readings"]?.object)
      let scale = try #require(readings.values.first?["scale"]?.string)
      let crosswalk = try inventedCrosswalk(["bandMaps": .array(Self.bands)])

      let areas = try areas(readings, scale: scale, crosswalk: crosswalk)
      let outcome = outcomeProgress(
        outcome: "calm",
        layer: "outcomes",
        edges: try #require(test["input"]?["edges"]?.array).map(edge),
        areas: areas,
        policy: .standard
      )

      let name = Comment(rawValue: test["id"]?.string ?? "")
      let expected = try #require(test["expected"])
      #expect(summary(of: outcome, areas) == expected.withWholeCoverage, name)
    }
  }

  @Test func `the reference counts at or above each band come out`() throws {
    let test = try #require(try Files.cases("14-reconciliation-rules", "bandBounds").first)
    let intervals = try #require(test["input"]?["bandIntervals"]?.array).map(interval)

    let counts = BandCounts(intervals)

    let expected = try #require(test["expected"])
    #expect(counts.n == 40)
    for threshold in counts.thresholds {
      let row = try #require(expected["atOrAbove"]?["\(threshold.band)"])
      #expect(Int64(threshold.lower.x) == row["lowerCount"]?.int)
      #expect(Int64(threshold.upper.x) == row["upperCount"]?.int)
    }
    let four = try #require(counts.thresholds.first { $0.band == 4 })
    let low = try #require(expected["lowerBoundWilson_k4"]?.array?.first?.number)
    let high = try #require(expected["upperBoundWilson_k4"]?.array?.last?.number)
    let computed = (low: try #require(four.low), high: try #require(four.high))
    #expect((computed.low - low).magnitude < 1e-9)
    #expect((computed.high - high).magnitude < 1e-9)
  }

  private func areas(
    _ readings: [String: JSON],
    scale: String,
    crosswalk: Crosswalk?
  ) throws -> [AreaProgress] {
    let pack = try #require(packs[scale])
    func scores(_ end: String) -> [String: String] {
      readings.mapValues { reading in
        if reading["status"]?.string == "not_applicable" { return "notApplicable" }
        return reading[end]?.int.map(String.init) ?? "notScored"
      }
    }
    return areaProgress(
      first: (try reading("r1", "2025-01-20", scores: scores("first")), pack),
      last: (try reading("r2", "2025-06-20", scores: scores("last")), pack),
      crosswalk: crosswalk,
      noIssue: .exclude
    )
  }

  private func edge(_ json: JSON) throws -> CrosswalkEdge {
    CrosswalkEdge(
      area: try #require(json["area"]?.string),
      outcome: "calm",
      layer: "outcomes",
      relationship: try #require(
        json["relationship"]?.string.flatMap(EdgeRelationship.init(rawValue:))
      ),
      role: try #require(json["role"]?.string.flatMap(EdgeRole.init(rawValue:))),
      weightPercent: try #require(json["weight"]?.number) == 0.5 ? 50 : 100
    )
  }

  private func interval(_ json: JSON) throws -> BandInterval {
    let ends = try #require(json.array).compactMap(\.int)
    try #require(ends.count == 2)
    return BandInterval(lo: Int(ends[0]), hi: Int(ends[1]))
  }

  private func summary(of outcome: OutcomeProgress, _ areas: [AreaProgress]) -> JSON {
    var summary: [String: JSON] = [
      "status": .string(outcome.status.rawValue),
      "coverage": outcome.coverage.map { .int(Int64($0 * 1000)) } ?? .null,
      "notApplicableAreas": .array(outcome.notApplicableAreas.map(JSON.string)),
    ]
    guard let direction = outcome.direction, let strict = outcome.strictDirection
    else { return .object(summary) }
    let directions = areas.filter { outcome.areas.contains($0.area) }.compactMap { area in
      area.result.direction.map { (area.area, JSON.string($0.rawValue)) }
    }
    summary["areaDirections"] = .object(Dictionary(uniqueKeysWithValues: directions))
    summary["direction"] = .string(direction.rawValue)
    summary["directionStrict"] = .string(strict.rawValue)
    summary["bandFirst"] = json(outcome.bandFirst)
    summary["bandLast"] = json(outcome.bandLast)
    summary["lowestBandLast"] = json(outcome.lowestLast)
    return .object(summary)
  }

  private func json(_ bands: BandInterval?) -> JSON {
    bands.map { [.int(Int64($0.lo)), .int(Int64($0.hi))] } ?? .null
  }
}

extension JSON {
  /// The same object with its coverage in thousandths, so that it can be compared as a whole.
  fileprivate var withWholeCoverage: JSON {
    guard var members = object, let coverage = members["coverage"]?.number else { return self }
    members["coverage"] = .int(Int64(coverage * 1000))
    return .object(members)
  }
}
