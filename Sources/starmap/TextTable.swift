/// Rows of text under a head, each column as wide as its widest cell.
struct TextTable {
  private let head: [String]
  private var rows: [[String]] = []

  init(_ head: String...) {
    self.head = head
  }

  mutating func add(_ cells: String...) {
    rows.append(cells)
  }

  /// The table's lines; only the sentence `empty` when there are no rows.
  func lines(empty: String) -> [String] {
    guard !rows.isEmpty else { return [empty] }
    let all = [head] + rows
    let widths = head.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { row in
      let cells = zip(row, widths).map { cell, width in
        cell + String(repeating: " ", count: max(width - cell.count, 0))
      }
      var line = cells.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
