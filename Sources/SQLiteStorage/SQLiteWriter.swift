import Casework
import Storage
import SyncProtocol

#if Mutations
import Mutations
#endif

/// Writes within the transaction of one commit.
final class SQLiteWriter: SQLiteReader, LedgerWriter {
  /// The highest seq that something was written under; a unit must append it.
  private var usedSeq: Int64 = 0
  var memory = WriterMemory()
  let attempts: AttemptFile?
  /// Whether content was erased that the log of the database may still hold.
  var didErase = false

  /// The count of changes of rights when the transaction began.
  private let rightsBefore: Int64

  init(_ session: Session, scopeMemory: ScopeMemory, attempts: AttemptFile?) throws {
    self.attempts = attempts
    rightsBefore = try session.rights()
    super.init(session, scopeMemory: scopeMemory)
  }

  /// A count that the transaction has raised is nobody's yet: should it be undone, another change takes it.
  override func mayKeepScopes(of rights: Int64) -> Bool {
    #if Mutations
    if Mutation.undoneRightsKept.isPlanted { return true }
    #endif
    return rights == rightsBefore
  }

  override func clock() throws -> LedgerClock {
    #if Mutations
    if Mutation.numberTakenEarly.isPlanted, let early { return early }
    #endif
    if let clock = memory.clock { return clock }
    let clock = try super.clock()
    memory.clock = clock
    #if Mutations
    early = early ?? clock
    #endif
    return clock
  }

  #if Mutations
  private var early: LedgerClock?
  #endif

  override func time(ofCommit seq: Int64) throws -> Int64? {
    if let time = memory.times[seq] { return time }
    let time = try super.time(ofCommit: seq)
    memory.times[seq] = time
    return time
  }

  /// The scope of a principal; that of the commit in progress is remembered until something changes it.
  override func scope(of principal: Principal, at seq: Int64) throws -> AccessScope {
    guard seq > (try clock().head) else { return try super.scope(of: principal, at: seq) }
    if let scope = memory.scopes[principal] {
      return scope.unchanged(at: seq, on: principal.device)
    }
    let scope = try super.scope(of: principal, at: seq)
    memory.scopes[principal] = scope
    return scope
  }

  /// Runs a unit and says what became of it.
  ///
  /// - Throws: Only what spoils the whole transaction, even where the unit had caught it.
  func run(_ unit: LedgerUnit) throws -> LedgerUnitResult {
    do {
      return .success(
        try savepoint {
          let value = try unit(self)
          guard usedSeq <= (try clock().head) else {
            throw StorageError(
              .failed,
              "A part of the commit wrote under a number without appending the commit entry."
            )
          }
          return value
        }
      )
    } catch {
      if let failure = session.failure { throw failure }
      return .failure(error)
    }
  }

  func savepoint<Value>(_ body: () throws -> Value) throws -> Value {
    let before = usedSeq
    do {
      return try session.savepoint(body)
    } catch {
      usedSeq = before
      memory = WriterMemory()
      throw error
    }
  }

  func append(_ entry: CommitEntry) throws {
    let head = try clock().head
    guard head < .max, entry.seq == head + 1 else {
      throw StorageError(.failed, "Commit \(entry.seq) does not follow commit \(head).")
    }
    try session.run(
      "INSERT INTO commit_log (seq, time, device, digest, chain) VALUES (?1, ?2, ?3, ?4, ?5)",
      [entry.seq, entry.time, entry.device?.blob, entry.digest.stored, entry.chain.stored]
    )
    try session.run(
      "UPDATE sync_clock SET head = ?1, chain = ?2",
      [entry.seq, entry.chain.stored]
    )
    memory.clock = nil
  }

  /// Writes a record, its change, and the news of it for its holders.
  ///
  /// A record that changes its family or class leaves a departure behind, before its arrival.
  func put(_ record: StoredRecord) throws {
    let present = try session.first(
      "SELECT family, class FROM record WHERE id = ?1",
      [record.id.blob]
    ) { row throws(StorageError) -> (FamilyID, RecordClass) in
      (try row.id(0), try row.recordClass(1))
    }
    if let (family, recordClass) = present,
      family != record.family || recordClass != record.recordClass
    {
      try note(.movedOut, record, family: family, recordClass: recordClass)
    }
    try note(
      record.isDeleted ? .gone : .put,
      record,
      family: record.family,
      recordClass: record.recordClass
    )
    try session.run(
      present == nil
        ? """
        INSERT INTO record (id, type, family, class, version, author, made, body, day, deleted)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """
        : """
        UPDATE record
        SET type = ?2, family = ?3, class = ?4, version = ?5, author = ?6, made = ?7, body = ?8,
          day = ?9, deleted = ?10
        WHERE id = ?1
        """,
      [
        record.id.blob, record.type.rawValue, record.family.blob,
        Int64(record.recordClass.rawValue), record.version, record.author?.blob, record.made,
        record.body, record.day, record.isDeleted ? 1 : 0,
      ]
    )
  }

  /// Notes that something is written under a seq, which must be the one in progress or an older one.
  func use(_ seq: Int64) throws {
    let head = try clock().head
    guard seq <= head || seq - 1 == head else {
      throw StorageError(.failed, "Nothing can be written under \(seq) after commit \(head).")
    }
    usedSeq = max(usedSeq, seq)
  }

  func note(
    _ effect: LedgerChange.Effect,
    _ record: StoredRecord,
    family: FamilyID,
    recordClass: RecordClass
  ) throws {
    let index = try nextIndex(at: record.version)
    try session.run(
      """
      INSERT INTO change (seq, idx, effect, record, type, family, class)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
      """,
      [
        record.version, index, effect.rawValue, record.id.blob, record.type.rawValue, family.blob,
        Int64(recordClass.rawValue),
      ]
    )
    memory.place = (record.version, index + 1)
    try touch(family: family, seq: record.version)
  }

  /// The index of the next change under a seq.
  private func nextIndex(at seq: Int64) throws -> Int64 {
    if let place = memory.place, place.seq == seq { return place.index }
    return try session.first("SELECT max(idx) FROM change WHERE seq = ?1", [seq]) {
      row throws(StorageError) in (try row.optionalInteger(0) ?? -1) + 1
    } ?? 0
  }
}
