/// The generator of pseudorandom numbers that a resampling is stored with.
///
/// SplitMix64: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (2014). A
/// seed and this name are enough to draw the same families again, on any platform.
package struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Starts a stream.
  package init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// The next index below a bound: `floor(u * bound)`, with `u` the upper 53 bits as a fraction.
  ///
  /// - Parameter bound: How many there are to choose from, at least 1 and less than 2^53.
  /// - Returns: An index from 0 to `bound - 1`.
  package mutating func index(below bound: Int) -> Int {
    min(Int(Double(next() >> 11) * 0x1p-53 * Double(bound)), bound - 1)
  }
}
