import Casework

extension EpisodeCase {
  /// Why the episode is not in the cohort; `nil` when it is.
  func reasonOutside(from: CalendarDay?, to: CalendarDay?, asOf: AsOf) -> LeftOutReason? {
    if let day = asOf.day, opened > day { return .openedAfterAsOf }
    guard let closed else { return .stillOpen }
    if let day = asOf.day, closed > day { return .closedAfterAsOf }
    if let from, closed < from { return .closedBeforePeriod }
    if let to, closed > to { return .closedAfterPeriod }
    return nil
  }

  /// The order of every list of episodes.
  func isBefore(_ other: EpisodeCase) -> Bool {
    if authority != other.authority { return authority < other.authority }
    if family != other.family { return family < other.family }
    if opened != other.opened { return opened < other.opened }
    return id.utf8.lexicographicallyPrecedes(other.id.utf8)
  }
}

extension EpisodeProgress {
  /// The instruments of the episode that have no pair.
  var withoutPair: [LeftOutEpisode] {
    instruments.compactMap { progress in
      progress.reasonWithoutPair.map {
        LeftOutEpisode(episode: episode, instrument: progress.instrument, reason: $0)
      }
    }
  }
}

extension InstrumentProgress {
  fileprivate var reasonWithoutPair: LeftOutReason? {
    switch status {
    case .paired: nil
    case .crossVersion: .crossVersion
    case .noFollowUp: .noFollowUp
    case .noBaseline: hasNoReadings ? .noReadings : .noBaseline
    case .onlyFamilyView: .onlyFamilyView
    }
  }
}

/// The ids of readings that others replace, by authority; ids are those of one source.
///
/// A reading may be replaced by one that names another episode or none, so all are searched.
func replacedIDs(
  in episodes: [EpisodeCase],
  _ replacements: [Replacement],
  asOf: AsOf
) -> [String: Set<String>] {
  var replaced: [String: Set<String>] = [:]
  for episode in episodes {
    let known = episode.readings.filter { asOf.knows($0.recorded) }
    replaced[episode.authority, default: []].formUnion(known.replacedIDs)
  }
  for replacement in replacements where asOf.knows(replacement.recorded) {
    replaced[replacement.authority, default: []].insert(replacement.id)
  }
  return replaced
}
