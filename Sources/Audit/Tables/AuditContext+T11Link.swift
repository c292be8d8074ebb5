import Intake
import Reconciliation
import WireFormat

extension AuditContext {
  /// The links by id, as the aggregates have them.
  var links: [(id: String, json: JSON)] {
    (aggregates["link"]?["links"]?.object ?? [:]).filter { $0.value.object != nil }
      .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// T11: the gates first, and whether a link may be used at all.
  var gates: AuditTable {
    var gaps: [AuditGap] = []
    if links.isEmpty {
      gaps.append(
        AuditGap(
          table: "T11",
          code: "no_dual_scored",
          subject: "statistical link",
          sentence: "No score of one tool can be put where a score of the other stands. It needs "
            + "families scored with both tools within \(study.profile.policy.dualMaxDays) days, 400 "
            + "of them if they can be had, and a list of the areas to link."
        )
      )
    }
    if !study.evidence.links.faults.isEmpty {
      gaps.append(
        AuditGap(
          table: "T11",
          code: "unreadable_link_list",
          subject: "statistical link",
          sentence: "The list of areas to link cannot be read: "
            + study.evidence.links.faults.joined(separator: " ")
        )
      )
    }
    let stored = storedLinks
    let rows = links.map { id, link -> AuditRow in
      let tables = stored.filter { $0.link == link }
      let reasons = (link["reasons"]?.array ?? []).compactMap(\.string)
      let status = link["status"]?.string ?? ""
      if status != "validated" {
        gaps.append(
          AuditGap(
            table: "T11",
            code: "link_\(status)",
            subject: linkTitle(link),
            sentence: Self.sentence(status) + " "
              + reasons.map { Self.sentence(ofReason: $0) }.joined(separator: " ")
          )
        )
      }
      let n = link["n"]?.int.flatMap { Int(exactly: $0) } ?? 0
      return AuditRow(
        cells: [
          .text(linkTitle(link)),
          .text(
            Self.words(of: link["relationship"]?.string.flatMap { EdgeRelationship(rawValue: $0) })
          ), .text(status),
          .count(n, gate), effective(link["cluster"]?["nEff"]), figure(link["spearman"], n),
          figure(link["maxBootstrapSE"], n), figure(link["maxRmsd"], n),
          figure(link["crossValidatedQWK"], n), figure(link["sameRaterShare"], n),
          .text(reasons.joined(separator: "; ")),
          .text(tables.map { "\($0.name) \($0.verdict)" }.joined(separator: "; ")),
        ],
        labels: linkLabels(status)
      )
    }
    return AuditTable(
      number: 11,
      name: "T11-gates",
      title: "Which areas may be linked, and how far",
      introduction: "A link says which score of one tool stands where a score of the other stands, "
        + "for groups of families only; it is never a prediction for one family. Every gate is "
        + "judged before any link is shown.",
      columns: [
        AuditColumn("pair", "Areas"), AuditColumn("relationship", "Relationship"),
        AuditColumn("status", "Status"), AuditColumn("n", "Families", .count),
        AuditColumn("n_effective", "Effective", .count),
        AuditColumn("spearman", "Spearman", .figure(2)),
        AuditColumn("max_bootstrap_se", "Largest SE", .figure(2)),
        AuditColumn("max_rmsd", "Largest RMSD", .figure(2)),
        AuditColumn("cv_kappa", "Cross-validated kappa", .figure(2)),
        AuditColumn("same_rater_share", "Same rater", .percent),
        AuditColumn("reasons", nil), AuditColumn("stored_tables", "Signed-off table"),
      ],
      rows: rows,
      notes: [
        "Refused: no numbers. Exploratory: for analysts. Provisional: inside the partnership, in "
          + "bands. Why a link is short of validated stands on the last page.",
        "RMSD: how much the link differs between groups of families, in points of the second tool.",
      ],
      gaps: gaps
    )
  }

  /// T11 by point: the bands in which a score of one tool lies on the other.
  var concordance: AuditTable {
    let rows = links.flatMap { _, link -> [AuditRow] in
      (link["rows"]?.array ?? []).map { row in
        let support = row["supportN"]?.int.flatMap { Int(exactly: $0) } ?? 0
        let band = (row["band"]?.array ?? []).compactMap(\.int)
        let isShown = gate.isExact || support >= Disclosure.averageMin
        let bandText =
          band.count == 2 ? (band[0] == band[1] ? "\(band[0])" : "\(band[0]) to \(band[1])") : ""
        return AuditRow(
          cells: [
            .text(linkTitle(link)), .text(row["code"]?.string ?? ""), .count(support, gate),
            .text(row["status"]?.string ?? ""),
            bandText.isEmpty ? .none(.noSupport) : isShown ? .text(bandText) : .hidden,
            row["clipped"]?.number.map { value in
              gate.statistic(
                value,
                low: row["low"]?.number.map { clipped($0, link) },
                high: row["high"]?.number.map { clipped($0, link) },
                n: support
              )
            } ?? .none(.noSupport),
            figure(row["se"], support),
          ],
          labels: linkLabels(link["status"]?.string ?? "")
        )
      }
    }
    return AuditTable(
      number: 11,
      name: "T11-concordance",
      title: "Where a score of one tool lies on the other (group-level only)",
      introduction: "The band is what may be said; the value with decimals is for the annex of an "
        + "analyst and stands in the file.",
      columns: [
        AuditColumn("pair", "Areas"), AuditColumn("point", "Point of the first"),
        AuditColumn("support", "Families", .count), AuditColumn("row_status", "Support"),
        AuditColumn("band", "Common bands of the second"),
        AuditColumn("value", nil, .figureWithLimits(2)), AuditColumn("se", nil, .figure(2)),
      ],
      rows: rows,
      notes: ["A point with fewer than 5 families has no value; from 5 to 9 it is weak."]
    )
  }

  /// T11 as chances: how likely each point of the other tool is, given one.
  var conditional: AuditTable {
    let rows = links.flatMap { _, link -> [AuditRow] in
      let codes = (link["rows"]?.array ?? []).map { $0["code"]?.string ?? "" }
      let support = (link["rows"]?.array ?? []).map {
        $0["supportN"]?.int.flatMap { Int(exactly: $0) } ?? 0
      }
      let target = LinkScale.target(of: link, study)
      return (link["conditionalTargetGivenSource"]?.array ?? []).enumerated().flatMap {
        index,
        row -> [AuditRow] in
        (row.array ?? []).enumerated().map { place, chance in
          let n = support.indices.contains(index) ? support[index] : 0
          let point = target?.codes.indices.contains(place) == true ? target?.codes[place] : nil
          return AuditRow(
            cells: [
              .text(linkTitle(link)), .text(codes.indices.contains(index) ? codes[index] : ""),
              .text(point ?? "\(place + 1)"), .count(n, gate), figure(chance, n),
            ],
            labels: linkLabels(link["status"]?.string ?? "")
          )
        }
      }
    }
    var table = AuditTable(
      number: 11,
      name: "T11-conditional",
      title: "How likely each point of the second tool is, given a point of the first",
      introduction: "",
      columns: [
        AuditColumn("pair", "Areas"), AuditColumn("point", "Point of the first"),
        AuditColumn("target", "Point of the second"), AuditColumn("support", "Families", .count),
        AuditColumn("chance", "Chance", .percent),
      ],
      rows: rows
    )
    table.isOnPage = false
    return table
  }

  /// T11 by group: whether the link is the same for all families.
  var invariance: AuditTable {
    let rows = links.flatMap { _, link -> [AuditRow] in
      (link["invariance"]?.object ?? [:]).sorted { $0.key < $1.key }.map { name, entry in
        let sizes = (entry["groups"]?.object ?? [:]).compactMap { $0.value.int }
        let smallest = sizes.min().flatMap { Int(exactly: $0) } ?? 0
        return AuditRow(
          cells: [
            .text(linkTitle(link)), .text(name), .count(.shown(sizes.count)),
            .count(smallest, gate), figure(entry["remsd"], smallest),
            figure(entry["maxRmsdSupported"], smallest),
          ],
          labels: linkLabels(link["status"]?.string ?? "")
        )
      }
    }
    return AuditTable(
      number: 11,
      name: "T11-invariance",
      title: "Whether a link is the same for all groups of families",
      introduction: "A link that differs between groups would favour one of them.",
      columns: [
        AuditColumn("pair", "Areas"), AuditColumn("groups_by", "Groups by"),
        AuditColumn("groups", "Groups", .count), AuditColumn("smallest", "Smallest", .count),
        AuditColumn("remsd", "REMSD", .figure(2)),
        AuditColumn("max_rmsd", "Largest RMSD", .figure(2)),
      ],
      rows: rows,
      notes: ["Half a point is the difference that matters; above it the link is exploratory."]
    )
  }

  func linkTitle(_ link: JSON) -> String {
    let areas = (link["areas"]?.array ?? []).compactMap(\.string)
    let pair = study.profile.mapping.sources.first { $0.kind == .dual }?.pair ?? []
    return zip(areas, pair).map { title(ofArea: $0, in: $1) }.joined(separator: " and ")
  }

  /// A value held to the scale of the second tool.
  private func clipped(_ value: Double, _ link: JSON) -> Double {
    guard let numbers = LinkScale.target(of: link, study)?.axis.values, let low = numbers.first,
      let high = numbers.last
    else { return value }
    return min(max(value, low), high)
  }

  /// How many independent families would say as much, rounded as counts are.
  private func effective(_ json: JSON?) -> AuditCell {
    guard let size = json?.number, size.isFinite, (0...1e9).contains(size) else {
      return .none(.noData)
    }
    return .count(Int(size.rounded(.down)), gate)
  }

  func figure(_ json: JSON?, _ n: Int) -> AuditCell { gate.statistic(json?.number, n: n) }

  private func linkLabels(_ status: String) -> RowLabels {
    var labels = comparisonLabels(level: "C")
    labels.status = status
    labels.notice = ["group-level only", labels.notice].filter { !$0.isEmpty }
      .joined(separator: "; ")
    return labels
  }

  private static func sentence(_ status: String) -> String {
    switch status {
    case "refused": "The link is refused and no number of it counts."
    case "exploratory": "The link is exploratory: for analysts, never for a report."
    default: "The link is provisional: for use inside the partnership, in bands."
    }
  }

  private static func sentence(ofReason code: String) -> String {
    switch code {
    case "design_not_single_group":
      "It needs the same families scored with both tools."
    case "relationship_does_not_permit_linking":
      "The two areas are only related; no amount of data makes them the same thing."
    case "n_effective_below_50", "n_effective_50_199", "n_effective_200_399":
      "It needs more families: 400 independent ones for a validated link."
    case "association_below_0.60", "association_0.60_0.75", "association_0.75_0.866":
      "The tools agree too little about the order of families; with raters as reliable as these "
        + "more data may not change it."
    case "bootstrap_se_above_half_unit": "The values are uncertain by more than half a point."
    case "not_population_invariant": "The link differs between groups of families."
    case "invariance_not_testable":
      "Whether it is the same for all families cannot be tested: the smallest group needs 100."
    case "same_rater_scored_both":
      "Mostly one person scored both tools; it needs two people for at least half of the families."
    case "crosswalk_not_approved", "crosswalk_not_signed_off":
      "The crosswalk needs the sign-off of both authorities."
    default: "Short of validated by \(code.replacing("_", with: " "))."
    }
  }
}

extension LinkScale {
  /// The scale of the second area of a link.
  static func target(of link: JSON, _ study: Study) -> LinkScale? {
    let areas = (link["areas"]?.array ?? []).compactMap(\.string)
    let pair = study.profile.mapping.sources.first { $0.kind == .dual }?.pair ?? []
    guard areas.count == 2, pair.count == 2 else { return nil }
    return LinkScale(pair[1], areas[1], study)
  }

  /// The scale of the first area of a link.
  static func source(of link: JSON, _ study: Study) -> LinkScale? {
    let areas = (link["areas"]?.array ?? []).compactMap(\.string)
    let pair = study.profile.mapping.sources.first { $0.kind == .dual }?.pair ?? []
    guard areas.count == 2, pair.count == 2 else { return nil }
    return LinkScale(pair[0], areas[0], study)
  }
}
