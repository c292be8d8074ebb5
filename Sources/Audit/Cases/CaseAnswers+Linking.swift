import Reconciliation
import WireFormat

/// Links between two scales.
extension CaseAnswers {
  static func singleGroupLink(_ input: CaseInput) throws(CaseProblem) -> JSON {
    guard input.has("star") || !input.has("starCounts") else { return try countedLink(input) }
    let scores = try CaseDualScores(input)
    let counts = scores.counts
    guard counts.total > 0 else {
      return undefined(.noData, ["spearman", "unsmoothedStarToMap"], with: ["n": 0])
    }
    let spearman = scores.spearman
    func unsmoothed(_ direction: LinkDirection) -> JSON {
      scores.json(scores.linker(.unsmoothed, direction).link(counts), direction)
    }
    var answer: [String: JSON] = [
      "n": .count(counts.total), "starCounts": .array(counts.sourceCounts.map { .count($0) }),
      "mapCounts": .array(counts.targetCounts.map { .count($0) }),
      "spearman": .optional(spearman),
      "kendallTauB": .optional(RankCorrelation.kendallTauB(counts)),
      "pearson": .optional(scores.pearson),
      "polychoricTwoStep": .optional(PolychoricCorrelation.twoStep(counts)),
      "riu": .optional(spearman.map { 1 - (1 - $0 * $0).squareRoot() }),
      "unsmoothedStarToMap": unsmoothed(.forward), "unsmoothedMapToStar": unsmoothed(.backward),
    ]
    let tables = LogLinearModel.candidates.compactMap { scores.smooth($0) }
    answer["smoothed"] = .object(
      Dictionary(uniqueKeysWithValues: tables.map { ($0.model.name, summary(of: $0, scores)) })
    )
    answer["selectedByBicCases"] =
      tables.min { $0.bic < $1.bic }.map { .string($0.model.name) } ?? .null
    for table in tables { answer.merge(predictions(of: table, scores)) { $1 } }
    if spearman == nil { answer["reason"] = .string(UndefinedReason.noVariation.rawValue) }
    return .object(answer)
  }

  /// A link of counts alone, where nobody knows who has which pair of scores.
  private static func countedLink(_ input: CaseInput) throws(CaseProblem) -> JSON {
    let star = try CaseLevels(input, "starLevels")
    let map = try CaseLevels(input, "mapLevels")
    let from = try margin(input, "starCounts", star)
    let to = try margin(input, "mapCounts", map)
    let smoothing = input.members["smoothing"]?.string ?? "none"
    let fitted = try (smoothed(from, smoothing)?.fitted, smoothed(to, smoothing)?.fitted)
    let source = fitted.0 ?? from.map(Double.init)
    let target = fitted.1 ?? to.map(Double.init)
    let forward = map.axis.values(at: equipercentile(from: source, to: target))
    var answer: [String: JSON] = [
      "starToMap": .optionals(forward),
      "mapToStar": .optionals(star.axis.values(at: equipercentile(from: target, to: source))),
    ]
    answer["unsmoothedStarToMap"] = answer["starToMap"]
    answer["unsmoothedMapToStar"] = answer["mapToStar"]
    for (level, value) in zip(star.points, forward) {
      answer["row\(level.string ?? level.canonicalText)"] = .optional(value)
    }
    if from.allSatisfy({ $0 == 0 }) || to.allSatisfy({ $0 == 0 }) {
      answer["reason"] = .string(UndefinedReason.noData.rawValue)
    } else if forward.contains(nil) {
      answer["reason"] = .string(UndefinedReason.noSupport.rawValue)
    }
    return .object(answer)
  }

  private static func summary(of table: SmoothedTable, _ scores: CaseDualScores) -> JSON {
    [
      "deviance": .optional(table.deviance), "parameters": .count(table.parameters),
      "aic": .optional(table.aic), "bicByCases": .optional(table.bic),
      "bic": .optional(table.bic), "fittedStarMargin": .optionals(table.sourceMargin),
      "fittedMapMargin": .optionals(table.targetMargin),
      "starToMap": scores.json(table.forward, .forward),
      "mapToStar": scores.json(table.backward, .backward),
    ]
  }

  /// What a smoothed link says of single families, under names that carry the model.
  private static func predictions(
    of table: SmoothedTable,
    _ scores: CaseDualScores
  ) -> [String: JSON] {
    let model = "Moments\(table.model.marginalMoments)Cross\(table.model.crossMoments)"
    let suffix = "moments\(table.model.marginalMoments)Cross\(table.model.crossMoments)"
    let points = table.forward.map { $0.map(scores.map.axis.nearestPoint) }
    var answer: [String: JSON] = [
      "linkedLevel\(model)": .array(
        points.map { point in point.map { scores.map.points[$0] } ?? .null }
      )
    ]
    for (level, chances) in zip(scores.star.points, table.conditionalTarget) {
      answer["conditionalMapGivenStar\(level.string ?? level.canonicalText)_\(suffix)"] =
        .optionals(chances)
    }
    guard table.model == LogLinearModel(marginalMoments: 3, crossMoments: 1) else { return answer }
    var predicted = JointCounts(sourcePoints: scores.map.count, targetPoints: scores.map.count)
    for (source, target) in scores.pairs {
      if let point = points[source] { predicted.add(point, target) }
    }
    answer["inSampleClassification"] = [
      "percentExact": .optional(predicted.shareWithin(0).map { 100 * $0 }),
      "percentWithin1": .optional(predicted.shareWithin(1).map { 100 * $0 }),
      "quadraticKappa": .optional(try? WeightedKappa(predicted, weights: .quadratic).kappa),
    ]
    return answer
  }

  static func margin(
    _ input: CaseInput,
    _ name: String,
    _ levels: CaseLevels
  ) throws(CaseProblem) -> [Int] {
    let counts = try input.counts(name)
    guard counts.count == levels.count else { throw .lengthsDiffer(name) }
    return counts
  }

  /// The smoothing of one scale alone that words ask for: `…log-linear, 6 moments…`; `nil` for none.
  static func smoothed(
    _ counts: [Int],
    _ words: String
  ) throws(CaseProblem) -> (fitted: [Double], deviance: Double)? {
    guard let moments = try moments(inWords: words) else { return nil }
    guard counts.contains(where: { $0 > 0 }) else { throw .undefined(.noData) }
    guard let result = LinkSmoothing.univariate(counts.map(Double.init), moments: moments)
    else { throw .undefined(.notConverged) }
    return result
  }

  /// How many moments words ask for; `nil` when they ask for no smoothing.
  static func moments(inWords words: String) throws(CaseProblem) -> Int? {
    if words.isEmpty || words == "none" { return nil }
    guard let moments = words.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Int($0) }),
      (1...20).contains(moments)
    else { throw .unreadable("smoothing") }
    return moments
  }
}
