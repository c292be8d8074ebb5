import Instruments
import Reconciliation
import WireFormat

extension HeadlineFigures {
  /// Outcomes of every layer to which areas are mapped; only where an instrument has a crosswalk that
  /// may be used.
  var outcomes: JSON {
    let layers = study.reference.framework?.mappableLayers ?? []
    let whole = progress.grouped(by: .all)
    let districts = split(.district)
    let quarters = split(.quarter)
    let asTop = Dictionary(
      progress.outcomesWithNoIssueAsTop.map { ($0.key, $0.json) }
    ) { first, _ in first }
    var authorities: [String: [String: JSON]] = [:]
    for (group, episodes) in whole {
      guard let crosswalk = study.reference.crosswalks[group.instrument]?.usable else { continue }
      var outcomes: [String: JSON] = [:]
      for (layer, outcome) in layers.flatMap({ layer in layer.outcomes.map { (layer, $0) } }) {
        guard !crosswalk.primaryAreas(of: outcome.id).isEmpty else {
          outcomes[outcome.id] = ["status": .string(OutcomeStatus.notMeasured.rawValue)]
          continue
        }
        let count = { (group: ProgressGroup, episodes: [CountedEpisode]) in
          OutcomeCounts(
            group: group,
            perspective: nil,
            outcome: outcome.id,
            layer: layer.id,
            isMeasured: true,
            episodes: episodes.map(\.progress)
          )
        }
        let row = count(group, episodes)
        var members = row.json.object ?? [:]
        members.merge(row.shares) { first, _ in first }
        if study.reference.definitions.withNoIssue.contains(group.instrument) {
          let isTop = study.profile.policy.progress.noIssuePolicy == .top
          members["noIssueAsTop"] = isTop ? row.json : asTop[row.key] ?? .null
        }
        members["byDistrict"] = .object(
          (districts[group] ?? [:]).mapValues { count(group, $0).json }
        )
        members["byQuarter"] = .object((quarters[group] ?? [:]).mapValues { count(group, $0).json })
        outcomes[outcome.id] = .object(members)
      }
      authorities[group.authority, default: [:]][group.instrument] = [
        "perspective": perspective(group.instrument), "outcomes": .object(outcomes),
      ]
    }
    return .object(authorities.mapValues { .object($0) })
  }

  /// The episodes of each authority and instrument by district or quarter.
  private func split(
    _ grouping: ProgressGrouping
  ) -> [ProgressGroup: [String: [CountedEpisode]]] {
    var groups: [ProgressGroup: [String: [CountedEpisode]]] = [:]
    for (group, episodes) in progress.grouped(by: grouping) {
      let whole = ProgressGroup(
        authority: group.authority,
        instrument: group.instrument,
        group: nil
      )
      groups[whole, default: [:]][group.group ?? ""] = episodes
    }
    return groups
  }
}

extension OutcomeCounts {
  /// What a row without split is known by.
  fileprivate var key: [String] { [group.authority, group.instrument, outcome] }

  /// The counts of episodes.
  fileprivate var json: JSON {
    var members: [String: JSON] = [
      "paired": .count(paired), "n": .count(n),
      "insufficient_coverage": .count(insufficientCoverage),
      "not_applicable": .count(notApplicable),
    ]
    for (direction, count) in directions { members[direction.rawValue] = .count(count) }
    return .object(members)
  }

  /// The shares of episodes and the bands of subjects.
  fileprivate var shares: [String: JSON] {
    [
      "improvedShare": improvedShare.json, "declinedShare": declinedShare.json,
      "declinedStrictShare": declinedStrictShare.json, "net": net.json,
      "levelA": ["first": firstBands.json, "last": lastBands.json],
    ]
  }
}

extension BandCounts {
  /// How many subjects stand at or above each band.
  fileprivate var json: JSON {
    var members: [String: JSON] = ["n": .count(n)]
    for threshold in thresholds {
      members["\(threshold.band)"] = [
        "lowerCount": .count(threshold.lower.x), "upperCount": .count(threshold.upper.x),
        "lowerShare": .figure(threshold.lower.share), "upperShare": .figure(threshold.upper.share),
        "low": .figure(threshold.low), "high": .figure(threshold.high),
      ]
    }
    return .object(members)
  }
}
