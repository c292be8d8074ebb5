extension JSONReader {
  /// Reads a number; the next byte is a digit or a minus.
  mutating func number() throws(JSONProblem) -> JSON {
    let start = position
    let isNegative = peek() == UInt8(ascii: "-")
    if isNegative { position += 1 }
    let digits = position
    try passDigits()
    guard position == digits + 1 || bytes[digits] != UInt8(ascii: "0") else {
      position = digits + 1
      throw syntax("no digit after a leading zero")
    }
    switch peek() {
    case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
      return try fraction(from: start)
    default:
      return .int(try whole(digits..<position, isNegative: isNegative, from: start))
    }
  }

  private func whole(
    _ digits: Range<Int>,
    isNegative: Bool,
    from start: Int
  ) throws(JSONProblem) -> Int64 {
    var total: Int64 = 0
    for index in digits {
      let digit = Int64(bytes[index] - UInt8(ascii: "0"))
      let (tens, isTooBig) = total.multipliedReportingOverflow(by: 10)
      let (sum, isOver) =
        isNegative
        ? tens.subtractingReportingOverflow(digit) : tens.addingReportingOverflow(digit)
      guard !isTooBig, !isOver else { throw problem(.numberOutOfRange, at: start) }
      total = sum
    }
    return total
  }

  private mutating func fraction(from start: Int) throws(JSONProblem) -> JSON {
    if peek() == UInt8(ascii: ".") {
      position += 1
      try passDigits()
    }
    if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
      position += 1
      if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { position += 1 }
      try passDigits()
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let number = Double(text), number.isFinite else {
      throw problem(.numberOutOfRange, at: start)
    }
    return .number(number)
  }

  private mutating func passDigits() throws(JSONProblem) {
    let start = position
    while UInt8(ascii: "0")...UInt8(ascii: "9") ~= peek() { position += 1 }
    guard position > start else { throw syntax("a digit") }
  }
}
