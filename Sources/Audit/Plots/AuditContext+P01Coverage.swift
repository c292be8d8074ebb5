import Instruments
import Reconciliation

extension AuditContext {
  /// P1: which tool has a source for which outcome.
  func coveragePlot(_ table: AuditTable) -> AuditPlot {
    let tools = instruments.filter { crosswalk($0) != nil }
    let outcomes = mappedOutcomes
    let rowHeight = 30.0
    let left = 330.0
    let step = 96.0
    var drawing = SVGDrawing(
      width: max(720, left + step * Double(tools.count) + 20),
      height: 120 + rowHeight * Double(outcomes.count) + 40
    )
    for (column, tool) in tools.enumerated() {
      let x = left + step * (Double(column) + 0.5)
      for (line, words) in title(ofInstrument: tool).wrapped(to: 13).prefix(3).enumerated() {
        drawing.text(x, 34 + 17 * Double(line), words, anchor: .middle, bold: true)
      }
    }
    var gaps: [String] = []
    for (row, entry) in outcomes.enumerated() {
      let y = 110 + rowHeight * Double(row)
      drawing.text(8, y + 5, title(ofOutcome: entry.outcome.id).shortened(to: 44))
      drawing.line(8, y + rowHeight / 2, drawing.width - 12, y + rowHeight / 2, .grid, dash: "1 4")
      var isMeasured = false
      for (column, tool) in tools.enumerated() {
        let x = left + step * (Double(column) + 0.5)
        guard let cell = coverage(tool, entry.outcome.id) else { continue }
        if !cell.primary.isEmpty {
          isMeasured = true
          drawing.circle(x, y, 12, .first)
          drawing.text(x, y + 5, "\(cell.primary.count)", anchor: .middle, bold: true)
        } else if !cell.contributory.isEmpty {
          drawing.text(x, y + 5, "(\(cell.contributory.count))", anchor: .middle, ink: .quiet)
        } else {
          drawing.text(x, y + 5, "–", anchor: .middle, ink: .quiet)
        }
      }
      if !isMeasured { gaps.append(title(ofOutcome: entry.outcome.id)) }
    }
    drawing.text(
      8,
      drawing.height - 16,
      "Ring: primary areas. In brackets: areas that only contribute, which is not a measurement.",
      size: 13,
      ink: .quiet
    )
    return AuditPlot(
      number: 1,
      name: "P01-coverage",
      title: "What each tool covers",
      description: tools.isEmpty || outcomes.isEmpty
        ? "no tool has a crosswalk that may be used."
        : gaps.isEmpty
          ? "Every outcome has a primary source in at least one tool."
          : "No tool has a primary source for: \(gaps.joined(separator: ", ")).",
      drawing: tools.isEmpty || outcomes.isEmpty ? nil : drawing,
      data: table.named("P01-coverage")
    )
  }
}

extension AuditTable {
  /// The same table as a file of another name.
  func named(_ name: String) -> AuditTable {
    AuditTable(
      number: number,
      name: name,
      title: title,
      introduction: introduction,
      columns: columns,
      rows: rows
    )
  }
}

extension String {
  /// At most so many characters, with an ellipsis where some are left out.
  func shortened(to length: Int) -> String {
    count <= length ? self : prefix(max(0, length - 1)) + "…"
  }

  /// Lines of whole words of about so many characters.
  func wrapped(to length: Int) -> [String] {
    var lines: [String] = []
    for word in split(separator: " ") {
      if let last = lines.last, last.count + word.count < length {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
