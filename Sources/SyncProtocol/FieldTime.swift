package import Casework

#if Mutations
import Mutations
#endif

/// When a field was set, as far as that decides between two edits of which neither had seen the other.
///
/// Where the time is uncertain, the latest moment stands for it that is proven to lie before the edit,
/// so that a wrong clock wins over no right one; between two of those the devices' own words decide. None
/// of it hangs on when the edit arrives, and so the order of arrival decides nothing.
package struct FieldTime: Hashable, Comparable, Sendable {
  /// Milliseconds since 1970: when the edit was made, or a moment before it.
  package let milliseconds: Int64
  /// Whether it was reckoned within one boot.
  package let isCertain: Bool
  /// The device's own word, milliseconds since 1970.
  package let said: Int64

  /// Makes a time from its parts.
  package init(milliseconds: Int64, isCertain: Bool, said: Int64 = 0) {
    self.milliseconds = milliseconds
    self.isCertain = isCertain
    self.said = said
  }

  /// The time of an edit.
  ///
  /// - Parameters:
  ///   - made: When it was made, as the server reckons it.
  ///   - stamp: When it was made, as the device says.
  ///   - bound: When the newest thing was committed that its author is known to have seen.
  package init(made: CorrectedTime, stamp: Stamp, after bound: Int64) {
    #if Mutations
    if Mutation.wallClockWins.isPlanted {
      isCertain = true
      milliseconds = stamp.milliseconds
      said = stamp.milliseconds
      return
    }
    #endif
    isCertain = made.quality == .good
    milliseconds = isCertain ? max(made.milliseconds, bound) : bound
    said = stamp.milliseconds
  }

  /// Orders by the time, an uncertain one first, then by the devices' own words.
  package static func < (left: Self, right: Self) -> Bool {
    if left.milliseconds != right.milliseconds { return left.milliseconds < right.milliseconds }
    if left.isCertain != right.isCertain { return right.isCertain }
    return left.said < right.said
  }
}

extension FieldVersion {
  /// Whether it stays when another edit that had not seen it sets the same field: the later time, then
  /// the greater device, generation and number.
  func outranks(_ time: FieldTime, from origin: OperationOrigin) -> Bool {
    let own =
      self.time ?? FieldTime(milliseconds: stamp.milliseconds, isCertain: true)
    if own != time { return time < own }
    guard let mine = self.origin else { return false }
    if mine.device != origin.device { return origin.device < mine.device }
    return (origin.generation, origin.number) < (mine.generation, mine.number)
  }

  /// The time to keep with an edit that had seen this one: never an earlier one, so that whoever saw an
  /// edit stands before what that edit stands before.
  package func followed(at time: FieldTime) -> FieldTime {
    self.time.map { max($0, time) } ?? time
  }
}
