/// How many episodes have a pair of readings, of one authority, instrument and group.
package struct PairingCounts: Hashable, Sendable {
  /// What the row is about.
  package let group: ProgressGroup
  /// How many episodes there are.
  package let episodes: Int
  /// How many episodes have each status; every status is there.
  package let byStatus: [PairingStatus: Int]
  /// How many paired episodes have a pair of two editions.
  package let pairedCrossEdition: Int
  /// How many episodes have no standing reading at all; they are counted as no baseline too.
  package let noReadings: Int
  /// How many subjects have each status; every status is there.
  package let subjects: [PairingStatus: Int]
  /// The median of the days from first to last reading, over paired subjects.
  package let gapDaysMedian: Double?
  /// The share of episodes without a pair, always to be shown.
  package let unpaired: Proportion
}

extension Progress {
  /// Counts pairs, for each authority and instrument, in the order of their names.
  package func pairingCounts(by grouping: ProgressGrouping = .all) -> [PairingCounts] {
    grouped(by: grouping).map { group, episodes in
      let all = episodes.map(\.progress)
      let subjects = all.flatMap(\.subjects)
      return PairingCounts(
        group: group,
        episodes: all.count,
        byStatus: counts(of: all.map(\.status)),
        pairedCrossEdition: all.count { $0.subjects.contains(where: \.pairing.isCrossEdition) },
        noReadings: all.count(where: \.hasNoReadings),
        subjects: counts(of: subjects.map(\.pairing.status)),
        gapDaysMedian: median(of: subjects.compactMap(\.pairing.gapDays)),
        unpaired: Proportion(x: all.count { $0.status != .paired }, n: all.count)
      )
    }
  }
}

private func counts(of statuses: [PairingStatus]) -> [PairingStatus: Int] {
  var counts = Dictionary(uniqueKeysWithValues: PairingStatus.allCases.map { ($0, 0) })
  for status in statuses { counts[status, default: 0] += 1 }
  return counts
}

private func median(of numbers: [Int]) -> Double? {
  guard !numbers.isEmpty else { return nil }
  let sorted = numbers.sorted()
  let lower = sorted[(sorted.count - 1) / 2]
  let upper = sorted[sorted.count / 2]
  return (Double(lower) + Double(upper)) / 2
}
