import Instruments
import Reconciliation

/// One other choice that could have been made, and which way the compared outcome then went.
struct SensitivityVariant {
  let name: String
  /// The directions of each compared authority's paired episodes, with the episodes.
  let directions: [[(episode: EpisodeCase, direction: OutcomeDirection)]]

  /// How many improved and how many could be told, for one authority.
  func counts(_ side: Int) -> (improved: Int, n: Int) {
    guard directions.indices.contains(side) else { return (0, 0) }
    return (directions[side].count { $0.direction == .improved }, directions[side].count)
  }

  /// How many declined.
  func declined(_ side: Int) -> Int {
    directions.indices.contains(side) ? directions[side].count { $0.direction == .declined } : 0
  }
}

extension AuditContext {
  /// The choice that was made, and then every other.
  var variants: [SensitivityVariant] {
    let base = variant("As reported") { self.direction($0, $1) }
    var strict = base
    strict = SensitivityVariant(
      name: "Mixed counted as declined (strict)",
      directions: base.directions.map { found in found.map { ($0.episode, $0.direction.strict) } }
    )
    return [
      base, strict,
      variant("Two points or more instead of the change rule") {
        self.direction($0, $1, areas: { $0.byTwoPoints })
      },
      variant("Contributing areas counted too") {
        self.direction($0, $1, edges: { $0.countedInHeadlines })
      },
      variant("At least 75 % of an outcome’s areas scored, not \(coverageText)") {
        self.direction($0, $1, coverage: 750_000)
      },
      rerun("Windows 14 days wider") { policy in
        policy.baselineBeforeDays += 14
        policy.baselineWindowDays += 14
        policy.afterEndDays += 14
      },
      rerun("Windows 14 days narrower") { policy in
        policy.baselineBeforeDays = max(0, policy.baselineBeforeDays - 14)
        policy.baselineWindowDays = max(0, policy.baselineWindowDays - 14)
        policy.afterEndDays = max(0, policy.afterEndDays - 14)
      },
      study.profile.policy.progress.retrospective == .exclude
        ? rerun("Retrospective readings included") { $0.retrospective = .include }
        : rerun("Retrospective readings left out") { $0.retrospective = .exclude },
    ]
  }

  private var coverageText: String {
    FixedDecimal.text(Double(study.profile.policy.progress.minCoveragePerMillion) / 10_000, 0)
      + " %"
  }

  private func variant(
    _ name: String,
    _ direction: (AuditSide, CountedEpisode) -> OutcomeDirection?
  ) -> SensitivityVariant {
    SensitivityVariant(
      name: name,
      directions: sides.map { side in
        side.paired.compactMap { episode in
          direction(side, episode).map { (episode.episode, $0) }
        }
      }
    )
  }

  /// The compared outcome of one episode, with areas, edges or coverage changed.
  private func direction(
    _ side: AuditSide,
    _ episode: CountedEpisode,
    areas: (AreaProgress) -> AreaProgress = { $0 },
    edges: (CrosswalkEdge) -> CrosswalkEdge = { $0 },
    coverage: Int? = nil
  ) -> OutcomeDirection? {
    guard let crosswalk = crosswalk(side.instrument) else { return nil }
    var policy = study.reference.library.policy
    if let coverage { policy.minCoveragePerMillion = coverage }
    let own = crosswalk.edges.filter { $0.outcome == outcome }.map(edges)
    return combine(
      episode.progress.pairedSubjects.map { subject in
        Reconciliation.outcomeProgress(
          outcome: outcome,
          layer: "",
          edges: own,
          areas: subject.areas.map(areas),
          policy: policy
        )
      }
    )
  }

  /// Everything again from the readings, with another policy.
  private func rerun(
    _ name: String,
    _ change: (inout ProgressPolicy) -> Void
  ) -> SensitivityVariant {
    var policy = study.progress.policy
    change(&policy)
    let progress = study.progress.under(
      policy,
      catalogue: study.reference.catalogue,
      library: study.reference.library
    )
    let groups = progress.grouped(by: .all)
    return SensitivityVariant(
      name: name,
      directions: sides.map { side in
        let episodes =
          groups.first {
            $0.group.authority == side.authority && $0.group.instrument == side.instrument
          }?.episodes ?? []
        return episodes.filter { $0.progress.status == .paired }.compactMap { episode in
          episode.progress.outcomes.first { $0.outcome == outcome }?.direction
            .map { (episode.episode, $0) }
        }
      }
    )
  }
}

extension CrosswalkEdge {
  /// The same edge as a primary one, where it says anything at all.
  fileprivate var countedInHeadlines: CrosswalkEdge {
    guard relationship != .notRelatedTo else { return self }
    return CrosswalkEdge(
      area: area,
      outcome: outcome,
      layer: layer,
      relationship: relationship.mayBePrimary ? relationship : .narrower,
      role: .primary,
      weightPercent: weightPercent,
      rationale: rationale,
      author: author
    )
  }
}

extension AreaProgress {
  /// The same area judged by two native points or more; a scale that changed keeps its rule.
  fileprivate var byTwoPoints: AreaProgress {
    guard case .directed(let direction, let moved?) = result, direction != .maintainedAtTop
    else { return self }
    let other: AreaDirection = moved >= 2 ? .improved : moved <= -2 ? .declined : .maintained
    return AreaProgress(
      area: area,
      first: first,
      last: last,
      firstStage: firstStage,
      lastStage: lastStage,
      beganAtTop: beganAtTop,
      result: .directed(other, pointsMoved: moved),
      bandFirst: bandFirst,
      bandLast: bandLast
    )
  }
}
