package import Casework
package import Instruments

/// Every figure about how families fared, computed from cases, packs and reference data alone.
///
/// The cohort is the episodes closed in a period and by a moment. The unit is the episode: a family
/// closed twice counts twice. Neither the order of the episodes nor that of their readings means
/// anything.
package struct Progress: Sendable {
  /// The first day of the closure period; `nil` for no bound.
  package let from: CalendarDay?
  /// The last day of the closure period; `nil` for no bound.
  package let to: CalendarDay?
  /// The moment.
  package let asOf: AsOf
  /// The policy that was followed.
  package private(set) var policy: ProgressPolicy
  /// The cohort, sorted by authority, family, opening and id.
  package private(set) var episodes: [EpisodeProgress]
  /// Every episode that is not in the cohort, and every instrument in it without a pair.
  package let leftOut: [LeftOutEpisode]
  /// The crosswalks that gave an outcome, by id.
  package let crosswalksUsed: [Crosswalk]
  /// The framework, when there is one and it was used.
  package let frameworksUsed: [Framework]
  /// The packs of every standing reading of the cohort, by id and edition.
  package let packsUsed: [InstrumentPack]
  /// The packs of every instrument that a row names, by id and edition: those used, and every
  /// edition of a main instrument that has no standing reading at all.
  package let packsNamed: [InstrumentPack]
  /// Why crosswalks were refused; each problem names its crosswalk.
  package let refusedCrosswalks: [RefusedCrosswalk]
  /// The outcomes again with *no issue* counted as the best point, for instruments that know it and
  /// a policy that leaves it out: how much hangs on that choice.
  package private(set) var outcomesWithNoIssueAsTop: [OutcomeCounts] = []

  /// The readings that stand.
  private let readings: StandingReadings
  /// Whom each instrument is about.
  let subjects: [String: Subject]
  /// The instruments whose change rule counts stages.
  let stagedInstruments: Set<String>
  /// The areas of each instrument in its own order, with the number of units of each.
  let areas: [String: [InstrumentArea]]

  /// Computes everything.
  ///
  /// - Parameters:
  ///   - episodes: Every episode that whoever asks may see, with the readings that name it.
  ///   - replacements: What readings that name no episode replace.
  ///   - from: The first day of the closure period; `nil` for no bound.
  ///   - to: The last day of the closure period; `nil` for no bound.
  ///   - asOf: The moment; readings and closures later than it are as if they did not exist.
  ///   - catalogue: The installed packs, licensed or not.
  ///   - library: The reference data.
  ///   - countsNoIssueAsTop: Whether ``outcomesWithNoIssueAsTop`` is wanted.
  package init(
    episodes: [EpisodeCase],
    replacements: [Replacement] = [],
    from: CalendarDay?,
    to: CalendarDay?,
    asOf: AsOf,
    catalogue: InstrumentCatalogue,
    library: ReconciliationLibrary,
    countsNoIssueAsTop: Bool = true
  ) {
    let readings = StandingReadings(of: episodes, replacements, asOf: asOf)
    let checked = CheckedLibrary(library, catalogue: catalogue)
    let rules = ProgressRules(
      catalogue: catalogue,
      library: checked.library,
      readings: readings
    )
    var cohort: [EpisodeProgress] = []
    var leftOut: [LeftOutEpisode] = []
    for episode in episodes.sorted(by: { $0.isBefore($1) }) {
      if let reason = episode.reasonOutside(from: from, to: to, asOf: asOf) {
        leftOut.append(LeftOutEpisode(episode: episode, instrument: nil, reason: reason))
      } else {
        let progress = rules.progress(of: episode)
        cohort.append(progress)
        leftOut += progress.withoutPair
      }
    }
    self.from = from
    self.to = to
    self.asOf = asOf
    self.policy = library.policy
    self.episodes = cohort
    self.leftOut = leftOut
    self.readings = readings
    refusedCrosswalks = checked.refused
    var names: Set<String> = []
    for episode in cohort {
      for instrument in episode.instruments {
        for subject in instrument.subjects where !subject.outcomes.isEmpty {
          if let crosswalk = subject.crosswalk { names.insert(crosswalk) }
        }
      }
    }
    crosswalksUsed = checked.library.crosswalks.filter { names.contains($0.name) }
      .sorted { $0.name < $1.name }
    frameworksUsed = crosswalksUsed.isEmpty ? [] : [checked.library.framework].compactMap(\.self)
    let keys = rules.usedKeys(in: cohort)
    let idsUsed = Set(keys.map(\.id))
    let known = Set(cohort.flatMap(\.instruments).map(\.instrument))
    let packs = catalogue.all.filter { known.contains($0.key.id) }
    packsUsed = packs.filter { keys.contains($0.key) }
    packsNamed = packs.filter { keys.contains($0.key) || !idsUsed.contains($0.key.id) }
    subjects = Dictionary(packs.map { ($0.key.id, $0.subject) }) { first, _ in first }
    stagedInstruments = Set(packs.filter { $0.changeRule.unit == .stage }.map(\.key.id))
    areas = InstrumentArea.byInstrument(packs)
    let knowing = Set(
      packs.filter { $0.scales.contains { $0.nonScores.contains(.noIssue) } }.map(\.key.id)
    )
    guard countsNoIssueAsTop, !knowing.isEmpty, policy.noIssuePolicy == .exclude else { return }
    let other = under(policy.withNoIssueAsTop, catalogue: catalogue, library: library)
    outcomesWithNoIssueAsTop = other.outcomeCounts()
      .filter { knowing.contains($0.group.instrument) && $0.isMeasured }
  }

  /// The same cohort under another policy, for tables of what hangs on a choice.
  ///
  /// What follows from a pair is taken over where the other policy leaves the pair and all that follows
  /// as they are, which for most pairs it does.
  ///
  /// - Parameters:
  ///   - other: The other policy; main instruments must be the same.
  ///   - catalogue: The installed packs.
  ///   - library: The reference data; its own policy does not count.
  /// - Returns: The cohort; what was left out and what was used are still those of the present policy.
  package func under(
    _ other: ProgressPolicy,
    catalogue: InstrumentCatalogue,
    library: ReconciliationLibrary
  ) -> Progress {
    var library = library
    library.policy = other
    let rules = ProgressRules(
      catalogue: catalogue,
      library: CheckedLibrary(library, catalogue: catalogue).library,
      readings: readings,
      earlierPolicy: policy
    )
    var progress = self
    progress.policy = other
    progress.episodes = episodes.map { rules.progress(of: $0.episode, earlier: $0) }
    progress.outcomesWithNoIssueAsTop = []
    return progress
  }
}

/// A crosswalk that failed its check, and why.
package struct RefusedCrosswalk: Hashable, Sendable {
  /// The crosswalk.
  package let crosswalk: Crosswalk
  /// What is wrong; never empty.
  package let problems: [CrosswalkProblem]
}

/// An area of an instrument, over all its editions.
struct InstrumentArea: Hashable, Sendable {
  /// The area's id.
  let id: String
  /// The best place of the change rule's unit in any edition.
  let top: Int

  /// The areas in the order of the oldest edition, then those that later ones add.
  static func byInstrument(_ packs: [InstrumentPack]) -> [String: [InstrumentArea]] {
    var areas: [String: [InstrumentArea]] = [:]
    for pack in packs {
      for area in pack.areas {
        let top = pack.unitTop(ofArea: area.id) ?? 0
        var known = areas[pack.key.id] ?? []
        if let index = known.firstIndex(where: { $0.id == area.id }) {
          known[index] = InstrumentArea(id: area.id, top: max(top, known[index].top))
        } else {
          known.append(InstrumentArea(id: area.id, top: top))
        }
        areas[pack.key.id] = known
      }
    }
    return areas
  }
}
