import Reconciliation

extension AuditContext {
  /// P3: improved to the right, declined to the left, with the noise floor.
  func directionPlot(_ table: AuditTable) -> AuditPlot {
    let layer = study.profile.policy.headlineLayer
    let title = study.reference.framework?.mappableLayers.first { $0.id == layer }?.title ?? layer
    let rows = table.rows.filter { table.cell($0, "layer")?.words == title }
    let height = 56.0
    var drawing = SVGDrawing(width: 760, height: 80 + height * Double(rows.count) + 50)
    let axis = PlotAxis(from: -1, to: 1, start: 300, end: 740)
    let bottom = 60 + height * Double(rows.count)
    drawing.percentAxis(axis, ticks: [-1, -0.5, 0, 0.5, 1], top: 44, bottom: bottom)
    drawing.text(axis.place(-0.5), 30, "Declined", anchor: .middle, bold: true)
    drawing.text(axis.place(0.5), 30, "Improved", anchor: .middle, bold: true)
    for (index, row) in rows.enumerated() {
      let y = 76 + height * Double(index)
      let authority = table.cell(row, "authority")?.words ?? ""
      let ink = PlotSide.ink(study.profile.authorities.firstIndex(of: authority) == 0 ? 0 : 1)
      drawing.text(
        8,
        y - 2,
        (table.cell(row, "outcome")?.words ?? "").shortened(to: 38),
        bold: true
      )
      drawing.text(
        8,
        y + 16,
        "\(authority), \(table.cell(row, "tool")?.words ?? "")".shortened(to: 42),
        size: 13,
        ink: .quiet
      )
      if let cell = table.cell(row, "improved_share"), let share = cell.drawn {
        drawing.box(axis.place(0), y - 10, axis.place(share) - axis.place(0), 22, ink)
        drawing.whisker(axis, y + 1, cell, ink, isSecond: ink == .second)
      }
      if let cell = table.cell(row, "declined_share"), let share = cell.drawn {
        drawing.box(
          axis.place(-share),
          y - 10,
          axis.place(0) - axis.place(-share),
          22,
          ink,
          dash: "4 3"
        )
        if let limits = cell.drawnLimits {
          drawing.line(
            axis.place(-limits.low),
            y + 1,
            axis.place(-limits.high),
            y + 1,
            ink,
            width: 2
          )
        }
      }
      for (column, place, anchor) in [
        ("improved_share", 8.0, SVGDrawing.Anchor.start), ("declined_share", -8.0, .end),
      ] where table.cell(row, column)?.isHidden == true {
        drawing.text(axis.place(0) + place, y + 6, AuditCell.hiddenSign, size: 13, anchor: anchor)
      }
      if let floor = table.cell(row, "noise_floor")?.drawn {
        let x = axis.place(floor)
        drawing.line(x, y - 17, x, y + 19, .text, width: 3)
      }
    }
    drawing.text(
      8,
      drawing.height - 12,
      "Lines: 95 % limits. Thick upright line: noise floor, what two raters give with no change.",
      size: 13,
      ink: .quiet
    )
    return AuditPlot(
      number: 3,
      name: "P03-direction",
      title: "Improved and declined, by outcome and tool",
      description: rows.isEmpty
        ? "no outcome of the headline layer was measured."
        : rows.map { row in
          "\(table.cell(row, "outcome")?.words ?? ""), \(table.cell(row, "authority")?.words ?? ""), "
            + "\(table.cell(row, "tool")?.words ?? ""): improved "
            + percent(table.cell(row, "improved_share")) + ", declined "
            + percent(table.cell(row, "declined_share")) + "."
        }.joined(separator: " "),
      drawing: rows.isEmpty ? nil : drawing,
      data: {
        var data = table.named("P03-direction")
        data.rows = rows
        return data
      }()
    )
  }

  /// A percentage in words.
  func percent(_ cell: AuditCell?) -> String {
    guard let value = cell?.drawn else { return "not shown" }
    return FixedDecimal.text(value * 100, 0) + " %"
  }
}
