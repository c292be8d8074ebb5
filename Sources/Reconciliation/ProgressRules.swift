import Instruments

/// The way from one episode to its progress.
struct ProgressRules {
  let catalogue: InstrumentCatalogue
  let library: ReconciliationLibrary
  let readings: StandingReadings
  /// The policy of what was reckoned before, where that may be taken over.
  private let earlierPolicy: ProgressPolicy?
  private let choices: [InstrumentKey: CrosswalkChoice]

  init(
    catalogue: InstrumentCatalogue,
    library: ReconciliationLibrary,
    readings: StandingReadings,
    earlierPolicy: ProgressPolicy? = nil
  ) {
    self.catalogue = catalogue
    self.library = library
    self.readings = readings
    self.earlierPolicy = earlierPolicy
    var choices: [InstrumentKey: CrosswalkChoice] = [:]
    for key in Set(catalogue.all.map(\.key) + library.crosswalks.map(\.source)) {
      let found = library.crosswalk(
        for: key,
        framework: library.policy.framework,
        catalogue: catalogue
      )
      choices[key] = found.map {
        CrosswalkChoice($0.crosswalk, viaEdition: $0.viaEdition, framework: library.framework)
      }
    }
    self.choices = choices
  }

  /// The readings of an episode that stand, by id.
  func standing(in episode: EpisodeCase) -> [CaseReading] {
    readings.readings(of: episode)
  }

  /// The main instrument of the authority, and every other one that was used.
  ///
  /// - Parameters:
  ///   - episode: The episode.
  ///   - earlier: What was reckoned of it under ``earlierPolicy``.
  /// - Returns: Its progress.
  func progress(of episode: EpisodeCase, earlier: EpisodeProgress? = nil) -> EpisodeProgress {
    let byInstrument = Dictionary(grouping: standing(in: episode)) { $0.key.id }
    let main = library.policy.mainInstrument(of: episode.authority)
    let ids = Set(byInstrument.keys).union([main].compactMap(\.self)).sorted()
    return EpisodeProgress(
      episode: episode,
      instruments: ids.map { id in
        instrument(
          id,
          readings: byInstrument[id] ?? [],
          in: episode,
          isMain: id == main,
          earlier: earlier?.instruments.first { $0.instrument == id }
        )
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
    isMain: Bool,
    earlier: InstrumentProgress?
  ) -> InstrumentProgress {
    let bySubject = Dictionary(grouping: readings, by: \.subject)
    let subjects = bySubject.sorted { $0.key < $1.key }.map { subject, readings in
      self.subject(
        subject,
        readings: readings,
        in: episode,
        earlier: earlier?.subjects.first { $0.subject == subject }
      )
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
    in episode: EpisodeCase,
    earlier: SubjectProgress?
  ) -> SubjectProgress {
    let pairing = pair(
      readings,
      opened: episode.opened,
      closed: episode.closed,
      policy: library.policy,
      isCompatible: { catalogue.compatibility(from: $0, to: $1) != nil }
    )
    if let earlier, let earlierPolicy, pairing.isSame(as: earlier.pairing),
      pairing.meansTheSame(under: library.policy, as: earlierPolicy)
    {
      return earlier
    }
    let choice = crosswalk(for: pairing)
    let areas = self.areas(of: pairing, choice?.crosswalk)
    return SubjectProgress(
      subject: subject,
      subjectTitle: readings.first?.subjectTitle ?? "",
      pairing: pairing,
      areas: areas,
      outcomes: areas.isEmpty ? [] : outcomes(areas, choice),
      baselineBands: baselineBands(of: pairing, choice),
      baselineStages: baselineStages(of: pairing),
      crosswalk: choice?.crosswalk.name,
      isCrosswalkOfOtherEdition: choice?.viaEdition ?? false
    )
  }

  /// One made for the last reading's edition, else for the first one's, else one that is lent.
  private func crosswalk(for pairing: Pairing) -> CrosswalkChoice? {
    guard let first = pairing.first else { return nil }
    let before = choices[first.key]
    guard pairing.status == .paired, let last = pairing.last, let after = choices[last.key] else {
      return before
    }
    guard after.viaEdition, let before, !before.viaEdition else { return after }
    return before
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

  private func outcomes(_ areas: [AreaProgress], _ choice: CrosswalkChoice?) -> [OutcomeProgress] {
    guard let choice else { return [] }
    return choice.outcomes.map { outcome in
      outcomeProgress(
        outcome: outcome.id,
        layer: outcome.layer,
        edges: outcome.edges,
        areas: areas,
        policy: library.policy
      )
    }
  }

  private func baselineStages(of pairing: Pairing) -> [String: Int] {
    guard let first = pairing.first, let pack = catalogue.pack(first.key) else { return [:] }
    return first.stages(with: pack, noIssue: library.policy.noIssuePolicy)
  }

  private func baselineBands(
    of pairing: Pairing,
    _ choice: CrosswalkChoice?
  ) -> [String: BandInterval] {
    guard let choice, let first = pairing.first, let pack = catalogue.pack(first.key)
    else { return [:] }
    let scored = first.bands(with: pack, choice.crosswalk, noIssue: library.policy.noIssuePolicy)
    var bands: [String: BandInterval] = [:]
    for (outcome, edges) in choice.primaries {
      bands[outcome] = weightedLowerMedian(
        edges.compactMap { edge in scored[edge.area].map { ($0, edge.weightPercent) } }
      )
    }
    return bands
  }
}

/// The crosswalk of an edition, with what is looked up in it for every episode sorted out once.
private struct CrosswalkChoice {
  /// An outcome of a mappable layer, with the edges that lead to it.
  struct Outcome {
    let id: String
    let layer: String
    let edges: [CrosswalkEdge]
  }

  let crosswalk: Crosswalk
  /// Whether it was made for another edition and is lent.
  let viaEdition: Bool
  /// The outcomes in the framework's order; none without a framework.
  let outcomes: [Outcome]
  /// The primary edges of each outcome that has any.
  let primaries: [(outcome: String, edges: [CrosswalkEdge])]

  init(_ crosswalk: Crosswalk, viaEdition: Bool, framework: Framework?) {
    self.crosswalk = crosswalk
    self.viaEdition = viaEdition
    let byOutcome = Dictionary(grouping: crosswalk.edges, by: \.outcome)
    outcomes = (framework?.mappableLayers ?? []).flatMap { layer in
      layer.outcomes.map { outcome in
        Outcome(id: outcome.id, layer: layer.id, edges: byOutcome[outcome.id] ?? [])
      }
    }
    primaries = byOutcome.mapValues { $0.filter(\.countsInHeadlines) }
      .filter { !$0.value.isEmpty }.map { ($0.key, $0.value) }
  }
}

extension Pairing {
  /// Whether the same readings of an episode were chosen, with the same result.
  fileprivate func isSame(as other: Pairing) -> Bool {
    status == other.status && first?.id == other.first?.id && last?.id == other.last?.id
  }

  /// Whether all that follows from the pair is the same under two policies.
  ///
  /// Windows, gaps and retrospective readings decide the pair alone.
  fileprivate func meansTheSame(under policy: ProgressPolicy, as other: ProgressPolicy) -> Bool {
    guard policy.minCoveragePerMillion == other.minCoveragePerMillion,
      policy.framework == other.framework
    else { return false }
    return policy.noIssuePolicy == other.noIssuePolicy
      || ![first, last].contains { $0?.scores.values.contains(NonScore.noIssue.rawValue) ?? false }
  }
}
