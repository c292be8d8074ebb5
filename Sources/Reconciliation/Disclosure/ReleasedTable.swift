/// A table as it may leave the partnership.
package struct ReleasedTable: Hashable, Sendable {
  /// The policy that made it.
  package let policy: DisclosurePolicy
  /// The counts, rounded; `nil` where hidden.
  package let cells: [[Int?]]
  /// The rounded true totals of the rows; `nil` where hidden.
  package let rowTotals: [Int?]
  /// The rounded true totals of the columns; `nil` where hidden.
  package let columnTotals: [Int?]
  /// The rounded true total; `nil` when hidden.
  package let grandTotal: Int?
  /// Whole percentages of the row's total, reckoned from the released figures; `nil` where either is
  /// hidden or the total is zero.
  package let rowPercents: [[Int?]]
  /// Whether each row's percentages rest on few.
  package let rowNeedsCare: [Bool]
  /// The places that are hidden.
  package let hidden: Set<TablePlace>

  /// Makes the released table with the places that a policy hides for their own sake, and more.
  ///
  /// - Parameters:
  ///   - table: The true counts.
  ///   - policy: The policy.
  ///   - further: Places that are hidden to protect others.
  package init(_ table: CountTable, policy: DisclosurePolicy, further: Set<TablePlace> = []) {
    let hidden = Set(table.places.filter { policy.hides(table[$0]) }).union(further)
    func shown(_ place: TablePlace) -> Int? {
      hidden.contains(place) ? nil : policy.shown(table[place])
    }
    let cells = table.cells.indices.map { row in
      table.columnTotals.indices.map { shown(.cell(row, $0)) }
    }
    let rowTotals = table.rowTotals.indices.map { shown(.rowTotal($0)) }
    self.policy = policy
    self.hidden = hidden
    self.cells = cells
    self.rowTotals = rowTotals
    columnTotals = table.columnTotals.indices.map { shown(.columnTotal($0)) }
    grandTotal = shown(.grandTotal)
    rowPercents = zip(cells, rowTotals).map { row, total in
      row.map { cell in
        guard let cell, let total, total > 0 else { return nil }
        return (200 * cell + total) / (2 * total)
      }
    }
    rowNeedsCare = rowTotals.map { ($0 ?? 0) < policy.careBelow }
  }

  /// The places that are hidden for their own sake and of which too few values are possible.
  ///
  /// - Parameters:
  ///   - table: The true counts.
  ///   - hasTotals: Whether totals are released.
  /// - Returns: The places, in the order of the table.
  package func exposed(_ table: CountTable, hasTotals: Bool = true) -> [TablePlace] {
    let attack = DisclosureAttack(table, hidden: hidden, policy: policy, hasTotals: hasTotals)
    return guarded(table, hasTotals).filter { isExposed($0, to: attack) }
  }

  /// Whether no place that is hidden for its own sake is exposed.
  package func isSafe(_ table: CountTable, hasTotals: Bool = true) -> Bool {
    let attack = DisclosureAttack(table, hidden: hidden, policy: policy, hasTotals: hasTotals)
    return !guarded(table, hasTotals).contains { isExposed($0, to: attack) }
  }

  /// Whether too few values are possible of one place.
  func isExposed(_ place: TablePlace, _ table: CountTable, hasTotals: Bool) -> Bool {
    isExposed(
      place,
      to: DisclosureAttack(table, hidden: hidden, policy: policy, hasTotals: hasTotals)
    )
  }

  private func guarded(_ table: CountTable, _ hasTotals: Bool) -> [TablePlace] {
    table.places.filter { policy.hides(table[$0]) && (hasTotals || !$0.isTotal) }
  }

  private func isExposed(_ place: TablePlace, to attack: DisclosureAttack) -> Bool {
    guard let range = attack.range(of: place), let high = range.high else { return false }
    return high - range.low < policy.widthMin
  }
}
