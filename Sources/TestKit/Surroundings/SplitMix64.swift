/// Seeded randomness: equal seeds give equal numbers on every machine.
///
/// The generator of Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
package struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Begins at a seed.
  package init(seed: UInt64) {
    state = seed
  }

  /// The next 64 bits.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// A number from zero up to but not including `sides`; zero when there are no sides.
  package mutating func roll(_ sides: Int) -> Int {
    sides > 0 ? Int(next() % UInt64(sides)) : 0
  }

  /// True once in so many times.
  package mutating func once(in times: Int) -> Bool {
    roll(times) == 0
  }

  /// One of some elements; `nil` when there are none.
  package mutating func pick<Element>(_ elements: [Element]) -> Element? {
    elements.isEmpty ? nil : elements[roll(elements.count)]
  }
}
