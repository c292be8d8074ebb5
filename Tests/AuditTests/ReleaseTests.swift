import Audit
import Exports
import Reconciliation
import Testing

/// What someone can reckon of the counts that a released audit hides.
@Suite struct ReleaseTests {
  /// Files whose rows, or blocks of rows, are tables with their sums.
  private static let tables: [(file: String, block: [String], columns: [String], isSummed: Bool)] =
    [
      (
        "T07-change", ["authority", "tool", "outcome"],
        ["improved", "maintained", "maintained_at_top", "declined", "mixed"], false
      ),
      (
        "T07-areas", ["authority", "tool", "area"],
        ["improved", "maintained", "maintained_at_top", "declined"], false
      ),
      (
        "T08-baseline-band", ["authority"], ["improved", "maintained", "declined", "mixed"], true
      ),
      (
        "T04-completeness", ["authority", "tool", "split"],
        ["paired", "cross_version", "no_follow_up", "no_baseline", "only_family_view"], true
      ),
    ]

  @Test func `no count from 1 to 7 is shown, and every hidden one has three possible values`()
    throws
  {
    var hiddenCount = 0
    for (name, block, columns, isSummed) in Self.tables {
      let released = Records(try #require(try Reports.release.get().file("\(name).csv")))
      let exactRows = Records(try #require(try Reports.internal.get().file("\(name).csv")))
      var blocks: [[String]: [(shown: [String], counts: [Int])]] = [:]
      for (shown, exact) in zip(released.rows, exactRows.rows) {
        let counts = try columns.map { column in
          try #require(exactRows.value(column, exact).flatMap { Int($0) })
        }
        let key = block.map { released.value($0, shown) ?? "" }
        blocks[key, default: []].append((columns.map { released.value($0, shown) ?? "" }, counts))
      }
      for rows in blocks.values {
        let groups = isSummed ? [rows] : rows.map { [$0] }
        for group in groups {
          let table = try CountTable(group.map(\.counts))
          var hidden: Set<TablePlace> = []
          var zeros: Set<TablePlace> = []
          for (row, entry) in group.enumerated() {
            for (column, text) in entry.shown.enumerated() {
              // Where a whole table is withheld its zeros are too, though another table shows their sum.
              if text == "[c]" {
                hidden.insert(.cell(row, column))
                if entry.counts[column] == 0 { zeros.insert(.cell(row, column)) }
              }
              if let number = Int(text) { #expect(!(1...7).contains(number)) }
              #expect(!DisclosurePolicy.nhs.hides(entry.counts[column]) || text == "[c]")
            }
          }
          hiddenCount += hidden.count
          let totals = Set(
            (table.rowTotals.indices.map { TablePlace.rowTotal($0) }
              + table.columnTotals.indices.map { .columnTotal($0) } + [.grandTotal])
              .filter { DisclosurePolicy.nhs.hides(value($0, table)) }
          )
          let attack = DisclosureAttack(table, hidden: hidden.union(totals), policy: .nhs)
          for place in hidden {
            let range = try #require(attack.range(of: place))
            if zeros.contains(place), range.high == 0 { continue }
            #expect((range.high ?? .max) - range.low >= 2, "\(name) \(place)")
          }
        }
      }
    }
    #expect(hiddenCount > 20)
  }

  private func value(_ place: TablePlace, _ table: CountTable) -> Int {
    switch place {
    case .cell(let row, let column): table.cells[row][column]
    case .rowTotal(let row): table.rowTotals[row]
    case .columnTotal(let column): table.columnTotals[column]
    case .grandTotal: table.grandTotal
    }
  }

  @Test func `a release prints no decimals in shares and rounds counts to 5`() throws {
    let records = Records(try #require(try Reports.release.get().file("T07-change.csv")))
    for row in records.rows {
      for (name, text) in zip(records.heading, row) where name.contains("_percent") {
        #expect(!text.contains("."), "\(name)")
      }
      for column in ["n", "improved", "declined"] {
        guard let number = records.value(column, row).flatMap({ Int($0) }) else { continue }
        #expect(number.isMultiple(of: 5))
      }
    }
  }
}
