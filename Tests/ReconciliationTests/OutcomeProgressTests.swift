import Instruments
import Reconciliation
import Testing

@Suite struct OutcomeProgressTests {
  private func area(_ id: String, _ result: AreaResult, atTop: Bool = false) -> AreaProgress {
    AreaProgress(area: id, first: nil, last: nil, beganAtTop: atTop, result: result)
  }

  private func edge(_ area: String, weight: Int = 100) -> CrosswalkEdge {
    CrosswalkEdge(
      area: area,
      outcome: "calm",
      layer: "outcomes",
      relationship: .narrower,
      role: .primary,
      weightPercent: weight
    )
  }

  private func progress(_ areas: [AreaProgress], edges: [CrosswalkEdge]) -> OutcomeProgress {
    outcomeProgress(
      outcome: "calm",
      layer: "outcomes",
      edges: edges,
      areas: areas,
      policy: .standard
    )
  }

  private let up = AreaResult.directed(.improved, pointsMoved: 1)
  private let top = AreaResult.directed(.maintainedAtTop, pointsMoved: 0)

  @Test func `exactly half of the weight is enough and a hundredth less is not`() {
    let areas = [area("a", up), area("b", .noDirection)]

    #expect(progress(areas, edges: [edge("a"), edge("b")]).status == .ok)
    #expect(
      progress(areas, edges: [edge("a", weight: 99), edge("b")]).status == .insufficientCoverage
    )
  }

  @Test func `no coverage is never ok whatever the policy asks for`() {
    var policy = ProgressPolicy.standard
    policy.minCoveragePercent = 0

    let outcome = outcomeProgress(
      outcome: "calm",
      layer: "outcomes",
      edges: [edge("a")],
      areas: [area("a", .noDirection)],
      policy: policy
    )

    #expect(outcome.status == .insufficientCoverage)
    #expect(outcome.direction == nil)
  }

  @Test func `an outcome without a primary source is not measured`() {
    #expect(progress([area("a", up)], edges: []).status == .notMeasured)
  }

  @Test func `an outcome of which nothing applies is not applicable`() {
    let outcome = progress([area("a", .notApplicable)], edges: [edge("a")])

    #expect(outcome.status == .notApplicable)
    #expect(outcome.coverage == nil)
    #expect(outcome.notApplicableAreas == ["a"])
  }

  @Test func `an area that the readings lack stays in the denominator`() {
    let outcome = progress([area("a", up)], edges: [edge("a"), edge("gone", weight: 101)])

    #expect(outcome.status == .insufficientCoverage)
    #expect(outcome.applicableWeight == 201)
  }

  @Test func `there is room unless every area with a direction began at the top`() {
    let edges = [edge("a"), edge("b")]

    #expect(!progress([area("a", top, atTop: true)], edges: [edge("a")]).hasRoom)
    #expect(
      progress([area("a", top, atTop: true), area("b", up)], edges: edges).hasRoom
    )
    #expect(
      !progress([area("a", top, atTop: true), area("b", .noDirection)], edges: edges).hasRoom
    )
  }

  @Test func `one area below the top makes a maintained outcome maintained and no more`() {
    let same = AreaResult.directed(.maintained, pointsMoved: 0)
    let edges = [edge("a"), edge("b")]

    #expect(progress([area("a", top), area("b", top)], edges: edges).direction == .maintainedAtTop)
    #expect(progress([area("a", top), area("b", same)], edges: edges).direction == .maintained)
  }

  @Test(arguments: [
    ([OutcomeDirection](), OutcomeDirection?.none),
    ([.improved, .maintained], .improved), ([.declined, .maintainedAtTop], .declined),
    ([.improved, .declined], .mixed), ([.mixed, .maintained], .mixed),
    ([.maintainedAtTop, .maintained], .maintained),
    ([.maintainedAtTop, .maintainedAtTop], .maintainedAtTop),
  ])
  func `subjects combine as areas do`(
    directions: [OutcomeDirection],
    expected: OutcomeDirection?
  ) {
    #expect(combine(directions.map(subject)) == expected)
  }

  @Test func `a subject without enough coverage takes no part`() {
    let uncovered = progress([area("a", .noDirection)], edges: [edge("a")])

    #expect(combine([uncovered, subject(.improved)]) == .improved)
    #expect(combine([uncovered]) == nil)
  }

  private func subject(_ direction: OutcomeDirection) -> OutcomeProgress {
    let down = AreaResult.directed(.declined, pointsMoved: -1)
    let same = AreaResult.directed(.maintained, pointsMoved: 0)
    let results: [AreaResult] =
      switch direction {
      case .improved: [up]
      case .declined: [down]
      case .maintained: [same]
      case .maintainedAtTop: [top]
      case .mixed: [up, down]
      }
    let ids = results.indices.map { "a\($0)" }
    return progress(
      zip(ids, results).map { area($0, $1) },
      edges: ids.map { edge($0) }
    )
  }
}
