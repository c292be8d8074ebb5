import Instruments
import Reconciliation

/// What the pairs of one area say.
struct AreaPairs {
  let group: ProgressGroup
  let area: String
  let areas: [AreaProgress]

  /// The changes in the unit of the change rule.
  var changes: [Double] {
    areas.compactMap { area in
      guard area.result.direction != nil, let first = area.firstStage, let last = area.lastStage
      else { return nil }
      return Double(last - first)
    }
  }
}

extension AuditContext {
  /// The pairs of every area.
  var areaPairs: [AreaPairs] {
    groups.flatMap { group, episodes -> [AreaPairs] in
      let subjects = episodes.flatMap(\.progress.pairedSubjects)
      let found = Dictionary(grouping: subjects.flatMap(\.areas), by: \.area)
      return (pack(group.instrument)?.areas ?? []).map {
        AreaPairs(group: group, area: $0.id, areas: found[$0.id] ?? [])
      }
    }
  }

  /// T7 by area: which way each native area went.
  func areaChange(_ pairs: [AreaPairs]) -> AuditTable {
    let order: [AreaDirection] = [.improved, .maintained, .maintainedAtTop, .declined]
    let rows = pairs.map { pairs -> AuditRow in
      let directed = pairs.areas.filter { $0.result.direction != nil }
      let name = "\(families(pairs.group)) pairs \(pairs.area)"
      let counts = order.map { direction in
        LinkedCount(
          "\(name) \(direction.rawValue)",
          directed.count { $0.result.direction == direction }
        )
      }
      let shown = gate.row(counts, total: name)
      let top = LinkedCount("\(name) top", directed.count(where: \.beganAtTop))
      let rest = LinkedCount("\(name) room", directed.count - top.value)
      let ceiling = gate.row([top, rest], total: name)
      // Who began at the top has not improved.
      let roomy = gate.row(
        [counts[0], LinkedCount("\(name) room rest", rest.value - counts[0].value)],
        total: rest.name
      )
      gate.notes?.link(
        top,
        of: [counts[2], LinkedCount("\(name) top rest", top.value - counts[2].value)]
      )
      return AuditRow(
        cells: [
          .text(pairs.group.authority), .text(title(ofInstrument: pairs.group.instrument)),
          .text(title(ofArea: pairs.area, in: pairs.group.instrument)), .count(shown.total),
        ] + shown.cells.map { .count($0) } + [
          gate.share(shown.cells[0], of: shown.total), gate.share(shown.cells[3], of: shown.total),
          gate.net(up: shown.cells[0], down: shown.cells[3], of: shown.total),
          gate.share(ceiling.cells[0], of: ceiling.total),
          gate.share(roomy.cells[0], of: roomy.total),
        ] + wilcoxon(pairs.changes),
        labels: labels(pairs.group.instrument, level: "B", reconciled: false)
      )
    }
    return AuditTable(
      number: 7,
      name: "T07-areas",
      title: "Which way each area went, on the tool’s own scale",
      introduction: "Areas of different tools are never put beside each other here: their points "
        + "mean different things.",
      columns: [
        AuditColumn("authority", "Authority"), AuditColumn("tool", "Tool"),
        AuditColumn("area", "Area"), AuditColumn("n", "Pairs", .count),
        AuditColumn("improved", "Improved", .count), AuditColumn("maintained", nil, .count),
        AuditColumn("maintained_at_top", nil, .count), AuditColumn("declined", "Declined", .count),
        AuditColumn("improved_share", "Improved", .percentWithLimits),
        AuditColumn("declined_share", nil, .percentWithLimits),
        AuditColumn("net", "Net improvement", .percentWithLimits),
        AuditColumn("at_top_at_baseline", "Began at the top", .percent),
        AuditColumn("improved_with_room", "Improved, of those with room", .percentWithLimits),
        AuditColumn("wilcoxon_z", nil, .figure(2)), AuditColumn("wilcoxon_p", nil, .figure(4)),
        AuditColumn("rank_biserial", "Rank-biserial", .figure(2)),
      ],
      rows: rows,
      notes: [
        "Rank-biserial: −1 if all change is down, +1 if all is up (Wilcoxon signed-rank, Pratt).",
        "“Moved forward in at least one area” is not shown: with this many areas nearly every "
          + "family goes up somewhere, and nearly every one goes down somewhere, by chance alone.",
      ]
    )
  }

  private func wilcoxon(_ changes: [Double]) -> [AuditCell] {
    do throws(UndefinedReason) {
      let test = try WilcoxonSignedRank(changes)
      return [
        gate.statistic(test.z, n: test.n), gate.statistic(test.pExact ?? test.p, n: test.n),
        gate.statistic(test.rankBiserial, n: test.n),
      ]
    } catch {
      return Array(repeating: .none(error), count: 3)
    }
  }

