import Casework
import Storage
import SyncProtocol

extension SQLiteReader {
  /// Reckons the scope of a principal at a seq.
  func reckonedScope(
    of principal: Principal,
    at seq: Int64,
    forAggregates: Bool = false
  ) throws -> AccessScope {
    try reckoned(principal, at: [seq], forAggregates: forAggregates)[0]
  }

  func scopes(of principal: Principal, at seqs: [Int64]) throws -> [AccessScope] {
    try reckoned(principal, at: seqs)
  }

  /// Scopes as they are remembered, or else reckoned from one reading of the intervals that any of them may
  /// need.
  ///
  /// Most devices ask while nothing changed hands: then the first scope holds at the other seqs too.
  private func reckoned(
    _ principal: Principal,
    at seqs: [Int64],
    forAggregates: Bool = false
  ) throws -> [AccessScope] {
    guard let first = seqs.min(), let newest = seqs.max() else { return [] }
    let key = ScopeMemory.Key(worker: principal.worker, isForAggregates: forAggregates)
    let rights = try session.rights()
    if let known = scopeMemory.scope(key, from: first, rights: rights) {
      return seqs.map { known.unchanged(at: $0, on: principal.device) }
    }
    // Reaching to the end, beyond which nothing is known to change, costs nothing and may be kept.
    let last = max(newest, try clock().head)
    // Figures about many reach as far down as a supervisor of the same unit sees.
    let memberships = try intervals(of: principal.worker).map { membership in
      forAggregates && AccessTable.reach(of: membership.role, for: .readAudit) != .none
        ? membership.supervising : membership
    }
    let parents = try unitParents()
    let units = seqs.reduce(into: Set<UnitID>()) {
      $0.formUnion(self.units(seenBy: memberships, parents: parents, at: $1))
    }
    var holdings = try holdings(of: .worker(principal.worker), from: first, through: last)
    for unit in units {
      holdings += try self.holdings(of: .unit(unit), from: first, through: last)
      holdings += try self.holdings(of: .supervisors(unit), from: first, through: last)
    }
    func reckon(_ seq: Int64) -> AccessScope {
      AccessScope(
        principal: principal,
        seq: seq,
        memberships: memberships,
        parents: parents,
        holdings: holdings
      )
    }
    let nothingMoved =
      holdings.allSatisfy { isStill($0.from, $0.to, from: first, through: last) }
      && memberships.allSatisfy { isStill($0.from, $0.to, from: first, through: last) }
    guard nothingMoved else { return seqs.map(reckon) }
    let scope = reckon(first)
    if mayKeepScopes(of: rights) {
      scopeMemory.keep(scope, key, from: first, rights: rights)
    }
    return seqs.map { scope.unchanged(at: $0, on: principal.device) }
  }

  /// Every membership that a worker has had, oldest first.
  func intervals(of worker: WorkerID) throws(StorageError) -> [Membership] {
    try session.rows(
      "SELECT unit, role, from_seq, to_seq FROM membership WHERE worker = ?1 ORDER BY number",
      [worker.blob]
    ) { row throws(StorageError) in
      Membership(
        worker: worker,
        unit: try row.id(0),
        role: try row.code(1),
        from: try row.integer(2),
        to: try row.optionalInteger(3)
      )
    }
  }

  private func unitParents() throws(StorageError) -> [UnitID: UnitID] {
    let pairs = try session.rows("SELECT id, parent FROM unit WHERE parent IS NOT NULL") {
      row throws(StorageError) -> (UnitID, UnitID) in (try row.id(0), try row.id(1))
    }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }

  /// The holdings that held at some seq of a span.
  private func holdings(
    of holder: Holder,
    from first: Int64,
    through last: Int64
  ) throws(StorageError) -> [Holding] {
    let (kind, id) = holder.columns
    return try session.rows(
      """
      SELECT family, class_mask, from_seq, to_seq FROM ownership
      WHERE holder = ?1 AND holder_kind = ?2 AND from_seq <= ?4 AND (to_seq IS NULL OR to_seq > ?3)
      """,
      [id, kind, first, last]
    ) { row throws(StorageError) in
      Holding(
        family: try row.id(0),
        holder: holder,
        mask: ClassMask(rawValue: UInt8(truncatingIfNeeded: try row.integer(1))),
        from: try row.integer(2),
        to: try row.optionalInteger(3)
      )
    }
  }

  /// The units whose holdings may matter: own ones, and everything below those supervised.
  private func units(
    seenBy memberships: [Membership],
    parents: [UnitID: UnitID],
    at seq: Int64
  ) -> Set<UnitID> {
    var units: Set<UnitID> = []
    var roots: Set<UnitID> = []
    for membership in memberships
    where membership.from <= seq && (membership.to.map { seq < $0 } ?? true) {
      if membership.role.seesFamilies { units.insert(membership.unit) }
      if AccessTable.reach(of: membership.role, for: .casework) == .subtree {
        roots.insert(membership.unit)
      }
    }
    guard !roots.isEmpty else { return units }
    var children: [UnitID: [UnitID]] = [:]
    for (child, parent) in parents { children[parent, default: []].append(child) }
    var open = Array(roots)
    while let unit = open.popLast() {
      for child in children[unit] ?? [] where roots.insert(child).inserted { open.append(child) }
    }
    return units.union(roots)
  }
}

/// Whether an interval holds at no seq of a span or at all of them.
private func isStill(_ from: Int64, _ to: Int64?, from first: Int64, through last: Int64) -> Bool {
  let isOutside = from > last || to.map { $0 <= first } ?? false
  let isWhole = from <= first && to.map { last < $0 } ?? true
  return isOutside || isWhole
}

extension Membership {
  /// The same membership as a supervisor's.
  fileprivate var supervising: Membership {
    Membership(worker: worker, unit: unit, role: .supervisor, from: from, to: to)
  }
}

extension Session {
  /// How often anybody's rights changed, with what the transaction in progress changed.
  func rights() throws(StorageError) -> Int64 {
    let rights = try first("SELECT rights FROM sync_clock") { row throws(StorageError) in
      try row.integer(0)
    }
    guard let rights else { throw StorageError(.corrupt, "The database has lost its clock.") }
    return rights
  }
}
