/// The values of a scale's points, from the worst to the best, for turning positions into scores.
package struct ScaleAxis: Hashable, Sendable {
  /// The value of each point.
  package let values: [Double]

  /// Makes an axis; an empty one counts positions from 0.
  package init(_ values: [Double]) { self.values = values }

  /// The score at a position.
  ///
  /// Between two points it lies on the line between their values; beyond an end it goes on by the
  /// step of that end. A scale of one point has steps of 1.
  package func value(at position: Double) -> Double {
    guard let first = values.first, !position.isNaN else { return position }
    guard values.count > 1 else { return first + position }
    let below = Int(min(max(position.rounded(.down), 0), Double(values.count - 2)))
    return values[below] + (position - Double(below)) * (values[below + 1] - values[below])
  }

  /// The score at each position that there is.
  package func values(at positions: [Double?]) -> [Double?] {
    positions.map { $0.map(value(at:)) }
  }

  /// The nearest point to a position, a half going up, held to the scale.
  ///
  /// - Returns: An index of the points; 0 for an empty axis.
  package func nearestPoint(to position: Double) -> Int {
    guard values.count > 1, !position.isNaN else { return 0 }
    return Int(min(max((position + 0.5).rounded(.down), 0), Double(values.count - 1)))
  }
}
