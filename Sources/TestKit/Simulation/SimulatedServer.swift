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
  let ledger: SQLiteLedger
  let machine: SimulatedMachine
  private let core: ServerCore
  private let bug: PlantedBug?
  private let pageChangesMax: Int
  private var requestCount = 0

  init(machine: SimulatedMachine, seed: JSON, bug: PlantedBug?, pageChangesMax: Int) throws {
    self.machine = machine
    self.bug = bug
    self.pageChangesMax = pageChangesMax
    let surroundings = machine.surroundings
    ledger = try SQLiteLedger.inMemory(
      epoch: Epoch(prefix: surroundings.random(), suffix: surroundings.random())
    )
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
  }

  /// What the seeding told: workers with codes, families with codes.
  let seeded: JSON

  /// Carries out a console command.
  func console(_ request: JSON) throws -> JSON {
    let core = core
    let answers = try ledger.commit([{ writer in try core.console(request, into: writer) }])
    return try answers.first?.get() as? JSON ?? .null
  }

  /// Lets a device in.
  func enrol(_ body: JSON) throws -> JSON {
    let request = try EnrolmentRequest(json: body)
    let core = core
    let answers = try ledger.commit([{ writer in try core.enrol(request, into: writer) }])
    return try answers.first?.get() as? JSON ?? .null
  }

  /// Answers a request as the HTTP routes would, from its bytes to its bytes.
  func answer(_ request: SyncRequest) -> SyncAnswer {
    requestCount += 1
    do {
      let token = request.headers["Authorization"]?.dropFirst("Bearer ".count) ?? ""
      let principal = try ledger.read {
        try core.authenticate(token: String(token), from: $0)
      }
      if request.path == "/v1/push" { return try push(request, principal) }
      switch request.path {
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
    } catch {
      return problem(Refusal(.unavailable, "The server is not there."), status: 503)
    }
  }

  private func push(_ request: SyncRequest, _ principal: Principal) throws -> SyncAnswer {
    let isPacked = request.headers["Content-Encoding"] == "gzip"
    let body =
      isPacked
      ? try Gzip.decompress(request.body, limit: Limits.pushBytesMax) : request.body
    let push = try PushRequest(body: body)
    let core = core
    let reach = machine.surroundings.reach
    let results = try ledger.commit([
      { writer in
        let response = try core.push(push, from: principal, into: writer)
        try reach(.serverBeforeCommit)
        return response
      }
    ])
    guard let response = try results.first?.get() as? PushResponse else {
      throw Refusal(.serverFault, "The push told nothing.")
    }
    return SyncAnswer(status: 200, body: response.body)
  }

  /// Answers and loses the commit, when that bug is planted; otherwise `nil`.
  func answerWithoutCommit(_ request: SyncRequest) -> SyncAnswer? {
    guard bug == .answersBeforeCommit, request.path == "/v1/push", requestCount % 3 == 0,
      let body = try? request.headers["Content-Encoding"] == "gzip"
        ? Gzip.decompress(request.body, limit: Limits.pushBytesMax) : request.body,
      let push = try? PushRequest(body: body)
    else { return nil }
    let core = core
    let token = String(request.headers["Authorization"]?.dropFirst("Bearer ".count) ?? "")
    let box = ResponseBox()
    _ = try? ledger.commit([
      { writer in
        let principal = try core.authenticate(token: token, from: writer)
        box.store(try core.push(push, from: principal, into: writer))
        throw SimulatedCrash()
      }
    ])
    requestCount += 1
    return box.response.map { SyncAnswer(status: 200, body: $0.body) }
  }

  private func pull(_ request: SyncRequest, _ principal: Principal) throws -> PullPage {
    var query: [String: String] = [:]
    for part in request.path.split(separator: "?").dropFirst().joined().split(separator: "&") {
      let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
      if pair.count == 2 { query[pair[0]] = pair[1] }
    }
    let page = try ledger.read {
      try core.pull(
        cursor: query["cursor"],
        known: query["known"],
        for: principal,
        from: $0,
        pageChangesMax: pageChangesMax
      )
    }
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
