import Casework
import Storage
import SyncProtocol
import WireFormat

#if Mutations
import Mutations
#endif

/// The running state of one push: the device's counters and the segment being filled.
struct PushBatch {
  let envelope: PushEnvelope
  var device: StoredDevice
  let segment: Segment

  /// Notes the next operations as about to be judged, for the case that they kill the server.
  func note(_ count: Int) {
    guard count > 0 else { return }
    segment.writer.begin(
      PushAttempt(
        device: device.id,
        generation: envelope.generation,
        first: device.lastNumber + 1,
        last: device.lastNumber + count
      )
    )
  }

  /// Takes a group of operations, all or none of which take effect.
  ///
  /// - Parameters:
  ///   - group: The lines.
  ///   - crashes: How often the server died over numbers of the device.
  /// - Returns: The answers.
  /// - Throws: A refusal of the whole push; `StorageError`.
  mutating func take(
    _ group: [PushLine],
    crashes: [Int: Int] = [:]
  ) throws -> [OperationResult] {
    var due: [(line: PushLine, number: Int, id: OperationID)] = []
    var results: [OperationResult] = []
    var refusal: (index: Int, refusal: Refusal)?
    if group.count > Limits.groupOperationsMax {
      refusal = (
        0,
        Refusal(.tooLarge, "A group holds at most \(Limits.groupOperationsMax) operations.")
      )
    }
    for line in group {
      var identity = line.identity(due: device.lastNumber + 1 + due.count)
      if let unreadable = try answeredUnreadable(line, identity.id) {
        results.append(unreadable)
        continue
      }
      // A number that is due has no answer of its own; an answer under its id is looked for once.
      var earlier =
        identity.number > device.lastNumber
        ? try segment.writer.result(of: identity.id) : nil
      if isReused(identity.id, earlier, in: due.map(\.id)) {
        // The first operation under the id keeps it; this one is held under an id of its bytes.
        identity.id = line.bytesID
        earlier = try segment.writer.result(of: identity.id)
        refusal =
          refusal ?? (
            due.count,
            Refusal(
              .idReused,
              "Its id is another operation's; every operation has an id of its own."
            )
          )
      }
      if let repeated = try answered(
        line,
        identity.number,
        identity.id,
        earlier,
        due: due.count
      ) {
        results.append(repeated)
        continue
      }
      due.append((line, identity.number, identity.id))
    }
    guard !due.isEmpty else { return results }
    if !crashes.isEmpty { note(due.count) }
    if let deadly = due.firstIndex(where: { crashes[$0.number] ?? 0 >= Limits.crashesMax }) {
      let fault = Refusal(
        .serverFault,
        "The server failed over it \(Limits.crashesMax) times; it is kept for support."
      )
      let outcomes = Self.refused(due.count, at: deadly, fault, .quarantined)
      return try results
        + zip(due, outcomes).map { entry, outcome in
          segment.note(entry.line.bytes)
          return try settle(entry.line, entry.number, entry.id, outcome)
        }
    }
    let byteCount = due.reduce(0) { $0 + $1.line.bytes.count }
    if segment.isFull(adding: byteCount, operations: due.count) { try segment.close() }
    let outcomes =
      try refusal.map { Self.refused(due.count, at: $0.index, $0.refusal) }
      ?? apply(due.map(\.line))
    for (entry, outcome) in zip(due, outcomes) {
      segment.note(entry.line.bytes)
      results.append(try settle(entry.line, entry.number, entry.id, outcome))
    }
    return results
  }

  /// The first answer, when the operation was answered before.
  private mutating func answered(
    _ line: PushLine,
    _ number: Int,
    _ id: OperationID,
    _ earlier: StoredResult?,
    due: Int
  ) throws -> OperationResult? {
    let expected = device.lastNumber + 1 + due
    guard number <= expected else { throw GapRefusal(expected: expected) }
    if number < expected {
      let stored =
        try segment.writer.result(
          device: device.id,
          generation: envelope.generation,
          number: number
        ) ?? segment.writer.result(of: id)
      #if Mutations
      if Mutation.forkTakenForRepeat.isPlanted, let stored, stored.operation != id {
        return OperationResult(number: number, id: id, status: .noop, seq: stored.seq).repeated
      }
      #endif
      guard let stored, stored.operation == id || stored.operation == line.bytesID else {
        throw Refusal(
          .deviceForked,
          "Number \(number) of this device was another operation; begin a new generation."
        )
      }
      return OperationResult(stored: stored, number: number)?.repeated
    }
    guard due == 0, let earlier else { return nil }
    device.lastNumber = number
    return OperationResult(stored: earlier, number: number)?.repeated
  }

