import Casework
import Foundation
import Instruments
import Testing

@Suite struct ConformancePackTests {
  @Test(arguments: TestPacks.conformance)
  func `a conformance pack takes a whole reading at every point`(file: URL) throws {
    let pack = try TestPacks.pack(file)
    let scale = try #require(pack.scales.first)

    for code in scale.points.map(\.code) + scale.nonScores.map(\.rawValue) {
      let reading = try reading(of: pack, code: code)
      #expect(
        try checkReading(
          reading,
          catalogue: InstrumentCatalogue(packs: [pack]),
          today: reading.date
        ) == []
      )
    }
  }

  @Test func `all five shapes are there`() throws {
    let shapes = try TestPacks.conformance.map { file in
      let pack = try TestPacks.pack(file)
      let scale = try #require(pack.scales.first)
      return "\(pack.key.id): \(pack.areas.count) areas, \(scale.summary)"
    }

    #expect(
      shapes == [
        "area-missing-from-crosswalk: 11 areas, 1, 2, 3, 4, 5",
        "eight-areas: 8 areas, 1, 2, 3, 4, 5",
        "half-points: 4 areas, 1, 1.5, … 5",
        "ten-areas-in-stages: 10 areas, 1, 2, … 10",
        "twenty-items-reversed: 20 areas, 0, 1, 2, 3, 4",
      ]
    )
  }

  @Test func `two points of a ten-point scale make a stage`() throws {
    let pack = try TestPacks.conformance("ten-areas-in-stages")

    let stages = (1...10).map { pack.stage(of: "\($0)", area: "area-1") }

    #expect(stages == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
  }

  @Test func `higher is worse on a reversed scale`() throws {
    let pack = try TestPacks.conformance("twenty-items-reversed")

    #expect(pack.direction(from: "4", to: "1", area: "item-20") == .up)
    #expect(pack.direction(from: "0", to: "1", area: "item-20") == .down)
    #expect(pack.direction(from: "0", to: "0", area: "item-20") == .same)
    #expect(pack.pointsMoved(from: "4", to: "1", area: "item-20") == 3)
    #expect(pack.rank(of: "4", area: "item-20") == 4)
    #expect(pack.stage(of: "4", area: "item-20") == nil)
  }

  @Test func `half points are points of their own`() throws {
    let pack = try TestPacks.conformance("half-points")

    #expect(pack.pointsMoved(from: "3", to: "3.5", area: "area-1") == 1)
    #expect(pack.direction(from: "3.5", to: "3", area: "area-1") == .down)
    #expect(pack.rank(of: "5", area: "area-1") == 8)
    #expect(pack.scale(ofArea: "area-1")?.noIssuePolicy == .top)
  }

  @Test func `a move from or to no point has no direction`() throws {
    let pack = try TestPacks.conformance("half-points")

    #expect(pack.direction(from: "noIssue", to: "3", area: "area-1") == nil)
    #expect(pack.direction(from: "3", to: "noIssue", area: "area-1") == nil)
    #expect(pack.direction(from: "3", to: "3.25", area: "area-1") == nil)
    #expect(pack.direction(from: "3", to: "4", area: "area-9") == nil)
    #expect(pack.stage(of: "noIssue", area: "area-1") == nil)
  }

  @Test func `one area is not in the crosswalk of the instrument it extends`() throws {
    let mapped = try TestPacks.seed("map-assumed-0").areas.map(\.id)
    let areas = try TestPacks.conformance("area-missing-from-crosswalk").areas.map(\.id)

    #expect(areas.filter { !mapped.contains($0) } == ["transport"])
  }

  private func reading(of pack: InstrumentPack, code: String) throws -> Reading {
    Reading(
      instrument: pack.key.id,
      edition: pack.key.edition,
      subject: pack.subject,
      member: pack.subject == .family ? nil : RecordID(high: 1, low: 2),
      date: try day("2026-03-02"),
      respondent: .agreed,
      scores: pack.areas.map { Score(area: $0.id, code: code) }
    )
  }
}
