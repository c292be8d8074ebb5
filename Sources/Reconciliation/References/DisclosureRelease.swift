/// Hides the small numbers of a table that leaves the partnership: the one way to do it, whichever
/// output the table stands in.
///
/// - Parameters:
///   - table: The true counts.
///   - rule: The rule of the policy in force.
/// - Returns: The table as it may be released, totals rounded from true totals and percentages from
///   rounded counts; `nil` under a rule that releases nothing.
package func released(_ table: CountTable, under rule: DisclosureRule) -> ReleasedTable? {
  switch rule {
  case .internal: nil
  case .nhs: ReleasedTable(table, policy: .nhs)
  case .dfe: ComplementarySuppression.protect(table, policy: .dfe)
  }
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
