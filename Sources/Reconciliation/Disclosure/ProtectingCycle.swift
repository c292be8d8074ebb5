/// Finds the cycle of counts through a hidden one that costs least to hide.
///
/// Along a cycle the counts can rise and fall in turn without any sum changing, so none of them is
/// known once all are hidden. A count that falls must have something to lose.
struct ProtectingCycle {
  private let table: CountTable
  private let hidden: Set<TablePlace>
  private let rows: Int
  private let columns: Int

  /// Takes a table with what is hidden already.
  init(_ table: CountTable, hidden: Set<TablePlace>) {
    self.table = table
    self.hidden = hidden
    rows = table.cells.count
    columns = table.columnTotals.count
  }

  /// The places of the cheapest cycle along which a place can rise by an amount, itself left out;
  /// none when there is no such cycle.
  ///
  /// What is hidden costs nothing; a count costs a little more the larger it is, a total more than
  /// any count, a zero more than any total. Bellman and Ford's shortest path.
  func cheapest(through place: TablePlace, moving amount: Int) -> [TablePlace] {
    let (start, end) = ends(of: place)
    var costs = Array(repeating: Double.infinity, count: rows + columns + 2)
    var reached: [(place: TablePlace, from: Int)?] = costs.map { _ in nil }
    costs[end] = 0
    for _ in costs.indices {
      var hasChanged = false
      for step in table.places where step != place {
        let (from, to) = ends(of: step)
        let cost = cost(of: step)
        if costs[from] + cost < costs[to] {
          costs[to] = costs[from] + cost
          reached[to] = (step, from)
          hasChanged = true
        }
        if table[step] >= amount, costs[to] + cost < costs[from] {
          costs[from] = costs[to] + cost
          reached[from] = (step, to)
          hasChanged = true
        }
      }
      if !hasChanged { break }
    }
    var places: [TablePlace] = []
    var node = start
    while node != end, let step = reached[node], places.count < costs.count {
      places.append(step.place)
      node = step.from
    }
    return places
  }

  private func cost(of place: TablePlace) -> Double {
    if hidden.contains(place) { return 1e-6 }
    if place.isTotal { return 10 }
    return table[place] == 0 ? 100 : 1 + Double(table[place]) / Double(table.grandTotal + 1)
  }

  private func ends(of place: TablePlace) -> (from: Int, to: Int) {
    switch place {
    case .cell(let row, let column): (1 + row, 1 + rows + column)
    case .rowTotal(let row): (0, 1 + row)
    case .columnTotal(let column): (1 + rows + column, 1 + rows + columns)
    case .grandTotal: (1 + rows + columns, 0)
    }
  }
}
