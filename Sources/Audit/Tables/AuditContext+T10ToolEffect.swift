import Reconciliation

extension AuditContext {
  /// The table of directions behind T10, as counts.
  var effectCounts: [[Int]] {
    guard let effect else { return [] }
    return AuditedDirection.allCases.map { row in
      AuditedDirection.allCases.map { effect.table[row.place][$0] ?? 0 }
    }
  }

  /// The same under names.
  private var namedEffect: [[LinkedCount]] {
    zip(AuditedDirection.allCases, effectCounts).map { first, row in
      zip(AuditedDirection.allCases, row).map { second, count in
        LinkedCount("both tools \(first.rawValue) \(second.rawValue)", count)
      }
    }
  }

  /// T10: what the two tools say about the same families.
  var toolEffectTable: AuditTable {
    let directions = AuditedDirection.allCases.map(\.rawValue)
    let first = effect.map { title(ofInstrument: $0.first) } ?? "First tool"
    let second = effect.map { title(ofInstrument: $0.second) } ?? "Second tool"
    let counts = effectCounts
    let shown = gate.table(
      NamedTable(
        cells: namedEffect,
        rows: directions.map { "both tools first \($0)" },
        columns: directions.map { "both tools second \($0)" },
        total: "both tools"
      )
    )
    var rows = counts.indices.map { index in
      AuditRow(
        cells: [.text(directions[index])] + shown.cells[index].map { .count($0) }
          + [.count(shown.rowTotals[index])],
        labels: effectLabels
      )
    }
    if !counts.isEmpty {
      rows.append(
        AuditRow(
          cells: [.text("all")] + shown.columnTotals.map { .count($0) } + [
            .count(shown.grandTotal)
          ],
          labels: effectLabels
        )
      )
    }
    return AuditTable(
      number: 10,
      name: "T10-tool-effect",
      title: "What \(first) (rows) and \(second) (columns) say about the same families",
      introduction:
        "Families scored with both tools at two occasions. If the tools were alike, all "
        + "of them would stand on the diagonal.",
      columns: [AuditColumn("first_tool", first)]
        + directions.map { AuditColumn($0, $0.prefix(1).uppercased() + $0.dropFirst(), .count) }
        + [AuditColumn("n", "All", .count)],
      rows: rows,
      gaps: effect?.estimate == nil ? [toolEffectGap(table: "T10")] : []
    )
  }

  /// T10 in figures: agreement, the effect, and the difference of the authorities without it.
  func toolEffectFigures(_ lines: [ComparisonLine]) -> AuditTable {
    let minN = study.profile.policy.toolEffectMinN
    let n = effect?.n ?? 0
    let estimate = effect?.estimate
    let counts = effectCounts
    let exact = counts.indices.reduce(0) { $0 + counts[$1][$1] }
    let same = LinkedCount("both tools alike", exact)
    let named = namedEffect
    gate.notes?.link(same, of: named.indices.map { named[$0][$0] })
    let agreed = gate.row([same, LinkedCount("both tools apart", n - exact)], total: "both tools")
    let families = AuditCell.count(gate.count(LinkedCount("both tools", n)))
    let missing = AuditCell.missing(n == 0 ? "no_dual_scored" : "fewer_than_\(minN)")
    let adjusted = lines.last?.difference
    let rows: [(String, AuditCell, AuditCell, String)] = [
      (
        "Same direction with both tools", families,
        estimate == nil ? missing : gate.share(agreed.cells[0], of: agreed.total),
        "percent of families"
      ),
      (
        "Kappa of the directions (unweighted)", families,
        estimate == nil ? missing : kappa(counts, n), "kappa times 100"
      ),
      (
        "Tool effect: improved by the first tool less improved by the second", families,
        estimate.map { gate.statistic($0.estimate, low: $0.low, high: $0.high, n: n) } ?? missing,
        "percentage points"
      ),
      (
        "Difference of the authorities, adjusted for it", families,
        adjusted.map { gate.statistic($0.estimate, low: $0.low, high: $0.high, n: n) }
          ?? .missing(lines.last?.missing ?? "no_dual_scored"),
        "percentage points"
      ),
    ]
    return AuditTable(
      number: 10,
      name: "T10-figures",
      title: "The size of the tool effect",
      introduction:
        "The tool effect is how much more often one tool says “improved” than the other "
        + "about the same families.",
      columns: [
        AuditColumn("figure", "Figure"), AuditColumn("n", "Families", .count),
        AuditColumn("value", "Value", .percentWithLimits), AuditColumn("unit", "In"),
      ],
      rows: rows.map { name, n, value, unit in
        AuditRow(cells: [.text(name), n, value, .text(unit)], labels: effectLabels)
      },
      notes: [
        "Limits of the effect are those of Bonett and Price for paired shares.",
        "Kappa times 100: 100 is full agreement, 0 no more than chance.",
      ]
    )
  }

  private var effectLabels: RowLabels {
    var labels = comparisonLabels(level: "B")
    if let effect { labels.instrument = "\(effect.first) vs \(effect.second)" }
    return labels
  }

  private func kappa(_ counts: [[Int]], _ n: Int) -> AuditCell {
    guard let joint = JointCounts(counts) else { return .none(.noData) }
    do throws(UndefinedReason) {
      let kappa = try WeightedKappa(joint, weights: .unweighted)
      return gate.statistic(kappa.kappa, low: kappa.low, high: kappa.high, n: n)
    } catch {
      return .none(error)
    }
  }
}
