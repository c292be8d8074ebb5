import Reconciliation
import WireFormat

/// Agreement of raters on one scale.
extension CaseAnswers {
  static func weightedKappa(_ input: CaseInput) throws(CaseProblem) -> JSON {
    let levels = try CaseLevels(input, "levels")
    let level = try input.level()
    let first = try levels.positions(input, "raterA")
    let second = try levels.positions(input, "raterB")
    guard first.count == second.count else { throw .lengthsDiffer("raterB") }
    var counts = JointCounts(sourcePoints: levels.count, targetPoints: levels.count)
    for case (let first?, let second?) in zip(first, second) { counts.add(first, second) }
    var answer: [String: JSON] = [
      "n": .count(counts.total),
      "percentExact": .optional(counts.shareWithin(0).map { 100 * $0 }),
      "percentWithin1": .optional(counts.shareWithin(1).map { 100 * $0 }),
    ]
    for weights in [AgreementWeights.unweighted, .linear, .quadratic] {
      do {
        let kappa = try WeightedKappa(counts, weights: weights, level: level)
        answer[weights.rawValue] = [
          "po": .optional(kappa.observed), "pe": .optional(kappa.expected),
          "kappa": .optional(kappa.kappa), "ase": .optional(kappa.standardError),
          "ciLow": .optional(kappa.low), "ciHigh": .optional(kappa.high),
        ]
      } catch {
        answer["kappa"] = .null
        answer["reason"] = .string(error.rawValue)
        answer[weights.rawValue] = ["kappa": .null, "reason": .string(error.rawValue)]
      }
    }
    if answer["reason"] == nil, counts.hasConstantRating {
      answer["kappa"] = 0
      answer["flag"] = "constant_rater"
    }
    return .object(answer)
  }

  static func gwetAgreement(_ input: CaseInput) throws(CaseProblem) -> JSON {
    let levels = try CaseLevels(input, "levels")
    let level = try input.level()
    let ratings = try levels.ratings(input, "ratingsByRater")
    var answer: [String: JSON] = [:]
    for weights in AgreementWeights.allCases {
      do {
        let agreement = try GwetAgreement(
          ratings,
          points: levels.count,
          weights: weights,
          level: level
        )
        answer[weights.rawValue] = [
          "pa": .optional(agreement.observed), "pe": .optional(agreement.expected),
          "coefficient": .optional(agreement.coefficient),
          "se": .optional(agreement.standardError), "ciLow": .optional(agreement.low),
          "ciHigh": .optional(agreement.high),
        ]
      } catch {
        answer["coefficient"] = .null
        answer["reason"] = .string(error.rawValue)
        answer[weights.rawValue] = ["coefficient": .null, "reason": .string(error.rawValue)]
      }
    }
    return .object(answer)
  }

  static func krippendorffAlpha(_ input: CaseInput) throws(CaseProblem) -> JSON {
    let levels = try CaseLevels(input, "levels")
    let ratings = try levels.ratings(input, "ratingsByRater")
    var answer: [String: JSON] = [:]
    for metric in KrippendorffAlpha.Metric.allCases {
      guard metric != .interval || levels.areNumbers else {
        answer[metric.rawValue] = .null
        continue
      }
      do {
        answer[metric.rawValue] = .optional(
          try KrippendorffAlpha.alpha(ratings, values: levels.values, metric: metric)
        )
      } catch {
        answer[metric.rawValue] = .null
        answer["reason"] = .string(error.rawValue)
      }
    }
    return .object(answer)
  }

  static func intraclassCorrelation(_ input: CaseInput) throws(CaseProblem) -> JSON {
    var rows: [[Double]] = []
    for row in try input.list("subjectsByRaters") {
      guard let row = row.array else { throw .unreadable("subjectsByRaters") }
      guard row.allSatisfy({ $0.isNull || $0.number != nil })
      else { throw .unreadable("subjectsByRaters") }
      let numbers = row.compactMap(\.number)
      if numbers.count == row.count { rows.append(numbers) }
    }
    guard rows.allSatisfy({ $0.count == rows.first?.count })
    else { throw .lengthsDiffer("subjectsByRaters") }
    let names = [
      "icc11", "icc21", "icc31", "icc2k", "icc3k", "icc21CI", "icc31CI", "msRows", "msCols",
      "msError",
    ]
    let level = try input.level()
    let icc: IntraclassCorrelation
    do {
      icc = try IntraclassCorrelation(rows, level: level)
    } catch {
      return undefined(error, names, with: ["n": .count(rows.count)])
    }
    return [
      "n": .count(rows.count), "icc11": .optional(icc.oneWay),
      "icc21": .optional(icc.twoWayRandom), "icc31": .optional(icc.twoWayMixed),
      "icc2k": .optional(icc.twoWayRandomMean), "icc3k": .optional(icc.twoWayMixedMean),
      "icc21CI": .limits(icc.twoWayRandomLimits), "icc31CI": .limits(icc.twoWayMixedLimits),
      "msRows": .optional(icc.meanSquareRows), "msCols": .optional(icc.meanSquareColumns),
      "msError": .optional(icc.meanSquareError),
    ]
  }

  static func blandAltman(_ input: CaseInput) throws(CaseProblem) -> JSON {
    let names = [
      "bias", "sd", "loaLow", "loaHigh", "biasCI", "loaLowCI", "loaHighCI",
    ]
    for (first, second) in [("scaleX", "scaleY"), ("xScale", "yScale"), ("xLevels", "yLevels")]
    where input.has(first) && input.has(second) && input.members[first] != input.members[second] {
      return undefined(.differentScales, names)
    }
    let level = try input.level()
    let pairs = try input.pairs("x", "y")
    do {
      let result = try BlandAltman(pairs.map { $0.0 - $0.1 }, level: level)
      var answer: [String: JSON] = [
        "n": .count(result.n), "bias": .optional(result.bias),
        "sd": .optional(result.standardDeviation), "loaLow": .optional(result.agreement.low),
        "loaHigh": .optional(result.agreement.high), "biasCI": .limits(result.biasLimits),
        "loaLowCI": .limits(result.lowLimits), "loaHighCI": .limits(result.highLimits),
      ]
      if result.hasZeroVariance { answer["flag"] = "zero_variance" }
      return .object(answer)
    } catch {
      return undefined(
        error,
        names,
        with: [
          "n": .count(pairs.count), "bias": .optional(Moments(pairs.map { $0.0 - $0.1 }).mean),
        ]
      )
    }
  }
}
