import Reconciliation
import Synchronization

/// A table of counts with the names of its sums, so that what it shares with others is known.
struct NamedTable: Sendable {
  let cells: [[LinkedCount]]
  /// The names of the rows' sums.
  let rows: [String]
  /// The names of the columns' sums.
  let columns: [String]
  /// The name of the sum of all.
  let total: String

  /// The count at a place.
  subscript(place: TablePlace) -> LinkedCount {
    switch place {
    case .cell(let row, let column): cells[row][column]
    case .rowTotal(let row): LinkedCount(rows[row], sum(cells[row]))
    case .columnTotal(let column): LinkedCount(columns[column], sum(cells.map { $0[column] }))
    case .grandTotal: LinkedCount(total, sum(cells.flatMap(\.self)))
    }
  }

  private func sum(_ counts: [LinkedCount]) -> Int { counts.reduce(0) { $0 + $1.value } }
}

/// Notes the counts of an audit as it is written for the first time.
final class CountNotes: Sendable {
  private let state = Mutex(LinkedCounts())

  /// Everything that was noted.
  var counts: LinkedCounts { state.withLock { $0 } }

  /// Notes counts that are printed.
  func print(_ counts: [LinkedCount]) { state.withLock { $0.print(counts) } }

  /// Notes that a count is the sum of others, whether these are printed or not.
  func link(_ whole: LinkedCount, of parts: [LinkedCount]) {
    state.withLock { $0.link(whole, of: parts) }
  }

  /// Notes a table with its sums, all of which are taken to be printed.
  func note(_ table: NamedTable) {
    guard !table.cells.isEmpty, !table.columns.isEmpty else { return }
    let rows = table.cells.indices
    let columns = table.columns.indices
    let all = table[.grandTotal]
    state.withLock { counts in
      counts.print(block: table.cells.flatMap(\.self))
      counts.print(rows.map { table[.rowTotal($0)] })
      counts.print(columns.map { table[.columnTotal($0)] } + [all])
      for row in rows { counts.link(table[.rowTotal(row)], of: table.cells[row]) }
      for column in columns {
        counts.link(table[.columnTotal(column)], of: table.cells.map { $0[column] })
      }
      counts.link(all, of: rows.map { table[.rowTotal($0)] })
      counts.link(all, of: columns.map { table[.columnTotal($0)] })
    }
  }
}
