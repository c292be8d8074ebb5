import Casework
import Instruments
import SQLiteStorage
import StarmapDevice
import Storage
import SyncProtocol
import SyncServer
import Synchronization
import WireFormat

/// A mistake that can be planted in the simulated server, to see that the simulation notices.
package enum PlantedBug: String, CaseIterable, Sendable {
  /// Answers a push whose commit did not become durable.
  case answersBeforeCommit
  /// Leaves a row out of a page and moves the cursor past it all the same.
  case cursorAhead
}

/// The real server core over a real SQLite ledger in memory, reached without a network.
final class SimulatedServer {
  private(set) var ledger: SQLiteLedger
  /// What an independent reckoning of the same operations expects.
  private(set) var model: ReferenceModel
  let machine: SimulatedMachine
  /// What the seeding told: workers with codes, families with codes.
  let seeded: JSON
  private let core: ServerCore
  private let bug: PlantedBug?
  private let pageChangesMax: Int
  private let directory: String?
  private var requestCount = 0
  private var isPutBack = false
  /// Everything that was ever erased, whatever was restored since.
  private(set) var erasures: [FamilyID: Erasure] = [:]
  private var backup: (ledger: SQLiteLedger, model: ReferenceModel)?
  /// What was found wrong while a push was applied; told at the next check.
  private(set) var fault: SimulationFailure?

  init(
    machine: SimulatedMachine,
    seed: JSON,
    bug: PlantedBug?,
    pageChangesMax: Int,
    directory: String? = nil
  ) throws {
    self.machine = machine
    self.directory = directory
    self.bug = bug
    self.pageChangesMax = pageChangesMax
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

  // MARK: Requests

  /// Answers a request as the HTTP routes would, from its bytes to its bytes.
  func answer(_ request: SyncRequest) -> SyncAnswer {
    requestCount += 1
    do {
      if bug == .answersBeforeCommit, request.path == "/v1/push", requestCount % 3 == 0 {
        return try answerWithoutCommit(request)
      }
      if request.path == "/v1/hello" {
        return SyncAnswer(status: 200, body: try ledger.read { try core.hello(from: $0) }.canonical)
      }
      let principal = try principal(of: request)
      switch request.path {
      case "/v1/push":
        return try push(request, principal)
      case "/v1/ancestor":
        let question = try AncestorRequest(json: try JSON(strict: request.body))
        let answer = try ledger.read { try core.ancestor(question, from: $0) }
        return SyncAnswer(status: 200, body: answer.json.canonical)
      case "/v1/verify":
        let question = try VerifyRequest(json: try JSON(strict: request.body))
        let answer = try ledger.read { try core.verify(question, for: principal, from: $0) }
        return SyncAnswer(status: 200, body: answer.json.canonical)
      default:
        return SyncAnswer(status: 200, body: try pull(request, principal).body)
      }
    } catch let refusal as Refusal {
      return problem(refusal, status: status(of: refusal.code))
    } catch let gap as GapRefusal {
      return problem(
        Refusal(.gap, "Operations are missing."),
        status: 409,
        extra: ["expected": .int(Int64(gap.expected))]
      )
    } catch is JSONProblem {
      return problem(Refusal(.invalidJSON, "It was cut."), status: 400)
    } catch is GzipProblem {
      return problem(Refusal(.unsupportedEncoding, "It was cut."), status: 400)
    } catch {
      return problem(Refusal(.unavailable, "The server is not there."), status: 503)
    }
  }

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
        pageChangesMax: changesMax ?? pageChangesMax
      )
    }
  }

  private func push(_ request: SyncRequest, _ principal: Principal) throws -> SyncAnswer {
    let push = try PushRequest(body: try plainBody(of: request))
    let core = core
    let reach = machine.surroundings.reach
    let response: PushResponse = try ledger.commit { writer in
      let response = try core.push(push, from: principal, into: writer)
      try reach(.serverBeforeCommit)
      return response
    }
    do {
      try model.apply(push, response, from: principal)
    } catch let failure as SimulationFailure {
      fault = fault ?? failure
    }
    try reach(.serverAfterCommit)
    return SyncAnswer(status: 200, body: response.body)
  }

  private func plainBody(of request: SyncRequest) throws -> [UInt8] {
    request.headers["Content-Encoding"] == "gzip"
      ? try Gzip.decompress(request.body, limit: Limits.pushBytesMax) : request.body
  }

  /// Answers and loses the commit: the planted bug.
  private func answerWithoutCommit(_ request: SyncRequest) throws -> SyncAnswer {
    let push = try PushRequest(body: try plainBody(of: request))
    let principal = try principal(of: request)
    let core = core
    let box = ResponseBox()
    _ = try ledger.commit([
      { writer in
        box.store(try core.push(push, from: principal, into: writer))
        throw SimulatedCrash()
      }
    ])
    guard let response = box.response else { throw SimulatedCrash() }
    return SyncAnswer(status: 200, body: response.body)
  }

  private func pull(_ request: SyncRequest, _ principal: Principal) throws -> PullPage {
    var query: [String: String] = [:]
    for part in request.path.split(separator: "?").dropFirst().joined().split(separator: "&") {
      let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
      if pair.count == 2 { query[pair[0]] = pair[1] }
    }
    let page = try page(query["cursor"], known: query["known"], for: principal)
    guard bug == .cursorAhead, requestCount % 4 == 0, page.lines.count > 1 else { return page }
    return PullPage(lines: page.lines.dropLast(), end: page.end)
  }

  private func problem(
    _ refusal: Refusal,
    status: Int,
    extra: [String: JSON] = [:]
  ) -> SyncAnswer {
    var object: [String: JSON] = [
      "code": .string(refusal.code.rawValue), "detail": .string(refusal.detail),
    ]
    object.merge(extra) { first, _ in first }
    return SyncAnswer(status: status, body: JSON.object(object).canonical)
  }

  private func status(of code: ProblemCode) -> Int {
    switch code {
    case .unauthenticated: 401
    case .deviceRevoked: 403
    case .gap, .deviceForked, .logForked: 409
    case .cursorExpired: 410
    case .tooLarge: 413
    default: 400
    }
  }
}

/// Carries a response out of a commit that is undone.
private final class ResponseBox: Sendable {
  private let held = Mutex<PushResponse?>(nil)

  var response: PushResponse? { held.withLock { $0 } }

  func store(_ response: PushResponse) {
    held.withLock { $0 = response }
  }
}
