/// The kinds of reference data that live through the same states, the same words in Swift, SQL, JSON
/// and flags.
package enum ReferenceKind: String, CaseIterable, Sendable {
  /// The common outcomes.
  case framework
  /// An expert table from the areas of an instrument to those outcomes.
  case crosswalk
  /// Which readings make a pair and what counts as measured.
  case policy
  /// How far a score of an edition must move to count as a change.
  case changeRule
  /// A claim that readings of one edition may be followed by those of another.
  case compatibility
  /// A statistical table from one scale to another.
  case linkTable
  /// How small numbers are hidden in what is released.
  case disclosure
}

/// One version of one piece of reference data.
package struct ReferenceKey: Hashable, Sendable, CustomStringConvertible {
  /// The kind.
  package let kind: ReferenceKind
  /// The id.
  package let id: String
  /// The version.
  package let version: String

  /// Makes a key from its parts.
  package init(kind: ReferenceKind, id: String, version: String) {
    self.kind = kind
    self.id = id
    self.version = version
  }

  /// `id@version`.
  package var name: String { "\(id)@\(version)" }

  /// The kind and the name, as a sentence uses them.
  package var description: String { "\(kind.rawValue) \(name)" }
}
