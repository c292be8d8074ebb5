import Reconciliation

extension AuditContext {
  /// How many ended higher, lower and where they began, as sums of the squares.
  private func moves(
    _ families: String,
    _ counts: [[LinkedCount]]
  ) -> (cells: [ShownCount], total: ShownCount) {
    let places = counts.indices.flatMap { row in counts[row].indices.map { (row, $0) } }
    let kinds: [(name: String, holds: (Int, Int) -> Bool)] = [
      ("higher", { $0 < $1 }), ("lower", { $0 > $1 }), ("as before", { $0 == $1 }),
    ]
    let wholes = kinds.map { kind in
      let parts = places.filter { kind.holds($0.0, $0.1) }.map { counts[$0.0][$0.1] }
      let whole = LinkedCount("\(families) \(kind.name)", parts.reduce(0) { $0 + $1.value })
      gate.notes?.link(whole, of: parts)
      return whole
    }
    return gate.row(wholes, total: "\(families) first")
  }

  /// P4: first band against last band, for each compared authority.
  var firstLastPlot: AuditPlot {
    let bands = Array(BandInterval.bands)
    let cell = 62.0
    var drawing = SVGDrawing(width: max(720, 400 * Double(sides.count)), height: 460)
    var rows: [AuditRow] = []
    var sentences: [String] = []
    for (place, side) in sides.enumerated() {
      let pairs = side.paired.flatMap(\.progress.pairedSubjects).flatMap(\.outcomes)
        .filter { $0.outcome == outcome }
        .compactMap { found in found.bandFirst.flatMap { a in found.bandLast.map { (a.lo, $0.lo) } }
        }
      let counts = bands.map { one in
        bands.map { other in
          LinkedCount(
            "\(families(side)) from \(one) to \(other)",
            pairs.count { $0 == (one, other) }
          )
        }
      }
      let shown = gate.table(
        NamedTable(
          cells: counts,
          rows: bands.map { "\(families(side)) first in \($0)" },
          columns: bands.map { "\(families(side)) last in \($0)" },
          total: "\(families(side)) first"
        )
      )
      let largest = shown.cells.joined().compactMap(\.value).max() ?? 0
      let left = 66 + 400 * Double(place)
      drawing.text(
        left,
        24,
        "\(side.authority), \(title(ofInstrument: side.instrument))",
        bold: true
      )
      drawing.text(left + cell * 2.5, 52, "Last reading, band", anchor: .middle)
      drawing.upright(left - 34, 76 + cell * 2.5, "First reading, band")
      for (i, one) in bands.enumerated() {
        drawing.text(left + cell * (Double(i) + 0.5), 70, "\(one)", anchor: .middle, bold: true)
        drawing.text(
          left - 12,
          76 + cell * (Double(i) + 0.5) + 5,
          "\(one)",
          anchor: .middle,
          bold: true
        )
        for (j, other) in bands.enumerated() {
          let x = left + cell * Double(j)
          let y = 76 + cell * Double(i)
          drawing.box(x, y, cell, cell, i == j ? .text : .grid, stroke: i == j ? 2 : 1)
          let count = shown.cells[i][j]
          if let number = count.value, number > 0, largest > 0 {
            let radius = 18 * (Double(number) / Double(largest)).squareRoot()
            drawing.circle(x + cell * 0.4, y + cell * 0.36, max(2, radius), PlotSide.ink(place))
          }
          drawing.text(
            x + cell - 5,
            y + cell - 5,
            count.value.map { "\($0)" } ?? AuditCell.hiddenSign,
            size: 13,
            anchor: .end,
            bold: true
          )
          rows.append(
            AuditRow(
              cells: [.text(side.authority), .text("\(one)"), .text("\(other)"), .count(count)],
              labels: labels(side.instrument, level: "A", reconciled: true)
            )
          )
        }
      }
      let moves = moves(families(side), counts)
      sentences.append(
        "\(side.authority): last band higher for \(moves.cells[0].value.map { "\($0)" } ?? "[c]"), "
          + "lower for \(moves.cells[1].value.map { "\($0)" } ?? "[c]") of "
          + "\(moves.total.value.map { "\($0)" } ?? "[c]")."
      )
    }
    drawing.text(
      8,
      446,
      "Number of subjects; the ring grows with it. Thick squares: same band at both "
        + "readings.",
      size: 13,
      ink: .quiet
    )
    return AuditPlot(
      number: 4,
      name: "P04-first-last",
      title: "\(title(ofOutcome: outcome)): first band against last band",
      description: sides.isEmpty
        ? "no authority has a tool that measures the outcome."
        : sentences.joined(separator: " "),
      drawing: sides.isEmpty ? nil : drawing,
      data: AuditTable(
        number: 4,
        name: "P04-first-last",
        title: "",
        introduction: "",
        columns: [
          AuditColumn("authority", nil), AuditColumn("first_band", nil),
          AuditColumn("last_band", nil), AuditColumn("count", nil, .count),
        ],
        rows: rows
      )
    )
  }
}
