import Instruments
import Reconciliation

/// The pairs of ratings of one tool, all areas of one scale together.
struct RatedScale {
  let instrument: String
  let scale: LinkScale
  let places: [(Int, Int)]
}

extension AuditContext {
  /// Pairs of ratings by tool, of the scale that most areas use.
  var ratedScales: [RatedScale] {
    instruments.compactMap { instrument in
      guard let pairs = ratedPairs[instrument], let pack = pack(instrument) else { return nil }
      let common = Dictionary(grouping: pack.areas, by: \.scale)
        .max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }?.key
      var scale: LinkScale?
      var places: [(Int, Int)] = []
      for area in pack.areas where area.scale == common {
        guard let own = LinkScale(instrument, area.id, study) else { continue }
        scale = scale ?? own
        places += pairs.compactMap { $0.places(own, instrument, area.id) }
      }
      guard let scale, !places.isEmpty else { return nil }
      return RatedScale(instrument: instrument, scale: scale, places: places)
    }
  }

  /// P7: what the second person gave where the first gave a point.
  func ratersPlot(_ scales: [RatedScale]) -> AuditPlot {
    var drawing = SVGDrawing(width: max(720, 370 * Double(scales.count)), height: 420)
    var rows: [AuditRow] = []
    var sentences: [String] = []
    for (panel, rated) in scales.enumerated() {
      let points = rated.scale.codes.count
      let cell = 300 / Double(max(1, points))
      let left = 60 + 370 * Double(panel)
      let shown = shownPairs(rated)
      let largest = shown.cells.joined().compactMap(\.value).max() ?? 0
      drawing.text(left, 24, title(ofInstrument: rated.instrument), bold: true)
      drawing.text(left + 150, 392, "First person’s score", anchor: .middle)
      drawing.upright(left - 38, 200, "Second person’s score")
      drawing.box(left, 50, 300, 300, .grid, stroke: 1)
      drawing.line(left, 350, left + 300, 50, .grid, dash: "2 4")
      for point in 0..<points {
        let along = cell * (Double(point) + 0.5)
        drawing.text(left + along, 368, rated.scale.codes[point], size: 13, anchor: .middle)
        drawing.text(
          left - 10,
          350 - along + 5,
          rated.scale.codes[point],
          size: 13,
          anchor: .middle
        )
        for other in 0..<points {
          let count = shown.cells[point][other]
          if let number = count.value, number > 0, largest > 0 {
            let radius = cell * 0.48 * (Double(number) / Double(largest)).squareRoot()
            drawing.circle(
              left + along,
              350 - cell * (Double(other) + 0.5),
              max(1.5, radius),
              point == other ? .first : .second
            )
          }
          rows.append(
            AuditRow(
              cells: [
                .text(rated.instrument), .text(rated.scale.codes[point]),
                .text(rated.scale.codes[other]), .count(count),
              ],
              labels: labels(rated.instrument, level: "B", reconciled: false)
            )
          )
        }
      }
      let same = gate.row([
        rated.places.count { $0.0 == $0.1 }, rated.places.count { $0.0 != $0.1 },
      ])
      sentences.append(
        "\(title(ofInstrument: rated.instrument)): the same point in "
          + percent(gate.share(same.cells[0], of: same.total)) + " of pairs of scores."
      )
    }
    return AuditPlot(
      number: 7,
      name: "P07-raters",
      title: "Two people, one family: what they scored",
      description: scales.isEmpty
        ? "no family was scored by two people."
        : sentences.joined(separator: " ")
          + " Rings grow with the number of pairs; all areas of a tool together."
          + (gate.isExact ? "" : " Hidden counts have no ring."),
      drawing: scales.isEmpty ? nil : drawing,
      data: AuditTable(
        number: 7,
        name: "P07-raters",
        title: "",
        introduction: "",
        columns: [
          AuditColumn("tool", nil), AuditColumn("first", nil), AuditColumn("second", nil),
          AuditColumn("count", nil, .count),
        ],
        rows: rows
      )
    )
  }

  /// How often each pair of points was given, as a reader may see it.
  private func shownPairs(_ rated: RatedScale) -> ShownTable {
    let points = rated.scale.codes.count
    var counts = Array(repeating: Array(repeating: 0, count: points), count: points)
    for (one, other) in rated.places { counts[one][other] += 1 }
    return gate.table(counts, columns: points)
  }

  /// How far the axis of differences goes: past the limits and every pair, to an even number.
  private func reach(_ pairs: [(Double, Double)], _ limits: BlandAltman?) -> Double {
    let ends = limits.map { [$0.agreement.low.magnitude, $0.agreement.high.magnitude] } ?? []
    let furthest = (pairs.map { abs($0.0 - $0.1) } + ends).max() ?? 1
    return max(2, (furthest / 2).rounded(.up) * 2)
  }

  /// P9: how far two scores of one family lie apart, against where they lie.
  func differencePlot(_ scales: [RatedScale]) -> AuditPlot {
    var drawing = SVGDrawing(width: max(720, 370 * Double(scales.count)), height: 420)
    var rows: [AuditRow] = []
    var sentences: [String] = []
    for (panel, rated) in scales.enumerated() {
      let values = rated.scale.axis.values
      let low = values.first ?? 0
      let high = values.last ?? 1
      let left = 64 + 370 * Double(panel)
      let across = PlotAxis(from: low, to: high, start: left, end: left + 290)
      let pairs = rated.places.map { (values[$0.0], values[$0.1]) }
      let limits = try? BlandAltman(pairs.map { $0.0 - $0.1 })
      let span = reach(pairs, limits)
      let up = PlotAxis(from: -span, to: span, start: 350, end: 50)
      drawing.text(left, 24, title(ofInstrument: rated.instrument), bold: true)
      drawing.box(left, 50, 290, 300, .grid, stroke: 1)
      drawing.text(left + 145, 392, "Mean of both scores", anchor: .middle)
      drawing.upright(left - 44, 200, "First less second")
      for tick in [low, (low + high) / 2, high] {
        drawing.text(
          across.place(tick),
          368,
          FixedDecimal.text(tick, tick == tick.rounded() ? 0 : 1),
          size: 13,
          anchor: .middle
        )
      }
      for tick in [-span, -span / 2, 0, span / 2, span] {
        drawing.text(
          left - 14,
          up.place(tick) + 5,
          FixedDecimal.text(tick, tick == tick.rounded() ? 0 : 1),
          size: 13,
          anchor: .end
        )
      }
      // Several pairs on one place are one ring; what a place hides has none.
      let points = values.count
      let shownCounts = shownPairs(rated)
      let largest = shownCounts.cells.joined().compactMap(\.value).max() ?? 1
      for cell in 0..<(points * points) {
        let (first, second) = (values[cell / points], values[cell % points])
        let place = [(first + second) / 2, first - second]
        let count = shownCounts.cells[cell / points][cell % points]
        guard count != .shown(0) else { continue }
        rows.append(
          AuditRow(
            cells: [
              .text(rated.instrument), .estimate(place[0], low: nil, high: nil),
              .estimate(place[1], low: nil, high: nil), .count(count),
            ],
            labels: labels(rated.instrument, level: "B", reconciled: false)
          )
        )
        guard let shown = count.value, shown > 0 else { continue }
        let radius = 12 * (Double(shown) / Double(max(1, largest))).squareRoot()
        drawing.circle(across.place(place[0]), up.place(place[1]), max(1.5, radius), .first)
      }
      guard let limits else { continue }
      for (value, dash) in [
        (limits.agreement.low, "6 4"), (limits.bias, nil), (limits.agreement.high, "6 4"),
      ] as [(Double, String?)] {
        drawing.line(
          left,
          up.place(value),
          left + 290,
          up.place(value),
          .second,
          width: 2,
          dash: dash
        )
        drawing.text(
          left + 286,
          up.place(value) - 5,
          FixedDecimal.text(value, 1),
          size: 13,
          anchor: .end
        )
      }
      sentences.append(
        "\(title(ofInstrument: rated.instrument)): two people differ by between "
          + FixedDecimal.text(limits.agreement.low, 1) + " and "
          + FixedDecimal.text(limits.agreement.high, 1) + " points for 95 of 100 scores."
      )
    }
    return AuditPlot(
      number: 9,
      name: "P09-limits-of-agreement",
      title: "How far two scores of one family lie apart",
      description: scales.isEmpty
        ? "no family was scored by two people."
        : sentences.joined(separator: " ")
          + " Dashed: limits of agreement (Bland and Altman); only scores of one scale are compared, "
          + "and equal spacing of its points is assumed.",
      drawing: scales.isEmpty ? nil : drawing,
      data: AuditTable(
        number: 9,
        name: "P09-limits-of-agreement",
        title: "",
        introduction: "",
        columns: [
          AuditColumn("tool", nil), AuditColumn("mean", nil, .figure(2)),
          AuditColumn("difference", nil, .figure(2)), AuditColumn("count", nil, .count),
        ],
        rows: rows
      )
    )
  }
}
