import Casework
import Foundation
import GRDB
import Storage
import SyncProtocol

#if Mutations
import Mutations
#endif

/// Writes within the transaction of one commit.
final class SQLiteWriter: SQLiteReader, LedgerWriter {
  /// The highest seq that something was written under; a unit must append it.
  private var usedSeq: Int64 = 0
  let attempts: AttemptFile?

  init(_ session: Session, attempts: AttemptFile?) {
    self.attempts = attempts
    super.init(session)
  }

  #if Mutations
  private var early: LedgerClock?

  override func clock() throws -> LedgerClock {
    let clock = try super.clock()
    guard Mutation.numberTakenEarly.isPlanted else { return clock }
    early = early ?? clock
    return early ?? clock
  }
  #endif

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
    try note(.put, record, family: record.family, recordClass: record.recordClass)
    try session.run(
      present == nil
        ? """
        INSERT INTO record (id, type, family, class, version, author, made, body)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """
        : """
        UPDATE record
        SET type = ?2, family = ?3, class = ?4, version = ?5, author = ?6, made = ?7, body = ?8
        WHERE id = ?1
        """,
      [
        record.id.blob, record.type.rawValue, record.family.blob,
        Int64(record.recordClass.rawValue), record.version, record.author?.blob, record.made,
        Data(record.body),
      ]
    )
  }

  /// Notes a seq for the present holders of a family and the units above them.
  ///
  /// ``put(_:)`` and the holdings do it by themselves, so that nobody can forget.
  func touch(family: FamilyID, seq: Int64) throws {
    try use(seq)
    try session.run(
      """
      INSERT INTO principal_head (kind, holder, seq)
      WITH RECURSIVE above(unit) AS (
        SELECT holder FROM ownership
        WHERE family = ?1 AND holder_kind <> 'worker' AND to_seq IS NULL
        UNION
        SELECT unit.parent FROM above JOIN unit ON unit.id = above.unit
        WHERE unit.parent IS NOT NULL
      )
      SELECT 'unit', unit, ?2 FROM above
      UNION ALL
      SELECT DISTINCT 'worker', holder, ?2 FROM ownership
      WHERE family = ?1 AND holder_kind = 'worker' AND to_seq IS NULL
      ON CONFLICT (kind, holder) DO UPDATE SET seq = max(seq, excluded.seq)
      """,
      [family.blob, seq]
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

  private func note(
    _ effect: LedgerChange.Effect,
    _ record: StoredRecord,
    family: FamilyID,
    recordClass: RecordClass
  ) throws {
    try session.run(
      """
      INSERT INTO change (seq, idx, effect, record, type, family, class)
      SELECT ?1, coalesce(max(idx), -1) + 1, ?2, ?3, ?4, ?5, ?6 FROM change WHERE seq = ?1
      """,
      [
        record.version, effect.rawValue, record.id.blob, record.type.rawValue, family.blob,
        Int64(recordClass.rawValue),
      ]
    )
    try touch(family: family, seq: record.version)
  }
}
