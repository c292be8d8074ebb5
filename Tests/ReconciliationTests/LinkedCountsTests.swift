import Reconciliation
import Testing

/// What someone can reckon who joins tables that share their totals.
@Suite struct LinkedCountsTests {
  /// A total that two tables break down in two ways.
  private struct Twice {
    var breakdowns: [[Int]]

    var total: LinkedCount { LinkedCount("total", breakdowns[0].reduce(0, +)) }

    func cells(_ place: Int) -> [LinkedCount] {
      breakdowns[place].enumerated().map { LinkedCount("\(place) \($0)", $1) }
    }

    var linked: LinkedCounts {
      var linked = LinkedCounts()
      for place in breakdowns.indices {
        linked.print(cells(place) + [total])
        linked.link(total, of: cells(place))
      }
      return linked
    }

    /// Every value of every small count that some tables have which agree with all that is printed,
    /// found by trying all of them.
    func possible(_ withheld: Set<LinkedCount>) -> [LinkedCount: Set<Int>] {
      let all = range(of: total, withheld)
      let found = breakdowns.indices.map { place in
        combinations(cells(place).map { range(of: $0, withheld) })
      }
      let totals = found.map { Set($0.map { $0.reduce(0, +) }) }.reduce(Set(all)) {
        $0.intersection($1)
      }
      var values: [LinkedCount: Set<Int>] = [:]
      if (1...7).contains(total.value) { values[total] = totals }
      for place in breakdowns.indices {
        for solution in found[place] where totals.contains(solution.reduce(0, +)) {
          for (cell, value) in zip(cells(place), solution) where (1...7).contains(cell.value) {
            values[cell, default: []].insert(value)
          }
        }
      }
      return values
    }

    private func range(of count: LinkedCount, _ withheld: Set<LinkedCount>) -> [Int] {
      if (1...7).contains(count.value) { return Array(1...7) }
      if withheld.contains(count) { return Array(0...30) }
      if count.value == 0 { return [0] }
      let shown = DisclosurePolicy.nhs.shown(count.value)
      return Array(max(8, shown - 2)...(shown + 2))
    }

    private func combinations(_ ranges: [[Int]]) -> [[Int]] {
      ranges.reduce([[]]) { found, range in
        found.flatMap { start in range.map { start + [$0] } }
      }
    }
  }

  @Test func `a total that one table must hide is hidden in the other that prints it`() {
    let both = Twice(breakdowns: [[7, 7, 0], [14, 0, 0]])

    let withheld = withheld(both.linked, under: .nhs)

    #expect((both.possible([])[LinkedCount("0 0", 7)] ?? []).count == 2)
    #expect(!withheld.isEmpty)
    #expect(both.possible(withheld).values.allSatisfy { $0.count >= 3 })
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `of every small count three values stay possible beside both tables`(_ seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    let first = (0..<3).map { _ in dice.index(below: 3) == 0 ? 0 : dice.index(below: 9) }
    var left = first.reduce(0, +)
    var second: [Int] = []
    for _ in 0..<2 {
      second.append(dice.index(below: left + 1))
      left -= second[second.count - 1]
    }
    let both = Twice(breakdowns: [first, second + [left]])

    let withheld = withheld(both.linked, under: .nhs)

    for (count, values) in both.possible(withheld) {
      #expect(values.count >= 3, "seed \(seed): \(count), \(both.breakdowns), \(withheld)")
    }
  }

  @Test func `what only stands in sums that tell nothing is left alone`() {
    var linked = LinkedCounts()
    let cells = [3, 21, 48].enumerated().map { LinkedCount("cell \($0)", $1) }
    linked.print(cells + [LinkedCount("all", 72)])
    linked.link(LinkedCount("all", 72), of: cells)

    #expect(withheld(linked, under: .nhs).isEmpty)
    #expect(!withheld(linked, under: .dfe).isEmpty)
    #expect(withheld(linked, under: .internal).isEmpty)
  }
}
