import Reconciliation
import WireFormat

/// What may leave the partnership of a table of counts.
extension CaseAnswers {
  static func disclosureNHS(_ input: CaseInput) throws(CaseProblem) -> JSON {
    let table = try table(input)
    let released = ReleasedTable(table, policy: .nhs)
    let sign = released.policy.sign
    return [
      "cells": shown(released.cells, sign), "rowTotals": shown(released.rowTotals, sign),
      "colTotals": shown(released.columnTotals, sign),
      "grandTotal": released.grandTotal.map { .count($0) } ?? .string(sign),
      "rowPercents": shown(released.rowPercents, sign),
      "interpretWithCare": .array(released.rowNeedsCare.map { .bool($0) }),
      "exposed": .array(released.exposed(table).map { .string(name(of: $0)) }),
    ]
  }

  static func disclosureSecondary(_ input: CaseInput) throws(CaseProblem) -> JSON {
    let table = try table(input)
    let hidden = try hiddenCounts(input)
    let hasTotals = try input.flag("publishedTotals", default: true)
    let policy = DisclosurePolicy.hiding(hidden)
    let released = ComplementarySuppression.protect(table, policy: policy, hasTotals: hasTotals)
    let attack = DisclosureAttack(
      table,
      hidden: released.hidden,
      policy: policy,
      hasTotals: hasTotals
    )
    var ranges: [String: JSON] = [:]
    var suppressed = 0
    for row in table.cells.indices {
      for column in table.columnTotals.indices
      where released.hidden.contains(.cell(row, column)) {
        suppressed += 1
        guard let range = attack.range(of: .cell(row, column)) else { continue }
        ranges["\(row),\(column)"] = [
          .count(range.low), range.high.map { .count($0) } ?? .null,
        ]
      }
    }
    let cells = shown(released.cells, policy.sign)
    var answer: [String: JSON] = [
      "cells": cells, "pattern": cells, "oneAcceptablePattern": cells,
      "cellsSuppressed": .count(suppressed), "minimumCellsSuppressed": .count(suppressed),
      "attackerRanges": .object(ranges), "attackerRangesForThatPattern": .object(ranges),
      "exposed": .array(
        released.exposed(table, hasTotals: hasTotals).map { .string(name(of: $0)) }
      ),
    ]
    if hasTotals {
      answer["rowTotals"] = shown(released.rowTotals, policy.sign)
      answer["colTotals"] = shown(released.columnTotals, policy.sign)
      answer["grandTotal"] = released.grandTotal.map { .count($0) } ?? .string(policy.sign)
    }
    return .object(answer)
  }

  /// The largest table that is protected.
  private static let cellsMax = 1000

  private static func table(_ input: CaseInput) throws(CaseProblem) -> CountTable {
    let counts = try input.countTable("counts")
    guard counts.count * (counts.first?.count ?? 0) <= cellsMax else { throw .tooLarge("counts") }
    do {
      return try CountTable(counts)
    } catch {
      throw .undefined(error)
    }
  }

  /// `1..5`, or the same with one more dot or a dash.
  private static func hiddenCounts(_ input: CaseInput) throws(CaseProblem) -> ClosedRange<Int> {
    guard input.has("primaryRule") else { return 1...5 }
    let numbers = try input.text("primaryRule").split { !$0.isNumber }.map { Int($0) }
    guard numbers.count == 2, let low = numbers[0], let high = numbers[1], low >= 1, low <= high,
      high <= 1000
    else { throw .unreadable("primaryRule") }
    return low...high
  }

  private static func shown(_ counts: [Int?], _ sign: String) -> JSON {
    .array(counts.map { count in count.map { .count($0) } ?? .string(sign) })
  }

  private static func shown(_ rows: [[Int?]], _ sign: String) -> JSON {
    .array(rows.map { shown($0, sign) })
  }

  private static func name(of place: TablePlace) -> String {
    switch place {
    case .cell(let row, let column): "\(row),\(column)"
    case .rowTotal(let row): "rowTotal \(row)"
    case .columnTotal(let column): "colTotal \(column)"
    case .grandTotal: "grandTotal"
    }
  }
}
