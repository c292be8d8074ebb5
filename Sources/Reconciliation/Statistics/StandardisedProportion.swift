/// A share as it would be in a population with a given mix of strata: direct standardisation.
///
/// The weighted mean of the strata's shares, with Wilson's interval at the number of independent
/// members whose share would have the same variance (Korn and Graubard, "Analysis of Health
/// Surveys", 1999, 3.2, for the effective size).
package struct StandardisedProportion: Hashable, Sendable {
  /// The members of one stratum.
  package struct Stratum: Hashable, Sendable {
    /// How many there are.
    package let n: Int
    /// How many of them count.
    package let x: Int
    /// Its weight; weights are scaled to a sum of 1.
    package let weight: Double

    /// Makes a stratum.
    package init(n: Int, x: Int, weight: Double) {
      self.n = n
      self.x = x
      self.weight = weight
    }
  }

  /// The share without regard to strata.
  package let crude: Double
  /// The standardised share.
  package let standardised: Double
  /// Its variance.
  package let variance: Double
  /// How many independent members would give that variance; `nil` when there is none.
  package let effectiveSize: Double?
  /// The interval.
  package let limits: Limits

  /// Standardises.
  ///
  /// Without variance the effective size is the number of members; at 0 and 1 that is the crude
  /// interval.
  ///
  /// - Parameters:
  ///   - strata: The strata, in the order in which they are summed.
  ///   - level: The level of the interval.
  /// - Throws: ``UndefinedReason/noData`` without members or weight, or when a stratum with weight
  ///   has no members; ``UndefinedReason/impossibleCounts`` and
  ///   ``UndefinedReason/parameterOutOfRange`` for counts and weights that cannot be.
  package init(_ strata: [Stratum], level: Double = 0.95) throws(UndefinedReason) {
    guard strata.allSatisfy({ $0.n >= 0 && $0.x >= 0 && $0.x <= $0.n })
    else { throw .impossibleCounts }
    guard strata.allSatisfy({ $0.weight >= 0 && $0.weight.isFinite })
    else { throw .parameterOutOfRange }
    var members = 0.0
    var counted = 0.0
    var weights = 0.0
    for stratum in strata {
      members += Double(stratum.n)
      counted += Double(stratum.x)
      weights += stratum.weight
    }
    guard members > 0, weights > 0, strata.allSatisfy({ $0.n > 0 || $0.weight == 0 })
    else { throw .noData }
    var standardised = 0.0
    var variance = 0.0
    for stratum in strata where stratum.n > 0 {
      let share = Double(stratum.x) / Double(stratum.n)
      let weight = stratum.weight / weights
      standardised += weight * share
      variance += weight * weight * share * (1 - share) / Double(stratum.n)
    }
    standardised = min(1, max(0, standardised))
    crude = counted / members
    self.standardised = standardised
    self.variance = variance
    effectiveSize = variance > 0 ? standardised * (1 - standardised) / variance : nil
    guard
      let limits = WilsonInterval.limits(
        share: standardised,
        size: effectiveSize ?? members,
        level: level
      )
    else { throw .parameterOutOfRange }
    self.limits = limits
  }

  /// The standardised share with its limits.
  package var estimate: EstimateWithLimits {
    EstimateWithLimits(standardised, low: limits.low, high: limits.high)
  }
}
