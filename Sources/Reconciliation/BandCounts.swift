/// How many subjects stand at or above each band: a status, never to be subtracted to give change.
package struct BandCounts: Hashable, Sendable {
  /// How many subjects have a band.
  package let n: Int
  /// The bands 2 to 5, each with the counts at or above it.
  package let thresholds: [BandThreshold]

  /// Counts intervals.
  package init(_ bands: [BandInterval]) {
    n = bands.count
    thresholds = BandInterval.bands.dropFirst().map { band in
      BandThreshold(
        band: band,
        lower: Proportion(x: bands.count { $0.lo >= band }, n: bands.count),
        upper: Proportion(x: bands.count { $0.hi >= band }, n: bands.count)
      )
    }
  }
}

/// How many subjects stand at or above one band.
package struct BandThreshold: Hashable, Sendable {
  /// The band.
  package let band: Int
  /// Those whose whole interval is at or above it.
  package let lower: Proportion
  /// Those whose interval reaches it.
  package let upper: Proportion

  /// The lower limit of the outer interval, from the lower count.
  package var low: Double? { lower.low }

  /// The upper limit of the outer interval, from the upper count.
  package var high: Double? { upper.high }

  /// Whether two groups may be called different at this band: their outer intervals stand apart.
  package func isDistinguishable(from other: BandThreshold) -> Bool {
    guard let low, let high, let otherLow = other.low, let otherHigh = other.high
    else { return false }
    return high < otherLow || otherHigh < low
  }
}
