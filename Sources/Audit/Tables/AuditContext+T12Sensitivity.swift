import Reconciliation

extension AuditContext {
  /// T12: how much hangs on choices that could have been made otherwise.
  func sensitivity(_ variants: [SensitivityVariant]) -> AuditTable {
    let names = sides.map(\.authority)
    var gaps: [AuditGap] = []
    var rows = sides.isEmpty ? [] : variants.map { sensitivityRow($0) }
    if let base = variants.first, sides.count == 2 {
      let leftOut = leaveOneOut(base)
      if leftOut.isEmpty {
        gaps.append(
          AuditGap(
            table: "T12",
            code: "no_teams",
            subject: "leaving one team out",
            sentence:
              "Whether one team makes the difference cannot be told. It needs the team or the "
              + "district of each episode."
          )
        )
      }
      rows += leftOut
    }
    return AuditTable(
      number: 12,
      name: "T12-sensitivity",
      title: "\(title(ofOutcome: outcome)): how much hangs on choices",
      introduction:
        "Each row changes one choice and leaves the rest. If the difference changes its "
        + "sign or its size, it is the choice that speaks and not the families.",
      columns: [
        AuditColumn("choice", "Choice"),
        AuditColumn("n_first", "\(names.first ?? "First"): families", .count),
        AuditColumn("improved_first", "\(names.first ?? "First"): improved", .percentWithLimits),
        AuditColumn("net_first", nil, .percentWithLimits),
        AuditColumn(
          "n_second",
          "\(names.count > 1 ? names[1] : "Second"): families",
          .count
        ),
        AuditColumn(
          "improved_second",
          "\(names.count > 1 ? names[1] : "Second"): improved",
          .percentWithLimits
        ),
        AuditColumn("net_second", nil, .percentWithLimits),
        AuditColumn("difference", "Difference", .pointsWithLimits),
      ],
      rows: rows,
      notes: [
        "All rows compare different tools; none of them takes out what the tools do.",
        "Leaving one team out shows the lowest and the highest difference that then comes out; no "
          + "team is named. Where teams are not known, districts are left out.",
      ],
      gaps: gaps
    )
  }

  private func sensitivityRow(_ variant: SensitivityVariant) -> AuditRow {
    row(
      variant.name,
      sides.indices.map { variant.counts($0) },
      sides.indices.map { variant.declined($0) }
    )
  }

  private func row(
    _ name: String,
    _ counts: [(improved: Int, n: Int)],
    _ declined: [Int]
  ) -> AuditRow {
    var cells: [AuditCell] = [.text(name)]
    var shares: [EstimateWithLimits?] = []
    for (side, entry) in zip(sides, zip(counts, declined)) {
      let (count, down) = entry
      let shown = shownVariant(side, name, count, down)
      cells += [
        .count(shown.total), gate.share(shown.cells[0], of: shown.total),
        gate.net(up: shown.cells[0], down: shown.cells[1], of: shown.total),
      ]
      shares.append(
        shown.cells[0].value.flatMap { x in
          shown.total.value.flatMap { EstimateWithLimits(Proportion(x: min(x, $0), n: $0)) }
        }
      )
    }
    while cells.count < 7 { cells.append(.missing("not_two_authorities")) }
    if shares.count == 2, let first = shares[0], let second = shares[1] {
      let difference = first.subtracting(second)
      cells.append(
        gate.statistic(
          difference.estimate,
          low: difference.low,
          high: difference.high,
          n: counts.map(\.n).min() ?? 0
        )
      )
    } else {
      cells.append(.missing("too_few"))
    }
    return AuditRow(cells: cells, labels: comparisonLabels(level: "B"))
  }

  /// Improved, declined and the rest of one row.
  ///
  /// A count that equals the reported one may be of the same
  /// families, and has its name.
  private func shownVariant(
    _ side: AuditSide,
    _ name: String,
    _ count: (improved: Int, n: Int),
    _ declined: Int
  ) -> (cells: [ShownCount], total: ShownCount) {
    let base = "\(families(side)) \(outcome)"
    let rest = LinkedCount(
      "\(base) \(name) rest",
      count.n - count.improved - declined
    )
    return gate.row(
      [
        LinkedCount("\(base) \(OutcomeDirection.improved.rawValue)", count.improved),
        LinkedCount("\(base) \(OutcomeDirection.declined.rawValue)", declined), rest,
      ],
      total: base
    )
  }

  /// The lowest and the highest difference when one team, or else one district, is left out.
  private func leaveOneOut(_ base: SensitivityVariant) -> [AuditRow] {
    typealias Line = (difference: Double, counts: [(improved: Int, n: Int)], declined: [Int])
    var lines: [Line] = []
    let isByTeam = base.directions.joined().contains { team(of: $0.episode) != nil }
    let units = base.directions.map { found in
      found.map { isByTeam ? team(of: $0.episode) : $0.episode.district }
    }
    for side in sides.indices {
      for unit in Set(units[side].compactMap(\.self)).sorted() {
        var counts = sides.indices.map { base.counts($0) }
        var declined = sides.indices.map { base.declined($0) }
        let left = zip(base.directions[side], units[side]).filter { $0.1 != unit }.map(\.0)
        counts[side] = (left.count { $0.direction == .improved }, left.count)
        declined[side] = left.count { $0.direction == .declined }
        guard counts.allSatisfy({ $0.n > 0 }) else { continue }
        let shares = counts.map { Double($0.improved) / Double($0.n) }
        lines.append((shares[0] - shares[1], counts, declined))
      }
    }
    let sorted = lines.enumerated().sorted {
      ($0.element.difference, $0.offset) < ($1.element.difference, $1.offset)
    }
    guard let low = sorted.first?.element, let high = sorted.last?.element else { return [] }
    let unit = isByTeam ? "team" : "district"
    return [
      row("One \(unit) left out: lowest difference", low.counts, low.declined),
      row("One \(unit) left out: highest difference", high.counts, high.declined),
    ]
  }
}
