import Casework
import Instruments
import Reconciliation
import TestKit

extension TestKit.SplitMix64 {
  /// One of the choices, which are never none.
  mutating func pick<Choice>(_ first: Choice, _ others: Choice...) -> Choice {
    let index = Int.random(in: 0...others.count, using: &self)
    return index == 0 ? first : others[index - 1]
  }
}

extension InventedCases {
  /// The seeds of the tests over random caseloads.
  static let seeds: ClosedRange<UInt64> = 1...6

  /// The golden case among random episodes: both instruments in any episode, several subjects,
  /// days and answers that tie, areas without a score, episodes that are open.
  static func random(seed: UInt64) throws -> InventedCases {
    var dice = TestKit.SplitMix64(seed: seed)
    var cases = try golden()
    cases.episodes += try (1...12).map { number in
      let readings = try (1...dice.pick(1, 4, 8)).map { try reading("\(number)-\($0)", &dice) }
      return try episode(
        "x\(number)",
        dice.pick("A1", "B2", "C3", "D4"),
        authority: dice.pick("North", "South"),
        district: dice.pick(nil, "Hill", "=1+1"),
        closed: dice.pick("2025-06-20", "2025-07-04", "2025-09-30", "2025-10-01", nil),
        dice.pick(readings, readings, readings, [])
      )
    }
    return cases
  }

  private static func reading(_ id: String, _ dice: inout TestKit.SplitMix64) throws -> CaseReading
  {
    let date = dice.pick("2025-01-13", "2025-01-20", "2025-05-19", "2025-06-16", "2025-06-23")
    let subject = dice.pick("", "", "p")
    let title = dice.pick("one title", "another title")
    if dice.pick(true, false) {
      return try reading(
        id,
        date,
        map,
        subject: subject,
        title: title,
        [
          "health": dice.pick("1", "2", "3", "4", "noIssue", "declined"),
          "home": dice.pick("1", "2", "3", "4", "notApplicable"),
        ]
      )
    }
    var scores: [String: String] = [:]
    for area in ["home", "school", "friends"] {
      scores[area] = dice.pick("1", "2", "5", "9", "10", "notApplicable", "unknown")
    }
    return try reading(
      id,
      date,
      compass(dice.pick("1", "1", "1", "2", "3")),
      subject: subject,
      scores
    )
  }

  /// The same caseload and reference data in another order.
  func shuffled(seed: UInt64) -> InventedCases {
    var dice = TestKit.SplitMix64(seed: seed)
    var other = self
    other.catalogue = InstrumentCatalogue(packs: catalogue.all.shuffled(using: &dice))
    other.library.crosswalks.shuffle(using: &dice)
    other.episodes = episodes.shuffled(using: &dice)
      .map { $0.with(readings: $0.readings.shuffled(using: &dice)) }
    return other
  }

  /// The same caseload without the readings of one instrument.
  func without(instrument: String) -> InventedCases {
    var other = self
    other.episodes = episodes.map { episode in
      episode.with(readings: episode.readings.filter { $0.key.id != instrument })
    }
    return other
  }
}

extension EpisodeCase {
  fileprivate func with(readings: [CaseReading]) -> EpisodeCase {
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
