import Intake

/// One family that two people scored independently, with one instrument and within few days.
struct RatedPair {
  let first: StudyScores
  let second: StudyScores

  /// The pairs that count, by instrument, by the rules of the noise floor.
  static func all(_ study: Study) -> [String: [RatedPair]] {
    let rows = study.rows(.double)
    let parts = rows.parts
    guard parts.count > 1 else { return [:] }
    var pairs: [String: [RatedPair]] = [:]
    for family in rows.families {
      for (instrument, ratings) in Dictionary(grouping: family, by: { $0.value("tool") }) {
        guard ratings.count == 2, let first = ratings.first(where: { $0.row.part == parts[0] }),
          let second = ratings.first(where: { $0.row.part == parts[1] }),
          first.value("rater") != second.value("rater"), let one = first.day("date"),
          let other = second.day("date"), abs(other - one) <= study.profile.policy.dualMaxDays
        else { continue }
        pairs[instrument, default: []].append(RatedPair(first: first, second: second))
      }
    }
    return pairs
  }

  /// Both scores in an area as places from the worst; `nil` unless both are points.
  func places(_ scale: LinkScale, _ instrument: String, _ area: String) -> (Int, Int)? {
    guard let one = first.code(instrument, area).flatMap(scale.position),
      let other = second.code(instrument, area).flatMap(scale.position)
    else { return nil }
    return (one, other)
  }
}
