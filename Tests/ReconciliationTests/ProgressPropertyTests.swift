import Casework
import Instruments
import Reconciliation
import Testing
import WireFormat

/// What holds for any history, tried on invented ones; the seed of a failure is its argument.
@Suite struct ProgressPropertyTests {
  private let codes = [
    "1", "2", "3", "4", "5", "notApplicable", "noIssue", "notScored", "declined",
  ]

  @Test(arguments: 1...40)
  func `the order of input never matters`(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    let history = try history(&dice)
    let shuffled = history.shuffled(using: &dice).map {
      $0.with($0.readings.shuffled(using: &dice))
    }

    let straight = try Figures(World().progress(history, asOf: "2025-09-01"))
    let mixed = try Figures(World().progress(shuffled, asOf: "2025-09-01"))

    #expect(mixed == straight)
  }

  @Test(arguments: 1...40)
  func `what is recorded after the moment changes nothing at it`(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    let history = try history(&dice)
    let moment = try midnight("2025-09-01") + 86_400_000
    let later = try history.map { episode in
      let ids = episode.readings.map(\.id)
      let added = try (0..<dice.roll(4)).map { index in
        try reading(
          "late\(index)",
          try date(&dice),
          by: respondent(&dice),
          recorded: "2025-09-02",
          made: moment,
          scores: scores(&dice),
          replaces: dice.roll(2) == 0 ? ids.randomElement(using: &dice) : nil
        )
      }
      return episode.with(episode.readings + added)
    }

    let before = try Figures(World().progress(history, asOf: "2025-09-01"))
    let after = try Figures(World().progress(later, asOf: "2025-09-01"))
    let head = try Figures(World().progress(later))

    #expect(after == before)
    #expect(head.progress.episodes.count >= before.progress.episodes.count)
  }

  @Test(arguments: 1...40)
  func `reversing a scale and its polarity changes nothing`(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    let history = try history(&dice)
    var scale = InventedScale.five
    scale.isReversed = true
    let bands: JSON = [
      [
        "scale": "star5",
        "points": ["1": [5, 5], "2": [4, 4], "3": [3, 3], "4": [2, 2], "5": [1, 1]],
      ]
    ]
    let reversed = history.map { episode in
      episode.with(episode.readings.map { $0.with($0.scores.mapValues(mirror)) })
    }

    let straight = try World().progress(history)
    let turned = try World(scale: scale, crosswalk: ["bandMaps": bands]).progress(reversed)

    #expect(turned.pairingCounts() == straight.pairingCounts())
    #expect(turned.areaCounts() == straight.areaCounts())
    #expect(turned.outcomeCounts() == straight.outcomeCounts())
    #expect(turned.snapshot() == straight.snapshot())
    #expect(turned.distance() == straight.distance())
  }

