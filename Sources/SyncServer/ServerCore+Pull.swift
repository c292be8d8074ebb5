import Casework
package import Storage
package import SyncProtocol

#if Mutations
import Mutations
#endif

extension ServerCore {
  /// One page of what a device has not read yet.
  ///
  /// Bootstrap, delta and backfill are one path: a pull with no cursor holds nothing, so every visible
  /// family enters. Scope is reckoned again for every page, from one snapshot.
  ///
  /// - Parameters:
  ///   - text: The cursor's text; `nil` when the device holds nothing.
  ///   - known: The newest place that the device has heard of, where that is newer than its cursor.
  ///   - principal: Who reads.
  ///   - reader: One snapshot of the ledger.
  ///   - pageChangesMax: The soft limit of a page; tests make it tiny.
  /// - Returns: The page, to be applied in one transaction with its cursor.
  /// - Throws: ``Refusal`` with `cursor-expired` or `log-forked`.
  package func pull(
    cursor text: String?,
    known: String? = nil,
    for principal: Principal,
    from reader: any LedgerReader,
    pageChangesMax: Int = Limits.pageChangesMax
  ) throws -> PullPage {
    let clock = try reader.clock()
    if let known { try requireShared(known, clock: clock, reader: reader) }
    let cursor = try cursor(from: text, clock: clock, reader: reader)
    let chain = clock.chain
    if cursor.phase == .complete, cursor.seq > 0,
      try reader.newestSeq(visibleTo: principal) <= cursor.seq
    {
      let next = Cursor(epoch: clock.epoch.prefix, seq: clock.head, chain: chain)
      return PullPage(lines: [], end: end(next, clock))
    }
    return try PageBuilder(
      cursor: cursor,
      clock: clock,
      principal: principal,
      reader: reader,
      changesMax: max(pageChangesMax, 1)
    ).page()
  }

  /// Whether a page tells a device nothing that it does not know already.
  ///
  /// - Parameters:
  ///   - page: The page.
  ///   - text: The cursor that the device stands at.
  ///   - tags: The entity tags that the device named, as in `If-None-Match`.
  /// - Returns: Whether the page may be left out.
  package func isKnown(_ page: PullPage, to text: String?, tags: [String]) -> Bool {
    #if Mutations
    if Mutation.unchangedToAll.isPlanted, !tags.isEmpty { return true }
    #endif
    guard page.lines.isEmpty, !page.end.isMore, let cursor = text.flatMap({ Cursor(text: $0) }),
      cursor.phase == .complete, page.end.seq - cursor.seq <= Limits.unchangedCommitsMax
    else { return false }
    return tags.contains(PullEnd.tag(backupSeq: page.end.backupSeq))
  }

  func cursor(
    from text: String?,
    clock: LedgerClock,
    reader: any LedgerReader
  ) throws -> Cursor {
    guard let text else { return Cursor(epoch: clock.epoch.prefix, seq: 0, chain: 0) }
    guard let cursor = Cursor(text: text) else {
      throw Refusal(
        .cursorExpired,
        "The cursor is of an unknown form; read everything again, keeping unsent work."
      )
    }
    try requireShared(cursor, clock: clock, reader: reader)
    #if Mutations
    if Mutation.floorIgnored.isPlanted { return cursor }
    #endif
    guard cursor.seq == 0 || cursor.seq >= clock.floor else {
      throw Refusal(
        .cursorExpired,
        "The device was away for longer than the server remembers; read everything again, "
          + "keeping unsent work."
      )
    }
    return cursor
  }

  /// Refuses a device that knows of commits which this history does not have.
  func requireShared(_ text: String, clock: LedgerClock, reader: any LedgerReader) throws {
    guard let point = Cursor(text: text) else {
      throw Refusal(.invalidRequest, "`known` must be a place that this server has named.")
    }
    try requireShared(point, clock: clock, reader: reader)
  }

