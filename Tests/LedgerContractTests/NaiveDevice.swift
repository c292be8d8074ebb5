import Casework
import Storage
import SyncProtocol

/// What a device holds that pulls as the sync design says (3.8): evictions, changes, backfills.
struct NaiveDevice {
  let principal: Principal
  private(set) var rows: [RecordID: StoredRecord] = [:]
  private(set) var seq: Int64 = 0

  init(_ principal: Principal) {
    self.principal = principal
  }

  /// Reads on to `target` in pages of about `limit` changes.
  mutating func pull(from reader: any LedgerReader, to target: Int64, limit: Int) throws {
    let goal = try reader.scope(of: principal, at: target)
    let then = seq == 0 ? [:] : try reader.scope(of: principal, at: seq).families
    let stayed = Set(goal.families.keys.filter { goal.families[$0] == then[$0] })
    rows = rows.filter { stayed.contains($0.value.family) }
    try stay(reader, goal.restricted(to: stayed), target, limit)
    for family in goal.families.keys where !stayed.contains(family) {
      var after: RecordID?
      while true {
        let page = try reader.backfill(of: family, after: after, limit: limit, in: goal)
        for record in page { take(record) }
        guard page.count >= limit, let last = page.last else { break }
        after = last.id
      }
    }
    seq = target
  }

  private mutating func stay(
    _ reader: any LedgerReader,
    _ scope: AccessScope,
    _ target: Int64,
    _ limit: Int
  ) throws {
    var position = seq
    while true {
      let page = try reader.changes(after: position, through: target, limit: limit, in: scope)
      for change in page {
        if let record = change.record {
          take(record)
        } else if let held = rows[change.id], held.family == change.family,
          held.version <= change.seq
        {
          rows[change.id] = nil
        }
      }
      guard page.count >= limit, let last = page.last else { return }
      position = last.seq
    }
  }

  private mutating func take(_ record: StoredRecord) {
    if let held = rows[record.id], held.version > record.version { return }
    rows[record.id] = record
  }
}