  /// What becomes of each operation of a group.
  private func apply(_ lines: [PushLine]) throws -> [Outcome] {
    segment.familiesMade = []
    let changeCount = segment.changeCount
    var outcomes: [Outcome] = []
    var refusedAt: Int?
    do {
      try segment.writer.savepoint {
        for line in lines {
          try segment.core.surroundings.reach(.serverWhileJudging)
          let outcome = try segment.judged(line, envelope: envelope, seenMax: segment.seq)
          outcomes.append(outcome)
          #if Mutations
          if Mutation.groupInParts.isPlanted { continue }
          #endif
          if case .refused = outcome {
            refusedAt = outcomes.count - 1
            throw GroupRefused()
          }
        }
        if segment.isOverfull { throw SegmentOverfull() }
      }
    } catch is GroupRefused {
      segment.forgetScope()
      segment.changeCount = changeCount
    } catch is SegmentOverfull {
      segment.forgetScope()
      segment.changeCount = changeCount
      try segment.close()
      return try apply(lines)
    }
    guard let refusedAt, case .refused(let refusal, let status) = outcomes[refusedAt] else {
      return outcomes
    }
    return Self.refused(lines.count, at: refusedAt, refusal, status)
  }

  /// The outcomes of a group of which one operation is refused.
  private static func refused(
    _ count: Int,
    at refusedAt: Int,
    _ refusal: Refusal,
    _ status: OperationStatus = .rejected
  ) -> [Outcome] {
    (0..<count).map { index in
      index == refusedAt
        ? .refused(refusal, status)
        : .refused(
          Refusal(
            .groupRefused,
            "It was saved together with operations of which one was not accepted."
          ),
          .blocked
        )
    }
  }

  /// The first answer to a line that names neither number nor id, which is known by its bytes.
  private func answeredUnreadable(_ line: PushLine, _ id: OperationID) throws -> OperationResult? {
    guard line.isUnnumbered, let stored = try segment.writer.result(of: id),
      stored.device == device.id
    else { return nil }
    return OperationResult(stored: stored, number: stored.number)?.repeated
  }

  /// Whether the id was taken by another operation of this device's generation, or of this group.
  private func isReused(
    _ id: OperationID,
    _ earlier: StoredResult?,
    in group: [OperationID]
  ) -> Bool {
    if group.contains(id) { return true }
    return earlier.map { $0.device == device.id && $0.generation == envelope.generation } ?? false
  }

  /// Stores the result of an operation, and what shows a refused one to people.
  private mutating func settle(
    _ line: PushLine,
    _ number: Int,
    _ id: OperationID,
    _ outcome: Outcome
  ) throws -> OperationResult {
    var reviews: [RecordID] = []
    var problem: Refusal?
    let status: OperationStatus
    switch outcome {
    case .accepted(let accepted, let opened):
      status = accepted
      reviews = opened
    case .refused(let refusal, let refusedStatus):
      #if Mutations
      let erasure = Mutation.erasedKept.isPlanted ? nil : try segment.erasure(of: line)
      #else
      let erasure = try segment.erasure(of: line)
      #endif
      if let erasure {
        status = .rejected
        problem = erasure
      } else {
        status = refusedStatus
        problem = refusal
        reviews = [
          try segment.holdForReview(line, id: id, refusal: refusal, status: refusedStatus)
        ]
      }
    }
    let result = OperationResult(
      number: number,
      id: id,
      status: status,
      seq: segment.seq,
      reviews: reviews,
      problem: problem
    )
    try segment.writer.store(
      StoredResult(
        device: device.id,
        generation: envelope.generation,
        number: number,
        operation: id,
        kindName: line.operation?.kindName ?? "unreadable",
        record: line.operation?.record ?? id.retagged(),
        answer: result.canonical,
        isRefused: status.isHeld,
        seq: segment.seq
      )
    )
    try segment.log(
      line.operation?.kindName ?? "unreadable",
      family: line.operation?.family,
      record: line.operation?.record
    )
    device.lastNumber = number
    if let seen = line.operation?.seen, seen < segment.seq {
      device.servedSeq = max(device.servedSeq, seen)
    }
    return result
  }
}

private struct GroupRefused: Error {}

private struct SegmentOverfull: Error {}

/// What became of an operation, before it is stored.
enum Outcome {
  /// It stands, under a status, and opened these review items.
  case accepted(OperationStatus, [RecordID])
  /// It does not stand.
  case refused(Refusal, OperationStatus)
}

extension OperationResult {
  /// The answer as stored, under the number by which it was asked for again.
  init?(stored: StoredResult, number: Int) {
    guard let json = try? JSON(strict: stored.answer), let result = OperationResult(json: json)
    else { return nil }
    self.init(
      number: number,
      id: result.id,
      status: result.status,
      seq: result.seq,
      reviews: result.reviews,
      problem: result.problem
    )
  }
}
