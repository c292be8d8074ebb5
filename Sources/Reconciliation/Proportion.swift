/// The two-sided 95 % point of the normal distribution.
let normalQuantile95 = 1.959963984540054

/// A share with the limits of its interval, at 95 % unless another level is asked for.
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
  ///   - level: The level of the interval.
  package init(x: Int, n: Int, level: Double = 0.95) {
    self.n = n
    self.x = x
    guard n > 0, (0...n).contains(x),
      let limits = WilsonInterval.limits(
        share: Double(x) / Double(n),
        size: Double(n),
        level: level
      )
    else {
      share = nil
      low = nil
      high = nil
      return
    }
    share = Double(x) / Double(n)
    low = limits.low
    high = limits.high
  }
}
