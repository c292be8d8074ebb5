import Reconciliation
import WireFormat

/// Shares, their differences and what is built on them.
extension CaseAnswers {
  static func wilson(_ input: CaseInput) throws(CaseProblem) -> JSON {
    let proportion = Proportion(
      x: try input.count("x"),
      n: try input.count("n"),
      level: try input.level()
    )
    guard let share = proportion.share else {
      return undefined(reason(of: proportion), ["p", "low", "high"])
    }
    return [
      "p": .optional(share), "low": .optional(proportion.low), "high": .optional(proportion.high),
    ]
  }

  static func newcombeDifference(_ input: CaseInput) throws(CaseProblem) -> JSON {
    let level = try input.level()
    let first = Proportion(x: try input.count("x1"), n: try input.count("n1"), level: level)
    let second = Proportion(x: try input.count("x2"), n: try input.count("n2"), level: level)
    let wilson: [String: JSON] = [
      "wilson1": .limits(EstimateWithLimits(first)),
      "wilson2": .limits(EstimateWithLimits(second)),
    ]
    guard let left = EstimateWithLimits(first), let right = EstimateWithLimits(second) else {
      let missing = first.share == nil ? first : second
      return undefined(reason(of: missing), ["difference", "low", "high"], with: wilson)
    }
    let difference = left.subtracting(right)
    return .object(
      wilson.merging([
        "difference": .optional(difference.estimate), "low": .optional(difference.low),
        "high": .optional(difference.high),
      ]) { $1 }
    )
  }

  static func netImprovement(_ input: CaseInput) throws(CaseProblem) -> JSON {
    let n = try input.count("n")
    let net = NetImprovement(
      up: try input.count("improved"),
      down: try input.count("declined"),
      n: n,
      level: try input.level()
    )
    guard let raw = net.raw else {
      let names = ["netRaw", "estimate", "se", "low", "high"]
      return undefined(n == 0 && net.up == 0 && net.down == 0 ? .noData : .impossibleCounts, names)
    }
    return [
      "netRaw": .optional(raw), "estimate": .optional(net.estimate),
      "se": .optional(net.standardError), "low": .optional(net.low), "high": .optional(net.high),
    ]
  }

  static func clusteredWilson(_ input: CaseInput) throws(CaseProblem) -> JSON {
    let sizes = try input.counts("clusterSizes")
    let correlation = try input.number("icc")
    guard correlation <= 1 else { throw .undefined(.parameterOutOfRange) }
    let x = try input.count("x")
    let effect = ClusterEffect(sizes: sizes, intraclassCorrelation: correlation)
    let share = Proportion(x: x, n: effect.n)
    var answer: [String: JSON] = [
      "n": .count(effect.n),
      "meanClusterSizeWeighted": .optional(effect.n > 0 ? effect.meanSizeWeighted : nil),
      "deff": .optional(effect.n > 0 ? effect.designEffect : nil),
      "nEff": .optional(effect.n > 0 ? effect.effectiveSize : nil),
    ]
    guard let p = share.share,
      let limits = WilsonInterval.limits(
        share: p,
        size: effect.effectiveSize,
        level: try input.level()
      )
    else { return undefined(reason(of: share), ["p", "low", "high"], with: answer) }
    answer["p"] = .optional(p)
    answer["low"] = .optional(limits.low)
    answer["high"] = .optional(limits.high)
    return .object(answer)
  }

  static func standardisedProportion(_ input: CaseInput) throws(CaseProblem) -> JSON {
    var strata: [StandardisedProportion.Stratum] = []
    for element in try input.list("strata") {
      guard element.object != nil else { throw .unreadable("strata") }
      let stratum = try CaseInput(element)
      strata.append(
        .init(
          n: try stratum.count("n"),
          x: try stratum.count("x"),
          weight: try stratum.number("weight")
        )
      )
    }
    let names = ["crude", "standardised", "variance", "nEff", "low", "high"]
    let level = try input.level()
    do {
      let result = try StandardisedProportion(strata, level: level)
      return [
        "crude": .optional(result.crude), "standardised": .optional(result.standardised),
        "variance": .optional(result.variance), "nEff": .optional(result.effectiveSize),
        "low": .optional(result.limits.low), "high": .optional(result.limits.high),
      ]
    } catch {
      return undefined(error, names)
    }
  }

  static func toolEffect(_ input: CaseInput) throws(CaseProblem) -> JSON {
    let name = "dualDirectionTable_rowsStar_colsMap"
    let rows = try input.countTable(name)
    let order = input.has("order") ? try input.list("order").map(\.string) : ["improved"]
    guard let table = JointCounts(rows), table.sourcePoints == table.targetPoints
    else { throw .unreadable(name) }
    guard let improved = order.firstIndex(of: "improved"), improved < table.sourcePoints
    else { throw .unreadable("order") }
    let level = try input.level()
    let names = [
      "toolEffect", "toolEffectCI", "adjustedDifference", "adjustedCI", "starImproved",
      "mapImproved", "exactAgreement", "directionKappaQuadratic",
    ]
    var answer: [String: JSON] = ["nDual": .count(table.total)]
    var crude: EstimateWithLimits?
    if input.has("starAuthority") || input.has("mapAuthority") {
      crude = try authorityDifference(input, level: level)
      answer["crudeDifference"] = .optional(crude?.estimate)
      answer["crudeCI"] = .limits(crude)
    }
    let effect: ToolEffect
    do {
      effect = try ToolEffect(table, improved: improved, level: level)
    } catch {
      return undefined(error, names, with: answer)
    }
    let size = Double(effect.n)
    answer["starImproved"] = .optional(Double(effect.firstImproved) / size)
    answer["mapImproved"] = .optional(Double(effect.secondImproved) / size)
    answer["exactAgreement"] = .optional(Double(effect.sameDirection) / size)
    answer["directionKappaQuadratic"] = .optional(
      try? WeightedKappa(table, weights: .quadratic).kappa
    )
    guard let estimate = effect.estimate else {
      for name in names.prefix(4) { answer[name] = .null }
      answer["reason"] = .string(ToolEffect.unknown)
      answer["sentence"] = .string(ToolEffect.unknown)
      return .object(answer)
    }
    let adjusted = crude.flatMap(effect.adjusted)
    answer["toolEffect"] = .optional(estimate.estimate)
    answer["toolEffectCI"] = .limits(estimate)
    answer["adjustedDifference"] = .optional(adjusted?.estimate)
    answer["adjustedCI"] = .limits(adjusted)
    return .object(answer)
  }

  private static func authorityDifference(
    _ input: CaseInput,
    level: Double
  ) throws(CaseProblem) -> EstimateWithLimits? {
    var shares: [EstimateWithLimits?] = []
    for name in ["starAuthority", "mapAuthority"] {
      guard let json = input.members[name], json.object != nil else { throw .unreadable(name) }
      let authority = try CaseInput(json)
      shares.append(
        EstimateWithLimits(
          Proportion(
            x: try authority.count("improved"),
            n: try authority.count("n"),
            level: level
          )
        )
      )
    }
    guard let first = shares.first, let second = shares.last, let first, let second
    else { return nil }
    return first.subtracting(second)
  }

  private static func reason(of proportion: Proportion) -> UndefinedReason {
    proportion.n == 0 && proportion.x == 0 ? .noData : .impossibleCounts
  }
}
