import Reconciliation

extension AuditContext {
  /// P2: in which bands families stand, first and last.
  var bandPlot: AuditPlot {
    var rows: [AuditRow] = []
    var sentences: [String] = []
    var drawing = SVGDrawing(width: 720, height: 60 + 130 * Double(max(1, sides.count)))
    let axis = PlotAxis(from: 0, to: 1, start: 150, end: 700)
    for (place, side) in sides.enumerated() {
      let outcomes = side.paired.flatMap(\.progress.pairedSubjects).flatMap(\.outcomes)
        .filter { $0.outcome == outcome }
      let ends = [
        ("first", outcomes.compactMap { $0.bandFirst?.lo }),
        ("last", outcomes.compactMap { $0.bandLast?.lo }),
      ]
      let top = 40 + 130 * Double(place)
      drawing.text(
        8,
        top - 8,
        "\(side.authority), \(title(ofInstrument: side.instrument))",
        bold: true
      )
      for (line, end) in ends.enumerated() {
        let shown = gate.row(
          bandCounts(side, end.0, end.1),
          total: "\(families(side)) \(end.0)"
        )
        let y = top + 8 + 46 * Double(line)
        drawing.text(8, y + 22, "\(end.0) reading")
        var reached = 0
        for (index, band) in BandInterval.bands.enumerated() {
          let share = gate.share(shown.cells[index], of: shown.total)
          rows.append(
            AuditRow(
              cells: [
                .text(side.authority), .text(end.0), .text("\(band)"), .count(shown.cells[index]),
                .count(shown.total), share,
              ],
              labels: labels(side.instrument, level: "A", reconciled: true)
            )
          )
          let parts = shown.cells.reduce(0) { $0 + ($1.value ?? 0) }
          guard let count = shown.cells[index].value, count > 0, parts > 0 else { continue }
          let from = axis.place(Double(reached) / Double(parts))
          reached += count
          let to = axis.place(Double(reached) / Double(parts))
          drawing.box(
            from + 1,
            y,
            to - from - 2,
            34,
            band <= 2 ? .second : .first,
            dash: band.isMultiple(of: 2) ? "5 3" : nil
          )
          if to - from > 22 {
            drawing.text((from + to) / 2, y + 22, "\(band)", anchor: .middle, bold: true)
          }
        }
        let high = zip(BandInterval.bands, shown.cells).filter { $0.0 >= 4 }
          .reduce(0) { $0 + ($1.1.value ?? 0) }
        sentences.append(
          "\(side.authority), \(end.0): \(high) of \(shown.total.value ?? 0) in band 4 or 5."
        )
      }
    }
    drawing.text(
      8,
      drawing.height - 14,
      "Numbers are bands: 1 urgent or stuck … 5 going well and "
        + "holding. Width: share of subjects.",
      size: 13,
      ink: .quiet
    )
    return AuditPlot(
      number: 2,
      name: "P02-bands",
      title: "\(title(ofOutcome: outcome)): bands at the first and the last reading",
      description: sides.isEmpty
        ? "no authority has a tool that measures the outcome."
        : sentences.joined(separator: " "),
      drawing: sides.isEmpty ? nil : drawing,
      data: AuditTable(
        number: 2,
        name: "P02-bands",
        title: "",
        introduction: "",
        columns: [
          AuditColumn("authority", nil), AuditColumn("reading", nil), AuditColumn("band", nil),
          AuditColumn("count", nil, .count), AuditColumn("n", nil, .count),
          AuditColumn("share", nil, .percentWithLimits),
        ],
        rows: rows
      )
    )
  }
}
