/// Where first readings stand in one area: one instrument's own stages, never two instruments'.
package struct SnapshotRow: Hashable, Sendable {
  /// The authority's title.
  package let authority: String
  /// The instrument's id.
  package let instrument: String
  /// The area's id.
  package let area: String
  /// How many first readings score the area.
  package let n: Int
  /// How many first readings there are that do not.
  package let unscored: Int
  /// Every place of the change rule's unit, from 1 at the worst.
  package let stages: [StageCount]
}

/// How many first readings stand at one stage.
package struct StageCount: Hashable, Sendable {
  /// The place of the change rule's unit, from 1 at the worst.
  package let stage: Int
  /// The share of the first readings that score the area.
  package let proportion: Proportion
}

/// How an area moved from the first to the last reading, by any native point.
package struct DistanceRow: Hashable, Sendable {
  /// The authority's title.
  package let authority: String
  /// The instrument's id.
  package let instrument: String
  /// The area's id.
  package let area: String
  /// How many subjects have a pair of scores.
  package let n: Int
  /// Those who rose.
  package let up: Proportion
  /// Those who stayed.
  package let same: Proportion
  /// Those who fell.
  package let down: Proportion
  /// Those who rose by two native points or more.
  package let up2Points: Int
  /// Those who fell by two native points or more.
  package let down2Points: Int
}

extension Progress {
  /// Counts first readings by stage, paired or not, for each authority, instrument and area.
  package func snapshot() -> [SnapshotRow] {
    grouped(by: .all).flatMap { group, episodes in
      let subjects = episodes.flatMap(\.progress.subjects).filter { $0.pairing.first != nil }
      return (areas[group.instrument] ?? []).map { area in
        let stages = subjects.compactMap { $0.baselineStages[area.id] }
        return SnapshotRow(
          authority: group.authority,
          instrument: group.instrument,
          area: area.id,
          n: stages.count,
          unscored: subjects.count - stages.count,
          stages: (1...max(area.top, 1)).map { stage in
            StageCount(
              stage: stage,
              proportion: Proportion(x: stages.count { $0 == stage }, n: stages.count)
            )
          }
        )
      }
    }
  }

  /// Counts moves by any native point, for each authority, instrument and area.
  ///
  /// The change rule takes no part; what it says is in ``areaCounts(by:)``.
  package func distance() -> [DistanceRow] {
    grouped(by: .all).flatMap { group, episodes in
      let pairs = episodes.flatMap(\.progress.pairedSubjects).flatMap(\.areas)
      let byArea = Dictionary(grouping: pairs, by: \.area)
      return (areas[group.instrument] ?? []).map { area in
        let moves = (byArea[area.id] ?? []).compactMap(\.result.pointsMoved)
        return DistanceRow(
          authority: group.authority,
          instrument: group.instrument,
          area: area.id,
          n: moves.count,
          up: Proportion(x: moves.count { $0 > 0 }, n: moves.count),
          same: Proportion(x: moves.count { $0 == 0 }, n: moves.count),
          down: Proportion(x: moves.count { $0 < 0 }, n: moves.count),
          up2Points: moves.count { $0 >= 2 },
          down2Points: moves.count { $0 <= -2 }
        )
      }
    }
  }
}

extension AreaResult {
  fileprivate var pointsMoved: Int? {
    guard case .directed(_, let moved) = self else { return nil }
    return moved
  }
}
