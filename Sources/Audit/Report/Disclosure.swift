import Reconciliation

/// A count as a reader may see it.
enum ShownCount: Hashable, Sendable {
  case shown(Int)
  /// Too small, or needed to keep a small one from being reckoned out.
  case hidden

  /// The number that is shown.
  var value: Int? {
    guard case .shown(let number) = self else { return nil }
    return number
  }
}

/// A table of counts as a reader may see it.
struct ShownTable: Hashable, Sendable {
  let cells: [[ShownCount]]
  let rowTotals: [ShownCount]
  let columnTotals: [ShownCount]
  let grandTotal: ShownCount

  /// A table of which nothing is told.
  static func hidden(rows: Int, columns: Int) -> Self {
    ShownTable(
      cells: Array(repeating: Array(repeating: .hidden, count: columns), count: rows),
      rowTotals: Array(repeating: .hidden, count: rows),
      columnTotals: Array(repeating: .hidden, count: columns),
      grandTotal: .hidden
    )
  }
}

/// The gate that every figure passes on its way to a reader.
///
/// Percentages, differences and intervals of shares are reckoned from the counts that are shown, so
/// that none of them tells more than these do. Counts are shown by the one function of disclosure
/// control, under the rule of the stored policy.
struct Disclosure: Sendable {
  let audience: AuditAudience
  /// The rule of the policy in force.
  let rule: DisclosureRule
  /// What is hidden because of other tables of the same audit.
  var withheld: Set<LinkedCount> = []
  /// Where counts are noted that are shown in several tables; `nil` when that is done.
  var notes: CountNotes?

  /// Below so many a statistic that is no count tells too much of single families.
  static let averageMin = 8

  /// Whether decimals are printed.
  var isExact: Bool { audience == .internal }

  /// What is hidden and how counts are rounded; `nil` where none are.
  var policy: DisclosurePolicy? { isExact ? nil : rule.policy }

  /// A count that stands alone.
  func count(_ number: Int) -> ShownCount { table([[number]], columns: 1).grandTotal }

  /// A count that stands in other tables too.
  func count(_ count: LinkedCount) -> ShownCount {
    notes?.print([count])
    return shown([[count.value]]) { _ in withheld.contains(count) }.grandTotal
  }

  /// A table whose rows, columns and all are shown with their sums; it is protected as one.
  func table(_ cells: [[Int]], columns: Int) -> ShownTable {
    guard !cells.isEmpty, columns > 0 else {
      // Nothing to count.
      return ShownTable(
        cells: cells.map { _ in [] },
        rowTotals: cells.map { _ in .shown(0) },
        columnTotals: Array(repeating: .shown(0), count: max(0, columns)),
        grandTotal: .shown(0)
      )
    }
    return shown(cells) { _ in false }
  }

  /// A table whose counts stand in other tables too; it is protected with these.
  func table(_ table: NamedTable) -> ShownTable {
    notes?.note(table)
    guard !table.cells.isEmpty, !table.columns.isEmpty else {
      return self.table(table.cells.map { _ in [] }, columns: table.columns.count)
    }
    return shown(table.cells.map { $0.map(\.value) }) { withheld.contains(table[$0]) }
  }

  private func shown(_ cells: [[Int]], _ isWithheld: (TablePlace) -> Bool) -> ShownTable {
    guard let table = try? CountTable(cells.map { $0.map { max(0, $0) } }) else {
      // More than any study holds: nothing is told.
      return .hidden(rows: cells.count, columns: cells.first?.count ?? 0)
    }
    guard !isExact else {
      return ShownTable(
        cells: table.cells.map { $0.map { .shown($0) } },
        rowTotals: table.rowTotals.map { .shown($0) },
        columnTotals: table.columnTotals.map { .shown($0) },
        grandTotal: .shown(table.grandTotal)
      )
    }
    let withheld = Set(table.places.filter(isWithheld))
    guard let released = released(table, under: rule, withholding: withheld) else {
      return .hidden(rows: table.rowTotals.count, columns: table.columnTotals.count)
    }
    let shown = { (count: Int?) in count.map { ShownCount.shown($0) } ?? .hidden }
    return ShownTable(
      cells: released.cells.map { $0.map(shown) },
      rowTotals: released.rowTotals.map(shown),
      columnTotals: released.columnTotals.map(shown),
      grandTotal: shown(released.grandTotal)
    )
  }

  /// One row of counts with their sum.
  func row(_ cells: [Int]) -> (cells: [ShownCount], total: ShownCount) {
    let table = table([cells], columns: cells.count)
    return (table.cells.first ?? [], table.grandTotal)
  }

  /// One row of counts with their sum, which stand in other tables too.
  func row(_ cells: [LinkedCount], total: String) -> (cells: [ShownCount], total: ShownCount) {
    let table = table(
      NamedTable(cells: [cells], rows: [total], columns: cells.map(\.name), total: total)
    )
    return (table.cells.first ?? [], table.grandTotal)
  }

  /// A share of shown counts with its Wilson limits.
  func share(_ part: ShownCount, of whole: ShownCount) -> AuditCell {
    guard let x = part.value, let n = whole.value else { return .hidden }
    guard n > 0 else { return .none(.noData) }
    guard isExact || n >= Self.averageMin else { return .hidden }
    let share = Proportion(x: min(x, n), n: n)
    guard let value = share.share else { return .none(.noData) }
    return .estimate(value, low: share.low, high: share.high)
  }

  /// Half the share of a count, as a noise floor is one, with no limits.
  func halfShare(_ part: Int, of whole: Int) -> AuditCell {
    let shown = row([part, whole - part])
    guard case .estimate(let share, _, _) = self.share(shown.cells[0], of: shown.total) else {
      return self.share(shown.cells[0], of: shown.total)
    }
    return .estimate(share / 2, low: nil, high: nil)
  }

  /// The net improvement of shown counts.
  func net(up: ShownCount, down: ShownCount, of whole: ShownCount) -> AuditCell {
    guard let up = up.value, let down = down.value, let n = whole.value else { return .hidden }
    guard n > 0 else { return .none(.noData) }
    guard isExact || n >= Self.averageMin else { return .hidden }
    // Rounded parts may exceed their rounded sum.
    let net = NetImprovement(up: up, down: down, n: max(n, up + down))
    guard let value = net.raw else { return .none(.noData) }
    return .estimate(value, low: net.low, high: net.high)
  }

  /// A statistic that rests on some families.
  func statistic(_ value: Double?, low: Double? = nil, high: Double? = nil, n: Int) -> AuditCell {
    guard let value, value.isFinite else { return .none(.noData) }
    guard isExact || n >= Self.averageMin else { return .hidden }
    return .estimate(value, low: low, high: high)
  }
}
