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
}

/// The gate that every figure passes on its way to a reader.
///
/// Percentages, differences and intervals of shares are reckoned from the counts that are shown, so
/// that none of them tells more than these do.
struct Disclosure: Sendable {
  let audience: AuditAudience

  /// Below so many a statistic that is no count tells too much of single families.
  static let averageMin = 8

  /// Whether decimals are printed.
  var isExact: Bool { audience == .internal }

  /// A count that stands alone.
  func count(_ number: Int) -> ShownCount {
    guard let policy = audience.policy else { return .shown(number) }
    return policy.hides(number) ? .hidden : .shown(policy.shown(number))
  }

  /// A table whose rows, columns and all are shown with their sums; it is protected as one.
  func table(_ cells: [[Int]], columns: Int) -> ShownTable {
    guard !cells.isEmpty, columns > 0,
      let table = try? CountTable(cells.map { $0.map { max(0, $0) } })
    else {
      // Nothing to count, or more than any study holds: nothing is told.
      let none = cells.isEmpty ? ShownCount.shown(0) : .hidden
      return ShownTable(
        cells: cells.map { _ in Array(repeating: none, count: max(0, columns)) },
        rowTotals: cells.map { _ in none },
        columnTotals: Array(repeating: none, count: max(0, columns)),
        grandTotal: none
      )
    }
    guard let policy = audience.policy else {
      return ShownTable(
        cells: table.cells.map { $0.map { .shown($0) } },
        rowTotals: table.rowTotals.map { .shown($0) },
        columnTotals: table.columnTotals.map { .shown($0) },
        grandTotal: .shown(table.grandTotal)
      )
    }
    let released = ComplementarySuppression.protect(table, policy: policy)
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

  /// A share of shown counts with its Wilson limits.
  func share(_ part: ShownCount, of whole: ShownCount) -> AuditCell {
    guard let x = part.value, let n = whole.value else { return .hidden }
    guard n > 0 else { return .none(.noData) }
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
