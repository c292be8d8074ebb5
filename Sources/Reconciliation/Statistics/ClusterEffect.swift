/// How much less a sample says because its members come in clusters.
///
/// Kish, "Survey Sampling" (1965), 5.4: the design effect is 1 + (m - 1) * rho, with the mean cluster
/// size weighted by itself, the sum of squares over the sum, and rho the intraclass correlation.
package struct ClusterEffect: Hashable, Sendable {
  /// How many members there are in all.
  package let n: Int
  /// How many clusters there are.
  package let clusters: Int
  /// The mean cluster size as a member of the sample sees it; 0 without members.
  package let meanSizeWeighted: Double
  /// The intraclass correlation, at least 0.
  package let intraclassCorrelation: Double
  /// The design effect, at least 1.
  package let designEffect: Double
  /// How many independent members would say as much.
  package let effectiveSize: Double

  /// Takes an intraclass correlation that is known.
  ///
  /// - Parameters:
  ///   - sizes: The size of each cluster; those below 1 are left out.
  ///   - intraclassCorrelation: The correlation; held to 0 at least.
  package init(sizes: [Int], intraclassCorrelation: Double) {
    let sizes = sizes.filter { $0 > 0 }
    var sum = 0.0
    var squares = 0.0
    for size in sizes {
      sum += Double(size)
      squares += Double(size) * Double(size)
    }
    n = sizes.reduce(0) { $0.addingReportingOverflow($1).partialValue }
    clusters = sizes.count
    meanSizeWeighted = sum > 0 ? squares / sum : 0
    self.intraclassCorrelation = max(0, intraclassCorrelation)
    designEffect = sum > 0 ? 1 + (meanSizeWeighted - 1) * self.intraclassCorrelation : 1
    effectiveSize = sum / designEffect
  }

  /// Estimates the intraclass correlation from the members' values.
  ///
  /// One-way analysis of variance with unequal groups (Donner, "A Review of Inference Procedures for
  /// the Intraclass Correlation Coefficient in the One-Way Random Effects Model", 1986). Without two
  /// clusters, without a cluster of two, or without any variation it is taken as 0.
  ///
  /// - Parameter clusters: The values of each cluster, clusters in the order in which they are
  ///   summed.
  package init(clusters: [[Double]]) {
    let clusters = clusters.filter { !$0.isEmpty }
    self.init(
      sizes: clusters.map(\.count),
      intraclassCorrelation: Self.correlation(clusters) ?? 0
    )
  }

  private static func correlation(_ clusters: [[Double]]) -> Double? {
    let all = clusters.flatMap { $0 }
    let n = Double(all.count)
    let k = Double(clusters.count)
    guard k > 1, n > k, let grand = Moments(all).mean else { return nil }
    var between = 0.0
    var within = 0.0
    var squares = 0.0
    for cluster in clusters {
      let moments = Moments(cluster)
      let size = Double(cluster.count)
      let distance = (moments.mean ?? grand) - grand
      between += size * distance * distance
      within += moments.sumOfSquares
      squares += size * size
    }
    let meanBetween = between / (k - 1)
    let meanWithin = within / (n - k)
    let typicalSize = (n - squares / n) / (k - 1)
    let divisor = meanBetween + (typicalSize - 1) * meanWithin
    return divisor > 0 ? (meanBetween - meanWithin) / divisor : nil
  }
}
