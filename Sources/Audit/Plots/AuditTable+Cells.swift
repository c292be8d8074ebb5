extension AuditTable {
  /// The cell of a row in a column; `nil` for a column that the table lacks.
  func cell(_ row: AuditRow, _ column: String) -> AuditCell? {
    guard let index = columns.firstIndex(where: { $0.name == column }),
      row.cells.indices.contains(index)
    else { return nil }
    return row.cells[index]
  }
}

/// Where a number lies along an axis.
struct PlotAxis {
  let from: Double
  let to: Double
  let start: Double
  let end: Double

  /// The place of a number, held to the axis.
  func place(_ number: Double) -> Double {
    guard to > from, number.isFinite else { return start }
    let share = min(1, max(0, (number - from) / (to - from)))
    return start + share * (end - start)
  }
}

extension SVGDrawing {
  /// An axis of percentages below a plot, with a line at each tick.
  mutating func percentAxis(_ axis: PlotAxis, ticks: [Double], top: Double, bottom: Double) {
    for tick in ticks {
      let x = axis.place(tick)
      line(x, top, x, bottom, tick == 0 ? .text : .grid, dash: tick == 0 ? nil : "2 4")
      text(x, bottom + 18, FixedDecimal.text(tick * 100, 0) + " %", size: 13, anchor: .middle)
    }
  }

  /// An estimate with its limits on a line.
  mutating func whisker(
    _ axis: PlotAxis,
    _ y: Double,
    _ cell: AuditCell,
    _ ink: Ink,
    isSecond: Bool
  ) {
    guard let value = cell.drawn else { return }
    if let limits = cell.drawnLimits {
      line(axis.place(limits.low), y, axis.place(limits.high), y, ink, width: 2.5)
      for end in [limits.low, limits.high] {
        line(axis.place(end), y - 5, axis.place(end), y + 5, ink, width: 2)
      }
    }
    if isSecond {
      diamond(axis.place(value), y, 7, ink)
    } else {
      circle(axis.place(value), y, 5.5, ink)
    }
  }
}

/// The sign with which each of two authorities is drawn.
enum PlotSide {
  static func ink(_ index: Int) -> SVGDrawing.Ink { index == 0 ? .first : .second }
}
