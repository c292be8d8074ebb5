import Reconciliation

extension AuditContext {
  /// P5: net improvement by starting band, with what comes of no effect at all.
  func baselinePlot(_ changes: [BandChange], _ table: AuditTable) -> AuditPlot {
    var drawing = SVGDrawing(width: 720, height: 430)
    let across = PlotAxis(from: 0.5, to: 5.5, start: 80, end: 700)
    let up = PlotAxis(from: -1, to: 1, start: 330, end: 40)
    for tick in [-1, -0.5, 0, 0.5, 1] {
      drawing.line(
        80,
        up.place(tick),
        700,
        up.place(tick),
        tick == 0 ? .text : .grid,
        dash: tick == 0 ? nil : "2 4"
      )
      drawing.text(
        72,
        up.place(tick) + 5,
        FixedDecimal.text(tick * 100, 0) + " %",
        size: 13,
        anchor: .end
      )
    }
    for band in BandInterval.bands {
      drawing.text(across.place(Double(band)), 352, "\(band)", anchor: .middle, bold: true)
    }
    drawing.text(390, 374, "Band in which families began", anchor: .middle)
    drawing.upright(18, 185, "Net improvement")
    for (place, side) in sides.enumerated() {
      var last: (x: Double, y: Double)?
      for (change, row) in zip(changes, table.rows) where change.side.authority == side.authority {
        let x = across.place(Double(change.band) + (place == 0 ? -0.1 : 0.1))
        if let expected = change.expected, gate.isExact || change.expectedN >= Disclosure.averageMin
        {
          let point = (x: x, y: up.place(expected))
          if let last {
            drawing.line(
              last.x,
              last.y,
              point.x,
              point.y,
              PlotSide.ink(place),
              width: 1.5,
              dash: "6 4"
            )
          }
          drawing.line(point.x - 6, point.y, point.x + 6, point.y, PlotSide.ink(place), width: 3)
          last = point
        }
        guard let cell = table.cell(row, "net"), let net = cell.drawn else { continue }
        if let limits = cell.drawnLimits {
          drawing.line(
            x,
            up.place(limits.low),
            x,
            up.place(limits.high),
            PlotSide.ink(place),
            width: 2.5
          )
        }
        if place == 0 {
          drawing.circle(x, up.place(net), 6, .first)
        } else {
          drawing.diamond(x, up.place(net), 7, .second)
        }
      }
      let y = 396 + 20 * Double(place)
      if place == 0 {
        drawing.circle(92, y - 5, 6, .first)
      } else {
        drawing.diamond(92, y - 5, 7, .second)
      }
      drawing.text(
        108,
        y,
        "\(side.authority); dashed: net with no effect at all, from two raters",
        size: 13
      )
    }
    return AuditPlot(
      number: 5,
      name: "P05-baseline-band",
      title: "\(title(ofOutcome: outcome)): net improvement by where families began",
      description: table.rows.isEmpty
        ? "no authority has a tool that measures the outcome."
        : table.rows.map { row in
          "\(table.cell(row, "authority")?.words ?? ""), band "
            + "\(table.cell(row, "baseline_band")?.words ?? ""): net \(percent(table.cell(row, "net")))"
            + (table.cell(row, "expected_net_no_effect")?.drawn == nil
              ? "."
              : ", with no effect \(percent(table.cell(row, "expected_net_no_effect"))).")
        }.joined(separator: " "),
      drawing: table.rows.isEmpty ? nil : drawing,
      data: table.named("P05-baseline-band")
    )
  }
}
