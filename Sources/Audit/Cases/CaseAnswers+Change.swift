import Reconciliation
import WireFormat

/// Change of single families and of groups of them.
extension CaseAnswers {
  static func reliableChange(_ input: CaseInput) throws(CaseProblem) -> JSON {
    let names = ["sem", "sDiff", "rci", "minimumDetectableChange95", "class"]
    let first = try input.number("first")
    let last = try input.number("last")
    let deviation = try input.number("sdBaseline")
    let reliability = try input.number("reliability")
    let isHigherBetter = try input.flag("higherIsBetter", default: true)
    let level = try input.level()
    do {
      let change = try ReliableChange(
        first: first,
        last: last,
        deviation: deviation,
        reliability: reliability,
        higherIsBetter: isHigherBetter,
        level: level
      )
      var answer: [String: JSON] = [
        "sem": .optional(change.standardErrorOfMeasurement),
        "sDiff": .optional(change.standardErrorOfDifference), "rci": .optional(change.index),
        "minimumDetectableChange95": .optional(change.minimumDetectableChange),
        "class": change.verdict.map { .string($0.rawValue) } ?? .null,
      ]
      if change.index == nil { answer["reason"] = .string(UndefinedReason.noVariation.rawValue) }
      return .object(answer)
    } catch {
      return undefined(error, names)
    }
  }

  static func standardisedResponseMean(_ input: CaseInput) throws(CaseProblem) -> JSON {
    let changes = try input.pairs("first", "last").map { $0.1 - $0.0 }
    do {
      let result = try ChangeStatistics.standardisedResponseMean(changes)
      var answer: [String: JSON] = [
        "n": .count(changes.count), "meanChange": .optional(result.mean),
        "sdChange": .optional(result.deviation), "srm": .optional(result.quotient),
        "label": "descriptive_interval_assumption",
      ]
      if result.quotient == nil {
        answer["reason"] = .string(UndefinedReason.noVariation.rawValue)
      }
      return .object(answer)
    } catch {
      return undefined(
        error,
        ["meanChange", "sdChange", "srm"],
        with: ["n": .count(changes.count), "meanChange": .optional(Moments(changes).mean)]
      )
    }
  }

  static func regressionToMean(_ input: CaseInput) throws(CaseProblem) -> JSON {
    let selected = try input.text("selected")
    guard selected == "below" || selected == "above" else { throw .unreadable("selected") }
    let mean = try input.number("mean")
    let deviation = try input.number("sd")
    let correlation = try input.number("correlation")
    let cutoff = try input.number("cutoff")
    do {
      return [
        "expectedChangeNoEffect": .optional(
          try ChangeStatistics.regressionToMean(
            mean: mean,
            deviation: deviation,
            correlation: correlation,
            cutoff: cutoff,
            isBelow: selected == "below"
          )
        )
      ]
    } catch {
      return undefined(error, ["expectedChangeNoEffect"])
    }
  }

  static func atLeastOne(_ input: CaseInput) throws(CaseProblem) -> JSON {
    let chance = try input.number("probUpPerAreaUnderNoChange")
    let areas = try input.count("areas")
    do {
      return [
        "probAtLeastOneUp": .optional(
          try ChangeStatistics.atLeastOne(chance: chance, areas: areas)
        )
      ]
    } catch {
      return undefined(error, ["probAtLeastOneUp"])
    }
  }

  static func noiseFloor(_ input: CaseInput) throws(CaseProblem) -> JSON {
    let scale = try CaseScale(rule: try input.text("rule"), name: nil, field: "rule")
    let pairs = try input.pairs("rating1", "rating2")
    var discordant = 0
    for (first, second) in pairs {
      let direction = try scale.direction(first: first, last: second, field: "rating2")
      if direction == .improved || direction == .declined { discordant += 1 }
    }
    let floor = NoiseFloor(n: pairs.count, discordant: discordant)
    var answer: [String: JSON] = [
      "n": .count(floor.n), "discordant": .count(discordant),
      "noiseFloorImproved": .optional(floor.share), "noiseFloorDeclined": .optional(floor.share),
    ]
    if floor.share == nil { answer["reason"] = .string(UndefinedReason.tooFew.rawValue) }
    return .object(answer)
  }

  static func wilcoxonSignedRank(_ input: CaseInput) throws(CaseProblem) -> JSON {
    let changes = try input.pairs("first", "last").map { $0.1 - $0.0 }
    do {
      let pratt = try WilcoxonSignedRank(changes, zeros: .pratt)
      let dropped = try WilcoxonSignedRank(changes, zeros: .dropped)
      return [
        "pratt": .object(signedRank(pratt).merging(["n": .count(pratt.n)]) { $1 }),
        "dropZeros": .object(
          signedRank(dropped).merging([
            "n": .count(dropped.n), "z_cc": .optional(dropped.zCorrected),
            "p_cc": .optional(dropped.pCorrected),
          ]) { $1 }
        ),
      ]
    } catch {
      return undefined(error, ["z", "p", "p_exact"], with: ["n": .count(changes.count)])
    }
  }

  private static func signedRank(_ test: WilcoxonSignedRank) -> [String: JSON] {
    [
      "n_nonzero": .count(test.changed), "n_zero": .count(test.n - test.changed),
      "W_plus": .optional(test.rankSumUp), "W_minus": .optional(test.rankSumDown),
      "z": .optional(test.z), "p": .optional(test.p), "p_exact": .optional(test.pExact),
      "rank_biserial": .optional(test.rankBiserial),
    ]
  }

  static func cliffsDelta(_ input: CaseInput) throws(CaseProblem) -> JSON {
    let first = try input.numbers("groupA").compactMap { $0 }
    let second = try input.numbers("groupB").compactMap { $0 }
    let level = try input.level()
    do {
      let delta = try CliffsDelta(first, second, level: level)
      var answer: [String: JSON] = [
        "delta": .optional(delta.delta), "variance": .optional(delta.variance),
        "ciLow": .optional(delta.limits?.low), "ciHigh": .optional(delta.limits?.high),
        "probabilityOfSuperiority": .optional(delta.superiority),
        "mannWhitneyU": .optional(delta.mannWhitney),
      ]
      if delta.isDisjoint { answer["flag"] = "disjoint_groups" }
      return .object(answer)
    } catch {
      return undefined(
        error,
        ["delta", "variance", "ciLow", "ciHigh", "probabilityOfSuperiority", "mannWhitneyU"]
      )
    }
  }
}
