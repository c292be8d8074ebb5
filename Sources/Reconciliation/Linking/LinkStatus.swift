/// How far a link may be used, the worst first.
package enum LinkStatus: String, CaseIterable, Comparable, Sendable {
  /// No link is made.
  case refused
  /// For analysts alone.
  case exploratory
  /// Inside the partnership, in bands.
  case provisional
  /// As far as a link goes: for groups, never for one family.
  case validated

  /// The worse status comes first.
  package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .refused: 0
    case .exploratory: 1
    case .provisional: 2
    case .validated: 3
    }
  }
}
