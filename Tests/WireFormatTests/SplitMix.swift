import WireFormat

/// SplitMix64 of Steele, Lea and Flood (2014): the same seed gives the same documents.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// A value at most `depth` levels deep, with every kind of text and number in it.
  mutating func json(depth: Int) -> JSON {
    switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &self) {
    case 0: .null
    case 1: .bool(Bool.random(using: &self))
    case 2: .int(Int64(bitPattern: next()) >> Int64.random(in: 0..<64, using: &self))
    case 3: .number(fraction())
    case 4: .string(text())
    case 5: .array((0..<length()).map { _ in json(depth: depth - 1) })
    default:
      .object(
        Dictionary((0..<length()).map { _ in (text(), json(depth: depth - 1)) }) { $1 }
      )
    }
  }

  /// A finite double with a fraction, of any size that has one.
  private mutating func fraction() -> Double {
    let number = Double(bitPattern: next())
    return number.isFinite && number != number.rounded() ? number : 0.5
  }

  private mutating func length() -> Int { Int.random(in: 0...4, using: &self) }

  private mutating func text() -> String {
    let alphabet: [Character] = [
      "a", "Z", "0", " ", "\"", "\\", "/", "\n", "\u{0}", "\u{1F}", "\u{7F}", "é", "\u{FFFD}", "€",
      "🜁",
    ]
    return String((0..<length()).map { _ in alphabet.randomElement(using: &self) ?? "a" })
  }
}
