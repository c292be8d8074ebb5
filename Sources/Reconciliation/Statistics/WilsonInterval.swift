/// Wilson's score interval of a share, for samples that need not be whole numbers.
///
/// Method 3 of Newcombe, "Two-Sided Confidence Intervals for the Single Proportion" (1998).
package enum WilsonInterval {
  /// Computes the limits.
  ///
  /// - Parameters:
  ///   - share: The share, from 0 to 1.
  ///   - size: How many there are, or as many independent ones as say the same; positive.
  ///   - level: The level of the interval.
  /// - Returns: Limits from 0 to 1; `nil` for anything else.
  package static func limits(share: Double, size: Double, level: Double = 0.95) -> Limits? {
    guard size > 0, size.isFinite, (0...1).contains(share), level > 0, level < 1
    else { return nil }
    let quantile = NormalDistribution.twoSidedQuantile(level: level)
    let squared = quantile * quantile
    let spread = share * (1 - share) / size + squared / (4 * size * size)
    let centre = (share + squared / (2 * size)) / (1 + squared / size)
    let half = quantile * spread.squareRoot() / (1 + squared / size)
    return Limits(
      low: share == 0 ? 0 : max(0, centre - half),
      high: share == 1 ? 1 : min(1, centre + half)
    )
  }
}
