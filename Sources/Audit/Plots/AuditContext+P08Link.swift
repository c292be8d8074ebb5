import Intake
import Reconciliation
import WireFormat

extension AuditContext {
  /// P8: where a score of one tool lies on the other, with what experts expect behind it.
  var linkPlot: AuditPlot {
    let drawn = links.filter { !($0.json["rows"]?.array ?? []).isEmpty }.prefix(4)
    var drawing = SVGDrawing(
      width: 760,
      height: 30 + 370 * Double((drawn.count + 1) / 2) + 30
    )
    var rows: [AuditRow] = []
    var sentences: [String] = []
    for (panel, entry) in drawn.enumerated() {
      guard let source = LinkScale.source(of: entry.json, study),
        let target = LinkScale.target(of: entry.json, study)
      else { continue }
      let left = 70 + 380 * Double(panel % 2)
      let top = 60 + 370 * Double(panel / 2)
      drawLink(entry.json, source, target, left: left, top: top, &drawing, &rows)
      sentences.append("\(linkTitle(entry.json)): \(entry.json["status"]?.string ?? "").")
    }
    drawing.text(
      8,
      drawing.height - 10,
      "Points: link with 95 % limits. Dashed boxes: where the crosswalk’s bands expect it.",
      size: 13,
      ink: .quiet
    )
    return AuditPlot(
      number: 8,
      name: "P08-link",
      title: "Where a score of one tool lies on the other (group-level only)",
      description: drawn.isEmpty
        ? "no pair of areas may be linked."
        : "For groups of families only, never for one. " + sentences.joined(separator: " "),
      drawing: drawn.isEmpty ? nil : drawing,
      data: AuditTable(
        number: 8,
        name: "P08-link",
        title: "",
        introduction: "",
        columns: [
          AuditColumn("pair", nil), AuditColumn("point", nil), AuditColumn("support", nil, .count),
          AuditColumn("value", nil, .figureWithLimits(2)),
        ],
        rows: rows
      )
    )
  }

  private func drawLink(
    _ link: JSON,
    _ source: LinkScale,
    _ target: LinkScale,
    left: Double,
    top: Double,
    _ drawing: inout SVGDrawing,
    _ rows: inout [AuditRow]
  ) {
    let across = PlotAxis(
      from: -0.5,
      to: Double(source.codes.count) - 0.5,
      start: left,
      end: left + 290
    )
    let numbers = target.axis.values
    let low = numbers.first ?? 0
    let high = numbers.last ?? 1
    let pad = target.step / 2
    let up = PlotAxis(from: low - pad, to: high + pad, start: top + 260, end: top)
    for (line, words) in linkTitle(link).wrapped(to: 42).prefix(2).enumerated() {
      drawing.text(left - 40, top - 34 + 17 * Double(line), words, bold: true)
    }
    drawing.box(left, top, 290, 260, .grid, stroke: 1)
    let pair = study.profile.mapping.sources.first { $0.kind == .dual }?.pair ?? []
    let names = pair.map { title(ofInstrument: $0) }
    drawing.text(left + 145, top + 304, names.first ?? "", anchor: .middle)
    drawing.upright(left - 34, top + 130, names.last ?? "")
    for (place, code) in source.codes.enumerated() {
      drawing.text(across.place(Double(place)), top + 280, code, size: 13, anchor: .middle)
      guard let bands = source.bands(place...place) else { continue }
      let matching = target.codes.indices.filter { index in
        target.bands(index...index).map { $0.lo <= bands.hi && bands.lo <= $0.hi } ?? false
      }
      guard let first = matching.first, let last = matching.last, numbers.indices.contains(last)
      else { continue }
      let y = up.place(numbers[last] + pad)
      drawing.box(
        across.place(Double(place) - 0.45),
        y,
        across.place(Double(place) + 0.45) - across.place(Double(place) - 0.45),
        up.place(numbers[first] - pad) - y,
        .grid,
        stroke: 1,
        dash: "3 3"
      )
    }
    for (place, code) in target.codes.enumerated() where numbers.indices.contains(place) {
      drawing.text(left - 10, up.place(numbers[place]) + 5, code, size: 13, anchor: .middle)
    }
    var last: (x: Double, y: Double)?
    for row in link["rows"]?.array ?? [] {
      let code = row["code"]?.string ?? ""
      let support = row["supportN"]?.int.flatMap { Int(exactly: $0) } ?? 0
      let value = row["clipped"]?.number
      let cell =
        value.map {
          gate.statistic(
            $0,
            low: row["low"]?.number.map { min(max($0, low), high) },
            high: row["high"]?.number.map { min(max($0, low), high) },
            n: support
          )
        } ?? .none(.noSupport)
      rows.append(
        AuditRow(
          cells: [.text(linkTitle(link)), .text(code), .count(support, gate), cell],
          labels: RowLabels(
            level: "C",
            status: link["status"]?.string ?? "",
            notice: "group-level only"
          )
        )
      )
      guard let shown = cell.drawn, let place = source.codes.firstIndex(of: code) else { continue }
      let point = (x: across.place(Double(place)), y: up.place(shown))
      if let last { drawing.line(last.x, last.y, point.x, point.y, .first, width: 1.5) }
      if let limits = cell.drawnLimits {
        drawing.line(
          point.x,
          up.place(limits.low),
          point.x,
          up.place(limits.high),
          .first,
          width: 2
        )
      }
      drawing.circle(point.x, point.y, 4.5, .first)
      last = point
    }
  }
}
