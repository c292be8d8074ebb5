/// The smoothing of one shape of table with one model, made once and fitted many times.
///
/// Holland and Thayer (2000): a Poisson log-linear model over the cells whose design holds the
/// powers of each scale and their products. Orthonormal polynomials span the same space.
package struct LinkSmoothing: Sendable {
  /// Which moments are kept.
  package let model: LogLinearModel
  private let sourcePoints: Int
  private let targetPoints: Int
  private let regression: PoissonRegression

  /// Makes the design.
  ///
  /// A scale of few points has fewer independent powers than the model names; those that there are
  /// are used and counted.
  ///
  /// - Parameters:
  ///   - model: Which moments are kept.
  ///   - sourcePoints: Points of the source scale, at least 1.
  ///   - targetPoints: Points of the target scale, at least 1.
  package init(_ model: LogLinearModel, sourcePoints: Int, targetPoints: Int) {
    self.model = model
    self.sourcePoints = max(0, sourcePoints)
    self.targetPoints = max(0, targetPoints)
    let degree = max(model.marginalMoments, model.crossMoments)
    let source = OrthonormalPolynomials(points: self.sourcePoints, degree: degree).columns
    let target = OrthonormalPolynomials(points: self.targetPoints, degree: degree).columns
    var columns: [[Double]] = []
    func add(_ powerOfSource: Int, _ powerOfTarget: Int) {
      guard source.indices.contains(powerOfSource), target.indices.contains(powerOfTarget)
      else { return }
      columns.append(
        source[powerOfSource].flatMap { left in target[powerOfTarget].map { left * $0 } }
      )
    }
    add(0, 0)
    for power in 1...model.marginalMoments { add(power, 0) }
    for power in 1...model.marginalMoments { add(0, power) }
    for first in 0..<model.crossMoments {
      for second in 0..<model.crossMoments { add(first + 1, second + 1) }
    }
    regression = PoissonRegression(columns: columns)
  }

  /// Smooths a table.
  ///
  /// - Parameters:
  ///   - counts: A table of the shape that the design was made for.
  ///   - start: The fit of a similar table to begin with, which saves steps in a resampling.
  /// - Returns: The smoothed table; `nil` for another shape, without families, and when no solution
  ///   is found.
  package func fit(_ counts: JointCounts, from start: SmoothedTable? = nil) -> SmoothedTable? {
    guard counts.sourcePoints == sourcePoints, counts.targetPoints == targetPoints,
      let fit = regression.fit(counts.cells.map(Double.init), from: start?.coefficients)
    else { return nil }
    return SmoothedTable(
      model: model,
      counts: counts,
      fitted: fit.fitted,
      deviance: fit.deviance,
      parameters: regression.parameters,
      coefficients: fit.coefficients
    )
  }

  /// Smooths the counts of one scale alone, keeping as many moments.
  ///
  /// - Parameters:
  ///   - counts: Families at each point, none negative.
  ///   - moments: How many moments are kept.
  /// - Returns: The expected counts and the deviance; `nil` without families.
  package static func univariate(
    _ counts: [Double],
    moments: Int
  ) -> (fitted: [Double], deviance: Double)? {
    let columns = OrthonormalPolynomials(points: counts.count, degree: max(0, moments)).columns
    guard let fit = PoissonRegression(columns: columns).fit(counts) else { return nil }
    return (fit.fitted, fit.deviance)
  }
}
