/// Numbers with a fixed count of decimals and a point, whatever the locale.
enum FixedDecimal {
  /// Writes a number, halves away from zero; `–` for one that is not finite or beyond a thousand
  /// million.
  static func text(_ number: Double, _ decimals: Int) -> String {
    let factors: [Double] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000]
    let digits = min(max(0, decimals), factors.count - 1)
    let factor = factors[digits]
    guard number.isFinite, number.magnitude < 1e9 else { return "–" }
    let whole = Int64((number * factor).rounded())
    let unit = UInt64(factor)
    let sign = whole < 0 ? "-" : ""
    guard digits > 0 else { return "\(sign)\(whole.magnitude)" }
    let fraction = String(whole.magnitude % unit)
    let padding = String(repeating: "0", count: max(0, digits - fraction.count))
    return "\(sign)\(whole.magnitude / unit).\(padding)\(fraction)"
  }

  /// Writes a figure of a column; a release prints whole percentages and two decimals at most.
  static func text(_ number: Double, of kind: AuditColumnKind, _ gate: Disclosure) -> String {
    switch kind {
    case .percent, .percentWithLimits, .pointsWithLimits: text(number * 100, gate.isExact ? 1 : 0)
    case .figure(let decimals), .figureWithLimits(let decimals):
      text(number, gate.isExact ? decimals : min(2, decimals))
    case .text, .count: text(number, 0)
    }
  }
}
