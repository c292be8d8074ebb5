package import Casework
package import SyncProtocol

/// The server's memory: one ordered sequence of commits, and what follows from it.
///
/// Every engine passes the same contract suite. A commit is durable when ``commit(_:)`` returns, its
/// number is higher than every number that a reader can have seen, and readers see it whole or not.
package protocol Ledger: AnyObject, Sendable {
  /// Runs units one after the other in one durable transaction, each in a savepoint of its own.
  ///
  /// A unit that throws leaves nothing behind and spoils no other. When the transaction as a whole
  /// cannot be made durable, nothing of any unit is kept and the error says so.
  ///
  /// - Returns: For each unit what it returned or threw.
  func commit(_ units: [LedgerUnit]) throws(StorageError) -> [LedgerUnitResult]

  /// Reads from one snapshot.
  func read<Value>(_ body: (any LedgerReader) throws -> Value) throws -> Value

  /// Copies the store, as it stands between two commits, into a file, while it goes on working.
  func backUp(to path: String) throws(StorageError)

  /// Closes the store after moving everything into its main file.
  func close() throws(StorageError)
}

/// Work inside a commit.
package typealias LedgerUnit = @Sendable (any LedgerWriter) throws -> any Sendable

/// What became of a unit.
package typealias LedgerUnitResult = Result<any Sendable, any Error>

/// What can be read from one snapshot.
///
/// Reads of case content take an ``AccessScope``; there is no other way to them from a reader.
package protocol LedgerReader: AnyObject {
  /// Where the sequence stands.
  func clock() throws -> LedgerClock
  /// The chain value after commit `seq`; `nil` when there was no such commit. Commit 0 has chain 0.
  func chain(at seq: Int64) throws -> UInt64?
  /// When commit `seq` was made, milliseconds since 1970.
  func time(ofCommit seq: Int64) throws -> Int64?
  /// The epochs that this history has left, oldest first, each with the newest seq it shares with it.
  func lineage() throws -> [PastEpoch]
  /// The newest seq that touched anything visible to the worker, by way of units or assignments.
  func newestSeq(visibleTo principal: Principal) throws -> Int64

  /// The scope of a principal at a seq.
  func scope(of principal: Principal, at seq: Int64) throws -> AccessScope

  /// The scopes of a principal at several seqs, in their order; for less than one by one.
  func scopes(of principal: Principal, at seqs: [Int64]) throws -> [AccessScope]

  /// What a worker may have reckoned into figures about many: for a partnership lead and for an
  /// auditor every family below their unit, for everybody else what they may see.
  ///
  /// Nothing that is read with it may leave the server but as an aggregate.
  func auditScope(of principal: Principal, at seq: Int64) throws -> AccessScope

  /// A record, when the scope includes it and it was not deleted.
  func record(_ id: RecordID, in scope: AccessScope) throws -> StoredRecord?
  /// A record, also one that was deleted, when the scope includes it.
  func recordOrDeleted(_ id: RecordID, in scope: AccessScope) throws -> StoredRecord?
  /// The deleted records of a family, ordered by id.
  func deletedRecords(of family: FamilyID, in scope: AccessScope) throws -> [StoredRecord]
  /// Records of a type after `after` that were not deleted, at most `limit`, ordered by id; of one family
  /// when it is given.
  func records(
    of type: RecordType,
    family: FamilyID?,
    after: RecordID?,
    limit: Int,
    in scope: AccessScope
  ) throws -> [StoredRecord]
  /// All records of a family after `after` that were not deleted, ordered by id, at most `limit`: a
  /// backfill.
  func backfill(
    of family: FamilyID,
    after: RecordID?,
    limit: Int,
    in scope: AccessScope
  ) throws -> [StoredRecord]
  /// The changes with `after < seq <= through` in families of both scopes, in order of seq and at
  /// most about `limit`; the last seq is whole.
  func changes(
    after: Int64,
    through: Int64,
    limit: Int,
    in scope: AccessScope
  ) throws -> [LedgerChange]

  /// The unit that held each family of a scope at a seq; a family held by workers alone is left out.
  func homes(in scope: AccessScope, at seq: Int64) throws -> [FamilyID: UnitID]

  /// Every family that somebody holds at a seq, for figures about many: see
  /// ``AccessScope/forFigures(_:of:families:)``.
  func heldFamilies(at seq: Int64) throws -> [FamilyID]

  /// An episode or an instrument as it stood at a seq, when the scope includes it; `nil` when it was
  /// not there yet. Other types keep no past.
  func past(_ id: RecordID, at seq: Int64, in scope: AccessScope) throws -> StoredRecord?

  /// A device, by id.
  func device(_ id: DeviceID) throws -> StoredDevice?
  /// A device, by the hash of its token.
  func device(tokenHash: String) throws -> StoredDevice?
  /// The devices of a worker.
  func devices(of worker: WorkerID) throws -> [StoredDevice]
  /// A reference record of a type, by id.
  func reference(_ id: RecordID, type: RecordType) throws -> StoredRecord?
  /// All reference records of a type, ordered by id.
  func references(of type: RecordType) throws -> [StoredRecord]
  /// Every record of a type in the pseudo-family of studies, ordered by id; no device holds it.
  func studyRecords(of type: RecordType) throws -> [StoredRecord]
  /// The raw bytes behind a review item that the scope includes; whose work it is the bytes may tell, and
  /// whoever shows them looks whether its family may be seen.
  func held(behind review: RecordID, in scope: AccessScope) throws -> QuarantinedOperation?
  /// The erasures above one seq up to another, in their order.
  func erasures(after: Int64, through: Int64) throws -> [Erasure]
  /// The same, of families about which a device sent something.
  func erasures(toldTo device: DeviceID, after: Int64, through: Int64) throws -> [Erasure]
  /// The activity log after an entry's number, oldest first, at most `limit`.
  func activity(after: Int64, limit: Int) throws -> [ActivityEntry]
}

