/// Whether one family's change is more than two readings of an unchanged family would differ.
///
/// Jacobson and Truax, "Clinical Significance" (1991). It assumes equal spacing of the points, so it
/// stands in annexes alone.
package struct ReliableChange: Hashable, Sendable {
  /// What the change is called.
  package enum Verdict: String, CaseIterable, Sendable {
    /// Better by more than chance.
    case improvement = "reliable_improvement"
    /// Worse by more than chance.
    case deterioration = "reliable_deterioration"
    /// Within what chance brings.
    case none = "no_reliable_change"
  }

  /// The standard error of measurement.
  package let standardErrorOfMeasurement: Double
  /// The standard error of a difference of two readings.
  package let standardErrorOfDifference: Double
  /// The smallest change that is more than chance, in points.
  package let minimumDetectableChange: Double
  /// The change in standard errors of a difference; `nil` when a reading has no error.
  package let index: Double?
  /// What the change is called; `nil` without an index.
  package let verdict: Verdict?

  /// Computes the index.
  ///
  /// - Parameters:
  ///   - first: The first reading.
  ///   - last: The last reading.
  ///   - deviation: The standard deviation of first readings, not negative.
  ///   - reliability: The reliability of a reading, from 0 to 1.
  ///   - higherIsBetter: Which way the scale runs.
  ///   - level: The level at which a change counts.
  /// - Throws: ``UndefinedReason/parameterOutOfRange`` for anything else.
  package init(
    first: Double,
    last: Double,
    deviation: Double,
    reliability: Double,
    higherIsBetter: Bool = true,
    level: Double = 0.95
  ) throws(UndefinedReason) {
    guard deviation >= 0, deviation.isFinite, (0...1).contains(reliability), level > 0, level < 1
    else { throw .parameterOutOfRange }
    let quantile = NormalDistribution.twoSidedQuantile(level: level)
    let error = deviation * (1 - reliability).squareRoot()
    let difference = error * 2.0.squareRoot()
    standardErrorOfMeasurement = error
    standardErrorOfDifference = difference
    minimumDetectableChange = quantile * difference
    guard let index = ratio(last - first, difference) else {
      (self.index, verdict) = (nil, nil)
      return
    }
    self.index = index
    let better = higherIsBetter ? index : -index
    verdict = better > quantile ? .improvement : better < -quantile ? .deterioration : Verdict.none
  }
}
