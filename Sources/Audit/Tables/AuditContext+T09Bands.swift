import Reconciliation

extension AuditContext {
  /// T9 in bands: how many stand at or above each band, first and last.
  var bandComparison: AuditTable {
    var rows: [AuditRow] = []
    for (name, band) in [
      ("first", \OutcomeProgress.bandFirst), ("last", \OutcomeProgress.bandLast),
    ] {
      let counted = sides.map { side in
        side.paired.flatMap(\.progress.pairedSubjects).flatMap(\.outcomes)
          .filter { $0.outcome == outcome }.compactMap { $0[keyPath: band] }
      }
      for threshold in BandInterval.bands.dropFirst() where counted.count == 2 {
        let sides = zip(self.sides, counted).map { side, bands -> [AuditCell] in
          let lower = standing(side, name, bands, from: threshold)
          let high = "\(families(side)) \(name) at most"
          let better = bands.count { $0.hi >= threshold }
          let upper = gate.row(
            [
              LinkedCount("\(high) \(threshold)", better),
              LinkedCount("\(high) below \(threshold)", bands.count - better),
            ],
            total: "\(families(side)) \(name)"
          )
          return [
            gate.share(lower.cells[0], of: lower.total),
            gate.share(upper.cells[0], of: upper.total),
          ]
        }
        rows.append(
          AuditRow(
            cells: [.text(name), .text("\(threshold) or better")] + sides[0] + sides[1]
              + [.text(verdict(sides))],
            labels: comparisonLabels(level: "A")
          )
        )
      }
    }
    let names = sides.map(\.authority)
    return AuditTable(
      number: 9,
      name: "T09-bands",
      title: "\(title(ofOutcome: outcome)): where families stand, in common bands",
      introduction:
        "One point of a coarse scale may stand for more than one band, so each share has "
        + "a lower and an upper count. The authorities are called different only where even these "
        + "do not overlap. Bands tell where families stand; they are never subtracted.",
      columns: [
        AuditColumn("reading", "Reading"), AuditColumn("band", "Band"),
        AuditColumn("first_lower", (names.first ?? "") + ", at least", .percentWithLimits),
        AuditColumn("first_upper", (names.first ?? "") + ", at most", .percentWithLimits),
        AuditColumn("second_lower", (names.last ?? "") + ", at least", .percentWithLimits),
        AuditColumn("second_upper", (names.last ?? "") + ", at most", .percentWithLimits),
        AuditColumn("verdict", "Verdict"),
      ],
      rows: rows
    )
  }

  /// How many stand at a band or better, and how many below, as sums of what P2 draws.
  private func standing(
    _ side: AuditSide,
    _ end: String,
    _ bands: [BandInterval],
    from threshold: Int
  ) -> (cells: [ShownCount], total: ShownCount) {
    let name = "\(families(side)) \(end)"
    let counts = bandCounts(side, end, bands.map(\.lo))
    let parts = [counts[(threshold - 1)...], counts[..<(threshold - 1)]].map { Array($0) }
    let wholes = zip(["from", "below"], parts).map { word, parts in
      LinkedCount("\(name) \(word) \(threshold)", parts.reduce(0) { $0 + $1.value })
    }
    for (whole, parts) in zip(wholes, parts) where parts.count > 1 {
      gate.notes?.link(whole, of: parts)
    }
    return gate.row(wholes, total: name)
  }

  /// How many subjects stand in each band at one end, from the lowest band.
  func bandCounts(_ side: AuditSide, _ end: String, _ bands: [Int]) -> [LinkedCount] {
    BandInterval.bands.map { band in
      LinkedCount("\(families(side)) \(end) in \(band)", bands.count { $0 == band })
    }
  }

  private func verdict(_ sides: [[AuditCell]]) -> String {
    let outer = sides.map { cells -> (Double, Double)? in
      guard case .estimate(_, let low?, _) = cells[0], case .estimate(_, _, let high?) = cells[1]
      else { return nil }
      return (low, high)
    }
    guard let first = outer[0], let second = outer[1] else { return "cannot be told" }
    return first.1 < second.0 || second.1 < first.0
      ? "different" : "not distinguishable at this resolution"
  }
}
