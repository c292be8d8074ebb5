/// A hybrid logical clock reading: 48 bits of milliseconds and a 16-bit counter.
///
/// It is minted once, when something is saved, and only breaks ties; nothing is ordered for sync
/// by it (Kulkarni et al. 2014, "Logical Physical Clocks").
package struct Stamp: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Milliseconds since 1970, at most 48 bits.
  package let milliseconds: Int64
  /// Distinguishes stamps of one millisecond.
  package let counter: UInt16

  /// Makes a stamp, clamping the time to 48 bits.
  package init(milliseconds: Int64, counter: UInt16) {
    self.milliseconds = min(max(milliseconds, 0), 0xFFFF_FFFF_FFFF)
    self.counter = counter
  }

  /// Reads the 16 hexadecimal digits of ``description``; `nil` when it is anything else.
  package init?(_ text: some StringProtocol) {
    guard text.utf8.count == 16 else { return nil }
    var value: UInt64 = 0
    for byte in text.utf8 {
      guard let digit = hexDigit(byte) else { return nil }
      value = value << 4 | digit
    }
    self.init(milliseconds: Int64(value >> 16), counter: UInt16(truncatingIfNeeded: value))
  }

  /// Sixteen hexadecimal digits whose text order is the stamp order.
  package var description: String {
    let text = String(UInt64(milliseconds) << 16 | UInt64(counter), radix: 16)
    return String(repeating: "0", count: 16 - text.utf8.count) + text
  }

  /// Orders by time, then counter.
  package static func < (left: Self, right: Self) -> Bool {
    left.milliseconds == right.milliseconds
      ? left.counter < right.counter : left.milliseconds < right.milliseconds
  }

  /// The stamp to mint at `now`, later than this one whatever the clock did.
  package func next(at now: Int64) -> Stamp {
    if now > milliseconds { return Stamp(milliseconds: now, counter: 0) }
    if counter < .max { return Stamp(milliseconds: milliseconds, counter: counter + 1) }
    return Stamp(milliseconds: milliseconds + 1, counter: 0)
  }
}
