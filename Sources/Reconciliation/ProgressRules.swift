import Instruments

/// The way from one episode to its progress.
struct ProgressRules {
  let catalogue: InstrumentCatalogue
  let library: ReconciliationLibrary
  let readings: StandingReadings

  /// The readings of an episode that stand, by id.
  func standing(in episode: EpisodeCase) -> [CaseReading] {
    readings.readings(of: episode)
  }

  /// The main instrument of the authority, and every other one that was used.
  func progress(of episode: EpisodeCase) -> EpisodeProgress {
    let byInstrument = Dictionary(grouping: standing(in: episode)) { $0.key.id }
    let main = library.policy.mainInstrument(of: episode.authority)
    let ids = Set(byInstrument.keys).union([main].compactMap(\.self)).sorted()
    return EpisodeProgress(
      episode: episode,
      instruments: ids.map { id in
        instrument(id, readings: byInstrument[id] ?? [], in: episode, isMain: id == main)
      }
    )
  }

  /// The editions of every standing reading of the cohort.
  func usedKeys(in cohort: [EpisodeProgress]) -> Set<InstrumentKey> {
    Set(cohort.flatMap { standing(in: $0.episode) }.map(\.key))
  }

  private func instrument(
    _ id: String,
    readings: [CaseReading],
    in episode: EpisodeCase,
    isMain: Bool
  ) -> InstrumentProgress {
    let bySubject = Dictionary(grouping: readings, by: \.subject)
    let subjects = bySubject.sorted { $0.key < $1.key }.map { subject, readings in
      self.subject(subject, readings: readings, in: episode)
    }
    let statuses = Set(subjects.map(\.pairing.status))
    let paired = subjects.filter { $0.pairing.status == .paired }
    return InstrumentProgress(
      instrument: id,
      isMain: isMain,
      status: PairingStatus.allCases.first { statuses.contains($0) } ?? .noBaseline,
      hasNoReadings: readings.isEmpty,
      subjects: subjects,
      outcomes: combined(paired.map(\.outcomes))
    )
  }

  private func combined(_ subjects: [[OutcomeProgress]]) -> [EpisodeOutcome] {
    guard let order = subjects.first(where: { !$0.isEmpty })?.map(\.outcome) else { return [] }
    return order.compactMap { outcome in
      EpisodeOutcome(subjects.compactMap { list in list.first { $0.outcome == outcome } })
    }
  }

  private func subject(
    _ subject: String,
    readings: [CaseReading],
    in episode: EpisodeCase
  ) -> SubjectProgress {
    let pairing = pair(
      readings,
      opened: episode.opened,
      closed: episode.closed,
      policy: library.policy,
      isCompatible: { catalogue.compatibility(from: $0, to: $1) != nil }
    )
    let choice = crosswalk(for: pairing)
    let areas = self.areas(of: pairing, choice?.crosswalk)
    return SubjectProgress(
      subject: subject,
      subjectTitle: readings.first?.subjectTitle ?? "",
      pairing: pairing,
      areas: areas,
      outcomes: areas.isEmpty ? [] : outcomes(areas, choice?.crosswalk),
      baselineBands: baselineBands(of: pairing, choice?.crosswalk),
      baselineStages: baselineStages(of: pairing),
      crosswalk: choice?.crosswalk.name,
      isCrosswalkOfOtherEdition: choice?.viaEdition ?? false
    )
  }

  /// One made for the last reading's edition, else for the first one's, else one that is lent.
  private func crosswalk(for pairing: Pairing) -> (crosswalk: Crosswalk, viaEdition: Bool)? {
    guard let first = pairing.first else { return nil }
    let keys = [(pairing.status == .paired ? pairing.last : nil)?.key, first.key]
    let choices = keys.compactMap(\.self).compactMap { key in
      library.crosswalk(for: key, framework: library.policy.framework, catalogue: catalogue)
    }
    return choices.first { !$0.viaEdition } ?? choices.first
  }

  private func areas(of pairing: Pairing, _ crosswalk: Crosswalk?) -> [AreaProgress] {
    guard pairing.status == .paired, let first = pairing.first, let last = pairing.last,
      let before = catalogue.pack(first.key), let after = catalogue.pack(last.key)
    else { return [] }
    return areaProgress(
      first: (first, before),
      last: (last, after),
      crosswalk: crosswalk,
      noIssue: library.policy.noIssuePolicy
    )
  }

  private func outcomes(_ areas: [AreaProgress], _ crosswalk: Crosswalk?) -> [OutcomeProgress] {
    guard let crosswalk, let framework = library.framework else { return [] }
    return framework.mappableLayers.flatMap { layer in
      layer.outcomes.map { outcome in
        outcomeProgress(
          outcome: outcome.id,
          layer: layer.id,
          edges: crosswalk.edges,
          areas: areas,
          policy: library.policy
        )
      }
    }
  }

  private func baselineStages(of pairing: Pairing) -> [String: Int] {
    guard let first = pairing.first, let pack = catalogue.pack(first.key) else { return [:] }
    return first.stages(with: pack, noIssue: library.policy.noIssuePolicy)
  }

  private func baselineBands(
    of pairing: Pairing,
    _ crosswalk: Crosswalk?
  ) -> [String: BandInterval] {
    guard let crosswalk, let first = pairing.first, let pack = catalogue.pack(first.key)
    else { return [:] }
    let scored = first.bands(with: pack, crosswalk, noIssue: library.policy.noIssuePolicy)
    let primaries = crosswalk.edges.filter(\.countsInHeadlines)
    return Dictionary(grouping: primaries, by: \.outcome).compactMapValues { edges in
      weightedLowerMedian(
        edges.compactMap { edge in scored[edge.area].map { ($0, edge.weightPercent) } }
      )
    }
  }
}
