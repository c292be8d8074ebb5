/// A point of the drawing in braille dots, with y downwards.
struct Point: Hashable {
  var x: Double
  var y: Double

  /// The character cell of the nearest dot and the dot in it; `nil` when far outside any screen.
  var cell: (column: Int, row: Int, dotColumn: Int, dotRow: Int)? {
    let reach = -0.5..<10_000
    guard reach.contains(x), reach.contains(y) else { return nil }
    let dotX = Int(x + 0.5)
    let dotY = Int(y + 0.5)
    return (dotX / 2, dotY / 4, dotX % 2, dotY % 4)
  }
}

/// A direction from the centre of the star, by its share of a full turn clockwise from the top.
struct Direction: Hashable {
  /// How far to the right, −1 to 1.
  let x: Double
  /// How far down, −1 to 1.
  let y: Double

  init(index: Int, of count: Int) {
    let turn = count > 0 ? Double(index % count) / Double(count) : 0
    x = sine(turn)
    y = -sine(turn < 0.75 ? turn + 0.25 : turn - 0.75)
  }

  func point(from centre: Point, distance: Double) -> Point {
    Point(x: centre.x + x * distance, y: centre.y + y * distance)
  }
}

/// The sine of a share of a full turn, 0 up to 1, by its Taylor series.
///
/// Written out because the standard library has none and this module imports nothing else, so that
/// it draws the same dots on every platform.
private func sine(_ turn: Double) -> Double {
  let folded =
    switch turn {
    case ..<0.25: turn
    case ..<0.75: 0.5 - turn
    default: turn - 1
    }
  let angle = folded * 2 * Double.pi
  var term = angle
  var sum = angle
  for factor in stride(from: 2.0, through: 20, by: 2) {
    term *= -angle * angle / (factor * (factor + 1))
    sum += term
  }
  return sum
}
