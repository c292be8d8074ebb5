import Reconciliation

extension AuditContext {
  /// P6: the difference of the authorities, in every way it can be told.
  func forestPlot(_ table: AuditTable) -> AuditPlot {
    var drawing = SVGDrawing(width: 760, height: 120 + 44 * Double(table.rows.count))
    let furthest =
      table.rows.compactMap { table.cell($0, "difference")?.drawnLimits }
      .map { max($0.low.magnitude, $0.high.magnitude) }.max() ?? 0
    let reach = [0.2, 0.4, 0.6, 0.8].first { $0 >= furthest } ?? 1
    let axis = PlotAxis(from: -reach, to: reach, start: 330, end: 735)
    let bottom = 60 + 44 * Double(table.rows.count)
    drawing.percentAxis(
      axis,
      ticks: [-reach, -reach / 2, 0, reach / 2, reach],
      top: 44,
      bottom: bottom
    )
    if sides.count == 2 {
      drawing.text(
        axis.place(-reach / 2),
        30,
        "more in \(sides[1].authority)".shortened(to: 26),
        size: 13,
        anchor: .middle
      )
      drawing.text(
        axis.place(reach / 2),
        30,
        "more in \(sides[0].authority)".shortened(to: 26),
        size: 13,
        anchor: .middle
      )
    }
    var sentences: [String] = []
    for (index, row) in table.rows.enumerated() {
      let y = 70 + 44 * Double(index)
      let name = table.cell(row, "comparison")?.words ?? ""
      for (line, words) in name.wrapped(to: 44).prefix(2).enumerated() {
        drawing.text(8, y + 17 * Double(line), words)
      }
      guard let cell = table.cell(row, "difference"), let value = cell.drawn else {
        drawing.text(axis.place(0) + 10, y + 5, "cannot be told", size: 13, ink: .quiet)
        sentences.append("\(name): cannot be told.")
        continue
      }
      drawing.whisker(axis, y, cell, .first, isSecond: false)
      let limits =
        cell.drawnLimits.map {
          " (\(FixedDecimal.text($0.low * 100, 0)) to \(FixedDecimal.text($0.high * 100, 0)))"
        } ?? ""
      sentences.append("\(name): \(FixedDecimal.text(value * 100, 0))\(limits) percentage points.")
    }
    drawing.text(
      (axis.start + axis.end) / 2,
      bottom + 40,
      "Difference in percentage points of families improved",
      size: 13,
      anchor: .middle
    )
    return AuditPlot(
      number: 6,
      name: "P06-difference",
      title: "Difference between the authorities",
      description: table.rows.isEmpty
        ? "fewer than two authorities can be compared."
        : sentences.joined(separator: " ") + " What is known of the tools: \(toolSentence).",
      drawing: table.rows.isEmpty ? nil : drawing,
      data: table.named("P06-difference")
    )
  }
}
