import Exports
import Instruments
import Intake
import Reconciliation
import WireFormat

/// What the tables and plots of one audit are made from.
struct AuditContext {
  let study: Study
  let aggregates: JSON
  var gate: Disclosure
  /// What became later of the reference data that it rests on.
  let later: LaterNotices
  /// Every authority and instrument with an episode, sorted.
  let groups: [(group: ProgressGroup, episodes: [CountedEpisode])]
  /// The first two authorities with a main instrument that measures the compared outcome.
  let sides: [AuditSide]
  let effect: ToolEffectFigures?
  let noise: [String: NoiseFloorFigures]
  let ratedPairs: [String: [RatedPair]]
  /// How many readings of the cohort each rater made, by authority and instrument; empty where raters
  /// are not known.
  let readingsByRater: [String: [Int]]
  private let episodes: [String: StudyEpisode]

  init(_ study: Study, _ aggregates: Aggregates, _ gate: Disclosure, _ later: LaterNotices) {
    let groups = study.progress.grouped(by: .all)
    self.study = study
    self.aggregates = aggregates.json
    self.gate = gate
    self.later = later
    self.groups = groups
    effect = ToolEffectFigures(study)
    noise = NoiseFloorFigures.all(study)
    ratedPairs = RatedPair.all(study)
    sides = study.profile.authorities.prefix(2).compactMap { AuditSide($0, study, groups) }
    readingsByRater = Self.raters(study)
    episodes = Dictionary(
      study.episodes.map { ("\($0.record.authority)\n\($0.record.id)", $0) }
    ) { first, _ in first }
  }

  private static func raters(_ study: Study) -> [String: [Int]] {
    var counts: [String: [String: Int]] = [:]
    for episode in study.progress.episodes.map(\.episode) {
      for reading in episode.readings {
        guard let worker = reading.worker, !worker.isEmpty else { continue }
        counts["\(episode.authority)\n\(reading.key.id)", default: [:]][worker, default: 0] += 1
      }
    }
    return counts.mapValues { $0.values.sorted() }
  }

  /// The id of the compared outcome.
  var outcome: String { study.profile.policy.comparisonOutcome }

  /// An episode as the file has it.
  func imported(_ episode: EpisodeCase) -> ImportedEpisode? {
    episodes["\(episode.authority)\n\(episode.id)"]?.imported
  }

  /// The team of an episode's lead worker; `nil` where it is not known.
  func team(of episode: EpisodeCase) -> String? {
    episodes["\(episode.authority)\n\(episode.id)"]?.team
  }

  /// The signed-off or proposed crosswalk of an instrument.
  func crosswalk(_ instrument: String) -> Crosswalk? {
    study.reference.crosswalks[instrument]?.usable
  }

  /// The newest edition of an instrument.
  func pack(_ instrument: String) -> InstrumentPack? {
    study.reference.catalogue.editions(of: instrument).last
  }

  /// The instruments in the order of the study's file.
  var instruments: [String] { study.reference.definitions.ids }
}

/// One of the two authorities that are compared, with its main instrument.
struct AuditSide {
  let authority: String
  let instrument: String
  /// The paired episodes.
  let paired: [CountedEpisode]

  init?(
    _ authority: String,
    _ study: Study,
    _ groups: [(group: ProgressGroup, episodes: [CountedEpisode])]
  ) {
    guard let main = study.profile.policy.progress.mainInstrument(of: authority),
      let crosswalk = study.reference.crosswalks[main]?.usable,
      !crosswalk.primaryAreas(of: study.profile.policy.comparisonOutcome).isEmpty
    else { return nil }
    self.authority = authority
    instrument = main
    paired =
      (groups.first { $0.group.authority == authority && $0.group.instrument == main }?.episodes
      ?? []).filter { $0.progress.status == .paired }
  }
}
