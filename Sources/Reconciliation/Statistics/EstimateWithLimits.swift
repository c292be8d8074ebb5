/// An estimate and its interval, which need not lie in the middle of it.
package struct EstimateWithLimits: Hashable, Sendable {
  /// The estimate.
  package let estimate: Double
  /// The lower limit.
  package let low: Double
  /// The upper limit.
  package let high: Double

  /// Makes an estimate with limits.
  package init(_ estimate: Double, low: Double, high: Double) {
    self.estimate = estimate
    self.low = low
    self.high = high
  }

  /// The estimate of a share; `nil` when it has none.
  package init?(_ proportion: Proportion) {
    guard let share = proportion.share, let low = proportion.low, let high = proportion.high
    else { return nil }
    self.init(share, low: low, high: high)
  }

  /// This less another that is independent of it.
  ///
  /// By square-and-add of the distances to the limits: method 10 of Newcombe, "Interval Estimation
  /// for the Difference between Independent Proportions" (1998), in the general form of Zou and
  /// Donner, "Construction of Confidence Limits about Effect Measures" (2008).
  package func subtracting(_ other: Self) -> Self {
    let difference = estimate - other.estimate
    let below = hypotenuse(estimate - low, other.high - other.estimate)
    let above = hypotenuse(high - estimate, other.estimate - other.low)
    return Self(difference, low: difference - below, high: difference + above)
  }

  private func hypotenuse(_ first: Double, _ second: Double) -> Double {
    (first * first + second * second).squareRoot()
  }
}
