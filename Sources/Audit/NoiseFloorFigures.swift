import Instruments
import Intake
import Reconciliation
import WireFormat

/// How often a rule calls a change where two people scored the same family at the same time.
///
/// Half of those calls would be improvements; a share of improved families is to be read beside it.
struct NoiseFloorFigures {
  /// How many pairs of ratings count.
  let n: Int
  /// How many pairs do not, by the reason.
  let excluded: [String: Int]
  /// The pairs that score each area twice and the change that the rule calls, in the instrument's
  /// order.
  let areas: [(area: String, n: Int, discordant: Int)]
  /// Which way the compared outcome went.
  let directions: [OutcomeDirection: Int]
  /// The compared outcome.
  let outcome: String
  /// How many pairs a noise floor needs.
  let minN: Int

  /// The noise floor of every instrument of the studies, by the instrument's id.
  static func all(_ study: Study) -> [String: NoiseFloorFigures] {
    let sources = study.profile.mapping.sources.filter { $0.kind == .double }
    let instruments = Set(sources.flatMap { ($0.codes["tool"] ?? [:]).values })
    let rows = study.rows(.double)
    let parts = rows.parts
    var pairs: [String: [[StudyScores]]] = [:]
    for family in rows.families {
      for (instrument, ratings) in Dictionary(grouping: family, by: { $0.value("tool") }) {
        pairs[instrument, default: []].append(ratings)
      }
    }
    return Dictionary(
      instruments.map { ($0, NoiseFloorFigures(of: $0, pairs[$0] ?? [], parts, study)) }
    ) { first, _ in first }
  }

  private init(
    of instrument: String,
    _ families: [[StudyScores]],
    _ parts: [String],
    _ study: Study
  ) {
    let policy = study.profile.policy
    var excluded: [String: Int] = [:]
    var counts: [String: (n: Int, discordant: Int)] = [:]
    var directions = Dictionary(uniqueKeysWithValues: OutcomeDirection.allCases.map { ($0, 0) })
    var n = 0
    for family in families {
      guard let pair = Pair(family, parts), let first = pair.first.day("date"),
        let second = pair.second.day("date")
      else {
        excluded["not_two_ratings", default: 0] += 1
        continue
      }
      guard pair.first.value("rater") != pair.second.value("rater") else {
        excluded["same_rater", default: 0] += 1
        continue
      }
      guard abs(second - first) <= policy.dualMaxDays else {
        excluded["more_than_\(policy.dualMaxDays)_days", default: 0] += 1
        continue
      }
      n += 1
      let areas = pair.first.areas(instrument, to: pair.second)
      for area in areas {
        guard let direction = area.result.direction else { continue }
        counts[area.area, default: (0, 0)].n += 1
        if direction == .improved || direction == .declined {
          counts[area.area, default: (0, 0)].discordant += 1
        }
      }
      if let direction = pair.first.direction(instrument, of: areas) {
        directions[direction, default: 0] += 1
      }
    }
    self.n = n
    self.excluded = excluded
    areas =
      (study.reference.catalogue.editions(of: instrument).last?.areas ?? []).map { area in
        let count = counts[area.id] ?? (0, 0)
        return (area.id, count.n, count.discordant)
      }
    self.directions = directions
    outcome = policy.comparisonOutcome
    minN = policy.noiseFloorMinN
  }

  /// Two ratings of one family.
  private struct Pair {
    let first: StudyScores
    let second: StudyScores

    init?(_ family: [StudyScores], _ parts: [String]) {
      guard family.count == 2, parts.count > 1,
        let first = family.first(where: { $0.row.part == parts[0] }),
        let second = family.first(where: { $0.row.part == parts[1] })
      else { return nil }
      self.first = first
      self.second = second
    }
  }

  /// The instrument's section.
  var json: JSON {
    let measured = directions.values.reduce(0, +)
    let changed = (directions[.improved] ?? 0) + (directions[.declined] ?? 0)
    var outcome: [String: JSON] = [
      "id": .string(self.outcome), "n": .count(measured),
      "noiseFloorImproved": floor(changed, of: measured),
    ]
    for (direction, count) in directions { outcome[direction.rawValue] = .count(count) }
    return [
      "n": .count(n), "excluded": .counts(excluded),
      "areas": .object(
        Dictionary(
          areas.map { area in
            let members: JSON = [
              "n": .count(area.n), "discordant": .count(area.discordant),
              "noiseFloor": floor(area.discordant, of: area.n),
            ]
            return (area.area, members)
          }
        ) { first, _ in first }
      ),
      "outcome": .object(outcome),
      "status": .string(n >= minN && n > 0 ? "ok" : "refused"),
    ]
  }

  /// Half the share of changes that are none; `null` below the least number of pairs.
  private func floor(_ changed: Int, of n: Int) -> JSON {
    n >= minN && n > 0 ? .figure(Double(changed) / (2 * Double(n))) : .null
  }
}
