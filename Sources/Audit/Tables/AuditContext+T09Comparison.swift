import Intake
import Reconciliation
import WireFormat

/// One way to compare the two authorities.
struct ComparisonLine {
  let name: String
  let first: EstimateWithLimits?
  let second: EstimateWithLimits?
  let difference: EstimateWithLimits?
  /// How many families it rests on in the smaller authority.
  let n: Int
  let note: String
  /// Why there is no difference; empty when there is one.
  let missing: String
}

extension AuditContext {
  /// The improved share of both authorities: crude, standardised, clustered, adjusted for the tool.
  var comparisonLines: [ComparisonLine] {
    guard sides.count == 2 else { return [] }
    let found = sides.map { side in side.paired.compactMap { startAndDirection($0) } }
    let n = found.map(\.count).min() ?? 0
    let shares = zip(sides, found).map { side, found -> EstimateWithLimits? in
      let shown = improvement(families(side), found.map(\.direction))
      guard let x = shown.cells[0].value, let n = shown.total.value else { return nil }
      return EstimateWithLimits(Proportion(x: min(x, n), n: n))
    }
    let crude = difference(shares)
    return [
      ComparisonLine(
        name: "As they are (crude)",
        first: shares[0],
        second: shares[1],
        difference: crude,
        n: n,
        note: toolSentence,
        missing: crude == nil ? "too_few" : ""
      ),
      standardisedLine(n, shares), clusteredLine(found, n, shares), adjustedLine(crude, n),
    ]
  }

  /// How many improved and how many did not, under the names of T7.
  private func improvement(
    _ families: String,
    _ found: [OutcomeDirection]
  ) -> (cells: [ShownCount], total: ShownCount) {
    let name = "\(families) \(outcome)"
    let counts = directions(of: outcome, families, found)
    let rest = LinkedCount("\(name) not improved", found.count - counts[0].value)
    gate.notes?.link(rest, of: Array(counts.dropFirst()))
    gate.notes?.link(
      LinkedCount("\(name) kept", counts[1].value + counts[2].value),
      of: [
        counts[1], counts[2],
      ]
    )
    return gate.row([counts[0], rest], total: name)
  }

  private func difference(_ shares: [EstimateWithLimits?]) -> EstimateWithLimits? {
    guard shares.count == 2, let first = shares[0], let second = shares[1] else { return nil }
    return first.subtracting(second)
  }

  /// The shares as if families had begun alike; none where the plain share is hidden, which could be
  /// reckoned back from it.
  private func standardisedLine(_ n: Int, _ crude: [EstimateWithLimits?]) -> ComparisonLine {
    let json = aggregates["crossAuthority"]?["standardised"]
    let shares = zip(sides, crude).map { side, crude -> EstimateWithLimits? in
      guard crude != nil, let entry = json?[side.authority], let share = entry["share"]?.number,
        let low = entry["low"]?.number, let high = entry["high"]?.number
      else { return nil }
      return EstimateWithLimits(share, low: low, high: high)
    }
    let merged = (json?["merged"]?.array ?? []).map { pair in
      (pair.array ?? []).compactMap(\.string).joined(separator: " with ")
    }
    let strata = (json?["strata"]?.array ?? []).compactMap(\.string).joined(separator: ", ")
    let found = difference(shares)
    return ComparisonLine(
      name: "If families began alike (standardised)",
      first: shares[0],
      second: shares[1],
      difference: found,
      n: n,
      note: found == nil
        ? ""
        : "starting bands \(strata)"
          + (merged.isEmpty ? "" : "; merged because of few: \(merged.joined(separator: ", "))"),
      missing: found == nil ? "too_few" : ""
    )
  }

  /// Families of one worker are alike, so they say less than as many independent ones.
  private func clusteredLine(
    _ found: [[(band: Int, direction: OutcomeDirection)]],
    _ n: Int,
    _ crude: [EstimateWithLimits?]
  ) -> ComparisonLine {
    var notes: [String] = []
    let shares = zip(sides, crude).map { side, crude -> EstimateWithLimits? in
      guard crude != nil else { return nil }
      var clusters: [String: [Double]] = [:]
      for episode in side.paired {
        guard let direction = startAndDirection(episode)?.direction,
          let worker = imported(episode.episode)?.worker, !worker.isEmpty
        else { continue }
        clusters[worker, default: []].append(direction == .improved ? 1 : 0)
      }
      let effect = ClusterEffect(clusters: clusters.sorted { $0.key < $1.key }.map(\.value))
      guard effect.clusters > 1, effect.n > 0 else { return nil }
      let share = clusters.values.joined().reduce(0, +) / Double(effect.n)
      guard let limits = WilsonInterval.limits(share: share, size: effect.effectiveSize)
      else { return nil }
      notes.append(
        "\(side.authority): correlation within workers "
          + FixedDecimal.text(effect.intraclassCorrelation, gate.isExact ? 3 : 2)
          + ", design effect " + FixedDecimal.text(effect.designEffect, gate.isExact ? 2 : 1)
      )
      return EstimateWithLimits(share, low: limits.low, high: limits.high)
    }
    let found = difference(shares)
    return ComparisonLine(
      name: "Counting families of one worker as alike (clustered)",
      first: shares[0],
      second: shares[1],
      difference: found,
      n: n,
      note: notes.joined(separator: "; "),
      missing: found != nil ? "" : crude.contains { $0 == nil } ? "too_few" : "no_workers"
    )
  }

