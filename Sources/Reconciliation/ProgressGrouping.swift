/// How the rows of a table of counts are split within an authority and an instrument.
package enum ProgressGrouping: String, CaseIterable, Sendable {
  /// One row for all episodes.
  case all
  /// One row for each district; an empty name for episodes without one.
  case district
  /// One row for each calendar quarter of closure, `2023Q2`.
  case quarter
}

/// What a row of counts is about.
package struct ProgressGroup: Hashable, Sendable {
  /// The authority's title.
  package let authority: String
  /// The instrument's id.
  package let instrument: String
  /// The district or the quarter; `nil` for all episodes.
  package let group: String?

  /// Names a row.
  package init(authority: String, instrument: String, group: String?) {
    self.authority = authority
    self.instrument = instrument
    self.group = group
  }
}

/// One instrument of one episode, in the group it is counted in.
package struct CountedEpisode: Sendable {
  /// The episode.
  package let episode: EpisodeCase
  /// How it fared by the instrument.
  package let progress: InstrumentProgress
}

extension Progress {
  /// The cohort by authority, instrument and group, sorted by all three.
  package func grouped(
    by grouping: ProgressGrouping
  ) -> [(group: ProgressGroup, episodes: [CountedEpisode])] {
    var groups: [ProgressGroup: [CountedEpisode]] = [:]
    for progress in episodes {
      for instrument in progress.instruments {
        let group = ProgressGroup(
          authority: progress.episode.authority,
          instrument: instrument.instrument,
          group: grouping.group(of: progress.episode)
        )
        groups[group, default: []].append(
          CountedEpisode(episode: progress.episode, progress: instrument)
        )
      }
    }
    return groups.sorted { $0.key.sortKey.lexicographicallyPrecedes($1.key.sortKey) }
      .map { ($0.key, $0.value) }
  }
}

extension ProgressGrouping {
  /// The district or the quarter of an episode, empty where it has none; `nil` for all.
  package func group(of episode: EpisodeCase) -> String? {
    switch self {
    case .all: nil
    case .district: episode.district ?? ""
    case .quarter: episode.quarter ?? ""
    }
  }
}

extension ProgressGroup {
  fileprivate var sortKey: [String] { [authority, instrument, group ?? ""] }
}
