import Casework
import Storage
import SyncProtocol

/// The oracle of the histories: everything that happened, in plain arrays, searched from end to end.
struct NaiveLedger: Sendable {
  /// One line of the sequence.
  struct Event: Sendable {
    let seq: Int64
    let effect: LedgerChange.Effect
    let record: StoredRecord
  }

  private(set) var events: [Event] = []
  private(set) var holdings: [Holding] = []
  private(set) var memberships: [Membership] = World.memberships
  private(set) var records: [RecordID: StoredRecord] = [:]
  private(set) var erased: Set<FamilyID> = []
  /// The records after each commit, that of the world first.
  private(set) var snapshots: [[RecordID: StoredRecord]] = [[:], [:]]

  var head: Int64 { Int64(snapshots.count - 1) }

  /// Takes the steps of one commit.
  mutating func take(_ steps: [HistoryStep]) {
    let seq = head + 1
    for step in steps { take(step, seq) }
    snapshots.append(records)
  }

  private mutating func take(_ step: HistoryStep, _ seq: Int64) {
    switch step {
    case .put(let draft):
      var record = draft
      record.version = seq
      guard !erased.contains(record.family) else { return }
      if let present = records[record.id],
        present.family != record.family || present.recordClass != record.recordClass
      {
        events.append(Event(seq: seq, effect: .movedOut, record: present))
      }
      events.append(Event(seq: seq, effect: record.isDeleted ? .gone : .put, record: record))
      records[record.id] = record
    case .hold(let family, let holder, let mask):
      let isOpen = holdings.contains {
        $0.family == family && $0.holder == holder && $0.mask == mask && $0.to == nil
      }
      if isOpen { return }
      holdings.append(Holding(family: family, holder: holder, mask: mask, from: seq))
    case .letGo(let family, let holder): letGo(family, seq) { $0 == holder }
    case .join(let worker, let unit, let role):
      let isOpen = memberships.contains {
        $0.worker == worker && $0.unit == unit && $0.role == role && $0.to == nil
      }
      if isOpen { return }
      memberships.append(Membership(worker: worker, unit: unit, role: role, from: seq))
    case .leave(let worker, let unit):
      memberships = memberships.map {
        guard $0.worker == worker, $0.unit == unit, $0.to == nil else { return $0 }
        return Membership(worker: worker, unit: unit, role: $0.role, from: $0.from, to: seq)
      }
    case .erase(let family):
      guard erased.insert(family).inserted else { return }
      for record in records.values.filter({ $0.family == family }).sorted(by: { $0.id < $1.id }) {
        events.append(Event(seq: seq, effect: .gone, record: record))
        records[record.id] = nil
      }
      letGo(family, seq) { _ in true }
    }
  }

  private mutating func letGo(_ family: FamilyID, _ seq: Int64, held isMeant: (Holder) -> Bool) {
    holdings = holdings.map {
      guard $0.family == family, isMeant($0.holder), $0.to == nil else { return $0 }
      return Holding(family: family, holder: $0.holder, mask: $0.mask, from: $0.from, to: seq)
    }
  }

  /// The scope by the pure rule over every interval there was.
  func scope(of principal: Principal, at seq: Int64) -> AccessScope {
    AccessScope(
      principal: principal,
      seq: seq,
      memberships: memberships,
      parents: Dictionary(
        World.units.compactMap { unit in unit.parent.map { (unit.id, $0) } },
        uniquingKeysWith: { first, _ in first }
      ),
      holdings: holdings
    )
  }

  /// What a worker saw after a commit.
  func visible(to principal: Principal, at seq: Int64) -> [RecordID: StoredRecord] {
    let scope = scope(of: principal, at: seq)
    return snapshots[Int(seq)].filter {
      scope.includes($0.value.family, $0.value.recordClass) && !$0.value.isDeleted
    }
  }

  /// What a reading of changes must serve.
  func changes(
    after: Int64,
    through: Int64,
    limit: Int,
    in scope: AccessScope
  ) -> [LedgerChange] {
    var served: [LedgerChange] = []
    for (index, event) in events.enumerated() where event.seq > after && event.seq <= through {
      let row = event.record
      guard scope.includes(row.family, row.recordClass) else { continue }
      if served.count >= limit, served.last?.seq != event.seq { break }
      var present: StoredRecord?
      if event.effect == .put {
        let isReplaced = events[(index + 1)...].contains {
          $0.record.id == row.id && $0.seq <= through
        }
        present = records[row.id]
        guard !isReplaced, let present, present.family == row.family, !present.isDeleted,
          scope.includes(present.family, present.recordClass)
        else { continue }
      }
      served.append(
        LedgerChange(
          seq: event.seq,
          effect: event.effect,
          id: row.id,
          type: row.type,
          family: row.family,
          record: present
        )
      )
    }
    return served
  }
}
