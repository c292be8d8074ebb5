/// Which way one area went, over the paired subjects of one authority, instrument and group.
package struct AreaCounts: Hashable, Sendable {
  /// What the row is about.
  package let group: ProgressGroup
  /// The area's id.
  package let area: String
  /// How many subjects went each way; every direction is there.
  package let directions: [AreaDirection: Int]
  /// How many subjects had no use for the area, or no issue, at either reading.
  package let notApplicable: Int
  /// How many subjects have no pair of scores in it.
  package let noDirection: Int
  /// How many rose by any native point.
  package let rawUp: Int
  /// How many fell by any native point.
  package let rawDown: Int
  /// How many rose by two native points or more; `nil` unless the change rule counts stages.
  package let up2Points: Int?
  /// How many fell by two native points or more; `nil` unless the change rule counts stages.
  package let down2Points: Int?
  /// Improved minus declined, of those with a direction.
  package let net: NetImprovement

  /// Those that improved, of those with a direction.
  package var improvedShare: Proportion { Proportion(x: directions[.improved] ?? 0, n: n) }
  /// Those that declined, of those with a direction.
  package var declinedShare: Proportion { Proportion(x: directions[.declined] ?? 0, n: n) }

  /// How many have a direction.
  package var n: Int { directions.values.reduce(0, +) }
}

extension Progress {
  /// Counts areas, in the order of authorities and instruments and the instrument's own order.
  package func areaCounts(by grouping: ProgressGrouping = .all) -> [AreaCounts] {
    grouped(by: grouping).flatMap { group, episodes in
      let subjects = episodes.flatMap(\.progress.pairedSubjects)
      let results = Dictionary(grouping: subjects.flatMap(\.areas), by: \.area)
      return (areas[group.instrument] ?? []).map { area in
        AreaCounts(
          group: group,
          area: area.id,
          results: (results[area.id] ?? []).map(\.result),
          isStaged: stagedInstruments.contains(group.instrument)
        )
      }
    }
  }
}

extension AreaCounts {
  fileprivate init(group: ProgressGroup, area: String, results: [AreaResult], isStaged: Bool) {
    var directions = Dictionary(uniqueKeysWithValues: AreaDirection.allCases.map { ($0, 0) })
    var moves: [Int] = []
    for result in results {
      guard case .directed(let direction, let moved) = result else { continue }
      directions[direction, default: 0] += 1
      if let moved { moves.append(moved) }
    }
    self.group = group
    self.area = area
    self.directions = directions
    notApplicable = results.count { $0 == .notApplicable }
    noDirection = results.count { $0 == .noDirection }
    rawUp = moves.count { $0 > 0 }
    rawDown = moves.count { $0 < 0 }
    up2Points = isStaged ? moves.count { $0 >= 2 } : nil
    down2Points = isStaged ? moves.count { $0 <= -2 } : nil
    net = NetImprovement(
      up: directions[.improved] ?? 0,
      down: directions[.declined] ?? 0,
      n: directions.values.reduce(0, +)
    )
  }
}
