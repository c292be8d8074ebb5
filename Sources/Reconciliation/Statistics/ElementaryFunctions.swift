/// The exponential and the logarithm, reckoned from the basic operations alone.
///
/// Every step is an operation that IEEE 754 rounds in one way only, so that figures are the same to
/// the last digit on every platform; the C library promises no such thing, and reaching it would
/// bring files and clocks with it.
enum ElementaryFunctions {
  // The natural logarithm of 2 in two parts; a whole number of up to 20 bits times the first part
  // is exact.
  private static let ln2High = 0x1.62E42FEEp-1
  private static let ln2Low = 0x1.A39EF35793C76p-33

  /// The natural exponential, to within two units in the last place.
  ///
  /// The argument is reduced by multiples of the logarithm of 2 and its Taylor series summed
  /// (Abramowitz and Stegun, "Handbook of Mathematical Functions", 4.2.1).
  static func exp(_ x: Double) -> Double {
    guard !x.isNaN else { return x }
    if x > 709.8 { return .infinity }
    if x < -745.2 { return 0 }
    let scale = (x * 1.4426950408889634).rounded()
    let rest = (x - scale * ln2High) - scale * ln2Low
    var sum = 1.0
    for term in stride(from: 14.0, through: 1, by: -1) { sum = 1 + rest * sum / term }
    return Double(sign: .plus, exponent: Int(scale), significand: sum)
  }

  /// The natural logarithm, to within two units in the last place; minus infinity at zero and not a
  /// number below.
  ///
  /// The series of Abramowitz and Stegun, 4.1.27, over the significand.
  static func log(_ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? -.infinity : .nan }
    guard x.isFinite else { return x }
    var significand = x.significand
    var exponent = Double(x.exponent)
    if significand > 1.4142135623730951 {
      significand /= 2
      exponent += 1
    }
    let ratio = (significand - 1) / (significand + 1)
    let squared = ratio * ratio
    var sum = 0.0
    for degree in stride(from: 25.0, through: 3, by: -2) { sum = squared * (sum + 1 / degree) }
    return exponent * ln2High + (2 * ratio * (1 + sum) + exponent * ln2Low)
  }
}
