/// How often a member of one group exceeds a member of another, less how often it falls short.
///
/// Cliff, "Dominance Statistics: Ordinal Analyses to Answer Ordinal Questions" (1993), with the
/// unbiased variance and the asymmetric interval. Of groups that do not overlap the variance is
/// zero; the limit on the inner side is then that of Feng and Cliff, "Monte Carlo Evaluation of
/// Ordinal d with Improved Confidence Interval" (2004).
package struct CliffsDelta: Hashable, Sendable {
  /// The difference of the two chances, from -1 to 1.
  package let delta: Double
  /// The unbiased variance; `nil` when a group has one member.
  package let variance: Double?
  /// The interval; `nil` without a variance.
  package let limits: Limits?
  /// The chance that a member of the first group exceeds one of the second, ties counted half.
  package let superiority: Double
  /// The Mann-Whitney count of the first group.
  package let mannWhitney: Double

  /// Whether the two groups do not overlap.
  package var isDisjoint: Bool { delta.magnitude == 1 }

  /// Compares two groups.
  ///
  /// - Parameters:
  ///   - first: The first group's values.
  ///   - second: The second group's values.
  ///   - level: The level of the interval.
  /// - Throws: ``UndefinedReason/noData`` when a group has no members.
  package init(
    _ first: [Double],
    _ second: [Double],
    level: Double = 0.95
  ) throws(UndefinedReason) {
    guard !first.isEmpty, !second.isEmpty else { throw .noData }
    let n = Double(first.count)
    let m = Double(second.count)
    let firstSums = Self.dominance(of: first, over: second)
    let secondSums = Self.dominance(of: second, over: first)
    var sum = 0.0
    var untied = 0.0
    for (balance, differing) in firstSums {
      sum += balance
      untied += differing
    }
    let delta = sum / (n * m)
    self.delta = delta
    superiority = (delta + 1) / 2
    mannWhitney = (sum + n * m) / 2
    guard first.count > 1, second.count > 1 else {
      (variance, limits) = (nil, nil)
      return
    }
    var firstSquares = 0.0
    for (balance, _) in firstSums {
      firstSquares += (balance - m * delta) * (balance - m * delta)
    }
    var secondSquares = 0.0
    for (balance, _) in secondSums {
      secondSquares += (-balance - n * delta) * (-balance - n * delta)
    }
    let cells = untied - n * m * delta * delta
    let variance = (firstSquares + secondSquares - cells) / (n * m * (n - 1) * (m - 1))
    self.variance = variance
    let quantile = NormalDistribution.twoSidedQuantile(level: level)
    limits =
      delta.magnitude == 1
      ? Self.limitsOfDisjoint(delta, smaller: min(n, m), quantile)
      : Self.limits(delta, variance: max(0, variance), quantile)
  }

  private static func limits(_ delta: Double, variance: Double, _ quantile: Double) -> Limits {
    let squared = quantile * quantile * variance
    let room = 1 - delta * delta
    let half = quantile * variance.squareRoot() * (room * room + squared).squareRoot()
    let centre = delta - delta * delta * delta
    return Limits(
      low: max(-1, (centre - half) / (room + squared)),
      high: min(1, (centre + half) / (room + squared))
    )
  }

  private static func limitsOfDisjoint(
    _ delta: Double,
    smaller: Double,
    _ quantile: Double
  ) -> Limits {
    let inner = (smaller - quantile * quantile) / (smaller + quantile * quantile)
    return delta > 0 ? Limits(low: inner, high: 1) : Limits(low: -1, high: -inner)
  }

  /// For each value how many of the others it exceeds less how many exceed it, and how many differ.
  private static func dominance(
    of values: [Double],
    over others: [Double]
  ) -> [(balance: Double, differing: Double)] {
    let sorted = others.sorted()
    return values.map { value in
      let below = partitionPoint(sorted) { $0 < value }
      let above = sorted.count - partitionPoint(sorted) { $0 <= value }
      return (Double(below - above), Double(below + above))
    }
  }

  private static func partitionPoint(_ sorted: [Double], _ isBefore: (Double) -> Bool) -> Int {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = low + (high - low) / 2
      if isBefore(sorted[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
