/// The bands, from 1 (urgent or stuck) to 5 (going well and holding), that one point may stand for.
///
/// An interval, because a point of a coarse scale may cover more than one band.
package struct BandInterval: Hashable, Sendable {
  /// The lowest band.
  package let lo: Int
  /// The highest band.
  package let hi: Int

  /// Makes an interval.
  package init(lo: Int, hi: Int) {
    self.lo = lo
    self.hi = hi
  }

  /// The bands that there are.
  package static let bands = 1...5
}

/// What each point of a scale is in bands.
package struct BandMap: Hashable, Sendable {
  /// The scale's id in the instrument.
  package let scale: String
  /// The interval of each point, by its code.
  package let points: [String: BandInterval]
}
