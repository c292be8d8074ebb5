import Reconciliation
import WireFormat

/// Answers single cases; everything that is reckoned comes from `Reconciliation`.
enum CaseAnswers {
  /// Answers a case.
  ///
  /// - Parameters:
  ///   - statistic: What is asked for.
  ///   - input: What it is asked of.
  ///   - library: The inputs of the other cases, for those that refer to one.
  /// - Returns: The figures under the names of the format, with null and a reason where one has none.
  /// - Throws: ``CaseProblem`` when the case cannot be read or asks for something unknown.
  static func answer(
    _ statistic: String,
    _ input: JSON,
    in library: CaseLibrary
  ) throws(CaseProblem) -> JSON {
    let input = try CaseInput(input)
    switch statistic {
    case "weightedKappa": return try weightedKappa(input)
    case "gwetAC": return try gwetAgreement(input)
    case "krippendorffAlpha": return try krippendorffAlpha(input)
    case "icc": return try intraclassCorrelation(input)
    case "blandAltman": return try blandAltman(input)
    case "wilson": return try wilson(input)
    case "newcombeDifference": return try newcombeDifference(input)
    case "netImprovement": return try netImprovement(input)
    case "clusteredWilson": return try clusteredWilson(input)
    case "directlyStandardisedProportion": return try standardisedProportion(input)
    case "reliableChangeIndex": return try reliableChange(input)
    case "standardisedResponseMean": return try standardisedResponseMean(input)
    case "regressionToMean": return try regressionToMean(input)
    case "atLeastOneAreaByChance": return try atLeastOne(input)
    case "noiseFloor": return try noiseFloor(input)
    case "toolEffectAdjustedDifference": return try toolEffect(input)
    case "wilcoxonSignedRank": return try wilcoxonSignedRank(input)
    case "cliffsDelta": return try cliffsDelta(input)
    case "singleGroupEquipercentile": return try singleGroupLink(input)
    case "equipercentileMargins": return try marginLink(input, in: library)
    case "splitMix64": return try splitMix64(input)
    case "bootstrapLinkSE": return try bootstrap(input, in: library)
    case "populationInvariance": return try invariance(input, in: library)
    case "areaDirection": return try areaDirection(input)
    case "familyOutcome": return try familyOutcome(input)
    case "bandBounds": return try bandBounds(input)
    case "disclosureNHS": return try disclosureNHS(input)
    case "disclosureSecondary": return try disclosureSecondary(input)
    case "linkGate": return try linkGate(input)
    case "canonicalSHA256": return try canonicalHash(input)
    case "episodePairing": return try episodePairing(input)
    default: throw .unknownStatistic
    }
  }

  /// An answer without figures: null under each name, and why.
  ///
  /// - Parameters:
  ///   - reason: Why there are none.
  ///   - names: The figures that there would be.
  ///   - figures: Figures that there are all the same; they win over the names.
  /// - Returns: The answer.
  static func undefined(
    _ reason: UndefinedReason,
    _ names: [String],
    with figures: [String: JSON] = [:]
  ) -> JSON {
    var answer: [String: JSON] = ["reason": .string(reason.rawValue)]
    for name in names { answer[name] = .null }
    return .object(answer.merging(figures) { $1 })
  }
}
