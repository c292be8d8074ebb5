/// Everything that is reckoned to link one pair of areas, with the judgement on it.
///
/// All places are positions of the scales, 0 the worst; ``ScaleAxis`` turns them into scores.
package struct LinkStudy: Sendable {
  /// The families by their two scores.
  package let counts: JointCounts
  /// Spearman's rank correlation; `nil` when either side does not vary.
  package let spearman: Double?
  /// The link of the counts as they are, from source to target.
  package let unsmoothedForward: [Double?]
  /// The link of the counts as they are, from target to source.
  package let unsmoothedBackward: [Double?]
  /// The table smoothed with each model, in the order of the policy; models without a solution are
  /// missing.
  package let smoothed: [SmoothedTable]
  /// The table with the smallest Bayesian criterion; the simplest of equals.
  package let selected: SmoothedTable?
  /// The clusters of families by rater.
  package let clusters: ClusterEffect
  /// One row for each source point; none without a solution.
  package let rows: [LinkRow]
  /// The comparison of groups, in the order of the groupings.
  package let invariance: [LinkInvariance]
  /// Quadratic kappa of predicted and true points over families held out.
  package let crossValidatedKappa: Double?
  /// The share of families scored by one person with both tools.
  package let sameRaterShare: Double?
  /// What the judgement rests on.
  package let evidence: LinkEvidence
  /// The judgement.
  package let gate: LinkGate

  /// Makes the study.
  ///
  /// - Parameters:
  ///   - scores: The families in the order of their rows, each once; scores outside the scales do
  ///     not count.
  ///   - sourcePoints: Points of the source scale, used or not.
  ///   - targetPoints: Points of the target scale, used or not.
  ///   - relationship: What the crosswalk says of the two areas. One that permits no link ends the
  ///     study before any number is made.
  ///   - isSignedOff: Whether both authorities signed the crosswalk off.
  ///   - groupings: The groupings over which the link must be the same.
  ///   - policy: The figures that are policy.
  package init(
    _ scores: [DualScore],
    sourcePoints: Int,
    targetPoints: Int,
    relationship: EdgeRelationship?,
    isSignedOff: Bool,
    groupings: [String],
    policy: LinkPolicy
  ) {
    let scores = scores.filter {
      (0..<sourcePoints).contains($0.source) && (0..<targetPoints).contains($0.target)
    }
    let counts = JointCounts(
      sourcePoints: sourcePoints,
      targetPoints: targetPoints,
      pairs: scores.map { ($0.source, $0.target) }
    )
    self.counts = counts
    let byRater = Self.byRater(scores)
    clusters = ClusterEffect(clusters: byRater.map { $0.map { Double($0.source) } })
    var evidence = LinkEvidence(
      isSingleGroup: true,
      relationship: relationship,
      isSignedOff: isSignedOff
    )
    guard LinkGate.permitsLinking(relationship) else {
      (spearman, crossValidatedKappa, sameRaterShare, selected) = (nil, nil, nil, nil)
      (unsmoothedForward, unsmoothedBackward, smoothed, rows, invariance) = ([], [], [], [], [])
      self.evidence = evidence
      gate = LinkGate(evidence)
      return
    }
    spearman = RankCorrelation.spearman(
      scores.map { Double($0.source) },
      scores.map { Double($0.target) }
    )
    let source = counts.sourceCounts.map(Double.init)
    let target = counts.targetCounts.map(Double.init)
    unsmoothedForward = equipercentile(from: source, to: target)
    unsmoothedBackward = equipercentile(from: target, to: source)
    let smoothed = policy.models.compactMap {
      LinkSmoothing($0, sourcePoints: sourcePoints, targetPoints: targetPoints).fit(counts)
    }
    self.smoothed = smoothed
    let selected = smoothed.min { $0.bic < $1.bic }
    self.selected = selected
    let linker = Linker(
      selected.map { .smoothed($0.model) } ?? .unsmoothed,
      sourcePoints: sourcePoints,
      targetPoints: targetPoints
    )
    let drawn = byRater.contains { $0.count > 1 } ? byRater : scores.map { [$0] }
    let bootstrap = LinkBootstrap(
      counts: counts,
      clusters: drawn.map { $0.map { $0.source * targetPoints + $0.target } },
      linker: linker,
      replicates: selected == nil ? 0 : policy.replicates,
      seed: policy.seed
    )
    let link = selected?.forward ?? []
    let rows = link.indices.map { point in
      LinkRow(
        point: point,
        support: counts.sourceCounts[point],
        value: link[point],
        bootstrap: bootstrap,
        targetPoints: targetPoints,
        policy: policy
      )
    }
    self.rows = rows
    let invariance = groupings.map {
      LinkInvariance(
        grouping: $0,
        scores: scores,
        counts: counts,
        linker: linker,
        policy: policy
      )
    }
    self.invariance = invariance
    crossValidatedKappa = try? WeightedKappa(
      CrossValidation.predictions(
        scores.map { ($0.source, $0.target) },
        counts: counts,
        linker: linker,
        folds: policy.folds
      ),
      weights: .quadratic
    ).kappa
    sameRaterShare =
      scores.isEmpty ? nil : Double(scores.count(where: \.isSameRater)) / Double(scores.count)
    evidence.effectiveSize = clusters.effectiveSize
    evidence.spearman = spearman
    evidence.largestStandardError = rows.compactMap(\.standardError).max()
    evidence.smallestGroup = invariance.flatMap(\.groups).map(\.families).min()
    evidence.largestDifference = invariance.compactMap(\.largestSupported).max()
    evidence.sameRaterShare = sameRaterShare
    evidence.crossValidatedKappa = crossValidatedKappa
    self.evidence = evidence
    gate = LinkGate(evidence)
  }

  /// The families of each rater, raters in the order of their pseudonyms' bytes.
  private static func byRater(_ scores: [DualScore]) -> [[DualScore]] {
    Dictionary(grouping: scores, by: \.rater)
      .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map(\.value)
  }
}
