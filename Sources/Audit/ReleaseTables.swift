import Intake
import Reconciliation
import WireFormat

/// The tables of a study that may leave the partnership, under the rule of NHS Digital for counts
/// below the national level.
struct ReleaseTables {
  private let study: Study

  init(_ study: Study) {
    self.study = study
  }

  /// The section.
  var json: JSON {
    [
      "policy": "nhs-1-7/5",
      "tables": [
        "directionByDistrict": directions.json, "stepUpByDistrict": stepUps.json,
      ],
    ]
  }

  /// Which way the compared outcome went, by the district of the main instrument's paired episodes.
  private var directions: ReleasedTable {
    let policy = study.profile.policy
    let columns = AuditedDirection.allCases
    var rows: [[String]: [Int]] = [:]
    for (group, episodes) in study.progress.grouped(by: .district) {
      guard policy.progress.mainInstrument(of: group.authority) == group.instrument,
        study.reference.crosswalks[group.instrument]?.usable != nil
      else { continue }
      var counts = Array(repeating: 0, count: columns.count)
      for episode in episodes where episode.progress.status == .paired {
        let outcome = episode.progress.outcomes.first { $0.outcome == policy.comparisonOutcome }
        guard let direction = outcome?.direction else { continue }
        counts[AuditedDirection(direction).place] += 1
      }
      rows[[group.authority, group.group ?? ""]] = counts
    }
    return ReleasedTable(rows, columns: columns.map(\.rawValue))
  }

  private var stepUps: ReleasedTable {
    let columns = SupportCode.stepUps(of: study)
    var rows: [[String]: [Int]] = [:]
    for authority in study.profile.authorities {
      let closed = AuthorityFigures(authority, study).closed.map(\.imported)
      for (district, episodes) in Dictionary(grouping: closed, by: { $0.district ?? "" }) {
        rows[[authority, district]] = columns.map { event in
          episodes.count { $0.stepUp == event }
        }
      }
    }
    return ReleasedTable(rows, columns: columns)
  }
}

/// A table of counts as it may be released.
struct ReleasedTable {
  private let rows: [(name: String, counts: [Int])]
  private let columns: [String]

  /// Sorts the rows by authority and district.
  init(_ rows: [[String]: [Int]], columns: [String]) {
    self.rows = rows.sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .map { ($0.key.joined(separator: "/"), $0.value) }
    self.columns = columns
  }

  /// The released cells, totals and percentages.
  var json: JSON {
    let table = rows.map(\.counts)
    let totals = table.map { $0.reduce(0, +) }
    let columnTotals = columns.indices.map { column in table.reduce(0) { $0 + $1[column] } }
    return [
      "rows": .array(rows.map { .string($0.name) }),
      "cols": .array(columns.map { .string($0) }),
      "cells": .array(table.map { row in .array(row.map { ReleasedCount($0).json }) }),
      "rowTotals": .array(totals.map { ReleasedCount($0).json }),
      "colTotals": .array(columnTotals.map { ReleasedCount($0).json }),
      "grandTotal": ReleasedCount(totals.reduce(0, +)).json,
      "rowPercents": .array(
        zip(table, totals).map { row, total in
          .array(row.map { ReleasedCount($0).percent(of: ReleasedCount(total)) })
        }
      ),
      "interpretWithCare": .array(
        totals.map { total in .bool((ReleasedCount(total).value ?? 0) < 20) }
      ),
    ]
  }
}

/// A count under the rule of NHS Digital: 1 to 7 hidden, others to the nearest five, zero shown.
private struct ReleasedCount {
  /// The released number; `nil` when it is hidden.
  let value: Int?

  init(_ count: Int) {
    value = (1...7).contains(count) ? nil : (count + 2) / 5 * 5
  }

  var json: JSON { value.map { .count($0) } ?? "*" }

  /// The share of a total in whole percent, half up, from released numbers alone.
  func percent(of total: ReleasedCount) -> JSON {
    guard let value, let total = total.value, total > 0 else { return "*" }
    return .count((200 * value + total) / (2 * total))
  }
}
