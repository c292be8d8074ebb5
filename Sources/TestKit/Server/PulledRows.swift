package import Casework
package import SyncProtocol

/// What a device holds after some pages, by the rules of `API/sync-protocol.md` and nothing else.
package struct PulledRows: Hashable, Sendable {
  /// The records, by id.
  package private(set) var records: [RecordID: PulledRecord] = [:]
  /// Families whose backfill was complete.
  package private(set) var ready: Set<FamilyID> = []

  /// Holds nothing.
  package init() {}

  /// Applies a page: a record is taken over an older one, an eviction takes the family's rows away.
  package mutating func apply(_ page: PullPage) {
    for line in page.lines {
      switch line {
      case .evict(let family):
        records = records.filter { $0.value.family != family }
        ready.remove(family)
      case .put(let record):
        let held = records[record.record]
        if held.map({ $0.version < record.version }) ?? true { records[record.record] = record }
      case .gone(let version, _, let id, let family):
        if let held = records[id], held.family == family, held.version <= version {
          records.removeValue(forKey: id)
        }
      case .ready(let family): ready.insert(family)
      case .page: break
      }
    }
  }

  /// The records of a family, by id.
  package func records(of family: FamilyID) -> [RecordID: PulledRecord] {
    records.filter { $0.value.family == family }
  }

  /// The records of a type, by id.
  package func records(of type: RecordType) -> [PulledRecord] {
    records.values.filter { $0.type == type }.sorted { $0.record < $1.record }
  }
}
