import Casework
import DeviceStore
package import SyncProtocol

/// How a device stands, known without a network.
package struct DeviceStatus: Hashable, Sendable {
  /// Operations that the server has still to answer.
  package let unsent: Int
  /// The same, counted by what they are to a person, such as `reading`.
  package let unsentByKind: [String: Int]
  /// When the oldest of them was saved, by this device's clock; milliseconds since 1970.
  package let oldestUnsent: Int64?
  /// Review items that wait, without those that were decided here.
  package let openReviews: Int
  /// Accepted operations that no verified backup of the server holds yet; kept here until one does.
  package let notBackedUp: Int
  /// When everything was last sent and received; milliseconds since 1970.
  package let lastFullSync: Int64?
  /// Families that are completely here.
  package let families: Int
  /// The seq that the rows stand at.
  package let seq: Int64

  /// Makes a status from its parts.
  package init(
    unsent: Int,
    unsentByKind: [String: Int],
    oldestUnsent: Int64?,
    openReviews: Int,
    notBackedUp: Int,
    lastFullSync: Int64?,
    families: Int,
    seq: Int64
  ) {
    self.unsent = unsent
    self.unsentByKind = unsentByKind
    self.oldestUnsent = oldestUnsent
    self.openReviews = openReviews
    self.notBackedUp = notBackedUp
    self.lastFullSync = lastFullSync
    self.families = families
    self.seq = seq
  }
}

extension Device {
  /// How the device stands; opens only what is still to be sent.
  package func status() throws -> DeviceStatus {
    try store.read { reader in
      let entries = try reader.entries([.pending, .sent])
      var byKind: [String: Int] = [:]
      var oldest: Int64?
      var decided: Set<RecordID> = []
      for entry in entries {
        let operation = try entry.operation
        byKind[operation.kind?.words ?? "other", default: 0] += 1
        oldest = min(oldest ?? .max, operation.at.wall)
        if operation.kind == .reviewResolve { decided.insert(operation.record) }
      }
      let arriving = try reader.arrivingFamilies()
      return DeviceStatus(
        unsent: entries.count,
        unsentByKind: byKind,
        oldestUnsent: oldest,
        openReviews: max(0, Int(clamping: try reader.number(.openReviews)) - decided.count),
        notBackedUp: try reader.entryCountNotBackedUp(),
        lastFullSync: try reader.text(.lastFullSync).flatMap { Int64($0) },
        families: try reader.families().subtracting(arriving).count,
        seq: try reader.number(.seq)
      )
    }
  }
}

extension OperationKind {
  /// What the operation is to a person, as a count names it.
  package var words: String {
    switch self {
    case .familyAdd: "new family"
    case .memberAdd: "new member"
    case .episodeOpen: "opened episode"
    case .goalAdd: "new goal"
    case .noteAdd: "note"
    case .familySet, .memberSet, .episodeSet, .goalSet, .noteSet: "change"
    case .goalDelete, .noteDelete: "deletion"
    case .goalRestore, .noteRestore: "return of what was deleted"
    case .episodeClose: "closed episode"
    case .episodeReopen: "reopened episode"
    case .assignStart: "assignment"
    case .assignEnd: "end of an assignment"
    case .handover: "handover"
    case .consentGive: "consent"
    case .consentWithdraw: "withdrawal of a consent"
    case .readingAdd: "reading"
    case .readingCorrect: "correction"
    case .readingWithdraw: "withdrawal"
    case .reviewResolve: "decision"
    case .undone: "undone"
    }
  }
}
