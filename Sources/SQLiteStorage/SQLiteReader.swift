import Casework
import Storage
import SyncProtocol

/// Reads from one connection, within one snapshot.
class SQLiteReader: LedgerReader {
  let session: Session
  let scopeMemory: ScopeMemory

  init(_ session: Session, scopeMemory: ScopeMemory) {
    self.session = session
    self.scopeMemory = scopeMemory
  }

  /// Whether a scope that follows from this count of changes of rights may be kept for others.
  func mayKeepScopes(of rights: Int64) -> Bool {
    true
  }

  func clock() throws -> LedgerClock {
    let clock = try session.first(
      "SELECT epoch, head, floor, backup_seq, chain FROM sync_clock"
    ) { row throws(StorageError) in
      let epoch = try row.words(0) ?? (0, 0)
      return LedgerClock(
        epoch: Epoch(prefix: epoch.0, suffix: epoch.1),
        head: try row.integer(1),
        floor: try row.integer(2),
        backupSeq: try row.integer(3),
        chain: try row.word(4)
      )
    }
    guard let clock else { throw StorageError(.corrupt, "The database has lost its clock.") }
    return clock
  }

  func scope(of principal: Principal, at seq: Int64) throws -> AccessScope {
    try reckonedScope(of: principal, at: seq)
  }

  func auditScope(of principal: Principal, at seq: Int64) throws -> AccessScope {
    try reckonedScope(of: principal, at: seq, forAggregates: true)
  }

  func chain(at seq: Int64) throws -> UInt64? {
    if seq == 0 { return 0 }
    return try session.first("SELECT chain FROM commit_log WHERE seq = ?1", [seq]) {
      row throws(StorageError) in try row.word(0)
    }
  }

  func time(ofCommit seq: Int64) throws -> Int64? {
    try session.first("SELECT time FROM commit_log WHERE seq = ?1", [seq]) {
      row throws(StorageError) in try row.integer(0)
    }
  }

  func lineage() throws -> [PastEpoch] {
    try session.rows("SELECT epoch, until_seq FROM lineage ORDER BY number") {
      row throws(StorageError) in
      let epoch = try row.words(0) ?? (0, 0)
      return PastEpoch(
        epoch: Epoch(prefix: epoch.0, suffix: epoch.1),
        until: try row.integer(1)
      )
    }
  }

  /// The newest seq for a worker.
  ///
  /// Reference records and the own tray are families that everyone has, so their newest change is asked
  /// for directly; what holders see is noted by ``SQLiteWriter/touch(family:seq:)``.
  func newestSeq(visibleTo principal: Principal) throws -> Int64 {
    let worker = principal.worker.blob
    let own = try session.first(
      """
      SELECT max(
        coalesce((SELECT max(seq) FROM change WHERE family = ?1), 0),
        coalesce((SELECT max(seq) FROM change WHERE family = ?2), 0),
        coalesce((SELECT seq FROM principal_head WHERE kind = 'worker' AND holder = ?2), 0)
      )
      """,
      [FamilyID.reference.blob, worker]
    ) { row throws(StorageError) in try row.integer(0) }
    let units = try session.rows(
      """
      SELECT membership.role, head.seq
      FROM membership JOIN principal_head AS head
        ON head.kind = 'unit' AND head.holder = membership.unit
      WHERE membership.worker = ?1 AND membership.to_seq IS NULL
      """,
      [worker]
    ) { row throws(StorageError) in
      let role: Role = try row.code(0)
      return role.seesFamilies ? try row.integer(1) : 0
    }
    return units.reduce(own ?? 0, max)
  }
}

extension Role {
  /// Whether a membership with this role brings families into view.
  var seesFamilies: Bool {
    let reach = AccessTable.reach(of: self, for: .casework)
    return reach == .assigned || reach == .subtree
  }
}
