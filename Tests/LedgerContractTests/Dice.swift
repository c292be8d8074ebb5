/// SplitMix64 (Steele, Lea and Flood 2014): the same seed always rolls the same.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// Whether something with a chance of one in `sides` happens.
  mutating func happens(oneIn sides: Int) -> Bool {
    Int.random(in: 0..<sides, using: &self) == 0
  }

  /// One of the values, or `fallback` when there are none.
  mutating func pick<Value>(_ values: [Value], or fallback: Value) -> Value {
    values.randomElement(using: &self) ?? fallback
  }
}
