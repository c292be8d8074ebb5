/// How far a link would have moved with other families: a resampling that a seed repeats.
///
/// Efron and Tibshirani, "An Introduction to the Bootstrap" (1993): families, or whole clusters of
/// them, are drawn with replacement as often as there are; the link is made anew from each draw with
/// the smoothing model kept. Standard errors divide by one less than the replicates; the limits are
/// percentiles of type 7 (Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996).
package struct LinkBootstrap: Sendable {
  /// The mean of the replicates at each point; `nil` where no replicate has a value.
  package let mean: [Double?]
  /// The standard error at each point; `nil` where fewer than two replicates have a value.
  package let standardError: [Double?]
  /// The lower limit at each point, the 2.5 % percentile at a level of 0.95.
  package let low: [Double?]
  /// The upper limit at each point.
  package let high: [Double?]
  /// The first replicates, as many as were asked for.
  package let firstReplicates: [[Double?]]
  /// The first indices that the first replicate drew, as many as were asked for.
  package let firstIndices: [Int]
  /// How many replicates had a value at each point.
  package let replicates: [Int]

  /// Draws and links.
  ///
  /// - Parameters:
  ///   - counts: The table of all families.
  ///   - clusters: The cells of the families that are drawn together, in the order of the draw; a
  ///     cell is `source * targetPoints + target`. One family each for a draw by family.
  ///   - linker: What makes a link.
  ///   - replicates: How many draws, at most ``replicatesMax``.
  ///   - seed: Where the stream of SplitMix64 starts; one stream goes through all replicates.
  ///   - level: The level of the limits, between 0 and 1.
  ///   - kept: How many replicates and indices are kept to be shown.
  package init(
    counts: JointCounts,
    clusters: [[Int]],
    linker: Linker,
    replicates: Int,
    seed: UInt64,
    level: Double = 0.95,
    kept: (replicates: Int, indices: Int) = (0, 0)
  ) {
    let points = linker.direction == .forward ? counts.sourcePoints : counts.targetPoints
    let start = linker.smooth(counts)
    let usable = counts.cells.indices
    var generator = SplitMix64(seed: seed)
    var columns = Array(repeating: [Double](), count: points)
    var firstReplicates: [[Double?]] = []
    var firstIndices: [Int] = []
    for replicate in 0..<min(max(0, replicates), Self.replicatesMax) where !clusters.isEmpty {
      var cells = Array(repeating: 0, count: counts.cells.count)
      for _ in clusters.indices {
        let index = generator.index(below: clusters.count)
        if replicate == 0, firstIndices.count < kept.indices { firstIndices.append(index) }
        for cell in clusters[index] where usable.contains(cell) { cells[cell] += 1 }
      }
      let link = linker.link(counts.replacing(cells: cells), from: start)
      if replicate < kept.replicates { firstReplicates.append(link) }
      for (point, value) in link.enumerated() {
        if let value { columns[point].append(value) }
      }
    }
    let tail = (1 - level) / 2
    let ordered = columns.map { $0.sorted() }
    mean = columns.map { Moments($0).mean }
    standardError = columns.map { Moments($0).standardDeviation }
    low = ordered.map { percentile($0, tail) }
    high = ordered.map { percentile($0, 1 - tail) }
    self.replicates = columns.map(\.count)
    self.firstReplicates = firstReplicates
    self.firstIndices = firstIndices
  }

  /// The most replicates that are drawn.
  package static let replicatesMax = 100_000
}

/// The percentile of sorted values by linear interpolation between order statistics.
///
/// Type 7 of Hyndman and Fan (1996).
///
/// - Parameters:
///   - sorted: The values in ascending order.
///   - share: Which percentile, from 0 to 1; held to that.
/// - Returns: The percentile; `nil` without values.
package func percentile(_ sorted: [Double], _ share: Double) -> Double? {
  guard let first = sorted.first, !share.isNaN else { return nil }
  let place = min(max(share, 0), 1) * Double(sorted.count - 1)
  let below = Int(place)
  guard below + 1 < sorted.count else { return sorted.last ?? first }
  return sorted[below] + (place - Double(below)) * (sorted[below + 1] - sorted[below])
}
