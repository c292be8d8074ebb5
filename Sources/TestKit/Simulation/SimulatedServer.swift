import Casework
import Instruments
import SQLiteStorage
import StarmapDevice
import Storage
import SyncProtocol
import SyncServer
import WireFormat

/// A mistake that can be planted in the simulated server, to see that the simulation notices.
package enum PlantedBug: String, CaseIterable, Sendable {
  /// Answers a push whose commit did not become durable.
  case answersBeforeCommit
  /// Leaves a row out of a page and moves the cursor past it all the same.
  case cursorAhead
}

/// How much a simulated server takes at once.
struct ServerStrain: Sendable {
  /// The changes of a page.
  let pageChangesMax: Int
  /// The most operations in a push, as a proxy before it allows; any number when `nil`.
  let pushLinesMax: Int?
}

/// The real server core over a real SQLite ledger in memory, reached without a network.
final class SimulatedServer {
  private(set) var ledger: SQLiteLedger
  /// What an independent reckoning of the same operations expects.
  var model: ReferenceModel
  let machine: SimulatedMachine
  /// What the seeding told: workers with codes, families with codes.
  let seeded: JSON
  let core: ServerCore
  let bug: PlantedBug?
  private let strain: ServerStrain
  /// How many groups of a push are taken just now, before it is put off; all of them when `nil`.
  var groupsTaken: Int?
  private let directory: String?
  var requestCount = 0
  private var isPutBack = false
  /// Everything that was ever erased, whatever was restored since.
  private(set) var erasures: [FamilyID: Erasure] = [:]
  private var backup: (ledger: SQLiteLedger, model: ReferenceModel)?
  /// What was found wrong while a push was applied; told at the next check.
  var fault: SimulationFailure?

  init(
    machine: SimulatedMachine,
    seed: JSON,
    bug: PlantedBug?,
    strain: ServerStrain,
    directory: String? = nil
  ) throws {
    self.machine = machine
    self.directory = directory
    self.bug = bug
    self.strain = strain
    let surroundings = machine.surroundings
    let epoch = Epoch(prefix: surroundings.random(), suffix: surroundings.random())
    ledger =
      try directory.map { try SQLiteLedger(directory: $0, epoch: epoch) }
      ?? SQLiteLedger.inMemory(epoch: epoch)
    let bare = ServerCore(
      surroundings: surroundings,
      catalogue: InstrumentCatalogue(packs: [InstrumentPack]())
    )
    let answers = try ledger.commit([{ writer in try bare.console(seed, into: writer) }])
    seeded = try answers.first?.get() as? JSON ?? .null
    core = ServerCore(
      surroundings: surroundings,
      catalogue: try ledger.read { try ServerCore.catalogue(from: $0) }
    )
    model = try ledger.commit { writer in try ReferenceModel(seeded: writer) }
  }

  /// Ends and starts again on the same files, unless the ledger was put back and lies in memory.
  func restart() throws {
    guard let directory, !isPutBack else { return }
    try ledger.close()
    ledger = try SQLiteLedger(directory: directory, epoch: Epoch(prefix: 0, suffix: 0))
  }

  /// Carries out a console command.
  func console(_ request: JSON) throws -> JSON {
    let core = core
    return try ledger.commit { writer in try core.console(request, into: writer) }
  }

  /// Lets a device in.
  func enrol(_ body: JSON) throws -> JSON {
    let request = try EnrolmentRequest(json: body)
    let core = core
    return try ledger.commit { writer in try core.enrol(request, into: writer) }
  }

  // MARK: Backups

  /// Makes a backup.
  ///
  /// - Parameter isVerified: Whether it is restored in a test, so that devices may forget what it holds.
  /// - Throws: What the store throws.
  func backUp(isVerified: Bool) throws {
    if isVerified {
      try ledger.commit { writer in try writer.setBackupSeq(try writer.clock().head) }
    }
    backup = (try ledger.copyInMemory(), model)
  }

  /// Puts the newest backup in the place of the ledger.
  ///
  /// - Parameter mintsEpoch: Whether it is done by the program; a careless operator copies files.
  /// - Throws: What the store throws.
  func restore(mintsEpoch: Bool) throws {
    guard let backup else { return }
    isPutBack = true
    ledger = try backup.ledger.copyInMemory()
    model = backup.model
    let surroundings = machine.surroundings
    let epoch = Epoch(prefix: surroundings.random(), suffix: surroundings.random())
    // Whoever copies files must erase by hand what the program erases again by itself.
    let due = erasures.values.sorted { $0.seq < $1.seq }
    let core = core
    _ = try ledger.commit { writer in
      if mintsEpoch { try writer.begin(epoch) }
      return try core.eraseAgain(due, into: writer)
    }
    for erasure in due { model.erase(erasure.family) }
  }

  /// Erases a family.
  func erase(_ family: FamilyID) throws {
    let record: RecordID = family.retagged()
    let code = try ledger.commit { writer in
      try writer.recordForJudging(record).flatMap { RecordState(body: $0.body) }?.fields["code"]
    }
    _ = try console([
      "command": "family.erase", "family": .string(family.description), "reason": "request",
      "confirm": code ?? .null,
    ])
    for erasure in try ledger.read({ try $0.erasures(after: 0, through: .max) }) {
      erasures[erasure.family] = erasure
    }
    model.erase(family)
  }

  /// Lets cursors expire that lie further back than so many commits.
  func advanceFloor(keeping count: Int64) throws {
    try ledger.commit { writer in
      let clock = try writer.clock()
      try writer.setFloor(max(clock.floor, clock.head - count))
    }
  }

  // MARK: Reading

  /// Whose token came with a request.
  func principal(of request: SyncRequest) throws -> Principal {
    let token = String(request.headers["Authorization"]?.dropFirst("Bearer ".count) ?? "")
    return try ledger.read { try core.authenticate(token: token, from: $0) }
  }

  /// One page, as a pull gives it.
  ///
  /// - Parameters:
  ///   - cursor: Where to go on.
  ///   - known: The newest place that is known.
  ///   - principal: Who reads.
  ///   - changesMax: The size of the page; that of the server when `nil`.
  /// - Returns: The page.
  /// - Throws: `Refusal`.
  func page(
    _ cursor: String?,
    known: String? = nil,
    for principal: Principal,
    changesMax: Int? = nil
  ) throws -> PullPage {
    try ledger.read {
      try core.pull(
        cursor: cursor,
        known: known,
        for: principal,
        from: $0,
        pageChangesMax: changesMax ?? strain.pageChangesMax
      )
    }
  }

  /// Whether a push is more than may come at once.
  func isTooLarge(_ push: PushRequest) -> Bool {
    strain.pushLinesMax.map { push.lines.count > $0 } ?? false
  }
}
