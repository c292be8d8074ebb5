import Casework
import WireFormat

/// A family as a list shows it.
public struct StarmapFamily: Hashable, Sendable, Identifiable {
  /// The family's id, 36 characters.
  public let id: String
  /// The short code to say and to type; it begins with `~` until the server has given one.
  public let code: String
  /// The family's name; personal data.
  public let name: String
  /// Whether something about the family waits to be sent.
  public let isPending: Bool

  init(_ view: FamilyView) {
    id = view.family.description
    code = view.code
    name = view.record.json["name"]?.string ?? ""
    isPending = view.record.isPending
  }
}

/// How a device stands.
public struct StarmapStatus: Hashable, Sendable {
  /// What was saved here and the server has still to answer.
  public let unsent: Int
  /// What waits for a person's decision.
  public let openReviews: Int
  /// Families that are completely here.
  public let families: Int
  /// When everything was last sent and received, milliseconds since 1970; `nil` when it never was.
  public let lastFullSync: Int64?

  init(_ status: DeviceStatus) {
    unsent = status.unsent
    openReviews = status.openReviews
    families = status.families
    lastFullSync = status.lastFullSync
  }
}

/// How a sync ended.
public struct StarmapSync: Hashable, Sendable {
  /// What the server accepted.
  public let accepted: Int
  /// What was newly held for a person; nothing of it is lost.
  public let held: Int
  /// Changes that were received.
  public let received: Int
  /// What is still to be sent.
  public let unsent: Int
  /// Whether everything was sent and received and nothing was held: the only success there is.
  public let isComplete: Bool
  /// What went wrong, for a person; `nil` when nothing did.
  public let problem: String?

  init(_ outcome: SyncOutcome) {
    accepted = outcome.accepted
    held = outcome.held
    received = outcome.received
    unsent = outcome.unsent
    isComplete = outcome.isComplete
    problem = outcome.problem?.sentence
  }
}
