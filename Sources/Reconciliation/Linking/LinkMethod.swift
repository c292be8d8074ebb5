/// How the margins that a link is read from are made.
package enum LinkMethod: Hashable, Sendable {
  /// From the counts as they are.
  case unsmoothed
  /// From a smoothed table.
  case smoothed(LogLinearModel)

  /// The name in tables.
  package var name: String {
    switch self {
    case .unsmoothed: "none"
    case .smoothed(let model): model.name
    }
  }
}

/// Which scale a link is read from.
package enum LinkDirection: Hashable, Sendable {
  /// From the source scale to the target scale.
  case forward
  /// From the target scale to the source scale.
  case backward
}

/// Reads links off tables of one shape, again and again.
package struct Linker: Sendable {
  /// How margins are made.
  package let method: LinkMethod
  /// From which scale.
  package let direction: LinkDirection
  private let smoothing: LinkSmoothing?

  /// Makes a linker for tables of one shape.
  package init(
    _ method: LinkMethod,
    _ direction: LinkDirection = .forward,
    sourcePoints: Int,
    targetPoints: Int
  ) {
    self.method = method
    self.direction = direction
    switch method {
    case .unsmoothed: smoothing = nil
    case .smoothed(let model):
      smoothing = LinkSmoothing(model, sourcePoints: sourcePoints, targetPoints: targetPoints)
    }
  }

  /// The link of a table.
  ///
  /// - Parameters:
  ///   - counts: The table.
  ///   - start: The smoothed table to begin the fit with.
  /// - Returns: A place on the other scale for each point, in positions; `nil` where it has none, and
  ///   everywhere when a smoothing has no solution.
  package func link(_ counts: JointCounts, from start: SmoothedTable? = nil) -> [Double?] {
    guard let smoothing else {
      let source = counts.sourceCounts.map(Double.init)
      let target = counts.targetCounts.map(Double.init)
      return direction == .forward
        ? equipercentile(from: source, to: target) : equipercentile(from: target, to: source)
    }
    guard let table = smoothing.fit(counts, from: start) else {
      let points = direction == .forward ? counts.sourcePoints : counts.targetPoints
      return Array(repeating: nil, count: points)
    }
    return direction == .forward ? table.forward : table.backward
  }

  /// The smoothed table, for fits that begin with it; `nil` without smoothing.
  package func smooth(_ counts: JointCounts) -> SmoothedTable? { smoothing?.fit(counts) }
}
