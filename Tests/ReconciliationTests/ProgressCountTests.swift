import Instruments
import Reconciliation
import Testing
import WireFormat

@Suite struct ProgressCountTests {
  private let world: World

  init() throws { world = try World() }

  /// One episode up, one down with two subjects, one without a last reading, one without any.
  private func progress() throws -> Progress {
    try world.progress([
      episode("e1", pairOfReadings(first: ["a": "1", "b": "3"], last: ["a": "3", "b": "3"])),
      episode(
        "e2",
        district: "Vale",
        pairOfReadings(
          "p",
          subject: "P1",
          first: ["a": "5", "b": "5"],
          last: ["a": "5", "b": "4"]
        )
          + pairOfReadings("q", subject: "P2", first: ["a": "notApplicable"], last: ["a": "2"])
      ),
      episode("e3", [reading("r1", "2025-01-20", scores: ["a": "2", "b": "declined"])]),
      episode("e4", district: nil, closed: "2025-11-24", []),
    ])
  }

  @Test func `pairs are counted by episode with the best status of its subjects`() throws {
    let rows = try progress().pairingCounts()

    #expect(
      rows.map(\.group) == [ProgressGroup(authority: "North", instrument: "tool", group: nil)]
    )
    let counts = try #require(rows.first)
    #expect(
      counts.byStatus == [
        .paired: 2, .crossVersion: 0, .noFollowUp: 1, .noBaseline: 1, .onlyFamilyView: 0,
      ]
    )
    #expect(
      counts.subjects == [
        .paired: 3, .crossVersion: 0, .noFollowUp: 1, .noBaseline: 0, .onlyFamilyView: 0,
      ]
    )
    #expect([counts.episodes, counts.pairedCrossEdition, counts.noReadings] == [4, 0, 1])
    #expect(counts.gapDaysMedian == 151)
    #expect(counts.unpaired == Proportion(x: 2, n: 4))
  }

  @Test func `rows are split by district and by quarter of closure`() throws {
    let progress = try progress()

    #expect(
      progress.pairingCounts(by: .district).map { "\($0.group.group ?? "-"):\($0.episodes)" }
        == [":1", "Hill:2", "Vale:1"]
    )
    #expect(
      progress.pairingCounts(by: .quarter).map { "\($0.group.group ?? "-"):\($0.episodes)" }
        == ["2025Q3:3", "2025Q4:1"]
    )
  }

  @Test func `areas are counted by subject`() throws {
    let counts = try progress().areaCounts()

    #expect(counts.map(\.area) == ["a", "b"])
    let first = try #require(counts.first)
    #expect(
      first.directions == [.improved: 1, .maintained: 0, .maintainedAtTop: 1, .declined: 0]
    )
    #expect([first.n, first.notApplicable, first.noDirection] == [2, 1, 0])
    #expect([first.rawUp, first.rawDown] == [1, 0])
    #expect(first.up2Points == nil)
    #expect(first.net == NetImprovement(up: 1, down: 0, n: 2))
    #expect(counts.last?.noDirection == 1)
  }

  @Test func `two native points are counted where the change rule counts stages`() throws {
    let staged = try World(
      scale: .ten,
      crosswalk: ["bandMaps": [["scale": "star10", "points": .object(Self.tenBands)]]]
    )

    let counts = try staged.progress([
      episode("e1", pairOfReadings(first: ["a": "3"], last: ["a": "4"])),
      episode("e2", pairOfReadings(first: ["a": "3"], last: ["a": "5"])),
      episode("e3", pairOfReadings(first: ["a": "5"], last: ["a": "2"])),
    ]).areaCounts()

    let area = try #require(counts.first)
    #expect([area.rawUp, area.rawDown, area.up2Points, area.down2Points] == [2, 1, 1, 1])
    #expect(
      area.directions == [.improved: 1, .maintained: 1, .maintainedAtTop: 0, .declined: 1]
    )
  }

  @Test func `outcomes are counted by episode and their bands by subject`() throws {
    let counts = try progress().outcomeCounts()

    #expect(counts.map(\.outcome) == ["calm", "thriving"])
    #expect(counts.map(\.isMeasured) == [true, false])
    let calm = try #require(counts.first)
    #expect(
      calm.directions
        == [.improved: 1, .maintained: 0, .maintainedAtTop: 0, .declined: 1, .mixed: 0]
    )
    #expect([calm.paired, calm.n, calm.insufficientCoverage] == [2, 2, 0])
    #expect(calm.improvedShare == Proportion(x: 1, n: 2))
    #expect(calm.declinedStrictShare == Proportion(x: 1, n: 2))
    #expect(calm.net == NetImprovement(up: 1, down: 1, n: 2))
    #expect(calm.firstBands.n == 2)
    #expect(calm.firstBands.thresholds.map(\.lower.x) == [1, 1, 1, 1])
    #expect(calm.lastBands.thresholds.map(\.lower.x) == [2, 2, 1, 0])
  }

  @Test func `an outcome that is not measured has no rows by group and one without pairs has`()
    throws
  {
    let counts = try progress().outcomeCounts(by: .district)

    #expect(
      counts.map { "\($0.group.group ?? "-") \($0.outcome) \($0.paired)" }
        == [" calm 0", "Hill calm 1", "Vale calm 1"]
    )
  }

  @Test func `the snapshot counts first readings by stage, paired or not`() throws {
    let rows = try progress().snapshot()

    let row = try #require(rows.first)
    #expect([row.area, "\(row.n)", "\(row.unscored)"] == ["a", "3", "1"])
    #expect(row.stages.map(\.stage) == [1, 2, 3, 4, 5])
    #expect(row.stages.map(\.proportion) == [1, 1, 0, 0, 1].map { Proportion(x: $0, n: 3) })
  }

  @Test func `the distance counts moves by any native point`() throws {
    let rows = try progress().distance()

    #expect(rows.map(\.area) == ["a", "b"])
    let row = try #require(rows.last)
    #expect(
      [row.up, row.same, row.down] == [0, 1, 1].map { Proportion(x: $0, n: 2) }
    )
  }

  @Test func `groups are told apart at a band only when their outer intervals do not meet`() {
    let low = BandCounts(Array(repeating: BandInterval(lo: 1, hi: 1), count: 40)).thresholds[0]
    let high = BandCounts(Array(repeating: BandInterval(lo: 2, hi: 2), count: 40)).thresholds[0]
    let wide = BandCounts(Array(repeating: BandInterval(lo: 1, hi: 2), count: 40)).thresholds[0]
    let none = BandCounts([]).thresholds[0]

    #expect(low.isDistinguishable(from: high))
    #expect(high.isDistinguishable(from: low))
    #expect(!low.isDistinguishable(from: wide))
    #expect(!low.isDistinguishable(from: none))
  }

  private static let tenBands = Dictionary(
    uniqueKeysWithValues: (1...10).map { point in
      ("\(point)", JSON.array([.int((point + 1) / 2), .int((point + 1) / 2)]))
    }
  )
}
