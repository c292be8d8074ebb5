/// The two ends of an interval.
package struct Limits: Hashable, Sendable {
  /// The lower end.
  package let low: Double
  /// The upper end.
  package let high: Double

  /// Makes an interval.
  package init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }
}