  private func adjustedLine(_ crude: EstimateWithLimits?, _ n: Int) -> ComparisonLine {
    let isSame = sides[0].instrument == sides[1].instrument
    let adjusted = adjustment.flatMap { effect in crude?.subtracting(effect) }
    return ComparisonLine(
      name: "Adjusted for the tool effect",
      first: nil,
      second: nil,
      difference: isSame ? nil : adjusted,
      n: min(n, effect?.n ?? 0),
      note: isSame
        ? "same tool in both authorities: nothing to adjust"
        : adjusted == nil
          ? "different tools; size of the tool effect unknown"
          : "adjusted for tool effect, n dual = \(gate.count(effect?.n ?? 0).value ?? 0); assumes "
            + "that the effect is the same outside the families scored with both tools",
      missing: isSame ? "same_tool" : adjusted == nil ? "tool_effect_unknown" : ""
    )
  }

  /// T9: the two authorities beside each other.
  func comparisonTable(_ lines: [ComparisonLine]) -> AuditTable {
    let names = sides.map(\.authority)
    var gaps: [AuditGap] = []
    if sides.count < 2 {
      gaps.append(
        AuditGap(
          table: "T9",
          code: "not_two_authorities",
          subject: title(ofOutcome: outcome),
          sentence: "The authorities cannot be compared: fewer than two have a main tool with a "
            + "crosswalk that gives this outcome a primary source."
        )
      )
    }
    if lines.contains(where: { $0.missing == "tool_effect_unknown" }) {
      gaps.append(toolEffectGap(table: "T9"))
    }
    if lines.contains(where: { $0.missing == "no_workers" }) {
      gaps.append(
        AuditGap(
          table: "T9",
          code: "no_workers",
          subject: "families of one worker",
          sentence: "How much alike families of one worker are is unknown, so the limits are too "
            + "narrow. It needs the lead worker of each episode."
        )
      )
    }
    let cell = { (estimate: EstimateWithLimits?, line: ComparisonLine) -> AuditCell in
      guard let estimate else {
        return .missing(line.missing.isEmpty ? "not_applicable" : line.missing)
      }
      return self.gate.statistic(
        estimate.estimate,
        low: estimate.low,
        high: estimate.high,
        n: line.n
      )
    }
    return AuditTable(
      number: 9,
      name: "T09-authorities",
      title: "\(title(ofOutcome: outcome)): \(names.joined(separator: " and ")) beside each other",
      introduction: "The difference is the first less the second, in percentage points of families "
        + "improved. It describes; it does not say who does better work. What is known of the tools: \(toolSentence).",
      columns: [
        AuditColumn("comparison", "Comparison"),
        AuditColumn("first", names.first ?? "First", .percentWithLimits),
        AuditColumn("second", names.count > 1 ? names[1] : "Second", .percentWithLimits),
        AuditColumn("difference", "Difference", .pointsWithLimits), AuditColumn("note", "Note"),
      ],
      rows: lines.map { line in
        AuditRow(
          cells: [
            .text(line.name), cell(line.first, line), cell(line.second, line),
            cell(line.difference, line), .text(line.note),
          ],
          labels: comparisonLabels(level: "B")
        )
      },
      notes: [
        "Limits: Wilson for shares, square-and-add (Newcombe) for differences, 95 %.",
        "Different people speak in the two tools; perspectives are never pooled.",
      ],
      gaps: gaps
    )
  }

  func toolEffectGap(table: String) -> AuditGap {
    AuditGap(
      table: table,
      code: "tool_effect_unknown",
      subject: sides.map { title(ofInstrument: $0.instrument) }.joined(separator: " and "),
      sentence: "Different tools; size of the tool effect unknown. It needs at least "
        + "\(study.profile.policy.toolEffectMinN) families scored with both tools at two occasions, "
        + "within \(study.profile.policy.dualMaxDays) days of each other and at least "
        + "\(study.profile.policy.progress.minGapDays) days apart."
    )
  }
}
