/// Hides the small numbers of a table that leaves the partnership: the one way to do it, whichever
/// output the table stands in.
///
/// - Parameters:
///   - table: The true counts.
///   - rule: The rule of the policy in force.
///   - withheld: Places that are hidden because of other tables of the same release.
/// - Returns: The table as it may be released, totals rounded from true totals and percentages from
///   rounded counts; `nil` under a rule that releases nothing.
package func released(
  _ table: CountTable,
  under rule: DisclosureRule,
  withholding withheld: Set<TablePlace> = []
) -> ReleasedTable? {
  guard let policy = rule.policy else { return nil }
  let plain = ReleasedTable(table, policy: policy, further: withheld)
  if plain.isSafe(table) { return plain }
  let alone = ComplementarySuppression.protect(table, policy: policy)
  return ReleasedTable(table, policy: policy, further: alone.hidden.union(withheld))
}

/// Which counts of a release are hidden beside those that are so small that they must be: those from
/// which, with everything else that it prints, a small one could be reckoned out.
///
/// - Parameters:
///   - counts: All counts of the release and what they add up to, over all of its tables.
///   - rule: The rule of the policy in force.
/// - Returns: The counts; none under a rule that releases nothing.
package func withheld(_ counts: LinkedCounts, under rule: DisclosureRule) -> Set<LinkedCount> {
  rule.policy.map { counts.withheld(under: $0) } ?? []
}

/// What was released once, as far as a later release must be compared with it.
package struct ReleasedCohort: Hashable, Sendable {
  /// The families behind each row, under names that tell nothing; rows by their grain and group.
  package let rows: [String: Set<String>]

  /// Makes a cohort from its rows.
  package init(rows: [String: Set<String>]) {
    self.rows = rows
  }

  /// Fewer families than this must not tell two releases apart.
  package static let differenceMax = 7

  /// The row in which this release and an earlier one differ by one to seven families, so that whoever
  /// has both could reckon those out; the first in order, `nil` when there is none.
  package func rowTooClose(to earlier: ReleasedCohort) -> String? {
    rows.keys.sorted().first { row in
      guard let mine = rows[row], let theirs = earlier.rows[row] else { return false }
      return (1...Self.differenceMax).contains(mine.symmetricDifference(theirs).count)
    }
  }
}
