/// The normal distribution with mean 0 and standard deviation 1.
enum NormalDistribution {
  /// The density.
  static func density(_ x: Double) -> Double {
    0.3989422804014327 * ElementaryFunctions.exp(-x * x / 2)
  }

  /// The chance of a value up to `x`.
  ///
  /// Near the middle the series of Abramowitz and Stegun, "Handbook of Mathematical Functions",
  /// 26.2.11; in the tails the continued fraction 26.2.14, which keeps the relative precision of
  /// small chances.
  static func cumulative(_ x: Double) -> Double {
    guard !x.isNaN else { return x }
    if x < -3 { return upperTail(-x) }
    if x > 3 { return 1 - upperTail(x) }
    var term = x
    var sum = x
    var odd = 1.0
    while sum + term != sum {
      odd += 2
      term *= x * x / odd
      sum += term
    }
    return 0.5 + density(x) * sum
  }

  /// The chance of a value beyond `x`.
  static func upperTail(_ x: Double) -> Double {
    guard x > 3 else { return cumulative(-x) }
    var fraction = x
    for depth in stride(from: 160.0, through: 1, by: -1) { fraction = x + depth / fraction }
    return density(x) / fraction
  }

  /// The point below which a share of the values lies; infinite at 0 and 1.
  static func quantile(_ share: Double) -> Double {
    guard share > 0 else { return share == 0 ? -.infinity : .nan }
    guard share < 1 else { return share == 1 ? .infinity : .nan }
    if share == 0.975 { return normalQuantile95 }
    return share < 0.5
      ? Bisection.root(low: -40, high: 0) { cumulative($0) < share }
      : -Bisection.root(low: -40, high: 0) { cumulative($0) < 1 - share }
  }

  /// The two-sided point of a confidence level: 1.96 at 0.95.
  static func twoSidedQuantile(level: Double) -> Double {
    level == 0.95 ? normalQuantile95 : quantile((1 + level) / 2)
  }
}

/// Student's t distribution.
enum StudentDistribution {
  /// The two-sided point of a confidence level; `nil` without degrees of freedom.
  ///
  /// Inverts the incomplete beta function (Abramowitz and Stegun, 26.7.1).
  static func twoSidedQuantile(level: Double, degrees: Double) -> Double? {
    guard degrees > 0, degrees.isFinite, level > 0, level < 1 else { return nil }
    func isBelow(_ t: Double) -> Bool {
      let squared = t * t
      return GammaFunction.regularisedBeta(squared / (degrees + squared), 0.5, degrees / 2) < level
    }
    var high = 2.0
    while isBelow(high), high < 1e9 { high *= 2 }
    return Bisection.root(low: 0, high: high, isBelow: isBelow)
  }
}

/// The F distribution.
enum FisherDistribution {
  /// The point below which a share of the values lies; `nil` without degrees of freedom.
  ///
  /// Inverts the incomplete beta function (Abramowitz and Stegun, 26.6.2).
  static func quantile(_ share: Double, _ first: Double, _ second: Double) -> Double? {
    guard first > 0, second > 0, first.isFinite, second.isFinite, share > 0, share < 1
    else { return nil }
    func isBelow(_ f: Double) -> Bool {
      let scaled = first * f
      return GammaFunction.regularisedBeta(scaled / (scaled + second), first / 2, second / 2)
        < share
    }
    var high = 2.0
    while isBelow(high), high < 1e15 { high *= 2 }
    return Bisection.root(low: 0, high: high, isBelow: isBelow)
  }
}

/// Finds where a rising function crosses.
enum Bisection {
  /// The point from which on `isBelow` no longer holds, to the last digit.
  static func root(low: Double, high: Double, isBelow: (Double) -> Bool) -> Double {
    var low = low
    var high = high
    for _ in 0..<200 {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { break }
      if isBelow(middle) { low = middle } else { high = middle }
    }
    return low + (high - low) / 2
  }
}
