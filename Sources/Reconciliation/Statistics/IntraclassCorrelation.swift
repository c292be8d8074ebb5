/// Intraclass correlations of a table of families by raters, descriptive for ordinal scales.
///
/// Shrout and Fleiss, "Intraclass Correlations: Uses in Assessing Rater Reliability" (1979), and
/// McGraw and Wong, "Forming Inferences about Some Intraclass Correlation Coefficients" (1996), for
/// single ratings and for means of all raters. Negative values stand as they are.
package struct IntraclassCorrelation: Hashable, Sendable {
  /// The mean square between families.
  package let meanSquareRows: Double
  /// The mean square between raters.
  package let meanSquareColumns: Double
  /// The mean square of what is left.
  package let meanSquareError: Double
  /// ICC(1,1): every family has raters of its own.
  package let oneWay: Double?
  /// ICC(2,1): raters are a sample of raters; absolute agreement.
  package let twoWayRandom: Double?
  /// ICC(3,1): these raters alone; consistency.
  package let twoWayMixed: Double?
  /// ICC(2,k): the mean of the raters, agreement.
  package let twoWayRandomMean: Double?
  /// ICC(3,k): the mean of the raters, consistency.
  package let twoWayMixedMean: Double?
  /// The limits of ICC(2,1).
  package let twoWayRandomLimits: Limits?
  /// The limits of ICC(3,1).
  package let twoWayMixedLimits: Limits?

  /// Computes all of them.
  ///
  /// - Parameters:
  ///   - rows: The ratings of each family, one for each rater in the same order; complete rows alone.
  ///   - level: The level of the limits.
  /// - Throws: ``UndefinedReason/tooFew`` below two families or two raters, or for rows of unequal
  ///   length, ``UndefinedReason/noVariation`` when every rating is the same.
  package init(_ rows: [[Double]], level: Double = 0.95) throws(UndefinedReason) {
    let raters = rows.first?.count ?? 0
    guard rows.count > 1, raters > 1, rows.allSatisfy({ $0.count == raters }) else {
      throw .tooFew
    }
    let n = Double(rows.count)
    let k = Double(raters)
    let all = Moments(rows.flatMap { $0 })
    guard all.sumOfSquares > 0, let grand = all.mean else { throw .noVariation }
    var between = 0.0
    for row in rows {
      let distance = (Moments(row).mean ?? grand) - grand
      between += k * distance * distance
    }
    var columns = 0.0
    for rater in 0..<raters {
      let distance = (Moments(rows.map { $0[rater] }).mean ?? grand) - grand
      columns += n * distance * distance
    }
    // What rounding leaves of nothing is nothing: a whole scale has no smaller sums of squares.
    let rest = all.sumOfSquares - between - columns
    let left = rest.magnitude < all.sumOfSquares * 1e-13 ? 0 : max(0, rest)
    let msr = between / (n - 1)
    let msc = columns / (k - 1)
    let mse = left / ((n - 1) * (k - 1))
    let msw = (columns + left) / (n * (k - 1))
    meanSquareRows = msr
    meanSquareColumns = msc
    meanSquareError = mse
    oneWay = ratio(msr - msw, msr + (k - 1) * msw)
    let agreement = ratio(msr - mse, msr + (k - 1) * mse + k * (msc - mse) / n)
    twoWayRandom = agreement
    twoWayMixed = ratio(msr - mse, msr + (k - 1) * mse)
    twoWayRandomMean = ratio(msr - mse, msr + (msc - mse) / n)
    twoWayMixedMean = ratio(msr - mse, msr)
    let squares = MeanSquares(n: n, k: k, rows: msr, columns: msc, error: mse)
    twoWayRandomLimits = agreement.flatMap { squares.limitsOfAgreement($0, level: level) }
    twoWayMixedLimits = squares.limitsOfConsistency(level: level)
  }
}

/// The mean squares from which limits are reckoned.
private struct MeanSquares {
  let n: Double
  let k: Double
  let rows: Double
  let columns: Double
  let error: Double

  /// The limits of ICC(3,1): Shrout and Fleiss (1979), from the F ratio of families to error.
  func limitsOfConsistency(level: Double) -> Limits? {
    let first = n - 1
    let second = (n - 1) * (k - 1)
    let share = (1 + level) / 2
    guard let lower = FisherDistribution.quantile(share, first, second),
      let upper = FisherDistribution.quantile(share, second, first),
      let low = ratio(rows - lower * error, rows + (k - 1) * lower * error),
      let high = ratio(rows * upper - error, rows * upper + (k - 1) * error)
    else { return nil }
    return Limits(low: low, high: high)
  }

  /// The limits of ICC(2,1): McGraw and Wong (1996), with Satterthwaite's degrees of freedom.
  func limitsOfAgreement(_ correlation: Double, level: Double) -> Limits? {
    let a = k * correlation * columns
    let b = (n * (1 + (k - 1) * correlation) - k * correlation) * error
    let share = (1 + level) / 2
    guard
      let degrees = ratio(
        (n - 1) * (k - 1) * (a + b) * (a + b),
        (n - 1) * a * a + b * b
      ),
      let lower = FisherDistribution.quantile(share, n - 1, degrees),
      let upper = FisherDistribution.quantile(share, degrees, n - 1)
    else { return nil }
    let rest = k * columns + (k * n - k - n) * error
    guard let low = ratio(n * (rows - lower * error), lower * rest + n * rows),
      let high = ratio(n * (upper * rows - error), rest + n * upper * rows)
    else { return nil }
    return Limits(low: low, high: high)
  }
}

/// A quotient; `nil` when the divisor is zero.
func ratio(_ part: Double, _ whole: Double) -> Double? { whole == 0 ? nil : part / whole }
