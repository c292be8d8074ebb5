/// The judgement on a link: the worst of its gates, with every reason.
package struct LinkGate: Hashable, Sendable {
  /// How far the link may be used.
  package let status: LinkStatus
  /// Everything that is short of *validated*, in the order of the gates.
  package let reasons: [LinkReason]

  /// Judges a link.
  ///
  /// The lines of correlation and of size are policy, to be agreed by the partnership; a correlation
  /// of 0.866 is where half of the uncertainty is gone (Dorans, "Equating, Concordance, and
  /// Expectation", 2004). A design or a relationship that permits no link ends the judgement: of
  /// such a pair no number counts.
  package init(_ evidence: LinkEvidence) {
    var reasons: [LinkReason] = []
    if !evidence.isSingleGroup { reasons.append(.designNotSingleGroup) }
    if !Self.permitsLinking(evidence.relationship) {
      reasons.append(.relationshipDoesNotPermitLinking)
    }
    if reasons.isEmpty { reasons = Self.reasonsOfNumbers(evidence) }
    self.reasons = reasons
    status = reasons.map(\.statusMax).min() ?? .validated
  }

  /// Whether a relationship says that the two areas are about the same thing.
  package static func permitsLinking(_ relationship: EdgeRelationship?) -> Bool {
    relationship?.mayBePrimary == true
  }

  private static func reasonsOfNumbers(_ evidence: LinkEvidence) -> [LinkReason] {
    [
      sizeReason(evidence.effectiveSize), associationReason(evidence.spearman),
      (evidence.largestStandardError ?? .infinity) <= 0.5 ? nil : .bootstrapErrorAboveHalfUnit,
      invarianceReason(evidence),
      (evidence.sameRaterShare ?? 1) <= 0.5 ? nil : .sameRaterScoredBoth,
      (evidence.crossValidatedKappa ?? -1) >= 0.6 ? nil : .crossValidatedKappaBelow60,
      evidence.isSignedOff ? nil : .crosswalkNotSignedOff,
    ].compactMap { $0 }
  }

  private static func sizeReason(_ size: Double?) -> LinkReason? {
    switch size ?? 0 {
    case 400...: nil
    case 200...: .nEffective200To399
    case 50...: .nEffective50To199
    default: .nEffectiveBelow50
    }
  }

  private static func associationReason(_ correlation: Double?) -> LinkReason? {
    switch correlation ?? 0 {
    case 0.866...: nil
    case 0.75...: .association75To866
    case 0.6...: .association60To75
    default: .associationBelow60
    }
  }

  /// A difference that was found counts even where the smallest group is too small to clear the
  /// others.
  private static func invarianceReason(_ evidence: LinkEvidence) -> LinkReason? {
    if let difference = evidence.largestDifference, !(difference <= 0.5) {
      return .notPopulationInvariant
    }
    return evidence.largestDifference != nil && (evidence.smallestGroup ?? 0) >= 100
      ? nil : .invarianceNotTestable
  }
}
