extension Double {
  /// The number with six decimals and a point, whatever the locale; `nil` unless it is a share,
  /// a difference of shares or one of their limits.
  var sixDecimals: String? {
    guard (-1...1).contains(self) else { return nil }
    return scaled(by: 1_000_000, digits: 6)
  }

  /// The number with one decimal and a point, whatever the locale; `nil` beyond a thousand
  /// million.
  var oneDecimal: String? {
    guard magnitude < 1e9 else { return nil }
    return scaled(by: 10, digits: 1)
  }

  /// Both callers have bounded the number, so that the conversion cannot trap.
  private func scaled(by factor: Double, digits: Int) -> String {
    let whole = Int64((self * factor).rounded())
    let unit = Int64(factor)
    let fraction = String(whole.magnitude % unit.magnitude)
    let padding = String(repeating: "0", count: max(0, digits - fraction.count))
    return "\(whole < 0 ? "-" : "")\(whole.magnitude / unit.magnitude).\(padding)\(fraction)"
  }
}
