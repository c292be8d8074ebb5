/// Krippendorff's alpha: agreement of any number of raters with any values missing.
///
/// Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), by coincidences.
package enum KrippendorffAlpha {
  /// How far two points are apart.
  package enum Metric: String, CaseIterable, Sendable {
    /// Any two points differ alike.
    case nominal
    /// By the ratings that lie between the two.
    case ordinal
    /// By the square of the difference of their values.
    case interval
  }

  /// Computes alpha.
  ///
  /// - Parameters:
  ///   - ratings: The positions in which the raters put each family; families with fewer than two
  ///     drop out.
  ///   - values: The value of each point of the scale, used or not.
  ///   - metric: How far two points are apart.
  /// - Returns: Alpha: 1 for agreement throughout, below 0 for less than chance brings.
  /// - Throws: ``UndefinedReason/noData`` when no family has two ratings,
  ///   ``UndefinedReason/noVariation`` when only one point occurs.
  package static func alpha(
    _ ratings: [[Int]],
    values: [Double],
    metric: Metric
  ) throws(UndefinedReason) -> Double {
    let points = values.count
    let families = ratings.map { $0.filter(values.indices.contains) }.filter { $0.count > 1 }
    guard !families.isEmpty else { throw .noData }
    var coincidences = Array(repeating: Array(repeating: 0.0, count: points), count: points)
    var totals = Array(repeating: 0.0, count: points)
    for family in families {
      let share = 1 / Double(family.count - 1)
      for (index, first) in family.enumerated() {
        totals[first] += 1
        for (other, second) in family.enumerated() where other != index {
          coincidences[first][second] += share
        }
      }
    }
    guard totals.count(where: { $0 > 0 }) > 1 else { throw .noVariation }
    let distance = distances(metric, totals: totals, values: values)
    var total = 0.0
    var observed = 0.0
    var expected = 0.0
    for first in 0..<points {
      total += totals[first]
      for second in 0..<points {
        observed += coincidences[first][second] * distance[first][second]
        expected += totals[first] * totals[second] * distance[first][second]
      }
    }
    guard expected > 0 else { throw .noVariation }
    return 1 - (total - 1) * observed / expected
  }

  private static func distances(
    _ metric: Metric,
    totals: [Double],
    values: [Double]
  ) -> [[Double]] {
    values.indices.map { first in
      values.indices.map { second in
        guard first != second else { return 0 }
        switch metric {
        case .nominal: return 1
        case .interval:
          return (values[first] - values[second]) * (values[first] - values[second])
        case .ordinal:
          var between = 0.0
          for point in min(first, second)...max(first, second) { between += totals[point] }
          between -= (totals[first] + totals[second]) / 2
          return between * between
        }
      }
    }
  }
}
