/// One edition of one instrument, the pair that a reading keeps for ever.
package struct InstrumentKey: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The instrument's id, such as `map-assumed`.
  package let id: String
  /// The edition, such as `1`; a text, for publishers also use years and letters.
  package let edition: String

  /// Pairs an id with an edition.
  package init(id: String, edition: String) {
    self.id = id
    self.edition = edition
  }

  /// The words a person sees.
  package var description: String { "\(id) edition \(edition)" }

  /// Orders by id, then edition, both as bytes.
  package static func < (left: Self, right: Self) -> Bool {
    left.id == right.id
      ? left.edition.utf8.lexicographicallyPrecedes(right.edition.utf8)
      : left.id.utf8.lexicographicallyPrecedes(right.id.utf8)
  }
}
