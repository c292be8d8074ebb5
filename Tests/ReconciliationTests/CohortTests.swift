import Instruments
import Reconciliation
import Testing

@Suite struct CohortTests {
  private let world: World

  init() throws { world = try World() }

  private static let closings: [(closed: String?, reason: LeftOutReason?)] = [
    ("2025-03-31", .closedBeforePeriod), ("2025-04-01", nil), ("2025-06-30", nil),
    ("2025-07-01", .closedAfterPeriod), ("2025-08-01", .closedAfterAsOf), (nil, .stillOpen),
  ]

  @Test(arguments: closings)
  func `both ends of the period belong to it`(closed: String?, reason: LeftOutReason?) throws {
    let readings = try pairOfReadings(first: ["a": "1"], last: ["a": "2"])

    let progress = try world.progress(
      [episode(closed: closed, readings)],
      from: "2025-04-01",
      to: "2025-06-30",
      asOf: "2025-07-31"
    )

    #expect(
      progress.leftOut.filter { $0.instrument == nil }.map(\.reason) == [reason].compactMap(\.self)
    )
    #expect(progress.episodes.count == (reason == nil ? 1 : 0))
  }

  @Test func `an episode opened after the moment does not exist at it`() throws {
    let progress = try world.progress(
      [episode(opened: "2025-02-01", closed: "2025-03-01", [])],
      asOf: "2025-01-31"
    )

    #expect(progress.leftOut.map(\.reason) == [.openedAfterAsOf])
  }

  @Test func `an episode closed on the day of the moment belongs to it`() throws {
    let progress = try world.progress([episode([])], asOf: "2025-07-04")

    #expect(progress.episodes.count == 1)
  }

  @Test func `the main instrument is judged for every closure and others where they were used`()
    throws
  {
    let other = try reading("r1", "2025-01-20", key: InstrumentKey(id: "other", edition: "1"))

    let progress = try world.progress([
      episode("e1", [other]), episode("e2", []), episode("e3", authority: "South", []),
    ])

    #expect(
      progress.episodes.map { $0.instruments.map(\.instrument) } == [
        ["other", "tool"], ["tool"], [],
      ]
    )
    #expect(progress.episodes.first?.instruments.map(\.isMain) == [false, true])
    #expect(
      progress.leftOut.map { "\($0.episode.id) \($0.instrument ?? "") \($0.reason.rawValue)" } == [
        "e1 other no_follow_up", "e1 tool no_readings", "e2 tool no_readings",
      ]
    )
  }

  @Test func `episodes stand by authority, family, opening and id`() throws {
    let progress = try world.progress([
      episode("e2", []), episode("e1", authority: "South", []), episode("e1", []),
    ])

    #expect(
      progress.episodes.map { "\($0.episode.authority) \($0.episode.id)" }
        == ["North e1", "North e2", "South e1"]
    )
  }

  @Test func `a correction counts from the moment it was recorded, also from another episode`()
    throws
  {
    let readings = try pairOfReadings(first: ["a": "2", "b": "2"], last: ["a": "5", "b": "5"])
    let correction = try reading(
      "r3",
      "2025-06-20",
      recorded: "2025-08-10",
      scores: ["a": "1", "b": "1"],
      replaces: "r2"
    )
    let here = [try episode(readings + [correction])]
    let elsewhere = [try episode(readings), try episode("e9", closed: nil, [correction])]

    func last(_ episodes: [EpisodeCase], _ asOf: String) throws -> String? {
      try world.progress(episodes, asOf: asOf).episodes.first?.instruments.first?.subjects.first?
        .pairing.last?.id
    }

    #expect(try last(here, "2025-08-09") == "r2")
    #expect(try last(here, "2025-08-10") == "r3")
    #expect(try last(elsewhere, "2025-08-09") == "r2")
    #expect(try last(elsewhere, "2025-08-10") == nil)
  }

  @Test func `an id of another authority replaces nothing`() throws {
    let readings = try pairOfReadings(first: ["a": "2", "b": "2"], last: ["a": "5", "b": "5"])
    let stranger = try reading("x1", "2025-06-20", replaces: "r2")

    let progress = try world.progress([
      episode(readings), episode("e2", authority: "South", [stranger]),
    ])

    #expect(progress.episodes.first?.instruments.first?.status == .paired)
  }
}
