/// How much two ratings agree that are some points apart, from 1 for the same to 0 for the furthest.
package enum AgreementWeights: String, CaseIterable, Sendable {
  /// Only the same point agrees.
  case unweighted
  /// Agreement falls evenly with the distance (Cicchetti and Allison, 1971).
  case linear
  /// Agreement falls with the square of the distance (Fleiss and Cohen, 1973).
  case quadratic
  /// Agreement falls with the number of pairs of points that the two span (Gwet, 2014).
  case ordinal

  /// The weights of a scale, row by row.
  ///
  /// - Parameter points: Points of the scale; all of them, whether used or not.
  /// - Returns: One row for each point, with a weight for each point.
  package func matrix(points: Int) -> [[Double]] {
    let furthest = distance(max(1, points - 1))
    return (0..<max(0, points)).map { row in
      (0..<points).map { 1 - distance(abs(row - $0)) / furthest }
    }
  }

  private func distance(_ steps: Int) -> Double {
    let steps = Double(steps)
    switch self {
    case .unweighted: return steps > 0 ? 1 : 0
    case .linear: return steps
    case .quadratic: return steps * steps
    case .ordinal: return steps * (steps + 1) / 2
    }
  }
}
