/// The limits within which two readings on the same scale differ.
///
/// Bland and Altman, "Statistical Methods for Assessing Agreement between Two Methods of Clinical
/// Measurement" (1986) and "Measuring Agreement in Method Comparison Studies" (1999). Readings on
/// two different scales have no differences; the caller refuses those.
package struct BlandAltman: Hashable, Sendable {
  /// How many pairs there are.
  package let n: Int
  /// The mean difference, first less second.
  package let bias: Double
  /// The standard deviation of the differences.
  package let standardDeviation: Double
  /// The limits of agreement.
  package let agreement: Limits
  /// The interval of the bias, from Student's t.
  package let biasLimits: Limits
  /// The interval of the lower limit of agreement.
  package let lowLimits: Limits
  /// The interval of the upper limit of agreement.
  package let highLimits: Limits

  /// Whether all differences are the same, so that no limits lie between them.
  package var hasZeroVariance: Bool { standardDeviation == 0 }

  /// Computes the limits.
  ///
  /// - Parameters:
  ///   - differences: First reading less second, pair by pair.
  ///   - level: The level of the limits and of the intervals.
  /// - Throws: ``UndefinedReason/noData`` without pairs, ``UndefinedReason/tooFew`` for one pair.
  package init(_ differences: [Double], level: Double = 0.95) throws(UndefinedReason) {
    let moments = Moments(differences)
    guard let bias = moments.mean else { throw .noData }
    let count = Double(differences.count)
    guard let deviation = moments.standardDeviation,
      let quantile = StudentDistribution.twoSidedQuantile(level: level, degrees: count - 1)
    else { throw .tooFew }
    let normal = NormalDistribution.twoSidedQuantile(level: level)
    let low = bias - normal * deviation
    let high = bias + normal * deviation
    let biasHalf = quantile * deviation / count.squareRoot()
    let spread = 1 / count + normal * normal / (2 * (count - 1))
    let half = quantile * deviation * spread.squareRoot()
    n = differences.count
    self.bias = bias
    standardDeviation = deviation
    agreement = Limits(low: low, high: high)
    biasLimits = Limits(low: bias - biasHalf, high: bias + biasHalf)
    lowLimits = Limits(low: low - half, high: low + half)
    highLimits = Limits(low: high - half, high: high + half)
  }
}