  /// The annex to T7: means and the change of single families, as far as equal spacing is assumed.
  func areaAnnex(_ pairs: [AreaPairs]) -> AuditTable {
    var table = AuditTable(
      number: 7,
      name: "T07-annex",
      title: "Annex: response mean and reliable change (assumes equal spacing)",
      introduction: "These figures take the distance between any two neighbouring points to be the "
        + "same, which nothing shows. They are for analysts and never for a headline.",
      columns: [
        AuditColumn("authority", "Authority"), AuditColumn("tool", "Tool"),
        AuditColumn("area", "Area"), AuditColumn("n", "Pairs", .count),
        AuditColumn("sd_first", "SD of first", .figure(2)),
        AuditColumn("mean_change", "Mean change", .figure(2)),
        AuditColumn("srm", "SRM", .figure(2)), AuditColumn("reliability", "ICC used", .figure(2)),
        AuditColumn("sem", "SEM", .figure(2)),
        AuditColumn("mdc95", "Least reliable change", .figure(2)),
        AuditColumn("reliably_better", "Reliably better", .percentWithLimits),
        AuditColumn("reliably_worse", "Reliably worse", .percentWithLimits),
        AuditColumn("rtm_low_half", "Expected rise of the lower half with no effect", .figure(2)),
      ],
      rows: pairs.map { annexRow($0) },
      notes: [
        "SRM: mean change divided by its standard deviation. Reliable: more than two readings of an "
          + "unchanged family differ in 95 of 100 cases.",
        "The last column is regression to the mean: what families below the mean gain, in points, "
          + "if nothing happened at all (Barnett 2005).",
      ]
    )
    table.isAnnex = true
    return table
  }

  private func annexRow(_ pairs: AreaPairs) -> AuditRow {
    let instrument = pairs.group.instrument
    let scale = LinkScale(instrument, pairs.area, study)
    let moves = pairs.areas.compactMap { area -> (Double, Double)? in
      guard let scale, area.result.direction != nil,
        let first = area.first.flatMap(scale.position), let last = area.last.flatMap(scale.position)
      else { return nil }
      return (scale.axis.value(at: Double(first)), scale.axis.value(at: Double(last)))
    }
    let n = moves.count
    let first = Moments(moves.map(\.0))
    var cells: [AuditCell] = [
      .text(pairs.group.authority), .text(title(ofInstrument: instrument)),
      .text(title(ofArea: pairs.area, in: instrument)),
      .count(gate.count(LinkedCount("\(families(pairs.group)) pairs \(pairs.area)", n))),
      gate.statistic(first.standardDeviation, n: n),
    ]
    do throws(UndefinedReason) {
      let response = try ChangeStatistics.standardisedResponseMean(moves.map { $0.1 - $0.0 })
      cells += [gate.statistic(response.mean, n: n), gate.statistic(response.quotient, n: n)]
    } catch {
      cells += Array(repeating: .none(error), count: 2)
    }
    cells += reliable(
      moves,
      first,
      reliabilityOf(instrument, pairs.area),
      "\(families(pairs.group)) pairs \(pairs.area)"
    )
    return AuditRow(cells: cells, labels: labels(instrument, level: "B", reconciled: false))
  }

  private func reliable(
    _ moves: [(Double, Double)],
    _ first: Moments,
    _ reliability: Double?,
    _ name: String
  ) -> [AuditCell] {
    guard let reliability else { return Array(repeating: .missing("no_double_rated"), count: 6) }
    guard let deviation = first.standardDeviation, let mean = first.mean, deviation > 0 else {
      return Array(repeating: .none(.noVariation), count: 6)
    }
    let changes = moves.compactMap { move in
      try? ReliableChange(
        first: move.0,
        last: move.1,
        deviation: deviation,
        reliability: reliability
      )
    }
    let better = changes.count { $0.verdict == .improvement }
    let worse = changes.count { $0.verdict == .deterioration }
    let shown = gate.row(
      [
        LinkedCount("\(name) better", better), LinkedCount("\(name) worse", worse),
        LinkedCount("\(name) as before", changes.count - better - worse),
      ],
      total: name
    )
    let expected = try? ChangeStatistics.regressionToMean(
      mean: mean,
      deviation: deviation,
      correlation: reliability,
      cutoff: mean,
      isBelow: true
    )
    let n = moves.count
    return [
      gate.statistic(reliability, n: n),
      gate.statistic(changes.first?.standardErrorOfMeasurement, n: n),
      gate.statistic(changes.first?.minimumDetectableChange, n: n),
      gate.share(shown.cells[0], of: shown.total), gate.share(shown.cells[1], of: shown.total),
      gate.statistic(expected, n: n),
    ]
  }

  /// The intraclass correlation of two ratings; `nil` below ten families and outside 0 to 1.
  private func reliabilityOf(_ instrument: String, _ area: String) -> Double? {
    guard let scale = LinkScale(instrument, area, study) else { return nil }
    let places = (ratedPairs[instrument] ?? []).compactMap { $0.places(scale, instrument, area) }
    guard places.count >= 10 else { return nil }
    let table = places.map { places in
      [scale.axis.value(at: Double(places.0)), scale.axis.value(at: Double(places.1))]
    }
    let icc = (try? IntraclassCorrelation(table))?.twoWayRandom
    return icc.flatMap { (0..<1).contains($0) ? $0 : nil }
  }
}
