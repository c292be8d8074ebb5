import Casework
import Intake
import Storage
import SyncProtocol
import WireFormat

/// Stores what an import brought, under as many seqs as it takes, within one commit.
///
/// Every id follows from the source's own, so what is there already is met and left alone. A dry run
/// goes the same way and writes nothing.
final class ImportWriter {
  /// What came of it.
  struct Outcome {
    /// Records stored or changed, by what they are.
    var stored: [String: Int] = [:]
    /// Records that an earlier import had stored with the same content, by what they are.
    var unchanged: [String: Int] = [:]
    /// Review items opened.
    var held = 0
    /// Held acts that an earlier import had put into the queue, whatever became of them.
    var heldBefore = 0
    /// Accepted readings that a person has refused before, with the same content.
    var refusedBefore = 0
    /// Accepted episodes and readings that contradict what is on record, and wait for a person instead.
    var disputes: [HeldAct] = []
    /// Rows about families that were erased, which are left out.
    var erased = 0
    /// Readings of an earlier import whose source says something else now, and did not wait before.
    var newlyChangedReadings = 0
  }

  let core: ServerCore
  let writer: any LedgerWriter
  let receipt: Int64
  let isDryRun: Bool
  /// Whether it works within somebody else's segment, for one act that a person released.
  let isReleasing: Bool
  let progress: (ImportProgress) -> Void
  var outcome = Outcome()
  var places: ImportPlaces
  /// The families that this run has met, so that a dry run finds those it did not write.
  var families: Set<FamilyID> = []
  /// The episodes of this run whose families were erased.
  var erasedEpisodes: Set<RecordID> = []
  /// Whether the register knows a worker, asked once.
  var knownWorkers: [WorkerID: Bool] = [:]
  private var members: Set<RecordID> = []
  private(set) var segment: Segment
  /// The day of the extract, which tells an older file from a newer one.
  let extracted: CalendarDay
  /// What people have decided about earlier imports, read when it is first asked for.
  lazy var decisions = Result { try ImportDecisions(writer) }
  private var doneCount = 0
  private var byteCount = 0
  private var totalCount = 0

  init(
    core: ServerCore,
    writer: any LedgerWriter,
    receipt: Int64,
    intake: Intake,
    extracted: CalendarDay,
    isDryRun: Bool,
    progress: @escaping (ImportProgress) -> Void
  ) throws {
    self.core = core
    self.writer = writer
    self.receipt = receipt
    self.extracted = extracted
    self.isDryRun = isDryRun
    isReleasing = false
    self.progress = progress
    places = try ImportPlaces(for: intake, core: core, writer: writer, isDryRun: isDryRun)
    segment = try Segment(writer: writer, core: core, principal: nil, receipt: receipt)
  }

  /// Works within the segment of a decision.
  init(releasingInto segment: Segment, authority: String) throws {
    core = segment.core
    writer = segment.writer
    receipt = segment.receipt
    extracted = CalendarDay(milliseconds: segment.receipt)
    isDryRun = false
    isReleasing = true
    progress = { _ in }
    places = try ImportPlaces(ofAuthority: authority, writer: segment.writer)
    self.segment = segment
  }

  /// Stores everything, and closes the last seq.
  func store(_ intake: Intake, run: ImportRun) throws -> Outcome {
    let episodes = try intake.episodes.filter { try !isErased($0) }
    let readings = try intake.readings.filter { try !isErased($0) }
    let held = try intake.held.filter { try !isErased($0) }
    outcome.erased =
      intake.episodes.count - episodes.count + intake.readings.count - readings.count
      + intake.held.count - held.count
    totalCount =
      intake.workers.count + episodes.count + readings.count + intake.study.count
      + intake.population.count + held.count
    for worker in intake.workers { try step { try store(worker) } }
    let settled = try episodes.filter { try !isOfAnotherFamily($0) }
    for family in ImportedFamily.families(of: settled) { try store(family) }
    for episode in episodes { try step { try store(episode) } }
    try core.surroundings.reach(.serverImportHalfWay)
    for reading in readings { try step { try store(reading) } }
    for row in intake.study { try step { try store(row) } }
    for figure in intake.population { try step { try store(figure) } }
    for act in held { try step { try hold(act) } }
    for act in outcome.disputes { try hold(act) }
    try store(run)
    if !isDryRun {
      try segment.close()
    }
    progress(.stored(count: totalCount, of: totalCount))
    return outcome
  }

  private func step(_ body: () throws -> Void) throws {
    try body()
    doneCount += 1
    if doneCount % ImportLimits.progressStep == 0 {
      progress(.stored(count: doneCount, of: totalCount))
    }
  }

  /// The record as it is, which a dry run also asks.
  func present(_ id: RecordID) throws -> StoredRecord? {
    try writer.recordForJudging(id)
  }

  /// Writes a record under the present seq.
  func put(
    _ body: [UInt8],
    id: RecordID,
    type: RecordType,
    family: FamilyID,
    recordClass: RecordClass? = nil,
    author: WorkerID? = nil,
    made: Int64? = nil
  ) throws {
    guard !isDryRun else { return }
    if !isReleasing {
      segment.note(body)
      byteCount += body.count
    }
    try segment.put(
      StoredRecord(
        id: id,
        type: type,
        family: family,
        recordClass: recordClass ?? type.recordClass,
        version: segment.seq,
        author: author,
        made: made ?? receipt,
        body: body
      )
    )
    let isFull =
      segment.changeCount >= ImportLimits.segmentChangesMax
      || byteCount >= ImportLimits.segmentBytesMax
    if !isReleasing, isFull {
      try segment.close()
      byteCount = 0
    }
  }

  /// The state of a mutable record whose every field this import sets.
  func state(_ fields: [String: JSON], at seq: Int64? = nil) -> RecordState {
    var state = RecordState()
    state.apply(fields, as: fieldVersion(at: seq))
    return state
  }

  /// The mark of a field that an import set and nobody has edited since.
  func fieldVersion(at seq: Int64? = nil) -> FieldVersion {
    FieldVersion(
      version: seq ?? segment.seq,
      stamp: Stamp(milliseconds: receipt, counter: 0),
      author: nil,
      origin: nil
    )
  }

  func count(_ what: String, isNew: Bool) {
    if isNew {
      outcome.stored[what, default: 0] += 1
    } else {
      outcome.unchanged[what, default: 0] += 1
    }
  }

  /// A child or parent of a family, made when something first names it.
  func need(member name: String, fields: [String: JSON], of family: FamilyID) throws -> RecordID {
    let id = ImportedID.member(family, name)
    guard members.insert(id).inserted else { return id }
    let isNew = try present(id) == nil
    if isNew {
      try put(state(fields).body, id: id, type: .member, family: family)
    }
    count("members", isNew: isNew)
    return id
  }
}
