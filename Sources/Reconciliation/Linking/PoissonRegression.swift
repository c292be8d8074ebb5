/// Fits a Poisson model with a logarithmic link to counts: the log-linear smoothing of a table.
///
/// Holland and Thayer, "Univariate and Bivariate Loglinear Models for Discrete Test Score
/// Distributions" (2000). At the solution the sums over every column of the design are those of the
/// counts, which is how a smoothing keeps moments. Newton's method, which for this model is
/// iteratively reweighted least squares (McCullagh and Nelder, "Generalized Linear Models", 1989,
/// 2.5), with steps halved while they make the fit worse.
struct PoissonRegression {
  /// The design, cell by cell, the constant first; every column is as long as the table.
  private let design: [Double]
  private let columnCount: Int
  private let cellCount: Int

  /// Takes a design by its columns.
  init(columns: [[Double]]) {
    columnCount = columns.count
    cellCount = columns.first?.count ?? 0
    var design: [Double] = []
    design.reserveCapacity(columnCount * cellCount)
    for cell in 0..<cellCount { for column in columns { design.append(column[cell]) } }
    self.design = design
  }

  /// How many coefficients there are.
  var parameters: Int { columnCount }

  /// A solution.
  struct Fit {
    /// The expected count of each cell.
    let fitted: [Double]
    /// Twice the distance of the fit from the counts in log likelihood.
    let deviance: Double
    /// The coefficients, to start the next fit from.
    let coefficients: [Double]
  }

  /// Finds the most likely expected counts.
  ///
  /// - Parameters:
  ///   - counts: A count for each cell, none negative.
  ///   - start: Coefficients to begin with; those of an even spread when left out.
  /// - Returns: The fit, to a relative change of the deviance of 1e-12; `nil` without counts or when
  ///   no solution is found.
  func fit(_ counts: [Double], from start: [Double]? = nil) -> Fit? {
    let total = counts.reduce(0, +)
    guard total > 0, counts.count == cellCount, columnCount > 0 else { return nil }
    var coefficients = start ?? []
    if coefficients.count != columnCount {
      coefficients = Array(repeating: 0, count: columnCount)
      let constant = design[0]
      guard constant != 0 else { return nil }
      coefficients[0] = ElementaryFunctions.log(total / Double(cellCount)) / constant
    }
    var fitted = Array(repeating: 0.0, count: cellCount)
    evaluate(coefficients, into: &fitted)
    var deviance = deviance(counts, fitted)
    guard deviance.isFinite else { return start == nil ? nil : fit(counts) }
    var information = Array(repeating: 0.0, count: columnCount * columnCount)
    for _ in 0..<Self.stepsMax {
      let step = newtonStep(counts, fitted, &information)
      var length = 1.0
      var trial = coefficients
      var next = Double.infinity
      for _ in 0..<Self.halvingsMax {
        for index in trial.indices { trial[index] = coefficients[index] + length * step[index] }
        evaluate(trial, into: &fitted)
        next = self.deviance(counts, fitted)
        if next.isFinite, next <= deviance + 1e-9 * (deviance.magnitude + 0.1) { break }
        length /= 2
      }
      guard next.isFinite else { return nil }
      let change = (next - deviance).magnitude / (next.magnitude + 0.1)
      coefficients = trial
      deviance = next
      if change < 1e-12 {
        return Fit(fitted: fitted, deviance: deviance, coefficients: coefficients)
      }
    }
    return nil
  }

  private static let stepsMax = 100
  private static let halvingsMax = 30

  private func evaluate(_ coefficients: [Double], into fitted: inout [Double]) {
    design.withUnsafeBufferPointer { design in
      for cell in 0..<cellCount {
        var predictor = 0.0
        for column in 0..<columnCount {
          predictor += design[cell * columnCount + column] * coefficients[column]
        }
        fitted[cell] = ElementaryFunctions.exp(predictor)
      }
    }
  }

  private func deviance(_ counts: [Double], _ fitted: [Double]) -> Double {
    var sum = 0.0
    for (count, expected) in zip(counts, fitted) {
      sum += expected - count
      if count > 0 { sum += count * ElementaryFunctions.log(count / expected) }
    }
    return 2 * sum
  }

  private func newtonStep(
    _ counts: [Double],
    _ fitted: [Double],
    _ information: inout [Double]
  ) -> [Double] {
    var gradient = Array(repeating: 0.0, count: columnCount)
    for index in information.indices { information[index] = 0 }
    design.withUnsafeBufferPointer { design in
      information.withUnsafeMutableBufferPointer { information in
        for cell in 0..<cellCount {
          let row = cell * columnCount
          let residual = counts[cell] - fitted[cell]
          for first in 0..<columnCount {
            gradient[first] += design[row + first] * residual
            let weighted = design[row + first] * fitted[cell]
            for second in 0...first {
              information[first * columnCount + second] += weighted * design[row + second]
            }
          }
        }
      }
    }
    return solveSymmetric(&information, gradient)
  }
}

/// Solves a symmetric positive system by Cholesky's decomposition, in place.
///
/// A direction in which the system is flat to the last digits gets no step: it is where the counts
/// leave a coefficient undetermined.
///
/// - Parameters:
///   - matrix: The lower half, row by row; spent afterwards.
///   - right: The right-hand side.
/// - Returns: The solution.
func solveSymmetric(_ matrix: inout [Double], _ right: [Double]) -> [Double] {
  let size = right.count
  var solution = right
  for row in 0..<size {
    for column in 0...row {
      var sum = matrix[row * size + column]
      for index in 0..<column {
        sum -= matrix[row * size + index] * matrix[column * size + index]
      }
      if row == column {
        let floor = matrix[row * size + row].magnitude * 1e-14
        matrix[row * size + row] = sum > floor ? sum.squareRoot() : .infinity
      } else {
        matrix[row * size + column] = sum / matrix[column * size + column]
      }
    }
  }
  for row in 0..<size {
    var sum = solution[row]
    for index in 0..<row { sum -= matrix[row * size + index] * solution[index] }
    solution[row] = sum / matrix[row * size + row]
  }
  for row in stride(from: size - 1, through: 0, by: -1) {
    var sum = solution[row]
    for index in (row + 1)..<max(row + 1, size) {
      sum -= matrix[index * size + row] * solution[index]
    }
    solution[row] = sum / matrix[row * size + row]
  }
  return solution
}
