import Reconciliation

extension AuditContext {
  /// P10: how many families are left at each step from closing to a direction.
  var funnelPlot: AuditPlot {
    let mains = groups.filter { group, _ in
      study.profile.policy.progress.mainInstrument(of: group.authority) == group.instrument
    }
    var drawing = SVGDrawing(width: 760, height: 20 + 250 * Double(max(1, mains.count)))
    var rows: [AuditRow] = []
    var sentences: [String] = []
    for (panel, entry) in mains.enumerated() {
      let (group, episodes) = entry
      let progress = episodes.map(\.progress)
      let steps: [(String, Int)] = [
        ("Closed in the period", progress.count),
        ("With any reading", progress.count { !$0.hasNoReadings }),
        (
          "With a first reading in time",
          progress.count { $0.subjects.contains { $0.pairing.first != nil } }
        ),
        ("With a first and a last reading", progress.count { $0.status == .paired }),
        (
          "\(outcome) could be told",
          progress.count { episode in
            episode.status == .paired
              && episode.outcomes.contains { $0.outcome == outcome && $0.direction != nil }
          }
        ),
      ]
      let top = 20 + 250 * Double(panel)
      let largest = max(1, steps.first?.1 ?? 1)
      // The colour of an authority is the same in every plot.
      let ink = sides.firstIndex { $0.authority == group.authority } ?? panel
      let axis = PlotAxis(from: 0, to: Double(largest), start: 260, end: 680)
      drawing.text(
        8,
        top + 8,
        "\(group.authority), \(title(ofInstrument: group.instrument))",
        bold: true
      )
      // Each step is a part of the one before.
      let names = [
        families(group), "\(families(group)) read", "\(families(group)) begun",
        families(group, .paired), "\(families(group)) \(outcome)",
      ]
      let counts = zip(names, steps).map { LinkedCount($0, $1.1) }
      for (whole, part) in zip(counts, counts.dropFirst()) {
        let lost = LinkedCount("\(whole.name) without \(part.name)", whole.value - part.value)
        gate.notes?.link(whole, of: [part, lost])
      }
      for (index, step) in steps.enumerated() {
        let y = top + 24 + 42 * Double(index)
        let shown = gate.count(counts[index])
        drawing.text(8, y + 20, step.0)
        let label = shown.value.map { "\($0)" } ?? AuditCell.hiddenSign
        var end = axis.place(0)
        if let number = shown.value {
          end = axis.place(Double(number))
          drawing.box(
            axis.place(0),
            y,
            end - axis.place(0),
            28,
            PlotSide.ink(ink),
            dash: index == 0 ? nil : "\(9 - index) 3"
          )
        }
        drawing.text(end + 8, y + 20, label, bold: true)
        rows.append(
          AuditRow(
            cells: [.text(group.authority), .text(step.0), .count(shown)],
            labels: labels(group.instrument, level: "B", reconciled: index == 4)
          )
        )
        if index == 0 || index == 3 {
          sentences.append("\(group.authority), \(step.0.lowercased()): \(label).")
        }
      }
    }
    return AuditPlot(
      number: 10,
      name: "P10-completeness",
      title: "From closing to an outcome: how many families are left",
      description: mains.isEmpty
        ? "no episode closed in the period." : sentences.joined(separator: " "),
      drawing: mains.isEmpty ? nil : drawing,
      data: AuditTable(
        number: 10,
        name: "P10-completeness",
        title: "",
        introduction: "",
        columns: [
          AuditColumn("authority", nil), AuditColumn("step", nil),
          AuditColumn("count", nil, .count),
        ],
        rows: rows
      )
    )
  }
}