  @Test(arguments: 1...40)
  func `asking for more coverage only takes outcomes away and turns none`(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    let history = try history(&dice)
    var strict = try World()
    strict.library.policy.minCoveragePercent = 75

    let lenient = try World().progress(history).outcomesBySubject
    let demanding = try strict.progress(history).outcomesBySubject

    #expect(lenient.count == demanding.count)
    for (before, after) in zip(lenient, demanding) where after.status == .ok {
      #expect(after == before)
    }
    #expect(
      demanding.count { $0.status == .ok } <= lenient.count { $0.status == .ok }
    )
  }

  @Test(arguments: 1...40)
  func `every episode is in the cohort or left out and every instrument is counted once`(
    seed: UInt64
  ) throws {
    var dice = Dice(seed: seed)
    let history = try history(&dice)

    let progress = try World().progress(history, from: "2025-05-01", asOf: "2025-09-01")

    let outside = progress.leftOut.filter { $0.instrument == nil }.map(\.episode.id)
    let inside = progress.episodes.map(\.episode.id)
    #expect((outside + inside).sorted() == history.map(\.id).sorted())
    for counts in progress.pairingCounts() {
      #expect(counts.byStatus.values.reduce(0, +) == counts.episodes)
      #expect(counts.unpaired.x == counts.episodes - (counts.byStatus[.paired] ?? 0))
    }
    for counts in progress.outcomeCounts() where counts.isMeasured {
      #expect(counts.n + counts.insufficientCoverage + counts.notApplicable == counts.paired)
    }
  }

  private func mirror(_ code: String) -> String {
    Int(code).map { String(6 - $0) } ?? code
  }

  private func history(_ dice: inout Dice) throws -> [EpisodeCase] {
    try (0..<12).map { number in
      let readings = try (0..<dice.roll(6)).map { index in
        try reading(
          "r\(number)-\(index)",
          try date(&dice),
          key: InstrumentKey(id: "tool", edition: dice.roll(4) == 0 ? "2" : "1"),
          subject: dice.roll(3) == 0 ? "C1" : "",
          by: respondent(&dice),
          timing: dice.roll(8) == 0 ? .retrospective : .standard,
          made: Int64(dice.roll(3)),
          scores: scores(&dice),
          replaces: dice.roll(6) == 0 ? "r\(number)-\(dice.roll(6))" : nil
        )
      }
      return try episode(
        "e\(number)",
        district: ["Hill", "Vale", nil][dice.roll(3)],
        closed: ["2025-04-04", "2025-07-04", "2025-10-04", nil][dice.roll(4)],
        readings
      )
    }
  }

  private func date(_ dice: inout Dice) throws -> String {
    let days = Int64(try day("2024-12-15").daysSince1970 + dice.roll(12) * 20)
    return CalendarDay(milliseconds: days * 86_400_000).description
  }

  private func respondent(_ dice: inout Dice) -> Respondent {
    Respondent.allCases[dice.roll(Respondent.allCases.count)]
  }

  private func scores(_ dice: inout Dice) -> [String: String] {
    ["a": codes[dice.roll(codes.count)], "b": codes[dice.roll(codes.count)]]
  }
}

/// Every figure of one computation, without the order of what was handed in.
private struct Figures: Equatable {
  let progress: Progress

  init(_ progress: Progress) { self.progress = progress }

  static func == (left: Self, right: Self) -> Bool {
    let (one, two) = (left.progress, right.progress)
    return one.episodes.map(\.episode.id) == two.episodes.map(\.episode.id)
      && one.episodes.map(\.instruments) == two.episodes.map(\.instruments)
      && one.leftOut.map(\.reason) == two.leftOut.map(\.reason)
      && one.pairingCounts(by: .district) == two.pairingCounts(by: .district)
      && one.areaCounts() == two.areaCounts()
      && one.outcomeCounts(by: .quarter) == two.outcomeCounts(by: .quarter)
      && one.snapshot() == two.snapshot() && one.distance() == two.distance()
      && one.packsUsed == two.packsUsed && one.crosswalksUsed == two.crosswalksUsed
  }
}

extension Progress {
  fileprivate var outcomesBySubject: [OutcomeProgress] {
    episodes.flatMap(\.instruments).flatMap(\.subjects).flatMap(\.outcomes)
  }
}

extension EpisodeCase {
  fileprivate func with(_ readings: [CaseReading]) -> EpisodeCase {
    EpisodeCase(
      id: id,
      family: family,
      authority: authority,
      unit: unit,
      district: district,
      opened: opened,
      closed: closed,
      tier: tier,
      readings: readings
    )
  }
}

extension CaseReading {
  fileprivate func with(_ scores: [String: String]) -> CaseReading {
    CaseReading(
      id: id,
      key: key,
      subject: subject,
      subjectTitle: subjectTitle,
      date: date,
      respondent: respondent,
      timing: timing,
      recorded: recorded,
      made: made,
      scores: scores,
      replaces: replaces,
      isImported: isImported
    )
  }
}
