/// Polynomials over the positions of a scale whose values are orthogonal and of length one.
///
/// A basis of raw powers loses its digits on a scale of forty points; this one spans the same space
/// and keeps them. Built by the three-term recurrence of discrete orthogonal polynomials (Stieltjes;
/// Gautschi, "Orthogonal Polynomials: Computation and Approximation", 2004, 2.2), made orthogonal
/// once more for the last digits.
struct OrthonormalPolynomials {
  /// The values of each polynomial at each position, the constant first.
  let columns: [[Double]]

  /// Makes the polynomials up to a degree, or as many as there are independent ones.
  init(points: Int, degree: Int) {
    guard points > 0 else {
      columns = []
      return
    }
    let middle = Double(points - 1) / 2
    let span = max(1, middle)
    var built = [Array(repeating: 1 / Double(points).squareRoot(), count: points)]
    while built.count <= min(degree, points - 1), let last = built.last {
      var next = last.enumerated().map { $1 * (Double($0) - middle) / span }
      for _ in 0..<2 {
        for earlier in built {
          let overlap = dotProduct(next, earlier)
          for index in next.indices { next[index] -= overlap * earlier[index] }
        }
      }
      let length = dotProduct(next, next).squareRoot()
      guard length > 0 else { break }
      built.append(next.map { $0 / length })
    }
    columns = built
  }
}

/// The sum of the products, from the first to the last.
func dotProduct(_ left: [Double], _ right: [Double]) -> Double {
  var sum = 0.0
  for (a, b) in zip(left, right) { sum += a * b }
  return sum
}
