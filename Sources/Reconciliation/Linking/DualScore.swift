/// One family that was scored with both tools at nearly the same time.
package struct DualScore: Hashable, Sendable {
  /// The position of its score on the source scale, 0 the worst.
  package let source: Int
  /// The position of its score on the target scale, 0 the worst.
  package let target: Int
  /// Who scored the source tool, by a pseudonym; families of one rater are drawn together.
  package let rater: String
  /// Whether one person scored both tools.
  package let isSameRater: Bool
  /// Which group the family belongs to, by the name of the grouping.
  package let groups: [String: String]

  /// Makes a pair of scores.
  package init(
    source: Int,
    target: Int,
    rater: String,
    isSameRater: Bool,
    groups: [String: String] = [:]
  ) {
    self.source = source
    self.target = target
    self.rater = rater
    self.isSameRater = isSameRater
    self.groups = groups
  }
}
