/// How many more went up than down, as a share of all, with its interval, at 95 % unless another
/// level is asked for.
package struct NetImprovement: Hashable, Sendable {
  /// How many there are in all.
  package let n: Int
  /// How many went up.
  package let up: Int
  /// How many went down.
  package let down: Int
  /// `(up - down) / n`; `nil` when there are none.
  package let raw: Double?
  /// The adjusted estimate at the centre of the interval; `nil` when there are none.
  package let estimate: Double?
  /// The standard error of the estimate; `nil` when there are none.
  package let standardError: Double?
  /// The lower limit, at least -1; `nil` when there are none.
  package let low: Double?
  /// The upper limit, at most 1; `nil` when there are none.
  package let high: Double?

  /// Computes the difference and its limits.
  ///
  /// The adjusted Wald interval of Bonett and Price, "Adjusted Wald confidence interval for a
  /// difference of binomial proportions based on paired data" (2012).
  ///
  /// - Parameters:
  ///   - up: How many went up.
  ///   - down: How many went down.
  ///   - n: How many there are; fewer than `up` and `down` together have no share.
  ///   - level: The level of the interval.
  package init(up: Int, down: Int, n: Int, level: Double = 0.95) {
    self.n = n
    self.up = up
    self.down = down
    guard n > 0, level > 0, level < 1, (0...n).contains(up), (0...(n - up)).contains(down) else {
      raw = nil
      estimate = nil
      standardError = nil
      low = nil
      high = nil
      return
    }
    let size = Double(n) + 2
    let rising = (Double(up) + 1) / size
    let falling = (Double(down) + 1) / size
    let difference = rising - falling
    let variance = (rising + falling - difference * difference) / size
    let half = NormalDistribution.twoSidedQuantile(level: level) * variance.squareRoot()
    raw = (Double(up) - Double(down)) / Double(n)
    estimate = difference
    standardError = variance.squareRoot()
    low = max(-1, difference - half)
    high = min(1, difference + half)
  }
}
