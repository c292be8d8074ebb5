import Casework
import StarmapDevice
import SyncProtocol
import Testing
import WireFormat

/// A server whose answers a test writes down beforehand, request by request.
struct ScriptedServer {
  /// What a test does with a request.
  enum Reply {
    case answer(SyncAnswer)
    case lost
  }

  /// The protocol versions that it says it speaks; asked for them, it answers by itself.
  var protocols = Limits.protocolVersions
  /// How often it was asked.
  private(set) var helloCount = 0
  /// The other requests in their order.
  private(set) var requests: [SyncRequest] = []

  /// Runs a sync to its end.
  ///
  /// - Parameters:
  ///   - device: Whose.
  ///   - mustVerify: Whether to compare everything although it is not due.
  ///   - spoken: The protocol versions that the device speaks.
  ///   - reply: The answer to a request; the count says which it is, from 0.
  /// - Returns: How it ended.
  /// - Throws: What the session throws, and ``EndlessSync`` after a hundred requests.
  mutating func sync(
    _ device: TestDevice,
    mustVerify: Bool = false,
    spoken: ClosedRange<Int> = Limits.protocolVersions,
    _ reply: (SyncRequest, Int) throws -> Reply
  ) throws -> SyncOutcome {
    let before = requests.count
    var session = try SyncSession(
      device: device.device,
      mustVerify: mustVerify,
      spoken: spoken
    )
    for _ in 0..<100 {
      switch try session.next() {
      case .done(let outcome): return outcome
      case .send(let request) where request.path == "/v1/hello":
        helloCount += 1
        try session.receive(hello)
      case .send(let request):
        let count = requests.count - before
        requests.append(request)
        switch try reply(request, count) {
        case .answer(let answer): try session.receive(answer)
        case .lost: session.lost()
        }
      }
    }
    throw EndlessSync()
  }

  private var hello: SyncAnswer {
    let body: JSON = [
      "protocol": [
        "min": .int(Int64(protocols.lowerBound)), "max": .int(Int64(protocols.upperBound)),
      ]
    ]
    return SyncAnswer(status: 200, body: body.canonical)
  }

  struct EndlessSync: Error {}
}

extension SyncRequest {
  var isPush: Bool { path == "/v1/push" }

  /// The push in the body, as the server reads it.
  func push() throws -> PushRequest {
    let isPacked = headers["Content-Encoding"] == "gzip"
    return try PushRequest(
      body: isPacked ? try Gzip.decompress(body, limit: Limits.pushBytesMax) : body
    )
  }

  func pushedOperations() throws -> [SyncProtocol.Operation] {
    try push().lines.map { try ReceivedOperation(line: $0).operation }
  }
}

extension ScriptedServer.Reply {
  /// An empty page that ends the pull.
  static func nothingNew(seq: Int64 = 10, backupSeq: Int64 = 0) -> Self {
    page([], seq: seq, backupSeq: backupSeq)
  }

  static func page(
    _ lines: [PullLine],
    seq: Int64,
    cursor: String? = nil,
    isMore: Bool = false,
    backupSeq: Int64 = 0
  ) -> Self {
    let end = PullEnd.test(cursor: cursor, seq: seq, isMore: isMore, backupSeq: backupSeq)
    return .answer(SyncAnswer(status: 200, body: PullPage(lines: lines, end: end).body))
  }

  /// One status for every operation of a push, each with the next seq.
  static func results(
    of request: SyncRequest,
    from seq: Int64 = 20,
    backupSeq: Int64 = 0,
    _ status: (Int) -> OperationStatus = { _ in .applied }
  ) throws -> Self {
    let results = try request.pushedOperations().enumerated().map { index, operation in
      let status = status(index)
      return OperationResult(
        number: operation.number,
        id: operation.id,
        status: status,
        seq: seq + Int64(index),
        reviews: status.isHeld ? [operation.id.retagged()] : [],
        problem: status.isHeld ? Refusal(.invalidField, "Invented.") : nil
      )
    }
    let body = PushResponse(epoch: "e1", head: 99, backupSeq: backupSeq, results: results).body
    return .answer(SyncAnswer(status: 200, body: body))
  }

  /// Where the device's history and the server's part.
  static func ancestor(seq: Int64) -> Self {
    let answer = AncestorAnswer(seq: seq, head: seq, epoch: "e2")
    return .answer(SyncAnswer(status: 200, body: answer.json.canonical))
  }

  static func problem(
    _ status: Int,
    _ code: ProblemCode,
    _ extra: [String: JSON] = [:]
  ) -> Self {
    var object: [String: JSON] = ["code": .string(code.rawValue), "detail": "Invented."]
    object.merge(extra) { first, _ in first }
    return .answer(SyncAnswer(status: status, body: JSON.object(object).canonical))
  }
}
