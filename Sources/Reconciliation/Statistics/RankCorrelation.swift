/// Ranks with ties given their mean, and the correlations built on them.
package enum RankCorrelation {
  /// The rank of each value from 1, tied values sharing the mean of their ranks.
  ///
  /// - Parameter values: Any values; not a number ranks nowhere in particular.
  /// - Returns: A rank for each value, in the order of the values.
  package static func midRanks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var ranks = Array(repeating: 0.0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      let rank = Double(start + end + 1) / 2
      for place in start..<end { ranks[order[place]] = rank }
      start = end
    }
    return ranks
  }

  /// Pearson's product moment correlation; `nil` when either side does not vary.
  package static func pearson(_ x: [Double], _ y: [Double]) -> Double? {
    guard x.count == y.count, let meanX = Moments(x).mean, let meanY = Moments(y).mean
    else { return nil }
    var sumXY = 0.0
    var sumXX = 0.0
    var sumYY = 0.0
    for (a, b) in zip(x, y) {
      sumXY += (a - meanX) * (b - meanY)
      sumXX += (a - meanX) * (a - meanX)
      sumYY += (b - meanY) * (b - meanY)
    }
    guard sumXX > 0, sumYY > 0 else { return nil }
    return min(1, max(-1, sumXY / (sumXX.squareRoot() * sumYY.squareRoot())))
  }

  /// Spearman's rank correlation: Pearson's of the mid-ranks; `nil` when either side does not vary.
  ///
  /// Spearman, "The Proof and Measurement of Association between Two Things" (1904).
  package static func spearman(_ x: [Double], _ y: [Double]) -> Double? {
    pearson(midRanks(x), midRanks(y))
  }

  /// Kendall's tau-b of a table, which allows for ties; `nil` when either side does not vary.
  ///
  /// Kendall, "The Treatment of Ties in Ranking Problems" (1945).
  package static func kendallTauB(_ counts: JointCounts) -> Double? {
    let columns = counts.targetPoints
    var balance = 0.0
    for row in 0..<counts.sourcePoints {
      for column in 0..<columns {
        let count = Double(counts.cells[row * columns + column])
        guard count > 0 else { continue }
        for later in (row + 1)..<max(row + 1, counts.sourcePoints) {
          for other in 0..<columns where other != column {
            let pairs = count * Double(counts.cells[later * columns + other])
            balance += other > column ? pairs : -pairs
          }
        }
      }
    }
    let untiedSource = untiedPairs(counts.sourceCounts)
    let untiedTarget = untiedPairs(counts.targetCounts)
    guard untiedSource > 0, untiedTarget > 0 else { return nil }
    return balance / (untiedSource.squareRoot() * untiedTarget.squareRoot())
  }

  private static func untiedPairs(_ counts: [Int]) -> Double {
    let total = Double(counts.reduce(0, +))
    var tied = 0.0
    for count in counts { tied += Double(count) * Double(count - 1) / 2 }
    return total * (total - 1) / 2 - tied
  }
}
