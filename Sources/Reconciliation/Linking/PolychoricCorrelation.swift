/// The correlation of the two normal variables that a table of two ordinal scales may be cut from.
///
/// The two-step estimate of Olsson, "Maximum Likelihood Estimation of the Polychoric Correlation
/// Coefficient" (1979): the cuts come from the margins, and the correlation alone is then the most
/// likely one.
package enum PolychoricCorrelation {
  /// Estimates the correlation.
  ///
  /// - Parameter counts: The table; points that nobody has are left out.
  /// - Returns: The correlation, to about six decimals; `nil` when either side does not vary.
  package static func twoStep(_ counts: JointCounts) -> Double? {
    let rows = counts.sourceCounts.indices.filter { counts.sourceCounts[$0] > 0 }
    let columns = counts.targetCounts.indices.filter { counts.targetCounts[$0] > 0 }
    guard rows.count > 1, columns.count > 1 else { return nil }
    let table = rows.map { row in
      columns.map { Double(counts.cells[row * counts.targetPoints + $0]) }
    }
    let rowCuts = cuts(rows.map { counts.sourceCounts[$0] })
    let columnCuts = cuts(columns.map { counts.targetCounts[$0] })
    return largest { correlation in
      logLikelihood(table, rowCuts, columnCuts, correlation)
    }
  }

  private static func cuts(_ counts: [Int]) -> [Double] {
    let total = Double(counts.reduce(0, +))
    var running = 0
    return counts.dropLast().map { count in
      running += count
      return NormalDistribution.quantile(Double(running) / total)
    }
  }

  private static func logLikelihood(
    _ table: [[Double]],
    _ rowCuts: [Double],
    _ columnCuts: [Double],
    _ correlation: Double
  ) -> Double {
    var above = Array(repeating: 0.0, count: columnCuts.count + 2)
    var sum = 0.0
    for (row, counts) in table.enumerated() {
      var below = [0.0]
      for cut in columnCuts {
        below.append(
          row < rowCuts.count
            ? bivariateNormal(rowCuts[row], cut, correlation) : NormalDistribution.cumulative(cut)
        )
      }
      below.append(row < rowCuts.count ? NormalDistribution.cumulative(rowCuts[row]) : 1)
      for (column, count) in counts.enumerated() where count > 0 {
        let chance = below[column + 1] - below[column] - above[column + 1] + above[column]
        sum += count * ElementaryFunctions.log(max(chance, 1e-300))
      }
      above = below
    }
    return sum
  }

  /// The chance that both of two correlated normal variables stay below their cuts.
  ///
  /// Integrates Plackett's identity over the angle of the correlation ("A Reduction Formula for
  /// Normal Multivariate Integrals", 1954) by Simpson's rule.
  static func bivariateNormal(_ h: Double, _ k: Double, _ correlation: Double) -> Double {
    let independent = NormalDistribution.cumulative(h) * NormalDistribution.cumulative(k)
    let end = arcSine(correlation)
    let step = end / Double(intervals)
    var sum = 0.0
    for index in 0...intervals {
      let weight: Double =
        index == 0 || index == intervals ? 1 : index.isMultiple(of: 2) ? 2 : 4
      let sine = sineOf(step * Double(index))
      let exponent = -(h * h - 2 * h * k * sine + k * k) / (2 * max(1 - sine * sine, 1e-300))
      sum += weight * ElementaryFunctions.exp(exponent)
    }
    return independent + sum * step / 3 / 6.283185307179586
  }

  private static let intervals = 96

  /// The sine of an angle up to a right one, by its Taylor series.
  private static func sineOf(_ angle: Double) -> Double {
    var term = angle
    var sum = angle
    for degree in stride(from: 2.0, through: 30, by: 2) {
      term *= -angle * angle / (degree * (degree + 1))
      sum += term
    }
    return sum
  }

  private static func arcSine(_ sine: Double) -> Double {
    let magnitude = Bisection.root(low: 0, high: 1.5707963267948966) {
      sineOf($0) < sine.magnitude
    }
    return sine < 0 ? -magnitude : magnitude
  }

  /// Where a function with one peak between -1 and 1 is largest, by golden sections.
  private static func largest(_ value: (Double) -> Double) -> Double {
    let golden = 0.6180339887498949
    var low = -0.9999
    var high = 0.9999
    var left = high - golden * (high - low)
    var right = low + golden * (high - low)
    var atLeft = value(left)
    var atRight = value(right)
    while high - low > 1e-7 {
      if atLeft > atRight {
        high = right
        right = left
        atRight = atLeft
        left = high - golden * (high - low)
        atLeft = value(left)
      } else {
        low = left
        left = right
        atLeft = atRight
        right = low + golden * (high - low)
        atRight = value(right)
      }
    }
    return (low + high) / 2
  }
}
