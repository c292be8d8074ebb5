/// The character cells of a star, each with its ink.
struct StarSheet {
  private struct Cell {
    var text: String
    var ink: Ink
  }

  private let columns: Int
  private var cells: [[Cell]]

  init(columns: Int, rows: Int) {
    self.columns = max(0, columns)
    let row = Array(repeating: Cell(text: " ", ink: .text), count: self.columns)
    cells = Array(repeating: row, count: max(0, rows))
  }

  /// Puts one narrow character into a cell; cells beyond the edge are left out.
  mutating func put(_ character: Character, _ ink: Ink, column: Int, row: Int) {
    guard cells.indices.contains(row), cells[row].indices.contains(column) else { return }
    cells[row][column] = Cell(text: String(character), ink: ink)
  }

  /// Writes text from a cell on; the second cell of a wide character is left empty.
  mutating func write(_ text: String, column: Int, row: Int) {
    var column = column
    for character in text where character.columns > 0 {
      put(character, .text, column: column, row: row)
      for covered in 1..<max(1, character.columns) {
        guard cells.indices.contains(row), cells[row].indices.contains(column + covered)
        else { continue }
        cells[row][column + covered] = Cell(text: "", ink: .text)
      }
      column += character.columns
    }
  }

  /// The rows from top to bottom, without empty ones at either end.
  var lines: [Line] {
    let used = cells.indices.filter { row in cells[row].contains { $0.text != " " } }
    guard let top = used.first, let bottom = used.last else { return [] }
    return cells[top...bottom].map { row in
      var line = Line()
      for cell in row { line.append(cell.text, cell.text == " " ? .text : cell.ink) }
      return line
    }
  }
}
