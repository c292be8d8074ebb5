/// The gamma function and the beta distribution, on which the other distributions rest.
enum GammaFunction {
  /// The natural logarithm of the gamma function of a positive number; infinite otherwise.
  ///
  /// Stirling's series (Abramowitz and Stegun, "Handbook of Mathematical Functions", 6.1.41) above
  /// ten, reached by the recurrence 6.1.15.
  static func logGamma(_ x: Double) -> Double {
    guard x > 0, x.isFinite else { return .infinity }
    var shifted = x
    var product = 1.0
    while shifted < 10 {
      product *= shifted
      shifted += 1
    }
    let inverse = 1 / (shifted * shifted)
    var series = 0.0
    for coefficient in stirling { series = series * inverse + coefficient }
    let value =
      (shifted - 0.5) * ElementaryFunctions.log(shifted) - shifted
      + halfLogOfTwoPi + series / shifted
    return value - ElementaryFunctions.log(product)
  }

  /// The natural logarithm of a factorial.
  static func logFactorial(_ n: Double) -> Double { logGamma(n + 1) }

  /// The regularised incomplete beta function: the chance that a beta variable stays below `x`.
  ///
  /// The continued fraction of Abramowitz and Stegun, 26.5.8, by Lentz's method, on the side of the
  /// mean on which it converges fast.
  ///
  /// - Parameters:
  ///   - x: From zero to one; held to that.
  ///   - a: The first shape, positive.
  ///   - b: The second shape, positive.
  /// - Returns: From zero to one; not a number for a shape that is not positive and finite.
  static func regularisedBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard a > 0, b > 0, a.isFinite, b.isFinite, !x.isNaN else { return .nan }
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    let front = ElementaryFunctions.exp(
      logGamma(a + b) - logGamma(a) - logGamma(b)
        + a * ElementaryFunctions.log(x) + b * logOfComplement(x)
    )
    return x < (a + 1) / (a + b + 2)
      ? front * fraction(x, a, b) / a
      : 1 - front * fraction(1 - x, b, a) / b
  }

  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func kept(_ value: Double) -> Double { value.magnitude < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / kept(1 - (a + b) * x / (a + 1))
    var value = d
    for step in 1...stepsMax {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / kept(1 + even * d)
      c = kept(1 + even / c)
      value *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / kept(1 + odd * d)
      c = kept(1 + odd / c)
      let factor = d * c
      value *= factor
      if (factor - 1).magnitude < 1e-16 { break }
    }
    return value
  }

  /// The logarithm of `1 - x` that keeps its digits when `x` is small.
  private static func logOfComplement(_ x: Double) -> Double {
    let complement = 1 - x
    guard complement < 1 else { return -x }
    return ElementaryFunctions.log(complement) * (x / (1 - complement))
  }

  private static let halfLogOfTwoPi = 0.9189385332046727
  private static let stepsMax = 20_000
  private static let stirling: [Double] = [
    1.0 / 156, -691.0 / 360_360, 1.0 / 1188, -1.0 / 1680, 1.0 / 1260, -1.0 / 360, 1.0 / 12,
  ]
}
