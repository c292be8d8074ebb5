import Reconciliation
import Testing

/// The study of one pair of areas, and the gates it ends in.
@Suite struct LinkStudyTests {
  private static func scores(_ count: Int, seed: UInt64 = 5, raters: Int = 20) -> [DualScore] {
    var dice = Dice(seed: seed)
    return (0..<count).map { index in
      let score = dice.roll(1000)
      let other = min(max(score + dice.roll(240) - 120, 0), 999)
      return DualScore(
        source: score / 100,
        target: other / 200,
        rater: "R\(index % raters)",
        isSameRater: index.isMultiple(of: 4),
        groups: ["authority": index.isMultiple(of: 2) ? "North" : "South"]
      )
    }
  }

  private static func study(
    _ scores: [DualScore],
    relationship: EdgeRelationship? = .equivalent,
    isSignedOff: Bool = true
  ) -> LinkStudy {
    LinkStudy(
      scores,
      sourcePoints: 10,
      targetPoints: 5,
      relationship: relationship,
      isSignedOff: isSignedOff,
      groupings: ["authority"],
      policy: LinkPolicy(replicates: 60, seed: 9)
    )
  }

  @Test func `a large and close link of a signed crosswalk is validated`() {
    let study = Self.study(Self.scores(900))

    #expect(study.gate.reasons == [])
    #expect(study.gate.status == .validated)
    #expect(study.rows.allSatisfy { $0.status == .ok })
  }

  @Test func `a study repeats with its seed, and another seed moves its errors`() {
    let scores = Self.scores(120)
    let other = LinkStudy(
      scores,
      sourcePoints: 10,
      targetPoints: 5,
      relationship: .equivalent,
      isSignedOff: true,
      groupings: ["authority"],
      policy: LinkPolicy(replicates: 60, seed: 10)
    )

    #expect(Self.study(scores).rows == Self.study(scores).rows)
    #expect(Self.study(scores).rows != other.rows)
    #expect(Self.study(scores).rows.map(\.value) == other.rows.map(\.value))
  }

  @Test func `a relationship that permits no link ends the study before any number`() {
    let study = Self.study(Self.scores(120), relationship: .relatedTo)

    #expect(study.gate.status == .refused)
    #expect(study.gate.reasons == [.relationshipDoesNotPermitLinking])
    #expect(study.spearman == nil)
    #expect(study.rows == [])
    #expect(study.smoothed.isEmpty)
  }

  @Test func `a point that few families scored has no value, a few more make it weak`() {
    let scores = Self.scores(200).filter { $0.source > 1 }
    let few = (0..<4).map { _ in DualScore(source: 0, target: 0, rater: "Q", isSameRater: false) }
    let some = (0..<6).map { _ in DualScore(source: 1, target: 0, rater: "P", isSameRater: false) }

    let rows = Self.study(scores + few + some).rows

    #expect(rows[0].status == .noValue)
    #expect(rows[0].value == nil && rows[0].standardError == nil && rows[0].points == nil)
    #expect(rows[1].status == .weak)
    #expect(rows[1].value != nil)
    #expect(rows[5].status == .ok)
  }

  @Test func `nothing to link is refused and does not trap`() {
    for scores in [[], Self.scores(1), [DualScore](repeating: Self.scores(1)[0], count: 80)] {
      let study = Self.study(scores)

      #expect(study.gate.status == .refused)
      #expect(study.gate.reasons.contains(.associationBelow60))
    }
  }

  @Test func `families of one rater are drawn together`() {
    let apart = Self.study(Self.scores(120, raters: 120))
    let together = Self.study(Self.scores(120, raters: 6))

    #expect(apart.clusters.designEffect == 1)
    #expect(together.clusters.clusters == 6)
    #expect(apart.rows.map(\.value) == together.rows.map(\.value))
    #expect(apart.rows.map(\.standardError) != together.rows.map(\.standardError))
  }

  @Test func `the standard error divides by one less than the replicates`() throws {
    let scores = Self.scores(40)
    let counts = JointCounts(
      sourcePoints: 10,
      targetPoints: 5,
      pairs: scores.map { ($0.source, $0.target) }
    )
    let bootstrap = LinkBootstrap(
      counts: counts,
      clusters: scores.map { [$0.source * 5 + $0.target] },
      linker: Linker(.unsmoothed, sourcePoints: 10, targetPoints: 5),
      replicates: 3,
      seed: 4,
      kept: (3, 0)
    )
    let values = bootstrap.firstReplicates.compactMap { $0[5] }
    let mean = values.reduce(0, +) / 3

    let error = try #require(bootstrap.standardError[5])

    #expect(values.count == 3)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    #expect((error - (squares / 2).squareRoot()).magnitude < 1e-12)
  }

  @Test func `what could not be reckoned is held against a link`() {
    let gate = LinkGate(
      LinkEvidence(isSingleGroup: true, relationship: .equivalent, isSignedOff: false)
    )

    #expect(gate.status == .refused)
    #expect(
      gate.reasons == [
        .nEffectiveBelow50, .associationBelow60, .bootstrapErrorAboveHalfUnit,
        .invarianceNotTestable, .sameRaterScoredBoth, .crossValidatedKappaBelow60,
        .crosswalkNotSignedOff,
      ]
    )
  }

  @Test(arguments: [
    (49.9, LinkReason?.some(.nEffectiveBelow50)), (50, .nEffective50To199),
    (199.9, .nEffective50To199), (200, .nEffective200To399), (399.9, .nEffective200To399),
    (400, nil),
  ])
  func `the lines of size belong to the better side`(size: Double, reason: LinkReason?) {
    var evidence = Self.flawless
    evidence.effectiveSize = size

    #expect(LinkGate(evidence).reasons == [reason].compactMap { $0 })
  }

  @Test(arguments: [
    (0.599, LinkReason?.some(.associationBelow60)), (0.6, .association60To75),
    (0.75, .association75To866), (0.866, nil),
  ])
  func `the lines of association belong to the better side`(rho: Double, reason: LinkReason?) {
    var evidence = Self.flawless
    evidence.spearman = rho

    #expect(LinkGate(evidence).reasons == [reason].compactMap { $0 })
  }

  @Test func `a difference between groups counts even where the smallest group is small`() {
    var evidence = Self.flawless
    evidence.smallestGroup = 40
    evidence.largestDifference = 0.51

    #expect(LinkGate(evidence).reasons == [.notPopulationInvariant])
    #expect(LinkGate(evidence).status == .exploratory)
  }

  private static let flawless = LinkEvidence(
    isSingleGroup: true,
    relationship: .equivalent,
    effectiveSize: 500,
    spearman: 0.9,
    largestStandardError: 0.5,
    smallestGroup: 100,
    largestDifference: 0.5,
    sameRaterShare: 0.5,
    crossValidatedKappa: 0.6,
    isSignedOff: true
  )
}
