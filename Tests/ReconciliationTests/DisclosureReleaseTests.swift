import Reconciliation
import Testing

/// The one function that hides small numbers, and the guard between releases.
@Suite struct DisclosureReleaseTests {
  @Test func `the rule decides what is shown`() throws {
    let table = try CountTable([[12, 3, 0], [20, 30, 8]])

    let nhs = try #require(released(table, under: .nhs))
    #expect(nhs.cells == [[10, nil, 0], [20, 30, 10]])
    #expect(nhs.rowTotals == [15, 60])
    #expect(released(table, under: .internal) == nil)
    let dfe = try #require(released(table, under: .dfe))
    #expect(dfe.cells[0][1] == nil)
    // One hidden number alone could be reckoned out of the totals, so others are hidden with it.
    #expect(dfe.hidden.count > 1)
    #expect(dfe.isSafe(table))
  }

  @Test(arguments: [(0, false), (1, true), (7, true), (8, false)])
  func `one to seven families tell two releases apart`(difference: Int, isClose: Bool) {
    let base = Set((0..<40).map { "f\($0)" })
    let more = base.union((0..<difference).map { "g\($0)" })
    let earlier = ReleasedCohort(rows: ["district/North/Hill": base, "all/North/": base])
    let later = ReleasedCohort(rows: ["district/North/Hill": more, "district/South/Fen": base])

    #expect(later.rowTooClose(to: earlier) == (isClose ? "district/North/Hill" : nil))
    #expect(earlier.rowTooClose(to: later) == (isClose ? "district/North/Hill" : nil))
  }
}
