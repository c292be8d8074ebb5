/// When something was saved, by the clocks of the device that saved it.
package struct Moment: Hashable, Sendable {
  /// Wall-clock milliseconds since 1970; may be wrong by years.
  package let wall: Int64
  /// Monotonic milliseconds since the boot.
  package let monotonic: Int64
  /// Which boot ``monotonic`` counts from.
  package let boot: String

  /// Makes a moment from its parts.
  package init(wall: Int64, monotonic: Int64, boot: String) {
    self.wall = wall
    self.monotonic = monotonic
    self.boot = boot
  }
}

/// The time of an operation as the server reckons it, once, at receipt.
package struct CorrectedTime: Hashable, Sendable {
  /// How far the time may be trusted.
  package enum Quality: String, Sendable {
    /// Same boot as the push: wall-clock jumps cannot touch it.
    case good
    /// Another boot: the wall clock's word, clamped.
    case uncertain
  }

  /// Milliseconds since 1970.
  package let milliseconds: Int64
  /// How far it may be trusted.
  package let quality: Quality

  /// Makes a corrected time from its parts.
  package init(milliseconds: Int64, quality: Quality) {
    self.milliseconds = milliseconds
    self.quality = quality
  }

  /// Reckons the true time of an operation (sync design 3.7).
  ///
  /// With the same boot the age is the difference of two monotonic readings. Otherwise the wall clock
  /// is believed relative to the wall clock of the push. The result always lies between `earliest`,
  /// the commit time of what the author had seen, and the receipt: both bounds are provable.
  ///
  /// - Parameters:
  ///   - saved: When the operation was saved, by the device's clocks.
  ///   - sent: The device's clocks when it sent the push.
  ///   - receipt: The server's clock when it received the push, milliseconds since 1970.
  ///   - earliest: A provable lower bound, milliseconds since 1970.
  /// - Returns: The time and how far it may be trusted.
  package static func reckon(
    saved: Moment,
    sent: Moment,
    receipt: Int64,
    earliest: Int64
  ) -> CorrectedTime {
    let sameBoot = saved.boot == sent.boot && saved.monotonic <= sent.monotonic
    let age =
      sameBoot
      ? sent.monotonic.subtractingReportingOverflow(saved.monotonic)
      : sent.wall.subtractingReportingOverflow(saved.wall)
    let guess = receipt.subtractingReportingOverflow(age.overflow ? 0 : age.partialValue)
    let lower = min(earliest, receipt)
    let milliseconds = min(max(guess.overflow ? lower : guess.partialValue, lower), receipt)
    return CorrectedTime(milliseconds: milliseconds, quality: sameBoot ? .good : .uncertain)
  }
}
