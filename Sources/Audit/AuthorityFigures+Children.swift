import Casework
import Exports
import Intake
import WireFormat

extension AuthorityFigures {
  /// The age of each child of some episodes in a year, from the year of birth alone.
  func ages(_ episodes: [StudyEpisode], in year: (ImportedEpisode) -> Int?) -> [Int] {
    episodes.map(\.imported).flatMap { episode in
      year(episode).map { year in episode.birthYears.map { year - $0 } } ?? []
    }
  }

  /// How many children are in each band of ages, `5-8`; those in none are `other`.
  static func bands(_ ages: [Int]) -> JSON {
    var counts: [String: Int] = ["other": 0]
    for band in AgeBand.allCases { counts[band.audited] = 0 }
    for age in ages { counts[AgeBand(age: age)?.audited ?? "other", default: 0] += 1 }
    return .counts(counts)
  }

  /// Rates per 10,000 of each band of the population figures.
  ///
  /// The figure is the newest of those dated by the end of the closure period. Children are counted
  /// who are within the band; families have no age and are all counted.
  func rates(_ closedAges: [Int], _ openAges: [Int]) -> JSON {
    let code = Authority.code(ofTitle: title)
    let own = study.intake.population.filter { Authority.code(ofTitle: $0.authority) == code }
    var rates: [String: JSON] = [:]
    for (band, figures) in Dictionary(grouping: own, by: \.band) {
      let dated = figures.filter { $0.date <= study.profile.policy.to }
      // Of two figures of one day the order is that of their numbers, never that of the file.
      let newest = dated.max { ($0.date, $0.count) < ($1.date, $1.count) }
      guard let range = Self.range(of: band) else {
        rates[band] = ["status": "refused", "reason": "unreadable_age_band"]
        continue
      }
      guard let newest else {
        rates[band] = ["status": "refused", "reason": "no_dated_population"]
        continue
      }
      let openChildren = openAges.count(where: range.contains)
      let closedChildren = closedAges.count(where: range.contains)
      let rate = { (count: Int) in
        JSON.figure(newest.count > 0 ? Double(count) / Double(newest.count) * 10_000 : nil)
      }
      rates[band] = [
        "population": .count(newest.count),
        "populationDate": .string(newest.date.description),
        "closuresPer10k": rate(closed.count),
        "openFamiliesPer10k": rate(open.count),
        "openChildrenPer10k": rate(openChildren),
        "openChildren": .count(openChildren),
        "closedChildrenPer10k": rate(closedChildren),
        "closedChildren": .count(closedChildren),
      ]
    }
    return .object(rates)
  }

  /// The ages of a band: the two numbers in its name, `0-19` or `0 to 19`.
  private static func range(of band: String) -> ClosedRange<Int>? {
    let ends = band.utf8.split { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      .compactMap { Int(String(decoding: $0, as: UTF8.self)) }
    guard ends.count == 2, ends[0] <= ends[1] else { return nil }
    return ends[0]...ends[1]
  }
}

extension AgeBand {
  /// The band as the aggregates name it, `5-8`.
  fileprivate var audited: String { rawValue.replacing(" to ", with: "-") }
}