  private func requireShared(
    _ point: Cursor,
    clock: LedgerClock,
    reader: any LedgerReader
  ) throws {
    #if Mutations
    if Mutation.forkUnnoticed.isPlanted, point.newest <= clock.head { return }
    #endif
    guard point.epoch == clock.epoch.prefix, point.newest <= clock.head,
      try reader.chain(at: point.newest) == point.chain
    else {
      throw Refusal(
        .logForked,
        "The server's history is not the one that this device has read; ask where the two part, "
          + "then read everything again, keeping unsent work."
      )
    }
  }
}

private func end(_ cursor: Cursor, _ clock: LedgerClock) -> PullEnd {
  PullEnd(
    cursor: cursor.text,
    seq: cursor.seq,
    isMore: cursor.phase != .complete,
    head: clock.head,
    epoch: clock.epoch.description,
    backupSeq: clock.backupSeq
  )
}

/// Fills one page: evictions first, then changes in families that stayed, then families that entered.
private struct PageBuilder {
  let cursor: Cursor
  let clock: LedgerClock
  let reader: any LedgerReader
  let changesMax: Int
  let now: AccessScope
  private let target: Int64
  private let evicted: [FamilyID]
  /// Erasures of families about which the device sent something.
  private let erased: [Erasure]
  /// The scope in which changes are told; `nil` where nothing stayed in view.
  private let staying: AccessScope?
  private let entered: [FamilyID]
  private let goal: [FamilyID: ClassMask]
  private var lines: [PullLine] = []
  private var byteCount = 0

  /// Records of a family read before the page's bytes are looked at again.
  private static let recordsAtOnce = 250
  /// Changes read before that; as many as a page holds, since the way to them takes longer than they do.
  private static let changesAtOnce = 1000

  init(
    cursor: Cursor,
    clock: LedgerClock,
    principal: Principal,
    reader: any LedgerReader,
    changesMax: Int
  ) throws {
    self.cursor = cursor
    self.clock = clock
    self.reader = reader
    self.changesMax = changesMax
    switch cursor.phase {
    case .complete: target = clock.head
    case .staying(let target, _), .entering(let target, _, _): self.target = min(target, clock.head)
    }
    erased =
      cursor.phase == .complete
      ? try reader.erasures(toldTo: principal.device, after: cursor.seq, through: clock.head) : []
    let seqs = [clock.head, target] + (cursor.seq == 0 ? [] : [cursor.seq])
    let scopes = try reader.scopes(of: principal, at: seqs)
    #if Mutations
    if Mutation.noScopeOnContinuation.isPlanted, case .entering = cursor.phase {
      now = scopes[1]
    } else {
      now = scopes[0]
    }
    #else
    now = scopes[0]
    #endif
    let goal = scopes[1].families
    let then = cursor.seq == 0 ? [:] : scopes[2].families
    self.goal = goal
    guard then != goal else {
      // Nearly every pull: nothing came into view and nothing left it.
      evicted = []
      entered = []
      staying = now.families == goal ? now : now.restricted(to: Set(goal.keys))
      return
    }
    if case .entering(_, let family, _) = cursor.phase {
      // What was evicted and what stayed has been told, and so have the families before this one.
      evicted = []
      staying = nil
      entered = goal.keys.filter { $0 >= family && goal[$0] != then[$0] }.sorted()
      return
    }
    evicted = then.keys.filter { goal[$0] != then[$0] }.sorted()
    entered = goal.keys.filter { goal[$0] != then[$0] }.sorted()
    let stayed = then.isEmpty ? [] : Set(goal.keys.filter { goal[$0] == then[$0] })
    staying = stayed.isEmpty ? nil : now.restricted(to: stayed)
  }

  private var isFull: Bool {
    lines.count >= changesMax || byteCount >= Limits.pageBytesMax
  }

  private mutating func add(_ line: PullLine) {
    #if Mutations
    if Mutation.notesNotServed.isPlanted, case .put(let record) = line, record.type == .note {
      return
    }
    #endif
    if case .put(let record) = line { byteCount += record.body.count + 160 }
    lines.append(line)
  }

