import Reconciliation

extension AuditContext {
  /// T7: which way each outcome went, by authority and tool.
  var change: AuditTable {
    var rows: [AuditRow] = []
    for (group, episodes) in groups {
      guard let crosswalk = crosswalk(group.instrument) else { continue }
      for (layer, outcome) in mappedOutcomes where !crosswalk.primaryAreas(of: outcome.id).isEmpty {
        rows.append(changeRow(group, episodes, layer: layer.title, outcome: outcome.id))
      }
    }
    var gaps: [AuditGap] = []
    for (group, episodes) in groups
    where !episodes.contains(where: { $0.progress.status == .paired }) {
      gaps.append(
        AuditGap(
          table: "T7",
          code: "no_pairs",
          subject: "\(group.authority), \(title(ofInstrument: group.instrument))",
          sentence: "No episode has a first and a last reading, so change cannot be told. It needs "
            + "a reading near the opening and another at least "
            + "\(study.profile.policy.progress.minGapDays) days later."
        )
      )
    }
    return AuditTable(
      number: 7,
      name: "T07-change",
      title: "Which way the outcomes went, by authority and tool",
      introduction: "Each tool is judged on its own scale. Improved means that an area of the "
        + "outcome went up and none went down; mixed means both. Net improvement is improved less "
        + "declined; errors of rating largely cancel in it.",
      columns: [
        AuditColumn("authority", "Authority"), AuditColumn("tool", "Tool"),
        AuditColumn("layer", nil), AuditColumn("outcome", "Outcome"),
        AuditColumn("n", "Families", .count), AuditColumn("improved", "Improved", .count),
        AuditColumn("maintained", "Maintained", .count),
        AuditColumn("maintained_at_top", "Maintained at the top", .count),
        AuditColumn("declined", "Declined", .count), AuditColumn("mixed", "Mixed", .count),
        AuditColumn("not_measurable", nil, .count),
        AuditColumn("improved_share", "Improved", .percentWithLimits),
        AuditColumn("noise_floor", "Noise floor", .percent),
        AuditColumn("declined_share", nil, .percentWithLimits),
        AuditColumn("net", "Net improvement", .percentWithLimits),
        AuditColumn("no_room", nil, .percent),
        AuditColumn("improved_with_room", nil, .percentWithLimits),
      ],
      rows: rows,
      notes: [
        "Percentages are of families with a first and a last reading whose outcome could be told.",
        "Outcomes are never added up: one area may feed several.",
        "Families that began with no room to improve, and the result without them, are in the file.",
      ],
      gaps: gaps
    )
  }

  private func changeRow(
    _ group: ProgressGroup,
    _ episodes: [CountedEpisode],
    layer: String,
    outcome: String
  ) -> AuditRow {
    let paired = episodes.map(\.progress).filter { $0.status == .paired }
    let found = paired.compactMap { episode -> (OutcomeDirection, Bool)? in
      guard let direction = episode.outcomes.first(where: { $0.outcome == outcome })?.direction
      else { return nil }
      let hasRoom = episode.pairedSubjects.flatMap(\.outcomes).contains {
        $0.outcome == outcome && $0.status == .ok && $0.hasRoom
      }
      return (direction, hasRoom)
    }
    let name = "\(families(group)) \(outcome)"
    let counts = directions(of: outcome, families(group), found.map(\.0))
    let shown = gate.row(counts, total: name)
    let roomy = found.filter(\.1)
    let hasRoom = LinkedCount("\(name) room", roomy.count)
    let room = gate.row(
      [LinkedCount("\(name) no room", found.count - roomy.count), hasRoom],
      total: name
    )
    // Who had no room has not improved.
    let improved = LinkedCount(counts[0].name, roomy.count { $0.0 == .improved })
    let withRoom = gate.row(
      [improved, LinkedCount("\(name) room rest", roomy.count - improved.value)],
      total: hasRoom.name
    )
    let untold = gate.row(
      [
        LinkedCount(name, found.count),
        LinkedCount("\(name) not measurable", paired.count - found.count),
      ],
      total: families(group, .paired)
    ).cells[1]
    return AuditRow(
      cells: [
        .text(group.authority), .text(title(ofInstrument: group.instrument)), .text(layer),
        .text(title(ofOutcome: outcome)), .count(shown.total),
      ] + shown.cells.map { .count($0) } + [
        .count(untold),
        gate.share(shown.cells[0], of: shown.total), floor(group.instrument, outcome),
        gate.share(shown.cells[3], of: shown.total),
        gate.net(up: shown.cells[0], down: shown.cells[3], of: shown.total),
        gate.share(room.cells[0], of: room.total),
        gate.share(withRoom.cells[0], of: withRoom.total),
      ],
      labels: labels(group.instrument, level: "B", reconciled: true)
    )
  }

