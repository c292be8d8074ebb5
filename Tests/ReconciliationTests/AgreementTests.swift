import Reconciliation
import Testing

/// What must hold for agreement on any table.
@Suite struct AgreementTests {
  @Test(arguments: 0..<60)
  func `kappa is the same whoever is named first, and whichever end is best`(seed: Int) throws {
    var dice = Dice(seed: UInt64(seed))
    let (points, pairs) = Self.pairs(&dice)
    let counts = JointCounts(sourcePoints: points, targetPoints: points, pairs: pairs)
    let swapped = JointCounts(
      sourcePoints: points,
      targetPoints: points,
      pairs: pairs.map { ($0.1, $0.0) }
    )
    let mirrored = JointCounts(
      sourcePoints: points,
      targetPoints: points,
      pairs: pairs.map { (points - 1 - $0.0, points - 1 - $0.1) }
    )
    for weights in AgreementWeights.allCases {
      guard let kappa = try? WeightedKappa(counts, weights: weights) else {
        #expect((try? WeightedKappa(swapped, weights: weights)) == nil)
        continue
      }
      for other in [swapped, mirrored] {
        let same = try WeightedKappa(other, weights: weights)
        #expect((same.kappa - kappa.kappa).magnitude < 1e-12)
        #expect((same.standardError - kappa.standardError).magnitude < 1e-9)
      }
      #expect(kappa.kappa <= 1)
      #expect(kappa.low >= -1 && kappa.high <= 1 && kappa.low <= kappa.high)
    }
  }

  @Test(arguments: 0..<60)
  func `AC2 lies between -1 and 1 and does not ask who rated or in which order`(
    seed: Int
  ) throws {
    var dice = Dice(seed: UInt64(seed))
    let points = 2 + dice.roll(9)
    let ratings = (0..<(2 + dice.roll(30))).map { _ in
      (0..<(1 + dice.roll(4))).map { _ in dice.roll(points) }
    }
    let shuffled = ratings.map { $0.shuffled(using: &dice) }.shuffled(using: &dice)
    for weights in AgreementWeights.allCases {
      guard let agreement = try? GwetAgreement(ratings, points: points, weights: weights) else {
        continue
      }
      let again = try GwetAgreement(shuffled, points: points, weights: weights)

      #expect((-1 - 1e-12...1).contains(agreement.coefficient))
      #expect((agreement.coefficient - again.coefficient).magnitude < 1e-12)
      let error = try #require(agreement.standardError)
      #expect((error - (try #require(again.standardError))).magnitude < 1e-12)
      #expect(try #require(agreement.high) <= 1)
    }
  }

  @Test(arguments: 0..<40)
  func `alpha does not ask who rated or in which order, and is 1 for one voice`(
    seed: Int
  ) throws {
    var dice = Dice(seed: UInt64(seed))
    let values = (0..<(2 + dice.roll(6))).map(Double.init)
    let ratings = (0..<(4 + dice.roll(30))).map { _ in
      (0..<(1 + dice.roll(4))).map { _ in dice.roll(values.count) }
    }
    let shuffled = ratings.map { $0.shuffled(using: &dice) }.shuffled(using: &dice)
    let agreed = ratings.map { family in family.map { _ in family[0] } }
    for metric in KrippendorffAlpha.Metric.allCases {
      guard let alpha = try? KrippendorffAlpha.alpha(ratings, values: values, metric: metric)
      else { continue }
      let again = try KrippendorffAlpha.alpha(shuffled, values: values, metric: metric)

      #expect((alpha - again).magnitude < 1e-12)
      #expect(alpha <= 1)
      if let one = try? KrippendorffAlpha.alpha(agreed, values: values, metric: metric) {
        #expect((one - 1).magnitude < 1e-12)
      }
    }
  }

  @Test func `a rater who gives everyone the same agrees no more than by chance`() throws {
    let counts = JointCounts(
      sourcePoints: 5,
      targetPoints: 5,
      pairs: [(2, 0), (2, 1), (2, 2), (2, 2), (2, 4)]
    )

    let kappa = try WeightedKappa(counts, weights: .quadratic)

    #expect(counts.hasConstantRating)
    #expect(kappa.kappa == 0)
    #expect(kappa.standardError == 0)
  }

  @Test func `without variation kappa and alpha are undefined and AC2 is not`() throws {
    let counts = JointCounts(
      sourcePoints: 5,
      targetPoints: 5,
      pairs: Array(repeating: (3, 3), count: 9)
    )
    let ratings = Array(repeating: [3, 3], count: 9)

    #expect(throws: UndefinedReason.noVariation) {
      try WeightedKappa(counts, weights: .quadratic)
    }
    #expect(throws: UndefinedReason.noVariation) {
      try KrippendorffAlpha.alpha(ratings, values: [1, 2, 3, 4, 5], metric: .ordinal)
    }
    #expect(try GwetAgreement(ratings, points: 5, weights: .quadratic).coefficient == 1)
  }

  @Test func `nothing to compare is no data`() {
    let empty = JointCounts(sourcePoints: 5, targetPoints: 5)

    #expect(throws: UndefinedReason.noData) { try WeightedKappa(empty, weights: .linear) }
    #expect(throws: UndefinedReason.noData) {
      try GwetAgreement([[1], [], [2]], points: 5, weights: .linear)
    }
    #expect(throws: UndefinedReason.noData) {
      try KrippendorffAlpha.alpha([[1], [2]], values: [0, 1, 2], metric: .nominal)
    }
    #expect(throws: UndefinedReason.differentScales) {
      try WeightedKappa(JointCounts(sourcePoints: 5, targetPoints: 4), weights: .linear)
    }
  }

  @Test func `intraclass correlations keep their sign and need two of each`() throws {
    let opposed = try IntraclassCorrelation([[1, 5], [5, 1], [2, 4], [4, 2]])

    #expect(try #require(opposed.twoWayMixed) < -0.9)
    #expect(throws: UndefinedReason.tooFew) { try IntraclassCorrelation([[1, 2]]) }
    #expect(throws: UndefinedReason.tooFew) { try IntraclassCorrelation([[1], [2]]) }
    #expect(throws: UndefinedReason.noVariation) {
      try IntraclassCorrelation([[3, 3], [3, 3]])
    }
  }

  @Test func `raters who are a constant apart are consistent and do not agree`() throws {
    let icc = try IntraclassCorrelation([[1, 2], [2, 3], [4, 5], [6, 7]])

    #expect(icc.meanSquareError == 0)
    #expect(icc.twoWayMixed == 1)
    #expect(try #require(icc.twoWayRandom) < 1)
    #expect(icc.twoWayMixedLimits == Limits(low: 1, high: 1))
  }

  @Test func `the limits of agreement lie on both sides of the bias`() throws {
    let limits = try BlandAltman([1, -1, 2, 0, 3])

    #expect(limits.bias == 1)
    #expect((limits.agreement.low + limits.agreement.high - 2).magnitude < 1e-12)
    #expect(limits.biasLimits.low < 1 && limits.biasLimits.high > 1)
    #expect(throws: UndefinedReason.noData) { try BlandAltman([]) }
    #expect(throws: UndefinedReason.tooFew) { try BlandAltman([2]) }
  }

  private static func pairs(_ dice: inout Dice) -> (points: Int, pairs: [(Int, Int)]) {
    let points = 2 + dice.roll(9)
    let pairs = (0..<(1 + dice.roll(60))).map { _ in (dice.roll(points), dice.roll(points)) }
    return (points, pairs)
  }
}
