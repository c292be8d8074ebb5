import Intake
import Reconciliation
import WireFormat

/// The tables of a study that may leave the partnership, under the rule of the policy in force.
struct ReleaseFigures {
  private let study: Study

  init(_ study: Study) {
    self.study = study
  }

  /// The section.
  var json: JSON {
    [
      "policy": .string(rule == .nhs ? "nhs-1-7/5" : rule.rawValue),
      "tables": [
        "directionByDistrict": directions.json(under: rule),
        "stepUpByDistrict": stepUps.json(under: rule),
      ],
    ]
  }

  private var rule: DisclosureRule { study.reference.library.disclosure.rule }

  /// Which way the compared outcome went, by the district of the main instrument's paired episodes.
  private var directions: ReleasedCounts {
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
    return ReleasedCounts(rows, columns: columns.map(\.rawValue))
  }

  private var stepUps: ReleasedCounts {
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
    return ReleasedCounts(rows, columns: columns)
  }
}

/// A table of counts as it may be released.
struct ReleasedCounts {
  private let rows: [(name: String, counts: [Int])]
  private let columns: [String]

  /// Sorts the rows by authority and district.
  init(_ rows: [[String]: [Int]], columns: [String]) {
    self.rows = rows.sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .map { ($0.key.joined(separator: "/"), $0.value) }
    self.columns = columns
  }

  /// The released cells, totals and percentages; nothing under a rule that releases nothing.
  func json(under rule: DisclosureRule) -> JSON {
    let table = try? CountTable(rows.map(\.counts))
    let released = table.flatMap { Reconciliation.released($0, under: rule) }
    let sign = rule.policy?.sign ?? ""
    let list = { (counts: [Int?]) -> JSON in
      .array(counts.map { $0.map { .count($0) } ?? .string(sign) })
    }
    return [
      "rows": .array(rows.map { .string($0.name) }),
      "cols": .array(columns.map { .string($0) }),
      "cells": .array((released?.cells ?? []).map(list)),
      "rowTotals": list(released?.rowTotals ?? []),
      "colTotals": list(released?.columnTotals ?? []),
      "grandTotal": released.map { list([$0.grandTotal]).array?.first ?? .null }
        ?? (table == nil ? 0 : .null),
      "rowPercents": .array((released?.rowPercents ?? []).map(list)),
      "interpretWithCare": .array((released?.rowNeedsCare ?? []).map { .bool($0) }),
    ]
  }
}
