import Casework
import Storage
import SyncProtocol

extension SQLiteReader {
  /// Reckons the scope of a principal at a seq.
  func reckonedScope(of principal: Principal, at seq: Int64) throws -> AccessScope {
    let memberships = try intervals(of: principal.worker)
    let parents = try unitParents()
    var holdings = try holdings(of: .worker(principal.worker), at: seq)
    for unit in units(seenBy: memberships, parents: parents, at: seq) {
      holdings += try self.holdings(of: .unit(unit), at: seq)
      holdings += try self.holdings(of: .supervisors(unit), at: seq)
    }
    return AccessScope(
      principal: principal,
      seq: seq,
      memberships: memberships,
      parents: parents,
      holdings: holdings
    )
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

  private func holdings(of holder: Holder, at seq: Int64) throws(StorageError) -> [Holding] {
    let (kind, id) = holder.columns
    return try session.rows(
      """
      SELECT family, class_mask, from_seq, to_seq FROM ownership
      WHERE holder = ?1 AND holder_kind = ?2 AND from_seq <= ?3 AND (to_seq IS NULL OR to_seq > ?3)
      """,
      [id, kind, seq]
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
