/// Why a link falls short of *validated*; each reason allows a certain status at most.
package enum LinkReason: String, CaseIterable, Sendable {
  /// The families were not scored with both tools.
  case designNotSingleGroup = "design_not_single_group"
  /// The crosswalk says the areas are merely related, or not at all.
  case relationshipDoesNotPermitLinking = "relationship_does_not_permit_linking"
  /// Fewer than 50 families, clusters allowed for.
  case nEffectiveBelow50 = "n_effective_below_50"
  /// 50 to 199 families, clusters allowed for.
  case nEffective50To199 = "n_effective_50_199"
  /// 200 to 399 families, clusters allowed for.
  case nEffective200To399 = "n_effective_200_399"
  /// A rank correlation below 0.60.
  case associationBelow60 = "association_below_0.60"
  /// A rank correlation from 0.60 to below 0.75.
  case association60To75 = "association_0.60_0.75"
  /// A rank correlation from 0.75 to below 0.866, where half the uncertainty is left.
  case association75To866 = "association_0.75_0.866"
  /// A supported row whose standard error is above half a point.
  case bootstrapErrorAboveHalfUnit = "bootstrap_se_above_half_unit"
  /// Groups of families whose links differ by more than half a point somewhere.
  case notPopulationInvariant = "not_population_invariant"
  /// A group too small to tell.
  case invarianceNotTestable = "invariance_not_testable"
  /// More than half of the pairs were scored by one person, who remembers the first tool.
  case sameRaterScoredBoth = "same_rater_scored_both"
  /// Families held out are predicted too badly.
  case crossValidatedKappaBelow60 = "cross_validated_kappa_below_0.60"
  /// The crosswalk has no sign-off of both authorities.
  case crosswalkNotSignedOff = "crosswalk_not_signed_off"

  /// The best status that the reason allows.
  package var statusMax: LinkStatus {
    switch self {
    case .designNotSingleGroup, .relationshipDoesNotPermitLinking, .nEffectiveBelow50,
      .associationBelow60:
      .refused
    case .nEffective50To199, .association60To75, .bootstrapErrorAboveHalfUnit,
      .notPopulationInvariant, .crossValidatedKappaBelow60:
      .exploratory
    case .nEffective200To399, .association75To866, .invarianceNotTestable, .sameRaterScoredBoth,
      .crosswalkNotSignedOff:
      .provisional
    }
  }
}
