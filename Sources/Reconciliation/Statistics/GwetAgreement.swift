/// Gwet's agreement coefficient of two or more raters: AC1 without weights, AC2 with them.
///
/// Gwet, "Handbook of Inter-Rater Reliability" (2014), chapters 4 to 6. Where nearly every family
/// stands on one point kappa collapses and this coefficient does not, so both are shown.
package struct GwetAgreement: Hashable, Sendable {
  /// How many families at least one rater rated.
  package let n: Int
  /// The observed weighted agreement, over families with two ratings or more.
  package let observed: Double
  /// The weighted agreement expected by chance.
  package let expected: Double
  /// The coefficient.
  package let coefficient: Double
  /// The standard error over families; `nil` below two families.
  package let standardError: Double?
  /// The lower limit, from Student's t; `nil` below two families.
  package let low: Double?
  /// The upper limit, at most 1; `nil` below two families.
  package let high: Double?

  /// Computes the coefficient.
  ///
  /// - Parameters:
  ///   - ratings: The positions in which the raters put each family; a rater who did not rate a
  ///     family gives none, and a family that nobody rated does not count.
  ///   - points: Points of the scale, used or not.
  ///   - weights: How much neighbouring points agree.
  ///   - level: The level of the interval.
  /// - Throws: ``UndefinedReason/noData`` when no family has two ratings,
  ///   ``UndefinedReason/noVariation`` for a scale of one point.
  package init(
    _ ratings: [[Int]],
    points: Int,
    weights: AgreementWeights,
    level: Double = 0.95
  ) throws(UndefinedReason) {
    guard points > 1 else { throw .noVariation }
    let weight = weights.matrix(points: points)
    let families = ratings.map { $0.filter((0..<points).contains) }.filter { !$0.isEmpty }
    let size = Double(families.count)
    let compared = Double(families.count { $0.count > 1 })
    guard compared > 0 else { throw .noData }
    let counts = families.map { family in
      family.reduce(into: Array(repeating: 0.0, count: points)) { $0[$1] += 1 }
    }
    let agreement = zip(families, counts).map { family, counts -> Double in
      let raters = Double(family.count)
      guard raters > 1 else { return 0 }
      var sum = 0.0
      for point in 0..<points where counts[point] > 0 {
        sum += counts[point] * (dotProduct(weight[point], counts) - 1)
      }
      return sum / (raters * (raters - 1))
    }
    var prevalence = Array(repeating: 0.0, count: points)
    for (family, counts) in zip(families, counts) {
      for point in 0..<points { prevalence[point] += counts[point] / Double(family.count) / size }
    }
    var total = 0.0
    for row in weight { for value in row { total += value } }
    let scale = total / Double(points * (points - 1))
    var spread = 0.0
    for share in prevalence { spread += share * (1 - share) }
    var sum = 0.0
    for value in agreement { sum += value }
    let observed = sum / compared
    let expected = scale * spread
    let coefficient = (observed - expected) / (1 - expected)
    n = families.count
    self.observed = observed
    self.expected = expected
    self.coefficient = coefficient
    guard families.count > 1 else {
      (standardError, low, high) = (nil, nil, nil)
      return
    }
    var squares = 0.0
    for (index, family) in families.enumerated() {
      let chance = family.count > 1 ? expected : 0
      let own = size / compared * (agreement[index] - chance) / (1 - expected)
      var ownExpected = 0.0
      for point in 0..<points { ownExpected += counts[index][point] * (1 - prevalence[point]) }
      ownExpected *= scale / Double(family.count)
      let influence =
        own - 2 * (1 - coefficient) * (ownExpected - expected) / (1 - expected)
      squares += (influence - coefficient) * (influence - coefficient)
    }
    let standardError = (squares / (size * (size - 1))).squareRoot()
    let quantile = StudentDistribution.twoSidedQuantile(level: level, degrees: size - 1)
    self.standardError = standardError
    low = quantile.map { coefficient - $0 * standardError }
    high = quantile.map { min(1, coefficient + $0 * standardError) }
  }
}
