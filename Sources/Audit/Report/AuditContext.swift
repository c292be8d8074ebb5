import Instruments
import Intake
import Reconciliation
import WireFormat

/// What the tables and plots of one audit are made from.
struct AuditContext {
  let study: Study
  let aggregates: JSON
  let gate: Disclosure
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
  private let teams: [String: String]
  private let imported: [String: ImportedEpisode]

  init(_ study: Study, _ aggregates: Aggregates, _ gate: Disclosure) {
    let groups = study.progress.grouped(by: .all)
    self.study = study
    self.aggregates = aggregates.json
    self.gate = gate
    self.groups = groups
    effect = ToolEffectFigures(study)
    noise = NoiseFloorFigures.all(study)
    ratedPairs = RatedPair.all(study)
    sides = study.profile.authorities.prefix(2).compactMap { AuditSide($0, study, groups) }
    readingsByRater = Self.raters(study)
    teams = Dictionary(
      study.intake.workers.map { ("\($0.authority)\n\($0.id)", $0.team) }
    ) { first, _ in first }
    imported = Dictionary(
      study.episodes.map { ("\($0.record.authority)\n\($0.record.id)", $0.imported) }
    ) { first, _ in first }
  }

  private static func raters(_ study: Study) -> [String: [Int]] {
    let cohort = Set(study.progress.episodes.map { "\($0.episode.authority)\n\($0.episode.id)" })
    var counts: [String: [String: Int]] = [:]
    for reading in study.intake.readings {
      guard let episode = reading.episode, let worker = reading.worker, !worker.isEmpty,
        let authority = study.profile.authority(reading.authority),
        cohort.contains("\(authority)\n\(episode)")
      else { continue }
      counts["\(authority)\n\(reading.instrument)", default: [:]][worker, default: 0] += 1
    }
    return counts.mapValues { $0.values.sorted() }
  }

  /// The id of the compared outcome.
  var outcome: String { study.profile.policy.comparisonOutcome }

  /// An episode as the file has it.
  func imported(_ episode: EpisodeCase) -> ImportedEpisode? {
    imported["\(episode.authority)\n\(episode.id)"]
  }

  /// The team of an episode's lead worker; `nil` where it is not known.
  func team(of episode: EpisodeCase) -> String? {
    guard let imported = imported(episode) else { return nil }
    // A server's own episodes name the unit that holds the family.
    guard !study.intake.episodes.isEmpty else {
      return episode.unit.isEmpty || episode.unit == episode.authority ? nil : episode.unit
    }
    guard let worker = imported.worker else { return nil }
    return teams["\(imported.authority)\n\(worker)"].flatMap { $0.isEmpty ? nil : $0 }
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
