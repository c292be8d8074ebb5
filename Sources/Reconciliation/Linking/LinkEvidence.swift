/// What is known of a link before it is judged; what could not be reckoned is `nil` and held against
/// it.
package struct LinkEvidence: Hashable, Sendable {
  /// Whether the same families were scored with both tools.
  package var isSingleGroup: Bool
  /// What the crosswalk says of the two areas; `nil` for a word that it does not have.
  package var relationship: EdgeRelationship?
  /// Families, clusters allowed for.
  package var effectiveSize: Double?
  /// Spearman's rank correlation.
  package var spearman: Double?
  /// The largest bootstrap standard error over the supported rows, in target points.
  package var largestStandardError: Double?
  /// Families in the smallest group of the invariance check.
  package var smallestGroup: Int?
  /// The largest difference between groups over the supported rows, in target points; `nil` when no
  /// group is large enough to be compared.
  package var largestDifference: Double?
  /// The share of pairs scored by one person, from 0 to 1.
  package var sameRaterShare: Double?
  /// Quadratic kappa of predicted and true points over families held out.
  package var crossValidatedKappa: Double?
  /// Whether both authorities signed the crosswalk off.
  package var isSignedOff: Bool

  /// Collects the evidence.
  package init(
    isSingleGroup: Bool,
    relationship: EdgeRelationship?,
    effectiveSize: Double? = nil,
    spearman: Double? = nil,
    largestStandardError: Double? = nil,
    smallestGroup: Int? = nil,
    largestDifference: Double? = nil,
    sameRaterShare: Double? = nil,
    crossValidatedKappa: Double? = nil,
    isSignedOff: Bool
  ) {
    self.isSingleGroup = isSingleGroup
    self.relationship = relationship
    self.effectiveSize = effectiveSize
    self.spearman = spearman
    self.largestStandardError = largestStandardError
    self.smallestGroup = smallestGroup
    self.largestDifference = largestDifference
    self.sameRaterShare = sameRaterShare
    self.crossValidatedKappa = crossValidatedKappa
    self.isSignedOff = isSignedOff
  }
}
