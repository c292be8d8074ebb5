import Instruments
import Reconciliation

/// The first readings of one area by native point, from the worst.
struct BaselinePoints {
  let group: ProgressGroup
  let area: String
  /// The codes of the points, from the worst.
  let codes: [String]
  let counts: [Int]
  /// First readings without a point.
  let unscored: Int

  var n: Int { counts.reduce(0, +) }

  /// The counts under their names.
  var named: [LinkedCount] { zip(codes, counts).map { LinkedCount("\(name) at \($0)", $1) } }

  var name: String { "\(group.authority) \(group.instrument) first \(area)" }
}

extension AuditContext {
  /// The first readings of every area, paired or not.
  var baselines: [BaselinePoints] {
    groups.flatMap { group, episodes -> [BaselinePoints] in
      let first = episodes.flatMap(\.progress.subjects).compactMap(\.pairing.first)
      guard let pack = pack(group.instrument) else { return [] }
      return pack.areas.compactMap { area in
        guard let scale = LinkScale(group.instrument, area.id, study) else { return nil }
        var counts = Array(repeating: 0, count: scale.codes.count)
        var unscored = 0
        for reading in first {
          if let place = reading.scores[area.id].flatMap(scale.position) {
            counts[place] += 1
          } else {
            unscored += 1
          }
        }
        return BaselinePoints(
          group: group,
          area: area.id,
          codes: scale.codes,
          counts: counts,
          unscored: unscored
        )
      }
    }
  }

  /// T5: where families stand at the first reading, with signs that a scale is badly used.
  func baselineTable(_ baselines: [BaselinePoints]) -> AuditTable {
    var isFlagged = false
    let rows = baselines.map { points in
      let counts = gate.row(points.named, total: points.name)
      let unscored = gate.row(
        [LinkedCount(points.name, points.n), LinkedCount("\(points.name) none", points.unscored)],
        total: "\(points.group.authority) \(points.group.instrument) first"
      ).cells[1]
      let bottom = gate.share(counts.cells.first ?? .shown(0), of: counts.total)
      let top = gate.share(counts.cells.last ?? .shown(0), of: counts.total)
      let edges = [bottom, top].map { cell in
        if case .estimate(let share, _, _) = cell { share > 0.15 } else { false }
      }
      if edges.contains(true) { isFlagged = true }
      let flag = [
        edges[0] ? "many at the worst point" : "", edges[1] ? "many at the best point" : "",
      ]
      .filter { !$0.isEmpty }.joined(separator: "; ")
      let raters = raters(of: points.group)
      return AuditRow(
        cells: [
          .text(points.group.authority), .text(title(ofInstrument: points.group.instrument)),
          .text(title(ofArea: points.area, in: points.group.instrument)), .count(counts.total),
          .count(unscored), bottom, top, .text(flag),
          heaping(points), .count(raters.count, gate),
          raters.isEmpty
            ? .missing("no_raters")
            : gate.statistic(percentile(raters.sorted().map(Double.init), 0.5), n: points.n),
        ],
        labels: labels(points.group.instrument, level: "B", reconciled: false)
      )
    }
    return AuditTable(
      number: 5,
      name: "T05-baseline",
      title: "Where families stand at the first reading",
      introduction: "A family that starts at the best point cannot improve. Where many do, the "
        + "scale is too coarse or the tool is used for families whom it does not fit.",
      columns: [
        AuditColumn("authority", "Authority"), AuditColumn("tool", "Tool"),
        AuditColumn("area", "Area"), AuditColumn("n", "Scored", .count),
        AuditColumn("unscored", "Not scored", .count),
        AuditColumn("at_worst", "At the worst point", .percent),
        AuditColumn("at_best", "At the best point", .percent),
        AuditColumn("flag", "Flag (over 15 %)"),
        AuditColumn("upper_point_of_stage", "On the upper point of a stage", .percent),
        AuditColumn("raters", nil, .count),
        AuditColumn("median_readings_per_rater", nil, .figure(0)),
      ],
      rows: rows,
      notes: [
        isFlagged
          ? "More than 15 % at one end of a scale means that change in that direction cannot be seen."
          : "No area has more than 15 % of its families at one end of the scale.",
        "Where a stage has two points, about half of the scores should lie on its upper one; many "
          + "more or fewer are a habit of raters.",
        "Counts of each native point are in T05-points.csv. Raters are counted, never listed.",
      ]
    )
  }

  /// The counts of every native point behind T5, in a file alone.
  func baselinePointsTable(_ baselines: [BaselinePoints]) -> AuditTable {
    let rows = baselines.flatMap { points -> [AuditRow] in
      let counts = gate.row(points.named, total: points.name)
      return points.codes.indices.map { index in
        AuditRow(
          cells: [
            .text(points.group.authority), .text(points.group.instrument), .text(points.area),
            .text(points.codes[index]), .count(counts.cells[index]), .count(counts.total),
            gate.share(counts.cells[index], of: counts.total),
          ],
          labels: labels(points.group.instrument, level: "B", reconciled: false)
        )
      }
    }
    var table = AuditTable(
      number: 5,
      name: "T05-points",
      title: "First readings at each native point",
      introduction: "",
      columns: [
        AuditColumn("authority", "Authority"), AuditColumn("tool", "Tool"),
        AuditColumn("area", "Area"), AuditColumn("point", "Point"),
        AuditColumn("count", "Count", .count), AuditColumn("n", "Scored", .count),
        AuditColumn("share", "Share", .percentWithLimits),
      ],
      rows: rows
    )
    table.isOnPage = false
    return table
  }

  /// The share of scores on the upper point of a stage with two points.
  private func heaping(_ points: BaselinePoints) -> AuditCell {
    guard let pack = pack(points.group.instrument), pack.changeRule.unit == .stage,
      let scale = pack.scale(ofArea: points.area)
    else { return .missing("no_stages") }
    let stages = Dictionary(grouping: scale.points, by: { $0.stage ?? 0 })
    guard stages.values.allSatisfy({ $0.count == 2 }) else { return .missing("no_stages") }
    let upper = Set(stages.values.compactMap { $0.max { $0.order < $1.order }?.code })
    let parts = zip(points.codes, points.named)
    let on = parts.filter { upper.contains($0.0) }.map(\.1)
    let off = parts.filter { !upper.contains($0.0) }.map(\.1)
    let wholes = [("upper", on), ("lower", off)].map { name, parts in
      LinkedCount("\(points.name) \(name)", parts.reduce(0) { $0 + $1.value })
    }
    for (whole, parts) in zip(wholes, [on, off]) { gate.notes?.link(whole, of: parts) }
    let shown = gate.row(wholes, total: points.name)
    return gate.share(shown.cells[0], of: shown.total)
  }

  /// How many readings of closed episodes each rater made, where raters are known.
  private func raters(of group: ProgressGroup) -> [Int] {
    readingsByRater["\(group.authority)\n\(group.instrument)"] ?? []
  }
}
