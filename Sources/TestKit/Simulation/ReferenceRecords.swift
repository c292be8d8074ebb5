import Casework
import Storage
import SyncProtocol

/// Which records there are, by what was accepted.
struct ReferenceRecords: Sendable {
  private struct Entry: Sendable {
    let family: FamilyID
    /// The family that it tells of; for what lies in a tray another than where it lies.
    let about: FamilyID
  }

  private var entries: [RecordID: Entry] = [:]
  /// Records that were deleted or brought back, which only the server's judgement tells.
  private(set) var doubtful: Set<RecordID> = []
  /// What everybody is given.
  private let references: Set<RecordID>

  /// Begins with what a seeded server holds.
  init(seeded writer: any LedgerWriter) throws {
    var references: Set<RecordID> = []
    for type in RecordType.allCases where type.isReference {
      references.formUnion(try writer.references(of: type).map(\.id))
    }
    self.references = references
    for type in RecordType.allCases where !type.isReference {
      for record in try writer.recordsForJudging(of: type) {
        entries[record.id] = Entry(family: record.family, about: record.family)
      }
    }
  }

  /// Whether there is such a record, deleted or not.
  func knows(_ record: RecordID) -> Bool { entries[record] != nil }

  /// What somebody holds who sees these families.
  func held(_ sees: (FamilyID) -> Bool) -> Set<RecordID> {
    references.union(entries.filter { sees($0.value.family) }.keys)
  }

  /// Adds a record.
  mutating func add(_ record: RecordID, in family: FamilyID, about: FamilyID) {
    entries[record] = Entry(family: family, about: about)
  }

  /// Takes up what an operation made: its record, and the review items that its answer names.
  mutating func take(
    _ operation: SyncProtocol.Operation,
    _ result: OperationResult,
    _ holdingFamily: FamilyID
  ) {
    for review in result.reviews where entries[review] == nil {
      add(review, in: holdingFamily, about: operation.family)
    }
    switch operation.kind {
    case .goalDelete, .goalRestore, .noteDelete, .noteRestore:
      doubtful.insert(operation.record)
    case let kind? where kind.isCreation:
      guard result.status == .applied || result.status == .late else { return }
      add(operation.record, in: operation.family, about: operation.family)
    default: break
    }
  }

  /// Forgets a family that was erased.
  mutating func erase(_ family: FamilyID) {
    entries = entries.filter { $0.value.family != family && $0.value.about != family }
  }
}
