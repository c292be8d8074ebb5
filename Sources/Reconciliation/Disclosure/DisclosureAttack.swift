/// What someone can reckon of hidden counts from everything that is released: every value that some
/// table of whole numbers has, which agrees with the shown counts, their rounding and the totals.
///
/// A table with totals is a circulation in a network: from a source over the rows' totals to the
/// rows, over the cells to the columns, over their totals to a sink, over the total of all back.
/// What a hidden count can be is then found with maximal flows, and every whole number between the
/// ends is possible (Ford and Fulkerson, "Flows in Networks", 1962; Gusfield, "A Graph Theoretic
/// Approach to Statistical Data Security", 1988).
package struct DisclosureAttack: Sendable {
  private let edges: [Edge]
  private let indices: [TablePlace: Int]
  /// The edges at each node.
  private let incident: [[Int]]

  private struct Edge {
    let from: Int
    let to: Int
    let flow: Int
    let low: Int
    let high: Int
  }

  /// Sees a table as an attacker does.
  ///
  /// - Parameters:
  ///   - table: The true counts, which are one of the possible tables.
  ///   - hidden: The places that are hidden.
  ///   - policy: What is known of hidden and of rounded counts.
  ///   - hasTotals: Whether totals are released at all.
  package init(
    _ table: CountTable,
    hidden: Set<TablePlace>,
    policy: DisclosurePolicy,
    hasTotals: Bool = true
  ) {
    let rows = table.cells.count
    let columns = table.columnTotals.count
    let sink = rows + columns + 1
    var edges: [Edge] = []
    var indices: [TablePlace: Int] = [:]
    for place in table.places {
      let (from, to): (Int, Int) =
        switch place {
        case .cell(let row, let column): (1 + row, 1 + rows + column)
        case .rowTotal(let row): (0, 1 + row)
        case .columnTotal(let column): (1 + rows + column, sink)
        case .grandTotal: (sink, 0)
        }
      let count = table[place]
      let isUnknown = hidden.contains(place) || (place.isTotal && !hasTotals)
      let known = policy.possible(ofShown: count)
      // Only what is hidden for its own sake is known to be small.
      let high =
        policy.hides(count) && hidden.contains(place)
        ? policy.attackerHigh ?? Self.unbounded : Self.unbounded
      let low = min(policy.hides(count) ? policy.attackerLow : 0, count)
      indices[place] = edges.count
      edges.append(
        Edge(
          from: from,
          to: to,
          flow: count,
          low: isUnknown ? low : known.lowerBound,
          high: isUnknown ? high : known.upperBound
        )
      )
    }
    self.edges = edges
    self.indices = indices
    var incident = Array(repeating: [Int](), count: sink + 1)
    for (index, edge) in edges.enumerated() {
      incident[edge.from].append(index)
      incident[edge.to].append(index)
    }
    self.incident = incident
  }

  /// No count is larger; sums of it stay far within 64 bits.
  private static let unbounded = 4 * CountTable.countMax

  /// Every value that a place can have; the upper end is `nil` when nothing bounds it.
  ///
  /// - Returns: The ends, both of which some table has; `nil` for a place outside the table.
  package func range(of place: TablePlace) -> (low: Int, high: Int?)? {
    guard let index = indices[place] else { return nil }
    let edge = edges[index]
    let up = flow(from: edge.to, to: edge.from, without: index, atMost: edge.high - edge.flow)
    let down = flow(from: edge.from, to: edge.to, without: index, atMost: edge.flow - edge.low)
    let high = edge.flow + up
    return (edge.flow - down, high >= Self.unbounded / 2 ? nil : high)
  }

  /// How much more can go from one node to another beside an edge, by shortest augmenting paths.
  private func flow(from: Int, to: Int, without skipped: Int, atMost limit: Int) -> Int {
    var forward = edges.map { $0.high - $0.flow }
    var backward = edges.map { $0.flow - $0.low }
    var moved = 0
    while moved < limit, let path = path(from, to, skipped, forward, backward) {
      var amount = limit - moved
      for step in path {
        amount = min(amount, step.isForward ? forward[step.edge] : backward[step.edge])
      }
      for step in path {
        forward[step.edge] += step.isForward ? -amount : amount
        backward[step.edge] += step.isForward ? amount : -amount
      }
      moved += amount
    }
    return moved
  }

  private struct Step {
    let edge: Int
    let isForward: Bool
  }

  private func path(
    _ from: Int,
    _ to: Int,
    _ skipped: Int,
    _ forward: [Int],
    _ backward: [Int]
  ) -> [Step]? {
    var reached: [Step?] = Array(repeating: nil, count: incident.count)
    var isReached = Array(repeating: false, count: incident.count)
    isReached[from] = true
    var queue = [from]
    var next = 0
    while next < queue.count, !isReached[to] {
      let node = queue[next]
      next += 1
      for index in incident[node] where index != skipped {
        let edge = edges[index]
        if edge.from == node, forward[index] > 0, !isReached[edge.to] {
          isReached[edge.to] = true
          reached[edge.to] = Step(edge: index, isForward: true)
          queue.append(edge.to)
        }
        if edge.to == node, backward[index] > 0, !isReached[edge.from] {
          isReached[edge.from] = true
          reached[edge.from] = Step(edge: index, isForward: false)
          queue.append(edge.from)
        }
      }
    }
    guard isReached[to] else { return nil }
    var steps: [Step] = []
    var node = to
    while node != from, let step = reached[node] {
      steps.append(step)
      node = step.isForward ? edges[step.edge].from : edges[step.edge].to
    }
    return steps
  }
}
