import Instruments
import Reconciliation
import Testing
import WireFormat

@Suite struct ProgressTests {
  private let up = (first: ["a": "1", "b": "2"], last: ["a": "3", "b": "2"])

  @Test func `a pair of one edition takes the crosswalk that was made for it`() throws {
    let world = try World()
    let readings = try pairOfReadings(first: up.first, last: up.last)

    let progress = try world.progress([episode(readings)])

    let subject = try #require(progress.episodes.first?.instruments.first?.subjects.first)
    #expect(subject.crosswalk == "tool-to-common@1")
    #expect(!subject.isCrosswalkOfOtherEdition)
    #expect(subject.outcomes.map(\.status) == [.ok, .notMeasured])
    #expect(subject.baselineBands == ["calm": BandInterval(lo: 1, hi: 1)])
    #expect(subject.baselineStages == ["a": 1, "b": 2])
    #expect(progress.crosswalksUsed == world.library.crosswalks)
    #expect(progress.frameworksUsed == world.library.frameworks)
    #expect(progress.packsUsed.map(\.key) == [InstrumentKey(id: "tool", edition: "1")])
  }

  @Test func `a pair of the later edition borrows the crosswalk and says so`() throws {
    let later = InstrumentKey(id: "tool", edition: "2")
    let readings = [
      try reading("r1", "2025-01-20", key: later, scores: up.first),
      try reading("r2", "2025-06-20", key: later, scores: up.last),
    ]

    let progress = try World().progress([episode(readings)])

    let subject = try #require(progress.episodes.first?.instruments.first?.subjects.first)
    #expect(subject.isCrosswalkOfOtherEdition)
    #expect(subject.outcomes.first?.direction == .improved)
  }

  @Test func `a pair of two editions is flagged and counted`() throws {
    let later = InstrumentKey(id: "tool", edition: "2")
    let readings = [
      try reading("r1", "2025-01-20", scores: up.first),
      try reading("r2", "2025-06-20", key: later, scores: up.last),
    ]

    let progress = try World().progress([episode(readings)])

    #expect(progress.pairingCounts().map(\.pairedCrossEdition) == [1])
    #expect(progress.packsUsed.map(\.key.edition) == ["1", "2"])
    #expect(progress.outcomeCounts().first?.directions[.improved] == 1)
  }

  @Test func `a crosswalk that fails its check gives no outcomes and spares everything else`()
    throws
  {
    let world = try World(crosswalk: ["edges": [inventedEdge("a", "calm")]])
    let readings = try pairOfReadings(first: up.first, last: up.last)

    let progress = try world.progress([episode(readings)])

    #expect(
      progress.refusedCrosswalks.map { $0.problems.map(\.code) } == [["unmapped_area:b:outcomes"]]
    )
    #expect(progress.outcomeCounts() == [])
    #expect(progress.areaCounts().map(\.net.up) == [1, 0])
    #expect(progress.pairingCounts().map(\.byStatus[.paired]) == [1])
    #expect(progress.crosswalksUsed == [])
    #expect(progress.frameworksUsed == [])
  }

  @Test func `an instrument without a pack is paired and has no areas`() throws {
    let key = InstrumentKey(id: "gone", edition: "1")
    let readings = [
      try reading("r1", "2025-01-20", key: key, scores: up.first),
      try reading("r2", "2025-06-20", key: key, scores: up.last),
    ]

    let progress = try World().progress([episode(readings)])

    let gone = try #require(progress.episodes.first?.instruments.first)
    #expect(gone.status == .paired)
    #expect(gone.subjects.map(\.areas) == [[]])
    #expect(progress.areaCounts().map(\.group.instrument) == ["tool", "tool"])
  }

  @Test func `a missing framework gives no outcomes`() throws {
    var world = try World()
    world.library.frameworks = []
    let readings = try pairOfReadings(first: up.first, last: up.last)

    let progress = try world.progress([episode(readings)])

    #expect(progress.outcomeCounts() == [])
    #expect(progress.pairingCounts().map(\.byStatus[.paired]) == [1])
  }

  @Test func `brothers and sisters are combined and both kept`() throws {
    let readings =
      try pairOfReadings("p", subject: "C1", first: up.first, last: up.last)
      + pairOfReadings("q", subject: "C2", first: up.last, last: up.first)

    let progress = try World().progress([episode(readings)])

    let tool = try #require(progress.episodes.first?.instruments.first)
    #expect(tool.subjects.map(\.subjectTitle) == ["C1", "C2"])
    #expect(tool.subjects.map { $0.outcomes.first?.direction } == [.improved, .declined])
    #expect(tool.outcomes.first?.direction == .mixed)
  }

  @Test func `no issue as the best point changes the outcome and nothing about the pair`() throws {
    var world = try World()
    let readings = try pairOfReadings(
      first: ["a": "2", "b": "2"],
      last: ["a": "noIssue", "b": "2"]
    )
    let excluded = try world.progress([episode(readings)])
    world.library.policy = world.library.policy.withNoIssueAsTop

    let counted = try world.progress([episode(readings)])

    #expect(excluded.outcomeCounts().first?.directions[.maintained] == 1)
    #expect(counted.outcomeCounts().first?.directions[.improved] == 1)
    #expect(counted.pairingCounts() == excluded.pairingCounts())
  }
}
