/// The two-sided 95 % point of the normal distribution.
let normalQuantile95 = 1.959963984540054

/// A share with the limits of its 95 % interval.
package struct Proportion: Hashable, Sendable {
  /// How many there are in all.
  package let n: Int
  /// How many of them count.
  package let x: Int
  /// `x / n`; `nil` when there are none.
  package let share: Double?
  /// The lower Wilson limit; `nil` when there are none.
  package let low: Double?
  /// The upper Wilson limit; `nil` when there are none.
  package let high: Double?

  /// Computes the share and its Wilson score limits.
  ///
  /// Method 3 of Newcombe, "Two-sided confidence intervals for the single proportion" (1998).
  ///
  /// - Parameters:
  ///   - x: How many count, from zero to `n`; anything else has no share.
  ///   - n: How many there are.
  package init(x: Int, n: Int) {
    self.n = n
    self.x = x
    guard n > 0, (0...n).contains(x) else {
      share = nil
      low = nil
      high = nil
      return
    }
    let size = Double(n)
    let proportion = Double(x) / size
    let squared = normalQuantile95 * normalQuantile95
    let spread = proportion * (1 - proportion) / size + squared / (4 * size * size)
    let centre = (proportion + squared / (2 * size)) / (1 + squared / size)
    let half = normalQuantile95 * spread.squareRoot() / (1 + squared / size)
    share = proportion
    low = x == 0 ? 0 : max(0, centre - half)
    high = x == n ? 1 : min(1, centre + half)
  }
}
