extension [UInt8] {
  /// Appends the eight bytes of a word, the highest first.
  package mutating func appendBigEndian(_ word: UInt64) {
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: word >> shift))
    }
  }
}
