/// How often a change rule calls two ratings of one unchanged family a change.
///
/// Half of the pairs that differ would be called improved and half declined, whichever rating comes
/// first; a share improved that is no larger says nothing.
package struct NoiseFloor: Hashable, Sendable {
  /// How many families were rated twice.
  package let n: Int
  /// How many of the pairs the rule calls a change.
  package let discordant: Int

  /// Takes counts.
  ///
  /// - Parameters:
  ///   - n: How many families were rated twice.
  ///   - discordant: How many of the pairs the rule calls a change.
  package init(n: Int, discordant: Int) {
    self.n = n
    self.discordant = discordant
  }

  /// Below so many families no floor is given.
  package static let familiesMin = 30

  /// The share improved, and equally the share declined, that means nothing; `nil` below
  /// ``familiesMin``.
  package var share: Double? {
    guard n >= Self.familiesMin, (0...n).contains(discordant) else { return nil }
    return Double(discordant) / (2 * Double(n))
  }
}
