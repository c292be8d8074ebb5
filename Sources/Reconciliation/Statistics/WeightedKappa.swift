/// Cohen's weighted kappa of two ratings of the same families.
///
/// Cohen, "Weighted Kappa" (1968), with the large-sample standard error of Fleiss, Cohen and
/// Everitt, "Large Sample Standard Errors of Kappa and Weighted Kappa" (1969).
package struct WeightedKappa: Hashable, Sendable {
  /// The observed weighted agreement.
  package let observed: Double
  /// The weighted agreement expected by chance.
  package let expected: Double
  /// Kappa: 1 for agreement throughout, 0 for no more than chance brings.
  package let kappa: Double
  /// The large-sample standard error.
  package let standardError: Double
  /// The lower limit, at least -1.
  package let low: Double
  /// The upper limit, at most 1.
  package let high: Double

  /// Computes kappa.
  ///
  /// - Parameters:
  ///   - counts: Families by the first and the second rating, on all points of the one scale.
  ///   - weights: How much neighbouring points agree.
  ///   - level: The level of the interval.
  /// - Throws: ``UndefinedReason/noData`` without families, ``UndefinedReason/differentScales`` for
  ///   a table that is not square, ``UndefinedReason/noVariation`` when both put every family on one
  ///   point, where chance alone would agree throughout.
  package init(
    _ counts: JointCounts,
    weights: AgreementWeights,
    level: Double = 0.95
  ) throws(UndefinedReason) {
    guard counts.sourcePoints == counts.targetPoints else { throw .differentScales }
    let total = counts.total
    guard total > 0 else { throw .noData }
    let points = counts.sourcePoints
    let first = counts.sourceCounts
    let second = counts.targetCounts
    guard !(0..<points).contains(where: { first[$0] == total && second[$0] == total })
    else { throw .noVariation }
    let size = Double(total)
    let weight = weights.matrix(points: points)
    let rowShares = first.map { Double($0) / size }
    let columnShares = second.map { Double($0) / size }
    let rowMeans = (0..<points).map { dotProduct(weight[$0], columnShares) }
    let columnMeans = (0..<points).map { dotProduct(weight[$0], rowShares) }
    var agreed = 0.0
    for row in 0..<points {
      for column in 0..<points where counts.cells[row * points + column] > 0 {
        agreed += weight[row][column] * Double(counts.cells[row * points + column]) / size
      }
    }
    let chance = dotProduct(rowShares, rowMeans)
    var sum = 0.0
    for row in 0..<points {
      for column in 0..<points where counts.cells[row * points + column] > 0 {
        let term =
          weight[row][column] * (1 - chance)
          - (rowMeans[row] + columnMeans[column]) * (1 - agreed)
        sum += Double(counts.cells[row * points + column]) / size * term * term
      }
    }
    let centre = agreed * chance - 2 * chance + agreed
    let left = 1 - chance
    let variance = (sum - centre * centre) / (size * left * left * left * left)
    // A rater who gives everyone the same agrees exactly as chance does; rounding must not say more.
    let isConstant = counts.hasConstantRating
    observed = isConstant ? chance : agreed
    expected = chance
    kappa = isConstant ? 0 : (agreed - chance) / left
    standardError = isConstant ? 0 : max(0, variance).squareRoot()
    let half = NormalDistribution.twoSidedQuantile(level: level) * standardError
    low = max(-1, kappa - half)
    high = min(1, kappa + half)
  }
}

extension JointCounts {
  /// The share of families whose two ratings are at most some points apart; `nil` without families.
  package func shareWithin(_ steps: Int) -> Double? {
    let total = total
    guard total > 0 else { return nil }
    var close = 0
    for (cell, count) in cells.enumerated()
    where abs(cell / targetPoints - cell % targetPoints) <= steps { close += count }
    return Double(close) / Double(total)
  }

  /// Whether one of the two ratings puts every family on one point.
  package var hasConstantRating: Bool {
    let total = total
    return total > 0 && (sourceCounts.contains(total) || targetCounts.contains(total))
  }
}