extension LedgerReader {
  /// The scopes, one by one.
  package func scopes(of principal: Principal, at seqs: [Int64]) throws -> [AccessScope] {
    try seqs.map { try scope(of: principal, at: $0) }
  }
}

/// A change as the delta of a pull sees it.
package struct LedgerChange: Hashable, Sendable {
  /// What happened.
  package enum Effect: String, Sendable {
    /// It was made or changed.
    case put
    /// It was deleted.
    case gone
    /// It left the family or the class; its arrival follows under the same seq.
    case movedOut = "moved_out"
  }

  /// The seq of the change.
  package let seq: Int64
  /// What happened.
  package let effect: Effect
  /// The record.
  package let id: RecordID
  /// Its type.
  package let type: RecordType
  /// The family under which it happened.
  package let family: FamilyID
  /// The record's present row, for a put that is still the newest change.
  package let record: StoredRecord?

  /// Makes a change from its parts.
  package init(
    seq: Int64,
    effect: Effect,
    id: RecordID,
    type: RecordType,
    family: FamilyID,
    record: StoredRecord?
  ) {
    self.seq = seq
    self.effect = effect
    self.id = id
    self.type = type
    self.family = family
    self.record = record
  }
}

/// What can be done inside a commit; what was done is seen by the reads that follow.
///
/// Only the writer reads without a scope: judging an operation must see what its author may not.
package protocol LedgerWriter: LedgerReader {
  /// Runs a part that leaves nothing behind when it throws.
  func savepoint<Value>(_ body: () throws -> Value) throws -> Value
  /// Appends a commit, which must be numbered one above the head.
  func append(_ entry: CommitEntry) throws
  /// Writes a record and its change, under ``StoredRecord/version``: `gone` for one that is deleted.
  func put(_ record: StoredRecord) throws
  /// A record, for judging.
  func recordForJudging(_ id: RecordID) throws -> StoredRecord?
  /// Every record of a type whatever its family, ordered by id, for judging an import.
  func recordsForJudging(of type: RecordType) throws -> [StoredRecord]
  /// The records of a type in a family, ordered by id, for judging.
  func recordsForJudging(of type: RecordType, in family: FamilyID) throws -> [StoredRecord]
  /// The readings of a family that are dated a day, ordered by id, for judging.
  func readingsForJudging(of family: FamilyID, on day: CalendarDay) throws -> [StoredRecord]

  /// The answer given to (device, generation, number).
  func result(device: DeviceID, generation: Int, number: Int) throws -> StoredResult?
  /// The answer given to an operation, whichever device sent it.
  func result(of operation: OperationID) throws -> StoredResult?
  /// Whether an operation that would have made the record was refused.
  func wasRefused(record: RecordID) throws -> Bool
  /// Stores an answer; both its keys are unique.
  func store(_ result: StoredResult) throws
  /// Notes, outside the transaction, that operations are about to be judged: if the process dies before
  /// the unit is done, the next opening counts a crash for each of them. Units before it in the transaction
  /// are not suspect, since they were done.
  func begin(_ attempt: PushAttempt)
  /// How often the process died while these numbers of a device were being judged, from a number on.
  func crashes(device: DeviceID, generation: Int, from number: Int) throws -> [Int: Int]
  /// Counts a crash for each number of an attempt.
  func addCrash(_ attempt: PushAttempt) throws
  /// Forgets the crashes of numbers that were answered.
  func forgetCrashes(device: DeviceID, generation: Int, through number: Int) throws
  /// Keeps the raw bytes of a refused operation.
  func quarantine(_ operation: QuarantinedOperation) throws
  /// The raw bytes behind a review item.
  func quarantined(review: RecordID) throws -> QuarantinedOperation?
  /// Every refused operation whose raw bytes are kept, ordered by review item.
  func quarantinedOperations() throws -> [QuarantinedOperation]

  /// Erases every record of a family with its past and its raw bytes, ends its holdings, and notes that;
  /// nothing can be written to the family any more. Ids and lines of the sequence stay.
  ///
  /// A family that was erased already is left as it is.
  ///
  /// - Returns: How many records there were.
  func erase(_ erasure: Erasure) throws -> Int
  /// Removes a record that tells of an erased family but lies elsewhere, with its past and its raw bytes.
  func erase(_ record: RecordID, at seq: Int64) throws
  /// Notes that a device may hold what it sent about an erased family, and must hear of the erasure.
  /// ``erase(_:)-(Erasure)`` does it for devices that the activity log names beside the family.
  func tell(_ device: DeviceID, of erasure: Erasure) throws
  /// Whether a family was erased.
  func isErased(_ family: FamilyID) throws -> Bool
  /// Whether a record was part of a family that was erased, and is not another family's now.
  func isErased(_ record: RecordID) throws -> Bool
  /// The ids of all records that were ever part of a family and are not another's now, in order.
  func recordIDs(everIn family: FamilyID) throws -> [RecordID]

  /// Begins a holding.
  func open(_ holding: Holding) throws
  /// Ends the open holdings of a family by a holder, at a seq.
  func close(family: FamilyID, holder: Holder, at seq: Int64) throws
  /// The open holdings of a family.
  func openHoldings(of family: FamilyID) throws -> [Holding]
  /// The seqs at which a holding of a family, or a membership of a worker, ended, the newest first.
  func ends(ofHoldings family: FamilyID, orMemberships worker: WorkerID) throws -> [Int64]
  /// Begins a membership.
  func open(_ membership: Membership) throws
  /// Ends the open memberships of a worker in a unit, at a seq.
  func close(worker: WorkerID, unit: UnitID, at seq: Int64) throws
  /// Every membership a worker has had.
  func memberships(of worker: WorkerID) throws -> [Membership]
  /// Adds a unit to the tree.
  func add(_ unit: UnitRecord) throws

  /// Adds a device or writes its new state.
  func save(_ device: StoredDevice) throws
  /// Adds an enrolment code or marks it used.
  func save(_ enrolment: StoredEnrolment) throws
  /// An enrolment code, by its hash.
  func enrolment(codeHash: String) throws -> StoredEnrolment?
  /// Notes that the sequence changed for the holders of a family and the units above them.
  func touch(family: FamilyID, seq: Int64) throws
  /// Whether a family code is taken.
  func isTaken(familyCode: String) throws -> Bool
  /// Takes a family code.
  func take(familyCode: String, for family: FamilyID) throws
  /// Adds a line to the activity log.
  func log(_ entry: ActivityEntry) throws
  /// Moves the watermark of verified backups.
  func setBackupSeq(_ seq: Int64) throws
  /// Leaves the present epoch at the head for another, since the store was put back from a backup.
  func begin(_ epoch: Epoch) throws
  /// Moves the floor below which cursors have expired.
  func setFloor(_ seq: Int64) throws
}
