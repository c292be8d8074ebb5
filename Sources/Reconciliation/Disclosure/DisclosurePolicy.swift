/// How small counts are kept from telling of single families when a table is released.
package struct DisclosurePolicy: Hashable, Sendable {
  /// The policy's id, as it stands in manifests.
  package let id: String
  /// The counts that are hidden; zero is shown.
  package let hidden: ClosedRange<Int>
  /// To what multiple shown counts are rounded; 1 leaves them.
  package let roundedTo: Int
  /// What stands in the place of a hidden count for programs.
  package let sign: String
  /// What an attacker takes a hidden count to be at least.
  package let attackerLow: Int
  /// What an attacker takes a hidden count to be at most; `nil` when nothing bounds it.
  package let attackerHigh: Int?
  /// How far apart the smallest and the largest possible value of a hidden count must be.
  package let widthMin: Int
  /// Below so many in the denominator a percentage is marked to be read with care.
  package let careBelow: Int

  /// NHS England's rule for sub-national figures from Hospital Episode Statistics: 1 to 7 hidden,
  /// other counts to the nearest 5, percentages from rounded counts.
  ///
  /// The rule says what a hidden count is, so an attacker knows it for 1 to 7; at least three of
  /// these must remain possible.
  package static let nhs = Self(
    id: "nhs-1-7-round-5",
    hidden: 1...7,
    roundedTo: 5,
    sign: "*",
    attackerLow: 1,
    attackerHigh: 7,
    widthMin: 2,
    careBelow: 20
  )

  /// The Department for Education's rule for children in need: 1 to 5 hidden, and as many other
  /// counts as keep them from being reckoned out of the totals.
  package static let dfe = Self.hiding(1...5)

  /// A rule that hides counts, and as many others as it takes, and rounds none.
  ///
  /// - Parameter hidden: The counts that are hidden, from 1 at least.
  /// - Returns: The policy; the range that can be recovered must be as wide as the hidden one is
  ///   long.
  package static func hiding(_ hidden: ClosedRange<Int>) -> Self {
    Self(
      id: hidden == 1...5 ? "dfe-1-5" : "hide-\(hidden.lowerBound)-\(hidden.upperBound)",
      hidden: hidden,
      roundedTo: 1,
      sign: "c",
      attackerLow: 0,
      attackerHigh: nil,
      widthMin: hidden.count,
      careBelow: 20
    )
  }

  /// Whether a count must be hidden for its own sake.
  package func hides(_ count: Int) -> Bool { hidden.contains(count) }

  /// A count as it is shown, with halves going up.
  package func shown(_ count: Int) -> Int {
    guard roundedTo > 1 else { return count }
    return (count + roundedTo / 2) / roundedTo * roundedTo
  }

  /// What an attacker knows of a count that is shown.
  func possible(ofShown count: Int) -> ClosedRange<Int> {
    let shown = shown(count)
    guard roundedTo > 1, count > 0 else { return count...count }
    let low = max(shown - roundedTo / 2, hidden.upperBound + 1)
    return min(low, count)...(shown - roundedTo / 2 + roundedTo - 1)
  }
}