  func page() throws -> PullPage {
    var builder = self
    let next = try builder.fill()
    return PullPage(lines: builder.lines, end: end(next, clock))
  }

  private mutating func fill() throws -> Cursor {
    switch cursor.phase {
    case .complete:
      for family in evicted { add(.evict(family)) }
      for erasure in erased { add(.erased(erasure)) }
      if let next = try stay(from: cursor.seq) { return next }
      return try enter(from: nil, after: nil)
    case .staying(_, let position):
      if let next = try stay(from: position) { return next }
      return try enter(from: nil, after: nil)
    case .entering(_, let family, let after):
      return try enter(from: family, after: after)
    }
  }

  /// Changes of families that were visible throughout; `nil` when all were read.
  private mutating func stay(from position: Int64) throws -> Cursor? {
    guard let scope = staying else { return nil }
    var position = position
    while true {
      let room = min(max(changesMax - lines.count, 1), Self.changesAtOnce)
      let changes = try reader.changes(
        after: position,
        through: target,
        limit: room,
        in: scope
      )
      for (index, change) in changes.enumerated() {
        add(line(for: change))
        let next = index + 1 < changes.count ? changes[index + 1].seq : nil
        // A commit is never cut: the page may end only where the next change has another seq.
        if isFull, next.map({ $0 > change.seq }) ?? true {
          return moved(to: .staying(target: target, position: change.seq))
        }
      }
      guard changes.count >= room, let last = changes.last else { return nil }
      position = last.seq
    }
  }

  private func line(for change: LedgerChange) -> PullLine {
    guard change.effect == .put, let record = change.record else {
      return .gone(
        version: change.seq,
        type: change.type.rawValue,
        record: change.id,
        family: change.family
      )
    }
    return .put(PulledRecord(record))
  }

  /// Families that came into view, one after the other, each closed by a `ready` line.
  private mutating func enter(from family: FamilyID?, after: RecordID?) throws -> Cursor {
    var after = after
    for entering in entered {
      if let family, entering < family { continue }
      if entering != family { after = nil }
      guard now.families[entering] == goal[entering] else {
        // What came of it so far is not whole, and should the right come back, a delta would take the
        // family for one that is held: only reading anew is right whatever follows.
        throw Refusal(
          .cursorExpired,
          "What may be seen changed while it was being read; read everything again, keeping unsent "
            + "work."
        )
      }
      while true {
        let room = min(max(changesMax - lines.count, 1), Self.recordsAtOnce)
        let records = try reader.backfill(of: entering, after: after, limit: room, in: now)
        for record in records {
          add(.put(PulledRecord(record)))
          if isFull {
            return moved(to: .entering(target: target, family: entering, after: record.id))
          }
        }
        after = records.last?.id ?? after
        guard records.count >= room else { break }
      }
      add(.ready(entering))
    }
    return place(seq: target, .complete)
  }

  private func moved(to phase: Cursor.Phase) -> Cursor {
    place(seq: cursor.seq, phase)
  }

  /// A cursor that is good for this history alone, also for what the page holds of newer commits.
  private func place(seq: Int64, _ phase: Cursor.Phase) -> Cursor {
    Cursor(
      epoch: clock.epoch.prefix,
      seq: seq,
      newest: clock.head,
      chain: clock.chain,
      phase: phase
    )
  }
}

extension PullLine {
  /// What tells a device that a family was erased: its own record is gone, which happens in no other way.
  fileprivate static func erased(_ erasure: Erasure) -> PullLine {
    .gone(
      version: erasure.seq,
      type: RecordType.family.rawValue,
      record: erasure.family.retagged(),
      family: erasure.family
    )
  }
}

extension PulledRecord {
  fileprivate init(_ record: StoredRecord) {
    self.init(
      version: record.version,
      typeName: record.type.rawValue,
      record: record.id,
      family: record.family,
      author: record.author,
      made: record.made,
      body: record.body
    )
  }
}
