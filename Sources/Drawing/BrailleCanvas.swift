/// A grid of braille cells, each two dots wide and four high, so that dots are about square.
///
/// Braille patterns are U+2800 plus one bit a dot (Unicode Standard, chapter 21.1).
struct BrailleCanvas {
  private let columns: Int
  private let rows: Int
  private var cells: [UInt8]

  init(columns: Int, rows: Int) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
    cells = Array(repeating: 0, count: self.columns * self.rows)
  }

  /// Sets the dot nearest to a point; points beyond the edge are left out.
  mutating func plot(_ point: Point) {
    guard let cell = point.cell, (0..<columns).contains(cell.column),
      (0..<rows).contains(cell.row)
    else { return }
    cells[cell.row * columns + cell.column] |= Self.bits[cell.dotRow * 2 + cell.dotColumn]
  }

  /// Draws a straight line, setting one dot of every `spacing`.
  mutating func line(from start: Point, to end: Point, spacing: Int) {
    let length = max((end.x - start.x).magnitude, (end.y - start.y).magnitude)
    guard length < 10_000, spacing > 0 else { return }
    let steps = max(1, Int(length + 0.5))
    for step in stride(from: 0, through: steps, by: spacing) {
      let share = Double(step) / Double(steps)
      plot(
        Point(
          x: start.x + (end.x - start.x) * share,
          y: start.y + (end.y - start.y) * share
        )
      )
    }
  }

  /// The bits of a cell; 0 for an empty cell and beyond the edge.
  func bits(column: Int, row: Int) -> UInt8 {
    guard (0..<columns).contains(column), (0..<rows).contains(row) else { return 0 }
    return cells[row * columns + column]
  }

  /// The character that shows the given dots; a space when there are none.
  static func character(_ bits: UInt8) -> Character {
    guard bits != 0, let scalar = Unicode.Scalar(0x2800 + UInt32(bits)) else { return " " }
    return Character(scalar)
  }

  /// The bit of each dot, from left to right and down.
  private static let bits: [UInt8] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
}
