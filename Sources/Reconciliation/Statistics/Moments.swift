/// The mean and the spread of values, summed in their order.
package struct Moments: Hashable, Sendable {
  /// How many values there are.
  package let n: Int
  /// The mean; `nil` without values.
  package let mean: Double?
  /// The sum of the squared distances from the mean.
  package let sumOfSquares: Double

  /// Computes both in two passes, which keeps the digits that one pass over squares would lose.
  package init(_ values: [Double]) {
    n = values.count
    guard n > 0 else {
      mean = nil
      sumOfSquares = 0
      return
    }
    var sum = 0.0
    for value in values { sum += value }
    let mean = sum / Double(n)
    var squares = 0.0
    for value in values { squares += (value - mean) * (value - mean) }
    self.mean = mean
    sumOfSquares = squares
  }

  /// The standard deviation with one less than the number of values; `nil` below two values.
  package var standardDeviation: Double? {
    n > 1 ? (sumOfSquares / Double(n - 1)).squareRoot() : nil
  }

  /// The standard deviation of the values as a whole population; `nil` without values.
  package var populationDeviation: Double? {
    n > 0 ? (sumOfSquares / Double(n)).squareRoot() : nil
  }
}
