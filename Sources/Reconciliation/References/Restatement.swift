import Casework
import Instruments

/// Why a result differs between two reckonings.
package struct RestatementReason: Hashable, Sendable {
  /// The kinds of reasons.
  package enum Cause: String, CaseIterable, Sendable {
    /// An edge, a band or the crosswalk itself is another one.
    case edgeChanged = "edge_changed"
    /// The crosswalk was taken out of use and none stands in its place.
    case crosswalkGone = "crosswalk_gone"
    /// Readings of the episode were corrected, withdrawn or came since.
    case readingsCorrected = "readings_corrected"
    /// The episode's own details were edited, or it entered or left the cohort.
    case episodeEdited = "episode_edited"
    /// The definition or the change rule of the instrument is another one.
    case instrumentChanged = "instrument_changed"
    /// The policy is another one.
    case policyChanged = "policy_changed"
    /// Another program, or another version of it, made the figures.
    case codeChanged = "code_changed"
    /// None of these, which would be a fault of this program.
    case unexplained
  }

  /// The kind.
  package let cause: Cause
  /// What exactly, such as the edge or the two versions.
  package let detail: String
}

/// Old results beside new ones of the same episodes, and why they differ.
package struct Restatement: Sendable {
  /// The old reckoning.
  package let before: Progress
  /// The new one.
  package let after: Progress
  /// The program that made the old one.
  package let programBefore: String
  /// The program that makes the new one.
  package let programAfter: String
  /// What differs.
  package let comparison: ResultComparison

  private let episodesBefore: [String: EpisodeProgress]
  private let episodesAfter: [String: EpisodeProgress]

  /// Compares two reckonings.
  package init(before: Progress, after: Progress, programBefore: String, programAfter: String) {
    self.before = before
    self.after = after
    self.programBefore = programBefore
    self.programAfter = programAfter
    comparison = ResultComparison(before: before, after: after)
    episodesBefore = Dictionary(before.episodes.map { ($0.episode.id, $0) }) { first, _ in first }
    episodesAfter = Dictionary(after.episodes.map { ($0.episode.id, $0) }) { first, _ in first }
  }

  /// Everything that may have made a result another one; never empty.
  package func reasons(for change: ResultChange) -> [RestatementReason] {
    var reasons = crosswalkReasons(for: change)
    reasons += episodeReasons(for: change)
    let (old, new) = (definitions(change, before), definitions(change, after))
    if old != new {
      reasons.append(RestatementReason(cause: .instrumentChanged, detail: change.instrument))
    }
    if before.policy.contentHash != after.policy.contentHash {
      reasons.append(
        RestatementReason(
          cause: .policyChanged,
          detail: "\(before.policy.id)@\(before.policy.version) → "
            + "\(after.policy.id)@\(after.policy.version)"
        )
      )
    }
    if programBefore != programAfter {
      reasons.append(
        RestatementReason(cause: .codeChanged, detail: "\(programBefore) → \(programAfter)")
      )
    }
    return reasons.isEmpty ? [RestatementReason(cause: .unexplained, detail: "")] : reasons
  }

  private func crosswalkReasons(for change: ResultChange) -> [RestatementReason] {
    guard change.measure != .pairing, change.measure != .area else { return [] }
    let old = crosswalks(of: change, episodesBefore, before)
    let new = crosswalks(of: change, episodesAfter, after)
    guard let first = old.first, let last = new.first else {
      guard let any = old.first ?? new.first else { return [] }
      return [
        RestatementReason(
          cause: new.isEmpty ? .crosswalkGone : .edgeChanged,
          detail: new.isEmpty ? any.name : "none → \(any.name)"
        )
      ]
    }
    guard first.name != last.name else { return [] }
    return CrosswalkDiff(from: first, to: last).changes
      .filter { $0.step > .patch && ($0.subjects.contains(change.item) || $0.isAboutAll) }
      .map { difference in
        RestatementReason(
          cause: .edgeChanged,
          detail: "\(first.name) → \(last.name): "
            + ([difference.what] + difference.subjects).joined(separator: " ")
            + " \(difference.before ?? "none") → \(difference.after ?? "none")"
        )
      }
  }

  private func crosswalks(
    of change: ResultChange,
    _ episodes: [String: EpisodeProgress],
    _ progress: Progress
  ) -> [Crosswalk] {
    let subjects =
      episodes[change.episode]?.instruments
      .first { $0.instrument == change.instrument }?.subjects ?? []
    let names = Set(subjects.compactMap(\.crosswalk))
    return progress.crosswalksUsed.filter { names.contains($0.name) }
  }

  private func definitions(_ change: ResultChange, _ progress: Progress) -> [String] {
    progress.packsNamed.filter { $0.key.id == change.instrument }.map { pack in
      "\(pack.key) \(pack.contentHash) \(pack.changeRule) \(pack.compatibleWith)"
    }
  }

  private func episodeReasons(for change: ResultChange) -> [RestatementReason] {
    guard let old = episodesBefore[change.episode]?.episode,
      let new = episodesAfter[change.episode]?.episode
    else {
      let isGone = episodesAfter[change.episode] == nil
      return [
        RestatementReason(
          cause: .episodeEdited,
          detail: isGone ? "no longer in the cohort" : "in the cohort since"
        )
      ]
    }
    var reasons: [RestatementReason] = []
    if old.opened != new.opened || old.closed != new.closed {
      reasons.append(
        RestatementReason(
          cause: .episodeEdited,
          detail: "\(old.opened) to \(old.closed.map { "\($0)" } ?? "open") → "
            + "\(new.opened) to \(new.closed.map { "\($0)" } ?? "open")"
        )
      )
    }
    let byID = Dictionary(old.readings.map { ($0.id, $0) }) { first, _ in first }
    let ids = Set(new.readings.map(\.id))
    let corrected = new.readings.filter { reading in
      byID[reading.id].map { !$0.says(new: reading) } ?? false
    }
    let added = new.readings.count { byID[$0.id] == nil }
    let gone = old.readings.count { !ids.contains($0.id) }
    guard !corrected.isEmpty || added > 0 || gone > 0 else { return reasons }
    reasons.append(
      RestatementReason(
        cause: .readingsCorrected,
        detail: "\(corrected.count) corrected, \(gone) withdrawn, \(added) added since"
      )
    )
    return reasons
  }
}

extension CaseReading {
  /// Whether another version of the same reading says the same to the rules.
  fileprivate func says(new other: CaseReading) -> Bool {
    key == other.key && subject == other.subject && date == other.date
      && respondent == other.respondent && timing == other.timing && scores == other.scores
      && replaces == other.replaces
  }
}

extension CrosswalkChange {
  /// Whether the difference may touch every outcome: bands, the target, an edition.
  fileprivate var isAboutAll: Bool {
    ["bands", "target", "instrument", "edition"].contains(what)
  }
}
