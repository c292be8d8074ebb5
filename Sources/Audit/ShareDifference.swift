import Reconciliation
import WireFormat

/// A difference of two shares with the limits of its 95 % interval.
struct ShareDifference {
  let value: Double
  let low: Double
  let high: Double

  private init(value: Double, low: Double, high: Double) {
    self.value = value
    self.low = low
    self.high = high
  }

  /// The first minus the second share, method 10 of Newcombe, "Interval estimation for the difference
  /// between independent proportions: comparison of eleven methods" (1998); `nil` when one is none.
  init?(_ first: Proportion, _ second: Proportion) {
    guard let one = ShareInterval(first), let other = ShareInterval(second) else { return nil }
    self.init(one, other)
  }

  /// The first minus the second, by the squares of the distances to their limits, added.
  init(_ first: ShareInterval, _ second: ShareInterval) {
    let value = first.share - second.share
    let below = root(first.share - first.low, second.high - second.share)
    let above = root(first.high - first.share, second.share - second.low)
    self.init(value: value, low: value - below, high: value + above)
  }

  /// The difference without what the instruments alone make of it; `nil` when that is none.
  func less(_ effect: NetImprovement) -> ShareDifference? {
    guard let raw = effect.raw, let effectLow = effect.low, let effectHigh = effect.high else {
      return nil
    }
    let rest = value - raw
    return ShareDifference(
      value: rest,
      low: rest - root(value - low, effectHigh - raw),
      high: rest + root(high - value, raw - effectLow)
    )
  }

  var json: JSON { ["difference": .figure(value), "low": .figure(low), "high": .figure(high)] }
}

/// A share with the limits of its interval.
struct ShareInterval {
  let share: Double
  let low: Double
  let high: Double

  init?(_ proportion: Proportion) {
    guard let share = proportion.share, let low = proportion.low, let high = proportion.high else {
      return nil
    }
    self.share = share
    self.low = low
    self.high = high
  }

  /// The Wilson score limits of a share of `size` families, which need not be whole.
  init(share: Double, size: Double) {
    let z = 1.959963984540054
    let squared = z * z
    let spread = share * (1 - share) / size + squared / (4 * size * size)
    let centre = (share + squared / (2 * size)) / (1 + squared / size)
    let half = z * spread.squareRoot() / (1 + squared / size)
    self.share = share
    low = max(0, centre - half)
    high = min(1, centre + half)
  }
}

/// The root of the sum of two squares.
private func root(_ one: Double, _ other: Double) -> Double {
  (one * one + other * other).squareRoot()
}
