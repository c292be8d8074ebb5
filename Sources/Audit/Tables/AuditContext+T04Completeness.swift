import Instruments
import Reconciliation

extension AuditContext {
  /// T4: how many closed episodes have a first and a last reading, by district and by team.
  var completeness: AuditTable {
    var rows: [AuditRow] = []
    var gaps: [AuditGap] = []
    for (group, episodes) in groups {
      let byDistrict = Dictionary(grouping: episodes) { $0.episode.district ?? "" }
      let byTeam = Dictionary(grouping: episodes) { team(of: $0.episode) ?? "" }
      // The row of all is the sum of the districts and is protected with them.
      let whole = table(
        group,
        "district",
        byDistrict.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
      )
      rows += completenessRows(
        group,
        "all",
        [("", episodes)],
        [whole.columnTotals],
        [whole.grandTotal]
      )
      for (kind, split) in [("district", byDistrict), ("team", byTeam)]
      where split.keys.contains(where: { !$0.isEmpty }) {
        let named = split.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        let shown = table(group, kind, named)
        rows += completenessRows(group, kind, named, shown.cells, shown.rowTotals)
      }
    }
    for authority in study.profile.authorities
    where !groups.contains(where: { $0.group.authority == authority }) {
      gaps.append(
        AuditGap(
          table: "T4",
          code: "no_closures",
          subject: authority,
          sentence: "No episode closed in the period, so there is nothing to compare. Hand in the "
            + "episodes of the whole period, or name another."
        )
      )
    }
    if !rows.contains(where: { $0.cells[2] == .text("team") }) {
      gaps.append(
        AuditGap(
          table: "T4",
          code: "no_teams",
          subject: "all authorities",
          sentence:
            "Completeness by team cannot be told. It needs a register of workers with their "
            + "teams, and a lead worker on each episode."
        )
      )
    }
    return AuditTable(
      number: 4,
      name: "T04-completeness",
      title: "How complete the readings are",
      introduction: "Change can be told only of families with a first and a last reading. The "
        + "others are not like them, so their share always stands beside.",
      columns: [
        AuditColumn("authority", "Authority"), AuditColumn("tool", "Tool"),
        AuditColumn("split", "By"), AuditColumn("group", "Group"),
        AuditColumn("episodes", "Episodes", .count),
        AuditColumn("paired", "Paired", .count),
        AuditColumn("cross_version", "Editions not comparable", .count),
        AuditColumn("no_follow_up", "No last reading", .count),
        AuditColumn("no_baseline", "No first reading", .count),
        AuditColumn("only_family_view", "Only the person’s view", .count),
        AuditColumn("paired_share", "Paired", .percentWithLimits),
        AuditColumn("assessments", nil, .count),
        AuditColumn("median_days", "Median days between", .figure(0)),
      ],
      rows: rows,
      notes: ["Teams and districts are listed by name; no order among them is meant."],
      gaps: gaps
    )
  }

  private func table(
    _ group: ProgressGroup,
    _ kind: String,
    _ split: [(String, [CountedEpisode])]
  ) -> ShownTable {
    let rows = split.map { "\(families(group)) \(kind) \($0.0)" }
    return gate.table(
      NamedTable(
        cells: zip(rows, split).map { name, entry in
          PairingStatus.allCases.map { status in
            LinkedCount(
              "\(name) \(status.rawValue)",
              entry.1.count { $0.progress.status == status }
            )
          }
        },
        rows: rows,
        columns: PairingStatus.allCases.map { families(group, $0) },
        total: families(group)
      )
    )
  }

  private func completenessRows(
    _ group: ProgressGroup,
    _ kind: String,
    _ split: [(String, [CountedEpisode])],
    _ cells: [[ShownCount]],
    _ totals: [ShownCount]
  ) -> [AuditRow] {
    split.indices.map { index in
      let (name, episodes) = split[index]
      let days = episodes.flatMap(\.progress.subjects).compactMap(\.pairing.gapDays).sorted()
      let assessments = episodes.reduce(0) { sum, episode in
        sum
          + study.standing.readings(of: episode.episode).count { reading in
            reading.key.id == group.instrument
          }
      }
      return AuditRow(
        cells: [
          .text(group.authority), .text(title(ofInstrument: group.instrument)), .text(kind),
          .text(kind == "all" ? "" : name.isEmpty ? "not recorded" : name), .count(totals[index]),
        ] + cells[index].map { .count($0) } + [
          gate.share(cells[index][0], of: totals[index]),
          .count(assessments, gate),
          days.isEmpty
            ? .none(.noData)
            : gate.statistic(percentile(days.map(Double.init), 0.5), n: days.count),
        ],
        labels: labels(group.instrument, level: "B", reconciled: false)
      )
    }
  }
}
