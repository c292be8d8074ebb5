import Reconciliation
import Testing

/// Tests of change against counting everything out.
@Suite struct ChangeTests {
  @Test(arguments: 0..<40)
  func `the exact chance is that of all signs counted out`(seed: Int) throws {
    var dice = Dice(seed: UInt64(seed))
    let changes = (0..<(1 + dice.roll(11))).map { _ in Double(dice.roll(7) - 3) }
    for zeros in WilcoxonSignedRank.Zeros.allCases {
      guard let test = try? WilcoxonSignedRank(changes, zeros: zeros) else {
        #expect(changes.allSatisfy { $0 == 0 })
        continue
      }
      let ranked = zeros == .pratt ? changes : changes.filter { $0 != 0 }
      let ranks = zip(ranked, RankCorrelation.midRanks(ranked.map(\.magnitude)))
        .filter { $0.0 != 0 }.map(\.1)
      let total = ranks.reduce(0, +)
      let distance = (test.rankSumUp - total / 2).magnitude
      var extreme = 0
      for signs in 0..<(1 << ranks.count) {
        let sum = ranks.enumerated().reduce(0.0) {
          signs >> $1.offset & 1 == 1 ? $0 + $1.element : $0
        }
        if (sum - total / 2).magnitude >= distance { extreme += 1 }
      }

      let chance = try #require(test.pExact)

      #expect((chance - Double(extreme) / Double(1 << ranks.count)).magnitude < 1e-12)
      #expect((test.rankSumUp + test.rankSumDown - total).magnitude < 1e-12)
      #expect(test.changed == ranks.count)
    }
  }

  @Test func `equal changes are ties however their points are written`() throws {
    let changes = [0.3 - 0.2, 0.2 - 0.1, 0.1 - 0.2, 0.4 - 0.1]

    let test = try WilcoxonSignedRank(changes)

    #expect(test.rankSumUp == 2 + 2 + 4)
    #expect(test.rankSumDown == 2)
  }

  @Test func `beyond sixty that changed there is no exact chance`() throws {
    let many = (1...61).map(Double.init)

    #expect(try WilcoxonSignedRank(many).pExact == nil)
    #expect(try WilcoxonSignedRank(Array(many.dropLast())).pExact != nil)
    #expect(throws: UndefinedReason.noData) { try WilcoxonSignedRank([]) }
    #expect(throws: UndefinedReason.noNonzeroDifferences) { try WilcoxonSignedRank([0, 0]) }
  }

  @Test(arguments: 0..<40)
  func `delta is what all pairs counted out give`(seed: Int) throws {
    var dice = Dice(seed: UInt64(seed))
    let first = (0..<(2 + dice.roll(12))).map { _ in Double(dice.roll(6)) }
    let second = (0..<(2 + dice.roll(12))).map { _ in Double(dice.roll(6)) }
    let n = Double(first.count)
    let m = Double(second.count)
    let signs = first.map { a in second.map { b in a > b ? 1.0 : a < b ? -1 : 0 } }
    let delta = signs.flatMap { $0 }.reduce(0, +) / (n * m)
    let rows = signs.map { $0.reduce(0, +) / m - delta }.map { $0 * $0 }.reduce(0, +)
    let columns = second.indices.map { column in
      signs.map { $0[column] }.reduce(0, +) / n - delta
    }.map { $0 * $0 }.reduce(0, +)
    let cells = signs.flatMap { $0 }.map { ($0 - delta) * ($0 - delta) }.reduce(0, +)
    let variance = (m * m * rows + n * n * columns - cells) / (n * m * (n - 1) * (m - 1))

    let result = try CliffsDelta(first, second)
    let turned = try CliffsDelta(second, first)

    #expect((result.delta - delta).magnitude < 1e-12)
    #expect((try #require(result.variance) - variance).magnitude < 1e-12)
    #expect((turned.delta + delta).magnitude < 1e-12)
    let limits = try #require(result.limits)
    #expect((-1...1).contains(limits.low) && (-1...1).contains(limits.high))
    #expect(limits.low <= delta + 1e-12 && limits.high >= delta - 1e-12)
  }

  @Test func `groups that do not overlap have a limit on one side`() throws {
    let above = try CliffsDelta([5, 6, 7, 8, 9, 9], [1, 2, 2, 3])
    let below = try CliffsDelta([1, 2, 2, 3], [5, 6, 7, 8, 9, 9])

    #expect(above.delta == 1)
    #expect(above.limits?.high == 1)
    #expect(try #require(above.limits).low < 1)
    #expect(below.limits?.low == -1)
    #expect(below.limits?.high == -(try #require(above.limits).low))
    #expect(try CliffsDelta([1], [2, 3]).limits == nil)
    #expect(throws: UndefinedReason.noData) { try CliffsDelta([], [1]) }
  }

  @Test func `a reliable change has the sign of the scale`() throws {
    func verdict(_ first: Double, _ last: Double, up: Bool) throws -> ReliableChange.Verdict? {
      try ReliableChange(
        first: first,
        last: last,
        deviation: 2.2,
        reliability: 0.75,
        higherIsBetter: up
      ).verdict
    }

    #expect(try verdict(3, 7, up: true) == .improvement)
    #expect(try verdict(3, 7, up: false) == .deterioration)
    #expect(try verdict(7, 3, up: false) == .improvement)
    #expect(try verdict(3, 6, up: true) == ReliableChange.Verdict.none)
    let exact = try ReliableChange(first: 3, last: 4, deviation: 2, reliability: 1)
    #expect(exact.index == nil && exact.verdict == nil)
    #expect(throws: UndefinedReason.parameterOutOfRange) {
      try ReliableChange(first: 3, last: 4, deviation: 2, reliability: 1.2)
    }
  }

  @Test func `those picked above the mean come down as those below go up`() throws {
    func change(_ cutoff: Double, isBelow: Bool) throws -> Double {
      try ChangeStatistics.regressionToMean(
        mean: 5,
        deviation: 2,
        correlation: 0.6,
        cutoff: cutoff,
        isBelow: isBelow
      )
    }

    #expect((try change(4, isBelow: true) + change(6, isBelow: false)).magnitude < 1e-12)
    #expect(try change(4, isBelow: true) > 0)
    #expect(try ChangeStatistics.atLeastOne(chance: 0.5, areas: 3) == 0.875)
    #expect(try ChangeStatistics.atLeastOne(chance: 0.5, areas: 0) == 0)
    #expect(throws: UndefinedReason.parameterOutOfRange) {
      try ChangeStatistics.atLeastOne(chance: 1.5, areas: 3)
    }
    #expect(throws: UndefinedReason.tooFew) {
      try ChangeStatistics.standardisedResponseMean([1])
    }
  }
}
