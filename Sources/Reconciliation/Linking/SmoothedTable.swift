/// A smoothed table, from which a link is read in either direction.
package struct SmoothedTable: Sendable {
  /// Which moments were kept.
  package let model: LogLinearModel
  /// The families that were smoothed.
  package let counts: JointCounts
  /// The expected count of each cell, row by row.
  package let fitted: [Double]
  /// Twice the distance of the fit from the counts in log likelihood.
  package let deviance: Double
  /// How many coefficients were fitted.
  package let parameters: Int
  let coefficients: [Double]

  init(
    model: LogLinearModel,
    counts: JointCounts,
    fitted: [Double],
    deviance: Double,
    parameters: Int,
    coefficients: [Double]
  ) {
    self.model = model
    self.counts = counts
    self.fitted = fitted
    self.deviance = deviance
    self.parameters = parameters
    self.coefficients = coefficients
  }

  /// The full Poisson log likelihood of the counts, factorials included.
  package var logLikelihood: Double {
    var sum = 0.0
    for (count, expected) in zip(counts.cells, fitted) {
      sum -= expected
      guard count > 0 else { continue }
      sum += Double(count) * ElementaryFunctions.log(expected)
      sum -= GammaFunction.logFactorial(Double(count))
    }
    return sum
  }

  /// Akaike's criterion.
  package var aic: Double { 2 * Double(parameters) - 2 * logLikelihood }

  /// Schwarz's Bayesian criterion, with the number of families as the size of the sample.
  package var bic: Double {
    Double(parameters) * ElementaryFunctions.log(Double(counts.total)) - 2 * logLikelihood
  }

  /// Expected families at each point of the source scale.
  package var sourceMargin: [Double] {
    (0..<counts.sourcePoints).map { row in
      var sum = 0.0
      for column in 0..<counts.targetPoints { sum += fitted[row * counts.targetPoints + column] }
      return sum
    }
  }

  /// Expected families at each point of the target scale.
  package var targetMargin: [Double] {
    (0..<counts.targetPoints).map { column in
      var sum = 0.0
      for row in 0..<counts.sourcePoints { sum += fitted[row * counts.targetPoints + column] }
      return sum
    }
  }

  /// The place of each source point on the target scale, in positions.
  package var forward: [Double?] { equipercentile(from: sourceMargin, to: targetMargin) }

  /// The place of each target point on the source scale, in positions.
  package var backward: [Double?] { equipercentile(from: targetMargin, to: sourceMargin) }

  /// The chance of each target point for a family at each source point.
  ///
  /// What a reader imagines a link to be; it shows how far single families stray from it.
  package var conditionalTarget: [[Double]] {
    zip(sourceMargin, 0..<counts.sourcePoints).map { margin, row in
      (0..<counts.targetPoints).map {
        margin > 0 ? fitted[row * counts.targetPoints + $0] / margin : 0
      }
    }
  }
}
