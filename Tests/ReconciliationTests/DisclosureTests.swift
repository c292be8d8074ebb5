import Reconciliation
import Testing

/// Tables that leave the partnership, against someone who solves for what is hidden.
@Suite struct DisclosureTests {
  private static func table(_ dice: inout Dice, rows: Int, columns: Int, max: Int) -> [[Int]] {
    (0..<rows).map { _ in (0..<columns).map { _ in dice.roll(max + 1) } }
  }

  @Test(arguments: 0..<60)
  func `an attacker's ranges are those of every table counted out`(seed: Int) throws {
    var dice = Dice(seed: UInt64(seed))
    let cells = Self.table(&dice, rows: 2, columns: 3, max: 4)
    let table = try CountTable(cells)
    let places = (0..<6).map { TablePlace.cell($0 / 3, $0 % 3) }
    let hidden = Set(places.filter { _ in dice.roll(3) > 0 })
    let attack = DisclosureAttack(table, hidden: hidden, policy: .dfe)
    let possible = Self.everyTable(like: cells, hidden: hidden)

    for (index, place) in places.enumerated() {
      let range = try #require(attack.range(of: place))

      #expect(range.low == possible.map { $0[index] }.min())
      #expect(range.high == possible.map { $0[index] }.max())
    }
  }

  /// Every table with the shown cells and with the sums of the true one.
  private static func everyTable(like cells: [[Int]], hidden: Set<TablePlace>) -> [[Int]] {
    let sums = cells.map { $0.reduce(0, +) }
    let columns = (0..<3).map { cells[0][$0] + cells[1][$0] }
    var found: [[Int]] = []
    for a in 0...sums[0] {
      for b in 0...(sums[0] - a) {
        let row = [a, b, sums[0] - a - b]
        let other = zip(columns, row).map { $0 - $1 }
        guard other.allSatisfy({ $0 >= 0 }) else { continue }
        let flat = row + other
        let agrees = flat.indices.allSatisfy {
          hidden.contains(.cell($0 / 3, $0 % 3)) || flat[$0] == cells[$0 / 3][$0 % 3]
        }
        if agrees { found.append(flat) }
      }
    }
    return found
  }

  @Test(arguments: 0..<12)
  func `rounded neighbours and hidden totals leave what every table counted out leaves`(
    seed: Int
  ) throws {
    var dice = Dice(seed: UInt64(seed))
    let cells = Self.table(&dice, rows: 2, columns: 2, max: 14)
    let table = try CountTable(cells)
    let released = ReleasedTable(table, policy: .nhs)
    let attack = DisclosureAttack(table, hidden: released.hidden, policy: .nhs)
    let choices = cells.flatMap { $0 }.map { count -> [Int] in
      if count == 0 { return [0] }
      return (1...7).contains(count)
        ? Array(1...7) : (8...20).filter { ($0 + 2) / 5 == (count + 2) / 5 }
    }

    var possible: [[Int]] = []
    for a in choices[0] {
      for b in choices[1] {
        for c in choices[2] {
          for d in choices[3]
          where ReleasedTable(try CountTable([[a, b], [c, d]]), policy: .nhs) == released {
            possible.append([a, b, c, d])
          }
        }
      }
    }

    for index in 0..<4 {
      let range = try #require(attack.range(of: .cell(index / 2, index % 2)))
      #expect(range.low == possible.map { $0[index] }.min())
      #expect(range.high == possible.map { $0[index] }.max())
    }
  }

  @Test(arguments: 0..<40)
  func `no small count of a protected table can be reckoned out`(seed: Int) throws {
    var dice = Dice(seed: UInt64(seed))
    let cells = Self.table(&dice, rows: 2 + dice.roll(4), columns: 2 + dice.roll(4), max: 30)
    let table = try CountTable(cells)

    let released = ComplementarySuppression.protect(table, policy: .dfe)

    let attack = DisclosureAttack(table, hidden: released.hidden, policy: .dfe)
    for (row, counts) in cells.enumerated() {
      for (column, count) in counts.enumerated() where (1...5).contains(count) {
        #expect(released.cells[row][column] == nil)
        let range = try #require(attack.range(of: .cell(row, column)))
        #expect((range.high ?? .max) - range.low >= 5)
      }
    }
    for (row, counts) in released.cells.enumerated() {
      for (column, count) in counts.enumerated() {
        #expect(count == nil || count == cells[row][column])
      }
    }
  }

  @Test func `one small count takes three others with it, and no more`() throws {
    let table = try CountTable([[20, 11, 3], [14, 9, 12], [31, 16, 8]])

    let released = ComplementarySuppression.protect(table, policy: .dfe)

    #expect(released.hidden.count == 4)
    #expect(released.isSafe(table))
    #expect(!ReleasedTable(table, policy: .dfe).isSafe(table))
  }

  @Test func `without totals nothing can be reckoned out`() throws {
    let table = try CountTable([[20, 11, 3], [14, 9, 12]])

    let released = ComplementarySuppression.protect(table, policy: .dfe, hasTotals: false)

    #expect(released.hidden == [.cell(0, 2)])
  }

  @Test(arguments: [
    [[3]], [[3, 40]], [[3], [50], [60]], [[1, 1], [1, 1]], [[0, 3], [0, 0]],
  ])
  func `a table too narrow for a cycle loses totals`(cells: [[Int]]) throws {
    let table = try CountTable(cells)

    let released = ComplementarySuppression.protect(table, policy: .dfe)

    #expect(released.isSafe(table))
  }

  @Test func `percentages come from rounded counts and are hidden with them`() throws {
    let released = ReleasedTable(
      try CountTable([[7, 8, 0], [0, 0, 0], [3, 1, 1]]),
      policy: .nhs
    )

    #expect(released.cells == [[nil, 10, 0], [0, 0, 0], [nil, nil, nil]])
    #expect(released.rowTotals == [15, 0, nil])
    #expect(released.rowPercents == [[nil, 67, 0], [nil, nil, nil], [nil, nil, nil]])
    #expect(released.rowNeedsCare == [true, true, true])
    #expect(released.grandTotal == 20)
  }

  @Test func `a hidden count that its rounded neighbours give away is found out`() throws {
    let table = try CountTable([[7, 52], [30, 48]])

    let released = ReleasedTable(table, policy: .nhs)
    let protected = ComplementarySuppression.protect(table, policy: .nhs)

    #expect(released.exposed(table) == [.cell(0, 0)])
    #expect(protected.isSafe(table))
  }

  @Test func `counts that cannot be make no table`() {
    #expect(throws: UndefinedReason.noData) { try CountTable([]) }
    #expect(throws: UndefinedReason.impossibleCounts) { try CountTable([[1, 2], [3]]) }
    #expect(throws: UndefinedReason.impossibleCounts) { try CountTable([[1, -2]]) }
    #expect(throws: UndefinedReason.impossibleCounts) { try CountTable([[.max, 2]]) }
  }
}
