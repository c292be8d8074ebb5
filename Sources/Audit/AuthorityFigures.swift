import Casework
import Exports
import Intake
import Reconciliation
import WireFormat

/// What one authority did in the period, by its own records.
struct AuthorityFigures {
  let title: String
  let study: Study
  /// Every accepted episode of the authority.
  let accepted: [StudyEpisode]
  /// The episodes closed in the period and by the moment of the study.
  let closed: [StudyEpisode]
  /// The episodes that were open at that moment.
  let open: [StudyEpisode]

  init(_ title: String, _ study: Study) {
    let policy = study.profile.policy
    let accepted = study.episodes.filter { $0.record.authority == title }
    let known = accepted.filter { $0.imported.opened <= policy.asOf }
    self.title = title
    self.study = study
    self.accepted = accepted
    closed = known.filter { episode in
      guard let closed = episode.imported.closed else { return false }
      return closed >= policy.from && closed <= policy.to && closed <= policy.asOf
    }
    open = known.filter { episode in
      episode.imported.closed.map { $0 > policy.asOf } ?? true
    }
  }

  /// The authority's section.
  var json: JSON {
    let closedAges = ages(closed) { $0.closed?.year }
    let openAges = ages(open) { _ in study.profile.policy.asOf.year }
    let readings = closed.map { study.standing.readings(of: $0.record) }
    return [
      "episodesAccepted": .count(accepted.count),
      "closures": .count(closed.count),
      "distinctFamiliesClosed": .count(Set(closed.map(\.imported.family)).count),
      "openAtAsOf": .count(open.count),
      "openChildren": .count(openAges.count),
      "closedChildren": .count(closedAges.count),
      "ageBandsClosed": Self.bands(closedAges),
      "ageBandsOpen": Self.bands(openAges),
      "closuresByQuarter": tally { $0.record.quarter },
      "closuresByDistrict": tally(\.imported.district),
      "tier": tally(\.imported.tier),
      "contact": tally(\.imported.contact),
      "closureReason": tally(\.imported.reason),
      "partnerLed": share { $0.agency != SupportCode.councilAgency }.json,
      "leadAgency": tally(\.imported.agency),
      "stepUp": stepUp,
      "reopened": [
        "cohort": reopened(among: closed), "allClosedWithFollowUp": reopened(among: accepted),
      ],
      "readingsPerClosure": readingsPerClosure(readings),
      "daysToFirstReading": daysToFirstReading(readings),
      "respondentMix": respondentMix(readings),
      "retrospective": retrospective(readings),
      "crudeAnyArea": crudeAnyArea(readings).json,
      "ratesPer10k": rates(closedAges, openAges),
    ]
  }

  private func share(_ counts: (ImportedEpisode) -> Bool) -> Proportion {
    Proportion(x: closed.count { counts($0.imported) }, n: closed.count)
  }

  private func tally(_ value: (StudyEpisode) -> String?) -> JSON {
    .counts(closed.compactMap(value).reduce(into: [:]) { $0[$1, default: 0] += 1 })
  }

  private var stepUp: JSON {
    let events = SupportCode.stepUps(of: study)
    return [
      "byEvent": .object(
        Dictionary(events.map { event in (event, share { $0.stepUp == event }.json) }) { first, _ in
          first
        }
      ),
      "unknown": .count(closed.count { $0.imported.stepUp == nil }),
      "any": share { $0.stepUp.map { $0 != SupportCode.noStepUp } ?? false }.json,
    ]
  }
}

/// Codes of a study that a rule of the audit names; every other code is only counted.
enum SupportCode {
  /// The agency that is the council itself, by which partner-led is told.
  static let councilAgency = "council"
  /// The step-up of an episode that was not stepped up.
  static let noStepUp = "none"

  /// Every step-up in the order of its weight, then whatever else the study's lists map to, sorted.
  static func stepUps(of study: Study) -> [String] {
    let listed = study.profile.mapping.sources.flatMap { source in
      (source.codes["stepUp"] ?? [:]).values
    }
    let known = [noStepUp, "s17", "s47", "cp", "lac"]
    return known + Set(listed).subtracting(known).sorted()
  }
}
