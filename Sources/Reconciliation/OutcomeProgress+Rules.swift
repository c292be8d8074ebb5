/// Judges one outcome by the areas that are its primary sources.
///
/// Contributory edges and edges that only say *related* never take part.
///
/// - Parameters:
///   - outcome: The outcome's id.
///   - layer: The id of its layer.
///   - edges: The edges of the crosswalk; those to other outcomes are ignored.
///   - areas: The areas of one pair of readings.
///   - policy: The coverage that is needed.
/// - Returns: The outcome with its status, direction and bands.
package func outcomeProgress(
  outcome: String,
  layer: String,
  edges: [CrosswalkEdge],
  areas: [AreaProgress],
  policy: ProgressPolicy
) -> OutcomeProgress {
  let sources = Sources(outcome: outcome, edges: edges, areas: areas)
  let paired = sources.weight(of: sources.directed)
  let applicable = paired + sources.undirectedWeight
  let status: OutcomeStatus =
    if sources.isEmpty {
      .notMeasured
    } else if applicable == 0 {
      .notApplicable
    } else if paired == 0 || paired * 1_000_000 < policy.minCoveragePerMillion * applicable {
      .insufficientCoverage
    } else {
      .ok
    }
  let counted = status == .ok ? sources.directed : []
  return OutcomeProgress(
    outcome: outcome,
    layer: layer,
    status: status,
    pairedWeight: paired,
    applicableWeight: applicable,
    direction: status == .ok ? direction(of: counted.map(\.direction)) : nil,
    bandFirst: weightedLowerMedian(bands(of: counted, \.bandFirst)),
    bandLast: weightedLowerMedian(bands(of: counted, \.bandLast)),
    lowestFirst: lowest(bands(of: counted, \.bandFirst)),
    lowestLast: lowest(bands(of: counted, \.bandLast)),
    areas: sources.directed.map(\.area.area).sorted(),
    notApplicableAreas: sources.notApplicableAreas.sorted(),
    hasRoom: sources.directed.contains { !$0.area.beganAtTop }
  )
}

/// Combines the subjects of one perspective; perspectives are never combined.
///
/// - Parameter subjects: One outcome of each subject; only those whose status is ok take part.
/// - Returns: The direction for the family; `nil` when no subject takes part.
package func combine(_ subjects: [OutcomeProgress]) -> OutcomeDirection? {
  let directions = subjects.compactMap(\.direction)
  guard !directions.isEmpty else { return nil }
  let isUp = directions.contains { $0 == .improved || $0 == .mixed }
  let isDown = directions.contains { $0 == .declined || $0 == .mixed }
  switch (isUp, isDown) {
  case (true, true): return .mixed
  case (true, false): return .improved
  case (false, true): return .declined
  case (false, false):
    return directions.allSatisfy { $0 == .maintainedAtTop } ? .maintainedAtTop : .maintained
  }
}

/// The smallest value whose cumulative weight reaches half, of the lower and the upper ends apart.
///
/// - Parameter weighted: Each interval with its weight.
/// - Returns: The medians of both ends; `nil` when there is nothing. It is never a mean.
func weightedLowerMedian(_ weighted: [(bands: BandInterval, weight: Int)]) -> BandInterval? {
  guard let lo = lowerMedian(weighted.map { ($0.bands.lo, $0.weight) }),
    let hi = lowerMedian(weighted.map { ($0.bands.hi, $0.weight) })
  else { return nil }
  return BandInterval(lo: lo, hi: hi)
}

private func lowerMedian(_ weighted: [(value: Int, weight: Int)]) -> Int? {
  let total = weighted.reduce(0) { $0 + $1.weight }
  var reached = 0
  for (value, weight) in weighted.sorted(by: { $0.value < $1.value }) {
    reached += weight
    if reached * 2 >= total { return value }
  }
  return nil
}

private func lowest(_ weighted: [(bands: BandInterval, weight: Int)]) -> BandInterval? {
  weighted.map(\.bands).min { ($0.lo, $0.hi) < ($1.lo, $1.hi) }
}

private func direction(of areas: [AreaDirection]) -> OutcomeDirection {
  switch (areas.contains(.improved), areas.contains(.declined)) {
  case (true, true): .mixed
  case (true, false): .improved
  case (false, true): .declined
  case (false, false): areas.allSatisfy { $0 == .maintainedAtTop } ? .maintainedAtTop : .maintained
  }
}

private func bands(
  of sources: [Sources.Directed],
  _ end: KeyPath<AreaProgress, BandInterval?>
) -> [(bands: BandInterval, weight: Int)] {
  sources.compactMap { source in source.area[keyPath: end].map { ($0, source.weight) } }
}

/// The primary areas of one outcome, sorted by what the pair says about them.
private struct Sources {
  typealias Directed = (area: AreaProgress, direction: AreaDirection, weight: Int)

  private(set) var directed: [Directed] = []
  private(set) var undirectedWeight = 0
  private(set) var notApplicableAreas: [String] = []

  init(outcome: String, edges: [CrosswalkEdge], areas: [AreaProgress]) {
    for edge in edges where edge.outcome == outcome && edge.countsInHeadlines {
      guard let area = areas.first(where: { $0.area == edge.area }) else {
        undirectedWeight += edge.weightPercent
        continue
      }
      switch area.result {
      case .directed(let direction, _): directed.append((area, direction, edge.weightPercent))
      case .noDirection: undirectedWeight += edge.weightPercent
      case .notApplicable: notApplicableAreas.append(edge.area)
      }
    }
  }

  var isEmpty: Bool { directed.isEmpty && undirectedWeight == 0 && notApplicableAreas.isEmpty }

  func weight(of sources: [Directed]) -> Int {
    sources.reduce(0) { $0 + $1.weight }
  }
}
