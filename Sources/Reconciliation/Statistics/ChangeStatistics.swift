/// What change is to be expected, and how large it is beside its spread; for annexes alone, since
/// all of them assume equal spacing of the points.
package enum ChangeStatistics {
  /// The mean change in standard deviations of the change.
  ///
  /// Liang, Fossel and Larson, "Comparisons of Five Health Status Instruments for Orthopedic
  /// Evaluation" (1990): the standardised response mean.
  ///
  /// - Parameter changes: Last less first, family by family.
  /// - Returns: The mean, the standard deviation, and their quotient, which is `nil` when all changes
  ///   are the same.
  /// - Throws: ``UndefinedReason/noData`` without families, ``UndefinedReason/tooFew`` for one.
  package static func standardisedResponseMean(
    _ changes: [Double]
  ) throws(UndefinedReason) -> (mean: Double, deviation: Double, quotient: Double?) {
    let moments = Moments(changes)
    guard let mean = moments.mean else { throw .noData }
    guard let deviation = moments.standardDeviation else { throw .tooFew }
    return (mean, deviation, ratio(mean, deviation))
  }

  /// The change that families picked for a low or a high first reading show with no effect at all.
  ///
  /// Barnett, van der Pols and Dobson, "Regression to the Mean: What It Is and How to Deal with It"
  /// (2005).
  ///
  /// - Parameters:
  ///   - mean: The mean of all first readings.
  ///   - deviation: Their standard deviation, positive.
  ///   - correlation: The correlation of two readings, from -1 to 1.
  ///   - cutoff: The reading that decides who is picked.
  ///   - isBelow: Whether those below are picked, rather than those above.
  /// - Returns: The expected change: up for those below, down for those above.
  /// - Throws: ``UndefinedReason/parameterOutOfRange`` for anything else, and for a cutoff so far out
  ///   that nobody is picked.
  package static func regressionToMean(
    mean: Double,
    deviation: Double,
    correlation: Double,
    cutoff: Double,
    isBelow: Bool
  ) throws(UndefinedReason) -> Double {
    guard deviation > 0, deviation.isFinite, (-1...1).contains(correlation), mean.isFinite,
      cutoff.isFinite
    else { throw .parameterOutOfRange }
    let place = (cutoff - mean) / deviation
    let picked = isBelow ? place : -place
    guard
      let quotient = ratio(
        NormalDistribution.density(picked),
        NormalDistribution.cumulative(picked)
      )
    else { throw .parameterOutOfRange }
    let size = (1 - correlation) * deviation * quotient
    return isBelow ? size : -size
  }

  /// The chance that at least one of several areas goes up by chance alone.
  ///
  /// Areas are taken as independent, so that this is 1 less the chance that none does.
  ///
  /// - Parameters:
  ///   - chance: The chance that one area does, from 0 to 1.
  ///   - areas: How many areas there are, not negative.
  /// - Returns: The chance, from 0 to 1.
  /// - Throws: ``UndefinedReason/parameterOutOfRange`` for anything else.
  package static func atLeastOne(
    chance: Double,
    areas: Int
  ) throws(UndefinedReason) -> Double {
    guard (0...1).contains(chance), areas >= 0 else { throw .parameterOutOfRange }
    var power = 1.0
    var factor = 1 - chance
    var left = areas
    while left > 0 {
      if !left.isMultiple(of: 2) { power *= factor }
      factor *= factor
      left /= 2
    }
    return 1 - power
  }
}
