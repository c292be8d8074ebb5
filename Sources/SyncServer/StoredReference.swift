import Casework
package import Reconciliation
package import Storage
import SyncProtocol
import WireFormat

/// One stored version of reference data with its life up to some commit.
package struct StoredReference: Hashable, Sendable {
  /// What it says.
  package let document: ReferenceDocument
  /// The commit that stored it.
  package let seq: Int64
  /// The commit of its last step; ``seq`` when there was none.
  package let decidedSeq: Int64
  /// Its life.
  package let life: ReferenceLife

  /// The kind, the id and the version.
  package var key: ReferenceKey { document.key }
}

extension ReferenceKind {
  /// The type of the records that hold its versions.
  var recordType: RecordType {
    switch self {
    case .framework: .framework
    case .crosswalk: .crosswalk
    case .policy: .policy
    case .changeRule: .changeRule
    case .compatibility: .compatibility
    case .linkTable: .linkTable
    case .disclosure: .disclosure
    }
  }
}

extension ReferenceKey {
  /// The id of the record that holds the version.
  var recordID: RecordID { derivedID("\(kind.rawValue) \(id) \(version)") }
}

extension ReferenceDocument {
  /// The stored object.
  var json: JSON { .object([key.kind.rawValue: content]) }
}

extension ServerCore {
  /// Every version of reference data with its life, as it was at a seq; by kind, id and version.
  ///
  /// - Parameters:
  ///   - reader: The snapshot.
  ///   - seq: The newest commit that counts; the head when `nil`.
  /// - Returns: The versions.
  /// - Throws: `StorageError` when a stored version cannot be read.
  package static func references(
    from reader: any LedgerReader,
    at seq: Int64? = nil
  ) throws -> [StoredReference] {
    let decisions = try decisions(from: reader, at: seq)
    var references: [StoredReference] = []
    for kind in ReferenceKind.allCases {
      let type = kind.recordType
      let records =
        type.isReference ? try reader.references(of: type) : try reader.studyRecords(of: type)
      for stored in records where stored.version <= seq ?? .max {
        guard let content = (try? JSON(strict: stored.body))?[kind.rawValue],
          let document = try? ReferenceDocument(content)
        else { throw unreadableReference }
        let steps = decisions[document.key] ?? []
        references.append(
          StoredReference(
            document: document,
            seq: stored.version,
            decidedSeq: steps.last?.seq ?? stored.version,
            life: ReferenceLife(
              documentState: document.claimedState,
              decisions: steps.map(\.decision)
            )
          )
        )
      }
    }
    return references.sorted { left, right in
      let (mine, theirs) = (left.key, right.key)
      if mine.kind != theirs.kind { return mine.kind.rawValue < theirs.kind.rawValue }
      if mine.id != theirs.id { return mine.id < theirs.id }
      return isOlderVersion(mine.version, than: theirs.version)
    }
  }

  /// The steps taken with each version, oldest first.
  private static func decisions(
    from reader: any LedgerReader,
    at seq: Int64?
  ) throws -> [ReferenceKey: [(seq: Int64, decision: ReferenceDecision)]] {
    var steps: [(seq: Int64, decision: ReferenceDecision)] = []
    for stored in try reader.studyRecords(of: .decision) where stored.version <= seq ?? .max {
      guard let decision = (try? JSON(strict: stored.body)).flatMap({ ReferenceDecision(json: $0) })
      else { throw unreadableReference }
      steps.append((stored.version, decision))
    }
    steps.sort { ($0.seq, $0.decision.order) < ($1.seq, $1.decision.order) }
    return Dictionary(grouping: steps, by: \.decision.key)
  }

  private static var unreadableReference: StorageError {
    StorageError(.corrupt, "A stored version of reference data cannot be read.")
  }
}
