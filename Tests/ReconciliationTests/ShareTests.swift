import Reconciliation
import Testing

/// What must hold for shares, their differences and their effective sizes.
@Suite struct ShareTests {
  @Test(arguments: [0.5, 0.9, 0.95, 0.99])
  func `Wilson limits hold the share and stay between 0 and 1`(level: Double) throws {
    for n in 1...40 {
      for x in 0...n {
        let proportion = Proportion(x: x, n: n, level: level)
        let share = try #require(proportion.share)

        #expect(try #require(proportion.low) >= 0)
        #expect(try #require(proportion.low) <= share)
        #expect(try #require(proportion.high) >= share)
        #expect(try #require(proportion.high) <= 1)
      }
    }
  }

  @Test func `a wider level gives wider limits`() throws {
    let narrow = Proportion(x: 7, n: 20, level: 0.8)
    let wide = Proportion(x: 7, n: 20, level: 0.99)

    #expect(try #require(wide.low) < #require(narrow.low))
    #expect(try #require(wide.high) > #require(narrow.high))
    #expect(Proportion(x: 7, n: 20) == Proportion(x: 7, n: 20, level: 0.95))
  }

  @Test func `a difference turned round is the same difference with its sign turned`() throws {
    let first = try #require(EstimateWithLimits(Proportion(x: 5, n: 21)))
    let second = try #require(EstimateWithLimits(Proportion(x: 30, n: 44)))

    let there = first.subtracting(second)
    let back = second.subtracting(first)

    #expect(there.estimate == -back.estimate)
    #expect((there.low + back.high).magnitude < 1e-12)
    #expect((there.high + back.low).magnitude < 1e-12)
    #expect(EstimateWithLimits(Proportion(x: 1, n: 0)) == nil)
  }

  @Test func `one stratum standardises to its crude share`() throws {
    let stratum = StandardisedProportion.Stratum(n: 40, x: 13, weight: 7)
    let crude = Proportion(x: 13, n: 40)

    let result = try StandardisedProportion([stratum])

    #expect((result.standardised - 13.0 / 40).magnitude < 1e-12)
    #expect((result.limits.low - (try #require(crude.low))).magnitude < 1e-12)
    #expect((try #require(result.effectiveSize) - 40).magnitude < 1e-9)
  }

  @Test func `a share of 0 or 1 has the limits of the crude share`() throws {
    let strata = [(3, 0.2), (9, 0.8)].map {
      StandardisedProportion.Stratum(n: $0.0, x: $0.0, weight: $0.1)
    }

    let result = try StandardisedProportion(strata)

    #expect(result.effectiveSize == nil)
    #expect(result.limits.low == Proportion(x: 12, n: 12).low)
    #expect(result.limits.high == 1)
  }

  @Test func `strata that cannot be standardised say why`() {
    #expect(throws: UndefinedReason.noData) { try StandardisedProportion([]) }
    #expect(throws: UndefinedReason.noData) {
      try StandardisedProportion([.init(n: 4, x: 2, weight: 1), .init(n: 0, x: 0, weight: 1)])
    }
    #expect(throws: UndefinedReason.impossibleCounts) {
      try StandardisedProportion([.init(n: 4, x: 5, weight: 1)])
    }
    #expect(throws: UndefinedReason.parameterOutOfRange) {
      try StandardisedProportion([.init(n: 4, x: 2, weight: -1)])
    }
  }

  @Test func `members who are alike within clusters say less`() {
    let alike = ClusterEffect(clusters: [[1, 1, 1], [5, 5, 5], [3, 3, 3]])
    let mixed = ClusterEffect(clusters: [[1, 5, 3], [5, 3, 1], [3, 1, 5]])
    let single = ClusterEffect(clusters: [[1], [5], [3]])

    #expect(alike.intraclassCorrelation == 1)
    #expect(alike.effectiveSize == 3)
    #expect(mixed.intraclassCorrelation == 0)
    #expect(mixed.effectiveSize == 9)
    #expect(single.designEffect == 1)
    #expect(ClusterEffect(clusters: []).effectiveSize == 0)
  }

  @Test func `noise floor and tool effect need their numbers of families`() throws {
    #expect(NoiseFloor(n: 29, discordant: 10).share == nil)
    #expect(NoiseFloor(n: 30, discordant: 12).share == 0.2)
    let few = try ToolEffect(try #require(JointCounts([[50, 20], [10, 19]])))
    let enough = try ToolEffect(try #require(JointCounts([[50, 20], [10, 20]])))

    #expect(few.estimate == nil)
    #expect(few.adjusted(EstimateWithLimits(0.1, low: 0, high: 0.2)) == nil)
    #expect((try #require(enough.estimate).estimate - 0.1).magnitude < 1e-12)
    #expect(throws: UndefinedReason.noData) {
      try ToolEffect(JointCounts(sourcePoints: 3, targetPoints: 3))
    }
  }
}
