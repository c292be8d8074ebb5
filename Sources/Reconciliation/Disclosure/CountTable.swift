/// A table of counts whose rows, columns and all add up to totals that are released with it.
package struct CountTable: Hashable, Sendable {
  /// The counts, row by row.
  package let cells: [[Int]]
  /// The sum of each row.
  package let rowTotals: [Int]
  /// The sum of each column.
  package let columnTotals: [Int]
  /// The sum of all.
  package let grandTotal: Int

  /// Adds up counts.
  ///
  /// - Parameter cells: The counts, row by row.
  /// - Throws: ``UndefinedReason/noData`` without cells, ``UndefinedReason/impossibleCounts`` for
  ///   rows of unequal length, for a negative count and for more than a million million in all.
  package init(_ cells: [[Int]]) throws(UndefinedReason) {
    let width = cells.first?.count ?? 0
    guard width > 0 else { throw .noData }
    guard cells.allSatisfy({ $0.count == width }) else { throw .impossibleCounts }
    var rows: [Int] = []
    var columns = Array(repeating: 0, count: width)
    var total = 0
    for row in cells {
      var sum = 0
      for (column, count) in row.enumerated() {
        guard (0...Self.countMax).contains(count) else { throw .impossibleCounts }
        sum += count
        columns[column] += count
        total += count
        guard total <= Self.countMax else { throw .impossibleCounts }
      }
      rows.append(sum)
    }
    self.cells = cells
    rowTotals = rows
    columnTotals = columns
    grandTotal = total
  }

  /// The largest sum that a table may have.
  package static let countMax = 1_000_000_000_000

  /// The count at a place.
  subscript(place: TablePlace) -> Int {
    switch place {
    case .cell(let row, let column): cells[row][column]
    case .rowTotal(let row): rowTotals[row]
    case .columnTotal(let column): columnTotals[column]
    case .grandTotal: grandTotal
    }
  }

  /// Every place of the table: its cells row by row, then the totals.
  package var places: [TablePlace] {
    cells.indices.flatMap { row in columnTotals.indices.map { TablePlace.cell(row, $0) } }
      + cells.indices.map { .rowTotal($0) } + columnTotals.indices.map { .columnTotal($0) }
      + [.grandTotal]
  }
}

/// A place in a table with totals.
package enum TablePlace: Hashable, Sendable {
  /// A cell by its row and column.
  case cell(Int, Int)
  /// The total of a row.
  case rowTotal(Int)
  /// The total of a column.
  case columnTotal(Int)
  /// The total of all.
  case grandTotal

  /// Whether the place is a total.
  package var isTotal: Bool {
    if case .cell = self { return false }
    return true
  }
}