  /// The noise floor of the compared outcome; other outcomes have none.
  func floor(_ instrument: String, _ outcome: String) -> AuditCell {
    guard outcome == self.outcome else { return .missing("compared_outcome_only") }
    guard let figures = noise[instrument] else { return .missing("no_double_rated") }
    let measured = figures.directions.values.reduce(0, +)
    guard measured > 0, measured >= figures.minN else { return .none(.tooFew) }
    let changed = (figures.directions[.improved] ?? 0) + (figures.directions[.declined] ?? 0)
    return gate.halfShare(changed, of: measured)
  }

  /// The headline of positive progress, with every denominator.
  var positive: AuditTable {
    let layer = study.profile.policy.headlineLayer
    let layerTitle =
      study.reference.framework?.mappableLayers.first { $0.id == layer }?.title ?? layer
    let rows = study.progress.positiveCounts(layer: layer)
      .filter { crosswalk($0.group.instrument) != nil }
      .map { counts -> AuditRow in
        let other = max(0, counts.paired - counts.positive - counts.negative)
        let unpaired = max(0, counts.closed - counts.paired)
        let name = "\(families(counts.group)) \(layer)"
        let parts = [
          LinkedCount("\(name) positive", counts.positive),
          LinkedCount("\(name) negative", counts.negative), LinkedCount("\(name) other", other),
        ]
        let without = LinkedCount("\(families(counts.group)) unpaired", unpaired)
        let shown = gate.row(parts + [without], total: families(counts.group))
        let paired = gate.row(parts, total: families(counts.group, .paired)).total
        gate.notes?.link(
          LinkedCount(families(counts.group), counts.closed),
          of: [LinkedCount(families(counts.group, .paired), counts.paired), without]
        )
        let room = gate.row(
          [
            LinkedCount(parts[0].name, counts.positiveWithRoom),
            LinkedCount("\(name) room rest", counts.withRoom - counts.positiveWithRoom),
          ],
          total: "\(name) room"
        )
        let isMain =
          study.profile.policy.progress.mainInstrument(of: counts.group.authority)
          == counts.group.instrument
        return AuditRow(
          cells: [
            .text(counts.group.authority), .text(title(ofInstrument: counts.group.instrument)),
            .count(shown.total), .count(paired), .count(shown.cells[0]), .count(shown.cells[1]),
            gate.share(shown.cells[0], of: paired),
            isMain ? gate.share(shown.cells[0], of: shown.total) : .missing("not_main_tool"),
            gate.share(room.cells[0], of: room.total),
            gate.net(up: shown.cells[0], down: shown.cells[1], of: paired),
          ],
          labels: labels(counts.group.instrument, level: "B", reconciled: true)
        )
      }
    return AuditTable(
      number: 7,
      name: "T07-positive",
      title: "Positive progress, with every denominator",
      introduction:
        "Positive means that at least one outcome of the layer “\(layerTitle)” improved "
        + "and none declined. The same families give quite different percentages, depending on whom "
        + "one counts.",
      columns: [
        AuditColumn("authority", "Authority"), AuditColumn("tool", "Tool"),
        AuditColumn("closed", "Closed", .count), AuditColumn("paired", "With two readings", .count),
        AuditColumn("positive", "Positive", .count), AuditColumn("negative", "Negative", .count),
        AuditColumn("of_paired", "Of those with two readings", .percentWithLimits),
        AuditColumn("of_closed", "Of all closed", .percentWithLimits),
        AuditColumn("of_paired_with_room", "Of those with room to improve", .percentWithLimits),
        AuditColumn("net", "Net", .percentWithLimits),
      ],
      rows: rows,
      notes: [
        "The share of tools other than the main one is never of all closed: only some families use them."
      ]
    )
  }
}
