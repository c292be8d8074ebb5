/// Whether a link is the same for the groups of one grouping.
package struct LinkInvariance: Sendable {
  /// The grouping: authority, age band, tier.
  package let grouping: String
  /// The groups by name with their families, small ones included.
  package let groups: [(name: String, families: Int)]
  /// The comparison of the groups that are large enough; `nil` when there are none.
  package let comparison: PopulationInvariance?
  /// The largest difference over the supported source points.
  package let largestSupported: Double?

  /// Compares the groups of one grouping.
  ///
  /// - Parameters:
  ///   - grouping: Its name; families that it does not know are one group without a name.
  ///   - scores: The families.
  ///   - counts: Their table.
  ///   - linker: What makes a link.
  ///   - policy: Which groups and rows are large enough.
  package init(
    grouping: String,
    scores: [DualScore],
    counts: JointCounts,
    linker: Linker,
    policy: LinkPolicy
  ) {
    var tables: [String: JointCounts] = [:]
    for score in scores {
      tables[
        score.groups[grouping] ?? "",
        default: JointCounts(sourcePoints: counts.sourcePoints, targetPoints: counts.targetPoints)
      ].add(score.source, score.target)
    }
    let sorted = tables.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    let compared = sorted.map(\.value).filter { $0.total >= policy.groupMin }
    self.grouping = grouping
    groups = sorted.map { ($0.key, $0.value.total) }
    let comparison =
      compared.isEmpty
      ? nil : PopulationInvariance(counts: counts, groups: compared, linker: linker)
    self.comparison = comparison
    let support = counts.sourceCounts
    largestSupported = comparison?.largest(
      over: support.indices.filter { support[$0] >= policy.supportMin }
    )
  }
}
