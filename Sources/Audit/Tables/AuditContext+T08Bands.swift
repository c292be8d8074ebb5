import Reconciliation

/// The paired families of one authority that began in one band.
struct BandChange {
  let side: AuditSide
  let band: Int
  /// Improved, maintained, declined, mixed.
  let counts: [Int]
  /// The same as a reader may see them.
  let shown: [ShownCount]
  let total: ShownCount
  /// The net improvement that two raters give with no change at all; `nil` without enough of them.
  let expected: Double?
  /// How many ratings that rests on.
  let expectedN: Int

  var n: Int { counts.reduce(0, +) }
}

extension AuditContext {
  /// The compared outcome of an episode with the lowest band in which a subject began.
  func startAndDirection(_ episode: CountedEpisode) -> (band: Int, direction: OutcomeDirection)? {
    let direction = episode.progress.outcomes.first { $0.outcome == outcome }?.direction
    let bands = episode.progress.pairedSubjects.flatMap(\.outcomes)
      .filter { $0.outcome == outcome }.compactMap { $0.bandFirst?.lo }
    guard let direction, let band = bands.min() else { return nil }
    return (band, direction)
  }

  /// The compared outcome of areas that were scored twice.
  func outcomeProgress(_ instrument: String, _ areas: [AreaProgress]) -> OutcomeProgress? {
    guard let crosswalk = crosswalk(instrument) else { return nil }
    return Reconciliation.outcomeProgress(
      outcome: outcome,
      layer: "",
      edges: crosswalk.edges,
      areas: areas,
      policy: study.reference.library.policy
    )
  }

  /// Change by starting band, for both compared authorities.
  var bandChanges: [BandChange] {
    sides.flatMap { side -> [BandChange] in
      let found = side.paired.compactMap { startAndDirection($0) }
      let bands = Array(BandInterval.bands)
      let counts = bands.map { band in
        AuditedDirection.allCases.map { direction in
          found.count { $0.band == band && AuditedDirection($0.direction) == direction }
        }
      }
      let shown = gate.table(bandCounts(families(side), bands, counts))
      let expected = expectedNet(side.instrument)
      return bands.indices.map { index in
        let chance = expected[bands[index]]
        return BandChange(
          side: side,
          band: bands[index],
          counts: counts[index],
          shown: shown.cells[index],
          total: shown.rowTotals[index],
          expected: chance.flatMap { $0.n >= Disclosure.averageMin ? $0.net : nil },
          expectedN: chance?.n ?? 0
        )
      }
    }
  }

  /// The counts with the names by which T7 knows their sums.
  private func bandCounts(_ families: String, _ bands: [Int], _ counts: [[Int]]) -> NamedTable {
    let name = "\(families) \(outcome)"
    let columns = AuditedDirection.allCases.map { "\(name) \($0.rawValue)" }
    return NamedTable(
      cells: zip(bands, counts).map { band, row in
        zip(AuditedDirection.allCases, row).map {
          LinkedCount("\(name) from \(band) \($0.rawValue)", $1)
        }
      },
      rows: bands.map { "\(name) from \($0)" },
      columns: columns.map { $0.hasSuffix(" maintained") ? "\(name) kept" : $0 },
      total: name
    )
  }

  /// What two ratings of an unchanged family show as net improvement, by the band of the one that is
  /// taken as first: regression to the mean, with no assumption about distances.
  ///
  /// Either rating may be the first, so each pair counts once in both orders.
  private func expectedNet(_ instrument: String) -> [Int: (net: Double, n: Int)] {
    var counts: [Int: (up: Int, down: Int, n: Int)] = [:]
    for pair in ratedPairs[instrument] ?? [] {
      for (one, other) in [(pair.first, pair.second), (pair.second, pair.first)] {
        let areas = one.areas(instrument, to: other)
        guard let found = outcomeProgress(instrument, areas), let direction = found.direction,
          let band = found.bandFirst?.lo
        else { continue }
        counts[band, default: (0, 0, 0)].n += 1
        if direction == .improved { counts[band, default: (0, 0, 0)].up += 1 }
        if direction == .declined { counts[band, default: (0, 0, 0)].down += 1 }
      }
    }
    return counts.mapValues { (Double($0.up - $0.down) / Double($0.n), $0.n) }
  }

  /// T8: change by the band in which families began.
  func bandTable(_ changes: [BandChange]) -> AuditTable {
    var gaps: [AuditGap] = []
    for side in sides where (ratedPairs[side.instrument] ?? []).isEmpty {
      gaps.append(
        AuditGap(
          table: "T8",
          code: "no_double_rated",
          subject: title(ofInstrument: side.instrument),
          sentence:
            "How much of the change of families who began low is no more than chance cannot "
            + "be told. It needs families scored twice at the same time."
        )
      )
    }
    let rows = changes.map { change in
      AuditRow(
        cells: [
          .text(change.side.authority), .text(title(ofInstrument: change.side.instrument)),
          .text("\(change.band)"), .count(change.total),
        ] + change.shown.map { .count($0) } + [
          gate.share(change.shown[0], of: change.total),
          gate.net(up: change.shown[0], down: change.shown[2], of: change.total),
          change.expected.map { gate.statistic($0, n: change.expectedN) }
            ?? .missing(
              (ratedPairs[change.side.instrument] ?? []).isEmpty ? "no_double_rated" : "too_few"
            ),
          .text(change.n < 20 ? "few families: read with care" : ""),
        ],
        labels: labels(change.side.instrument, level: "B", reconciled: true)
      )
    }
    return AuditTable(
      number: 8,
      name: "T08-baseline-band",
      title: "\(title(ofOutcome: outcome)): change by where families began",
      introduction:
        "Families who begin low tend to rise, and those who begin high tend to fall, even "
        + "if nothing happens to them. The last figure column shows how much of it two raters give "
        + "for families that did not change.",
      columns: [
        AuditColumn("authority", "Authority"), AuditColumn("tool", "Tool"),
        AuditColumn("baseline_band", "Began in band"), AuditColumn("n", "Families", .count),
        AuditColumn("improved", "Improved", .count),
        AuditColumn("maintained", "Maintained", .count),
        AuditColumn("declined", "Declined", .count), AuditColumn("mixed", "Mixed", .count),
        AuditColumn("improved_share", "Improved", .percentWithLimits),
        AuditColumn("net", "Net improvement", .percentWithLimits),
        AuditColumn("expected_net_no_effect", "Net with no effect at all", .percent),
        AuditColumn("flag", "Note"),
      ],
      rows: rows,
      notes: [
        "Bands: 1 urgent or stuck, 2 beginning to engage, 3 working on it, 4 mostly going well, "
          + "5 going well and holding.",
        "Maintained at the top is counted as maintained.",
      ],
      gaps: gaps
    )
  }
}
