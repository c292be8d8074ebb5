/// Whether a link is the same for every group of families.
///
/// Dorans and Holland, "Population Invariance and the Equatability of Tests: Basic Theory and the
/// Linear Case" (2000): at each source point the root mean square difference between the groups'
/// links and that of all, weighted by the groups' shares; over all points its root mean square,
/// weighted by the shares of the source scores.
package struct PopulationInvariance: Sendable {
  /// The link of all families, in positions.
  package let overall: [Double?]
  /// The link of each group that takes part, in positions, in the order handed in.
  package let groups: [[Double?]]
  /// The root mean square difference at each source point, in points of the target scale.
  ///
  /// `nil` where all families together have no value; a group without one leaves the mean.
  package let rmsd: [Double?]
  /// The root expected mean square difference over all source points; `nil` without groups.
  package let remsd: Double?
  /// The same in standard deviations of the target scores; `nil` when those do not vary.
  package let remsdStandardised: Double?

  /// Compares the links of groups.
  ///
  /// - Parameters:
  ///   - counts: The table of all families.
  ///   - groups: A table for each group that takes part, of the same shape.
  ///   - linker: What makes a link, with the smoothing chosen for all families.
  package init(counts: JointCounts, groups: [JointCounts], linker: Linker) {
    let start = linker.smooth(counts)
    let overall = linker.link(counts)
    let links = groups.map { linker.link($0, from: start) }
    let sizes = groups.map { Double($0.total) }
    let rmsd = overall.indices.map { point -> Double? in
      guard let whole = overall[point] else { return nil }
      var weight = 0.0
      var sum = 0.0
      for (link, size) in zip(links, sizes) {
        guard let value = link[point] else { continue }
        weight += size
        sum += size * (value - whole) * (value - whole)
      }
      return weight > 0 ? (sum / weight).squareRoot() : nil
    }
    let isForward = linker.direction == .forward
    let scores = isForward ? counts.sourceCounts : counts.targetCounts
    let targets = isForward ? counts.targetCounts : counts.sourceCounts
    var weight = 0.0
    var sum = 0.0
    for (difference, count) in zip(rmsd, scores) {
      guard let difference, count > 0 else { continue }
      weight += Double(count)
      sum += Double(count) * difference * difference
    }
    let remsd = weight > 0 ? (sum / weight).squareRoot() : nil
    self.overall = overall
    self.groups = links
    self.rmsd = rmsd
    self.remsd = remsd
    let spread = Moments(counts: targets).populationDeviation ?? 0
    remsdStandardised = spread > 0 ? remsd.map { $0 / spread } : nil
  }

  /// The largest difference over the points that are named; `nil` without one.
  package func largest(over points: some Sequence<Int>) -> Double? {
    points.compactMap { rmsd.indices.contains($0) ? rmsd[$0] : nil }.max()
  }
}

extension Moments {
  /// The moments of positions that occur several times.
  package init(counts: [Int]) {
    self.init(
      counts.enumerated().flatMap { Array(repeating: Double($0.offset), count: $0.element) }
    )
  }
}
