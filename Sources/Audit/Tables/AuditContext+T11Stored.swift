import Reconciliation
import WireFormat

extension AuditContext {
  /// T11 by stored table: what was signed off beside what the families of the study give now.
  var storedLinkTable: AuditTable {
    let rows = storedLinks.flatMap { stored in
      stored.points.map { point in
        AuditRow(
          cells: [
            .text(
              stored.link.map { linkTitle($0) } ?? stored.table.areas.joined(separator: " and ")
            ),
            .text(stored.name), .text(stored.contentHash), .text(stored.table.status.rawValue),
            .text(stored.verdict), .text(point.code), .count(point.support, gate),
            gate.statistic(point.value, n: point.support),
            gate.statistic(point.standardError, n: point.support),
            .count(point.supportNow, gate), gate.statistic(point.now, n: point.supportNow),
            agreement(of: point),
          ],
          labels: storedLabels(stored)
        )
      }
    }
    return AuditTable(
      number: 11,
      name: "T11-stored",
      title: "Tables of links that are signed off, beside what the families give now",
      introduction: "A signed-off table is used as it stands, under its version. Families scored "
        + "since then may bear it out or not.",
      columns: [
        AuditColumn("pair", "Areas"), AuditColumn("table", "Table"),
        AuditColumn("content_hash", nil), AuditColumn("table_status", "Status"),
        AuditColumn("verdict", "Table and families"),
        AuditColumn("point", "Point of the first"), AuditColumn("table_support", nil, .count),
        AuditColumn("table_value", "Value", .figure(2)), AuditColumn("table_se", "SE", .figure(2)),
        AuditColumn("support", "Families now", .count),
        AuditColumn("value_now", "Value now", .figure(2)), AuditColumn("within_se", "Agrees"),
      ],
      rows: rows,
      notes: [
        "A point agrees when its value now is within 1.96 standard errors, as the table states them, of "
          + "the table’s value. The table agrees when every point does that both have."
      ],
      gaps: storedGaps
    )
  }

  private func agreement(of point: StoredLink.Point) -> AuditCell {
    guard let agrees = point.agrees else { return .none(.noSupport) }
    guard gate.isExact || min(point.support, point.supportNow) >= Disclosure.averageMin else {
      return .hidden
    }
    return .text(agrees ? "yes" : "no")
  }

  private var storedGaps: [AuditGap] {
    storedLinks.filter { $0.verdict != "agrees" }.map { stored in
      let sentence =
        switch stored.verdict {
        case "differs":
          "Families scored with both tools now give other values than the signed-off table, by more "
            + "than its own standard errors. It needs a review of the table by those who signed it off."
        case "no_data_now":
          "No families scored with both tools bear the signed-off table out. It needs such families, and "
            + "a list of the areas to link."
        default:
          "The signed-off table cannot be compared with the families: no point has a value and a "
            + "standard error in the table and a value now."
        }
      return AuditGap(
        table: "T11",
        code: "stored_table_\(stored.verdict)",
        subject: stored.name,
        sentence: sentence
      )
    }
  }

  private func storedLabels(_ stored: StoredLink) -> RowLabels {
    var labels = comparisonLabels(level: "C")
    labels.status = stored.table.status.rawValue
    labels.crosswalk = stored.table.crosswalk
    labels.notice = ["group-level only", labels.notice].filter { !$0.isEmpty }
      .joined(separator: "; ")
    return labels
  }
}
