import Instruments
import Reconciliation
import Testing

@Suite struct AreaProgressTests {
  private func result(
    _ first: String?,
    _ last: String?,
    noIssue: NoIssuePolicy = .exclude
  ) throws -> AreaResult? {
    let pack = try inventedPack(areas: ["a"], scale: .five)
    let before = try reading("r1", "2025-01-20", scores: first.map { ["a": $0] } ?? [:])
    let after = try reading("r2", "2025-06-20", scores: last.map { ["a": $0] } ?? [:])
    return areaProgress(
      first: (before, pack),
      last: (after, pack),
      crosswalk: nil,
      noIssue: noIssue
    ).first?.result
  }

  @Test(arguments: ["notScored", "declined", "unknown", "99", nil])
  func `an answer that is no score has no direction`(code: String?) throws {
    #expect(try result(code, "3") == .noDirection)
    #expect(try result("3", code) == .noDirection)
  }

  @Test(arguments: ["notApplicable", "noIssue"])
  func `an answer that leaves the denominator does so even beside one that is missing`(
    code: String
  ) throws {
    #expect(try result(code, "3") == .notApplicable)
    #expect(try result("3", code) == .notApplicable)
    #expect(try result(code, "notScored") == .notApplicable)
    #expect(try result(nil, code) == .notApplicable)
  }

  @Test func `no issue counts as the best point when the policy says so`() throws {
    #expect(
      try result("2", "noIssue", noIssue: .top) == .directed(.improved, pointsMoved: 3)
    )
    #expect(
      try result("noIssue", "5", noIssue: .top) == .directed(.maintainedAtTop, pointsMoved: 0)
    )
    #expect(try result("notApplicable", "5", noIssue: .top) == .notApplicable)
  }

  @Test func `no issue is the lowest code where lower is better`() throws {
    let pack = try inventedPack(areas: ["a"], scale: .reversed)

    let areas = areaProgress(
      first: (try reading("r1", "2025-01-20", scores: ["a": "4"]), pack),
      last: (try reading("r2", "2025-06-20", scores: ["a": "noIssue"]), pack),
      crosswalk: nil,
      noIssue: .top
    )

    #expect(areas.first?.result == .directed(.improved, pointsMoved: 4))
    #expect(areas.first?.firstStage == 3)
    #expect(areas.first?.lastStage == 7)
  }

  @Test func `a point within one stage moves without a direction`() throws {
    let pack = try inventedPack(areas: ["a"], scale: .ten)

    let areas = areaProgress(
      first: (try reading("r1", "2025-01-20", scores: ["a": "3"]), pack),
      last: (try reading("r2", "2025-06-20", scores: ["a": "4"]), pack),
      crosswalk: nil,
      noIssue: .exclude
    )

    #expect(
      areas == [
        AreaProgress(
          area: "a",
          first: "3",
          last: "4",
          firstStage: 2,
          lastStage: 2,
          result: .directed(.maintained, pointsMoved: 1)
        )
      ]
    )
  }

  @Test func `editions with other points are compared by stage and move by no points`() throws {
    let old = try inventedPack(areas: ["a", "gone"], scale: .ten)
    let scale = InventedScale(
      id: "short",
      codes: (1...5).map(String.init),
      stages: [1, 2, 3, 4, 5]
    )
    let new = try inventedPack(edition: "2", areas: ["a", "added"], scale: scale)

    let areas = areaProgress(
      first: (try reading("r1", "2025-01-20", scores: ["a": "3", "gone": "3"]), old),
      last: (try reading("r2", "2025-06-20", scores: ["a": "3", "added": "3"]), new),
      crosswalk: nil,
      noIssue: .exclude
    )

    #expect(areas.map(\.area) == ["a", "gone", "added"])
    #expect(
      areas.map(\.result) == [
        .directed(.improved, pointsMoved: nil), .noDirection, .noDirection,
      ]
    )
  }
}
