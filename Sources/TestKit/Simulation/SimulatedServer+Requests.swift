import Casework
import SQLiteStorage
import StarmapDevice
import Storage
import SyncProtocol
import SyncServer
import Synchronization
import WireFormat

extension SimulatedServer {
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
        return try commit([try waiting(request, principal)]).first?.get() ?? absent
      case "/v1/ancestor":
        let question = try AncestorRequest(json: try JSON(strict: request.body))
        let answer = try ledger.read { try core.ancestor(question, from: $0) }
        return SyncAnswer(status: 200, body: answer.json.canonical)
      case "/v1/verify":
        let question = try VerifyRequest(json: try JSON(strict: request.body))
        let answer = try ledger.read { try core.verify(question, for: principal, from: $0) }
        return SyncAnswer(status: 200, body: answer.json.canonical)
      default:
        return try pull(request, principal)
      }
    } catch {
      return problem(error)
    }
  }

  /// Answers pushes that wait together: they are judged in one transaction, and answered once it is durable.
  func answer(together requests: [SyncRequest]) -> [SyncAnswer] {
    requestCount += requests.count
    let read = requests.map { request in
      Result { try waiting(request, try principal(of: request)) }
    }
    var answers = read.compactMap { try? $0.get() }.isEmpty ? [] : committed(read)
    return read.map { result in
      switch result {
      case .failure(let error): problem(error)
      case .success: answers.isEmpty ? absent : answers.removeFirst()
      }
    }
  }

  private func committed(_ read: [Result<WaitingPush, any Error>]) -> [SyncAnswer] {
    do {
      return try commit(read.compactMap { try? $0.get() }).map { result in
        switch result {
        case .success(let answer): answer
        case .failure(let error): problem(error)
        }
      }
    } catch {
      return []
    }
  }

  // MARK: Pushes

  private func waiting(_ request: SyncRequest, _ principal: Principal) throws -> WaitingPush {
    let push = try PushRequest(body: try plainBody(of: request))
    guard !isTooLarge(push) else { throw Refusal(.tooLarge, "The push is too large.") }
    let count = groupsTaken.map { WaitingPush.lineCount(ofFirst: $0, in: push.lines) }
    return WaitingPush(
      push: PushRequest(
        envelope: push.envelope,
        lines: Array(push.lines.prefix(count ?? push.lines.count))
      ),
      principal: principal,
      putOff: count.flatMap { $0 < push.lines.count ? push.lines[$0] : nil }
    )
  }

  /// Judges pushes in one transaction.
  ///
  /// - Parameter pushes: The pushes, in their order.
  /// - Returns: The answer to each, or why it has none.
  /// - Throws: `StorageError`, and then there is nothing to answer.
  private func commit(_ pushes: [WaitingPush]) throws -> [Result<SyncAnswer, any Error>] {
    let core = core
    let reach = machine.surroundings.reach
    let death = Flag()
    let results = try ledger.commit(
      pushes.map { waiting in
        { writer in
          guard !death.isSet else { throw NotReached() }
          do {
            let response = try core.push(waiting.push, from: waiting.principal, into: writer)
            try reach(.serverBeforeCommit)
            return response
          } catch let crash as SimulatedCrash {
            death.set()
            throw crash
          }
        }
      }
    )
    var answers: [Result<SyncAnswer, any Error>] = []
    for (waiting, result) in zip(pushes, results) {
      answers.append(Result { try taken(waiting, result) })
    }
    // Whoever died before answering has answered nobody.
    return death.isSet ? pushes.map { _ in .failure(SimulatedCrash()) } : answers
  }

  /// Lets the model take up what was committed, and puts the answer together.
  private func taken(_ waiting: WaitingPush, _ result: LedgerUnitResult) throws -> SyncAnswer {
    if case .failure(let error) = result, error is SimulatedCrash { try countCrash(waiting) }
    guard let response = try result.get() as? PushResponse else { throw SimulatedCrash() }
    do {
      try model.apply(
        waiting.push,
        response,
        from: waiting.principal,
        receipt: machine.surroundings.now()
      )
    } catch let failure as SimulationFailure {
      fault = fault ?? failure
    }
    try machine.surroundings.reach(.serverAfterCommit)
    return SyncAnswer(status: 200, body: waiting.answer(response).body)
  }

  /// Counts a death over operations, as the server does from its file of attempts when it starts again.
  private func countCrash(_ waiting: WaitingPush) throws {
    let generation = waiting.push.envelope.generation
    model.deathCount += 1
    try ledger.commit { writer in
      guard let device = try writer.device(waiting.principal.device),
        generation >= device.generation
      else { return }
      let last = generation == device.generation ? device.lastNumber : 0
      let crashes = try writer.crashes(device: device.id, generation: generation, from: last + 1)
      let count = crashes.isEmpty ? waiting.push.lines.count : 1
      guard count > 0 else { return }
      try writer.addCrash(
        PushAttempt(
          device: device.id,
          generation: generation,
          first: last + 1,
          last: last + count
        )
      )
    }
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

  // MARK: Pulls

  private func pull(_ request: SyncRequest, _ principal: Principal) throws -> SyncAnswer {
    var query: [String: String] = [:]
    for part in request.path.split(separator: "?").dropFirst().joined().split(separator: "&") {
      let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
      if pair.count == 2 { query[pair[0]] = pair[1] }
    }
    let page = try page(query["cursor"], known: query["known"], for: principal)
    let tags = request.headers["If-None-Match"].map { [$0] } ?? []
    if query["known"] == nil, core.isKnown(page, to: query["cursor"], tags: tags) {
      return SyncAnswer(status: 304, body: [])
    }
    guard bug == .cursorAhead, requestCount % 4 == 0, page.lines.count > 1 else {
      return SyncAnswer(status: 200, body: page.body)
    }
    let cut = PullPage(lines: page.lines.dropLast(), end: page.end)
    return SyncAnswer(status: 200, body: cut.body)
  }

  // MARK: Problems

  private var absent: SyncAnswer {
    SyncAnswer(status: 503, Refusal(.unavailable, "The server is not there."))
  }

  private func problem(_ error: any Error) -> SyncAnswer {
    switch error {
    case let refusal as Refusal:
      SyncAnswer(status: status(of: refusal.code), refusal)
    case let gap as GapRefusal:
      SyncAnswer(
        status: 409,
        Refusal(.gap, "Operations are missing."),
        extra: ["expected": .int(Int64(gap.expected))]
      )
    case is JSONProblem:
      SyncAnswer(status: 400, Refusal(.invalidJSON, "It was cut."))
    case is GzipProblem:
      SyncAnswer(status: 400, Refusal(.unsupportedEncoding, "It was cut."))
    default: absent
    }
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

/// A push that waits for its transaction.
private struct WaitingPush: Sendable {
  let push: PushRequest
  let principal: Principal
  /// The first operation that is not taken this time.
  let putOff: ArraySlice<UInt8>?

  /// How many lines the first groups of a push have; no group is cut.
  static func lineCount(ofFirst groups: Int, in lines: [ArraySlice<UInt8>]) -> Int {
    var count = 0
    var name: OperationID?
    for (index, line) in lines.enumerated() {
      let group = (try? ReceivedOperation(line: line))?.operation.group
      if index == 0 || group == nil || group != name { count += 1 }
      if count > groups { return index }
      name = group
    }
    return lines.count
  }

  /// What is answered: also that the rest was not looked at.
  func answer(_ response: PushResponse) -> PushResponse {
    guard let putOff, let operation = (try? ReceivedOperation(line: putOff))?.operation,
      response.results.last?.status != .retry
    else { return response }
    return PushResponse(
      epoch: response.epoch,
      head: response.head,
      backupSeq: response.backupSeq,
      point: response.point,
      results: response.results + [
        OperationResult(number: operation.number, id: operation.id, status: .retry, seq: 0)
      ]
    )
  }
}

extension SyncAnswer {
  /// A refusal of a whole request.
  fileprivate init(status: Int, _ refusal: Refusal, extra: [String: JSON] = [:]) {
    var object: [String: JSON] = [
      "code": .string(refusal.code.rawValue), "detail": .string(refusal.detail),
    ]
    object.merge(extra) { first, _ in first }
    self.init(status: status, body: JSON.object(object).canonical)
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

/// A push of which the program that died knew nothing yet.
private struct NotReached: Error {}

/// Tells later units of a transaction that the program has died.
private final class Flag: Sendable {
  private let held = Mutex(false)

  var isSet: Bool { held.withLock { $0 } }

  func set() {
    held.withLock { $0 = true }
  }
}
