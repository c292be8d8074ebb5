import DeviceStore
import SyncProtocol
import WireFormat

#if Mutations
import Mutations
#endif

extension SyncSession {
  /// Bodies up to this size are sent as they are.
  private static let plainBytesMax = 256

  /// Puts the next push together, with its entries marked before anything is sent.
  ///
  /// - Returns: Whether there is anything to push.
  /// - Throws: `DeviceStoreError`, and what a failpoint throws.
  mutating func preparePush() throws -> Bool {
    let (entries, generation, known) = try store.write { writer in
      let waiting = try writer.reader.entries(
        [.pending, .sent],
        limit: Limits.pushOperationsMax + Limits.groupOperationsMax
      )
      let entries = try PushBatch.first(
        of: waiting,
        operationsMax: min(pushOperationsMax, pushOperationsOnTrial)
      )
      try writer.markSent(entries)
      let generation = Int(clamping: try writer.reader.number(.generation))
      return (entries, generation, try writer.reader.knownPlace())
    }
    guard !entries.isEmpty else { return false }
    try surroundings.reach(.pushBeforeSend)
    let envelope = PushEnvelope(
      device: identity.device,
      generation: generation,
      sent: surroundings.moment(),
      known: known
    )
    var headers = headers
    headers["Content-Type"] = "application/x-ndjson"
    var body = PushRequest(envelope: envelope, lines: entries.map { $0.bytes[...] }).body
    if body.count > Self.plainBytesMax, let smaller = try? Gzip.compress(body) {
      body = smaller
      headers["Content-Encoding"] = "gzip"
    }
    awaited = .push(
      entries,
      SyncRequest(method: "POST", path: "/v1/push", headers: headers, body: body)
    )
    return true
  }

  /// Takes the answer to a push.
  mutating func takePush(_ answer: SyncAnswer, _ entries: [OutboxEntry]) throws {
    switch (answer.status, answer.refusal?.code) {
    case (200, _):
      guard let response = PushAnswer(body: answer.body) else {
        outcome.problem = .unreadable
        phase = .pull
        return
      }
      try store(response, entries)
    case (413, _) where pushOperationsMax > 1 && entries.count > 1:
      pushOperationsMax = min(pushOperationsMax, entries.count) / 2
    case (409, .gap):
      try recover(answer) { writer in
        let generation = try writer.reader.number(.generation)
        let isKept = try answer.expectedNumber.map { number in
          try writer.reader.hasEntry(generation: Int(clamping: generation), number: number)
        }
        if let number = answer.expectedNumber, isKept == true {
          try writer.sendAgain(from: number)
        } else {
          try writer.beginGeneration()
        }
      }
    case (409, .logForked):
      findAncestor(answer)
    case (409, .deviceForked):
      try recover(answer) { try $0.beginGeneration() }
    case (401, _), (_, .deviceRevoked):
      stop(SyncProblem(answer))
    default:
      #if Mutations
      if Mutation.dropOnUnknownError.isPlanted { try drop(entries) }
      #endif
      // Whatever it is, nothing is dropped: it is kept, and the pull goes on.
      outcome.problem = SyncProblem(answer)
      phase = .pull
    }
  }

  /// Mends the numbering and pushes again; a session that had to do so too often leaves it to the
  /// next.
  private mutating func recover(
    _ answer: SyncAnswer,
    _ mend: (StoreWriter) throws -> Void
  ) throws {
    try store.write { writer in
      try mend(writer)
      try writer.noteAnswer(at: surroundings.moment())
    }
    recoveriesLeft -= 1
    guard recoveriesLeft <= 0 else { return }
    outcome.problem = SyncProblem(answer)
    phase = .pull
  }

  private mutating func store(_ response: PushAnswer, _ entries: [OutboxEntry]) throws {
    let generation = entries.first?.generation ?? 0
    let sent = Set(entries.map(\.id))
    let results = response.results.filter { sent.contains($0.id) }
    let stored = try store.write { writer in
      try writer.set(.head, to: response.head)
      try writer.set(.backupSeq, to: response.backupSeq)
      try writer.remember(place: response.point, seq: response.head)
      try writer.noteAnswer(at: surroundings.moment())
      #if Mutations
      if Mutation.queueClearedUnread.isPlanted {
        return try writer.store(
          entries.map { OperationResult(number: $0.number, id: $0.id, status: .applied, seq: 1) },
          generation: generation,
          at: surroundings.now()
        )
      }
      #endif
      return try writer.store(results, generation: generation, at: surroundings.now())
    }
    // A server that answers one operation at a time would be sent the whole rest with each.
    pushOperationsOnTrial =
      response.results.contains { $0.status == .retry }
      ? 1 : min(pushOperationsOnTrial * 2, Limits.pushOperationsMax)
    outcome.sent += stored.count
    outcome.accepted += stored.count { $0.status.isAccepted }
    outcome.erased += stored.count { $0.problem?.code == .erased }
    outcome.late += stored.count { $0.status == .late }
    outcome.proposed += stored.count { $0.status == .proposed || $0.status == .merged }
    try surroundings.reach(.pushAfterResults)
    // As long as the server takes something each time, it is sent on, whatever it asks to wait for.
    guard stored.isEmpty else { return }
    outcome.problem = .retryLater(
      Refusal(
        .unavailable,
        "The server could not take everything just now. What is left is safe on this device; "
          + "sync again later."
      )
    )
    phase = .pull
  }
}

#if Mutations
extension SyncSession {
  /// Counts operations as answered that were not.
  fileprivate func drop(_ entries: [OutboxEntry]) throws {
    _ = try store.write { writer in
      try writer.store(
        entries.map { OperationResult(number: $0.number, id: $0.id, status: .applied, seq: 1) },
        generation: entries.first?.generation ?? 0,
        at: surroundings.now()
      )
    }
  }
}
#endif

/// The operations of one push.
enum PushBatch {
  /// The first entries that fit into one push; a group is never split.
  ///
  /// - Parameters:
  ///   - waiting: Entries in their order.
  ///   - operationsMax: The most operations; a longer group still goes as a whole.
  /// - Returns: The entries; at least the first and its group.
  /// - Throws: `DeviceStoreError` when an entry cannot be read.
  static func first(of waiting: [OutboxEntry], operationsMax: Int) throws -> [OutboxEntry] {
    var batch: [OutboxEntry] = []
    var byteCount = 0
    var rest = waiting[...]
    while let next = rest.first {
      let name = try next.operation.group
      var group = [next]
      rest.removeFirst()
      while let name, let other = rest.first, try other.operation.group == name {
        group.append(other)
        rest.removeFirst()
      }
      let groupBytes = group.reduce(0) { $0 + $1.bytes.count + 1 }
      let isTooMuch =
        batch.count + group.count > operationsMax
        || byteCount + groupBytes > Limits.pushWireBytesMax - 1024
      if isTooMuch, !batch.isEmpty { break }
      batch += group
      byteCount += groupBytes
    }
    return batch
  }
}

/// The answer to a push, read result by result: one that cannot be read leaves its operation
/// waiting and the others answered.
struct PushAnswer {
  let head: Int64
  let backupSeq: Int64
  let point: String
  let results: [OperationResult]

  init?(body: [UInt8]) {
    guard let json = try? JSON(strict: body), let head = json["head"]?.int,
      let backupSeq = json["backup_seq"]?.int, let results = json["results"]?.array
    else { return nil }
    self.head = head
    self.backupSeq = backupSeq
    point = json["point"]?.string ?? ""
    self.results = results.compactMap { OperationResult(json: $0) }
  }
}
