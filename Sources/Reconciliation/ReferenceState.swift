/// How far a framework or a crosswalk has come on its way from a draft to use.
///
/// Only wording of a version may still change while it is a draft; from *proposed* on, every change
/// is a new version.
package enum ReferenceState: String, CaseIterable, Sendable {
  /// Being written.
  case draft
  /// Finished and waiting for the authorities; it may be used, and every output says PROPOSED.
  case proposed
  /// Signed off by both authorities.
  case approved
  /// Approved and in use.
  case active
  /// Replaced by a later version; earlier exports still reproduce with it.
  case superseded
  /// Taken out of use, with a reason.
  case withdrawn
  /// A publication of somebody else, kept to refer to.
  case reference

  /// Whether both authorities have agreed to it.
  package var isSignedOff: Bool { self == .approved || self == .active }

  /// How willingly a version is used, from zero; `nil` for one that is used no more.
  package var preference: Int? {
    switch self {
    case .active: 3
    case .approved: 2
    case .proposed, .reference: 1
    case .draft: 0
    case .superseded, .withdrawn: nil
    }
  }
}
