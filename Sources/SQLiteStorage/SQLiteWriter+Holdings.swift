import Casework
import Storage
import SyncProtocol

extension SQLiteWriter {
  /// Begins a holding; one that is open already with the same mask goes on as it is.
  func open(_ holding: Holding) throws {
    try use(holding.from)
    let (kind, id) = holding.holder.columns
    try session.run(
      """
      INSERT INTO ownership (family, holder_kind, holder, class_mask, from_seq, to_seq)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      ON CONFLICT (family, holder_kind, holder, class_mask) WHERE to_seq IS NULL DO NOTHING
      """,
      [
        holding.family.blob, kind, id, Int64(holding.mask.rawValue), holding.from, holding.to,
      ]
    )
    memory.forgetHoldings(of: holding.family)
    try touch(family: holding.family, seq: holding.from)
  }

  func close(family: FamilyID, holder: Holder, at seq: Int64) throws {
    // While it is still open, the holder counts among those who must hear of its end.
    try touch(family: family, seq: seq)
    let (kind, id) = holder.columns
    try session.run(
      """
      UPDATE ownership SET to_seq = ?4
      WHERE family = ?1 AND holder_kind = ?2 AND holder = ?3 AND to_seq IS NULL
      """,
      [family.blob, kind, id, seq]
    )
    memory.forgetHoldings(of: family)
  }

  func openHoldings(of family: FamilyID) throws -> [Holding] {
    try session.rows(
      """
      SELECT holder_kind, holder, class_mask, from_seq FROM ownership
      WHERE family = ?1 AND to_seq IS NULL ORDER BY number
      """,
      [family.blob]
    ) { row throws(StorageError) in
      Holding(
        family: family,
        holder: try Holder(row, at: 0),
        mask: ClassMask(rawValue: UInt8(truncatingIfNeeded: try row.integer(2))),
        from: try row.integer(3)
      )
    }
  }

  /// Begins a membership; one that is open already with the same role goes on as it is.
  func open(_ membership: Membership) throws {
    try session.run(
      """
      INSERT INTO membership (worker, unit, role, from_seq, to_seq) VALUES (?1, ?2, ?3, ?4, ?5)
      ON CONFLICT (worker, unit, role) WHERE to_seq IS NULL DO NOTHING
      """,
      [
        membership.worker.blob, membership.unit.blob, membership.role.rawValue, membership.from,
        membership.to,
      ]
    )
    memory.scopes = [:]
    try touch(worker: membership.worker, seq: membership.from)
  }

  func close(worker: WorkerID, unit: UnitID, at seq: Int64) throws {
    try session.run(
      """
      UPDATE membership SET to_seq = ?3 WHERE worker = ?1 AND unit = ?2 AND to_seq IS NULL
      """,
      [worker.blob, unit.blob, seq]
    )
    memory.scopes = [:]
    try touch(worker: worker, seq: seq)
  }

  func memberships(of worker: WorkerID) throws -> [Membership] {
    try intervals(of: worker)
  }

  /// Adds a unit below one that is there already; a holding or membership needs its unit.
  func add(_ unit: UnitRecord) throws {
    try session.run(
      "INSERT INTO unit (id, kind, title, parent) VALUES (?1, ?2, ?3, ?4)",
      [unit.id.blob, unit.kind.rawValue, unit.title, unit.parent?.blob]
    )
    memory.lines = [:]
    memory.scopes = [:]
  }

  func ends(ofHoldings family: FamilyID, orMemberships worker: WorkerID) throws -> [Int64] {
    try session.rows(
      """
      SELECT to_seq FROM ownership WHERE family = ?1 AND to_seq IS NOT NULL
      UNION SELECT to_seq FROM membership WHERE worker = ?2 AND to_seq IS NOT NULL
      ORDER BY to_seq DESC
      """,
      [family.blob, worker.blob]
    ) { row throws(StorageError) in try row.integer(0) }
  }
}
