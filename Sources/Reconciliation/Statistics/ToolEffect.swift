/// How much more often one tool than the other calls the same families improved.
package struct ToolEffect: Hashable, Sendable {
  /// How many families were followed with both tools.
  package let n: Int
  /// How many the first tool calls improved.
  package let firstImproved: Int
  /// How many the second tool calls improved.
  package let secondImproved: Int
  /// How many both tools call the same.
  package let sameDirection: Int
  /// The paired difference; its limits are those of Bonett and Price.
  package let effect: NetImprovement

  /// Reads a table of directions.
  ///
  /// - Parameters:
  ///   - table: Families by the direction of the first and of the second tool, in one order.
  ///   - improved: The position of *improved* in that order.
  ///   - level: The level of the interval.
  /// - Throws: ``UndefinedReason/noData`` without families, ``UndefinedReason/impossibleCounts`` for
  ///   a table that is not square or does not have the position.
  package init(
    _ table: JointCounts,
    improved: Int = 0,
    level: Double = 0.95
  ) throws(UndefinedReason) {
    guard table.sourcePoints == table.targetPoints, (0..<table.sourcePoints).contains(improved)
    else { throw .impossibleCounts }
    n = table.total
    guard n > 0 else { throw .noData }
    firstImproved = table.sourceCounts[improved]
    secondImproved = table.targetCounts[improved]
    let both = table.cells[improved * table.targetPoints + improved]
    sameDirection = (0..<table.sourcePoints).reduce(0) {
      $0 + table.cells[$1 * table.targetPoints + $1]
    }
    effect = NetImprovement(
      up: firstImproved - both,
      down: secondImproved - both,
      n: n,
      level: level
    )
  }

  /// Below so many families no effect is given.
  package static let familiesMin = 100

  /// What is said in the place of an effect that is not given.
  package static let unknown = "different_tools_tool_effect_unknown"

  /// The raw paired difference with its limits; `nil` below ``familiesMin``.
  package var estimate: EstimateWithLimits? {
    guard n >= Self.familiesMin, let raw = effect.raw, let low = effect.low, let high = effect.high
    else { return nil }
    return EstimateWithLimits(raw, low: low, high: high)
  }

  /// A difference between two authorities with the effect of their tools taken out.
  ///
  /// It assumes that the effect is the same outside the families followed with both tools.
  ///
  /// - Parameter crude: The share improved of the authority with the first tool less that of the
  ///   other.
  /// - Returns: The adjusted difference, by square-and-add; `nil` below ``familiesMin``.
  package func adjusted(_ crude: EstimateWithLimits) -> EstimateWithLimits? {
    estimate.map(crude.subtracting)
  }
}
