import Casework
package import Storage
package import SyncProtocol
import WireFormat

/// What the server answers when a push starts beyond the number it expects.
package struct GapRefusal: Error, Hashable, Sendable {
  /// The number to go on from.
  package let expected: Int

  /// Makes a refusal.
  package init(expected: Int) {
    self.expected = expected
  }
}

extension ServerCore {
  /// Applies a push inside a commit: one result per operation, effects and results together.
  ///
  /// - Parameters:
  ///   - request: The push as received.
  ///   - principal: Whose token came with it.
  ///   - writer: The commit.
  /// - Returns: The results in order.
  /// - Throws: ``Refusal`` or ``GapRefusal`` for the request as a whole, and then nothing is kept;
  ///   `StorageError` when the engine fails.
  package func push(
    _ request: PushRequest,
    from principal: Principal,
    into writer: any LedgerWriter
  ) throws -> PushResponse {
    guard request.envelope.device == principal.device,
      var device = try writer.device(principal.device)
    else {
      throw Refusal(
        .invalidRequest,
        "The push's `dev` is not the device that the token belongs to."
      )
    }
    guard request.envelope.generation >= device.generation else {
      throw Refusal(
        .deviceForked,
        "The device's generation \(request.envelope.generation) has ended; begin a new generation."
      )
    }
    if let known = request.envelope.known {
      try requireShared(known, clock: try writer.clock(), reader: writer)
    }
    if request.envelope.generation > device.generation {
      device.generation = request.envelope.generation
      device.lastNumber = 0
    }
    let receipt = surroundings.now()
    let segment = try Segment(writer: writer, core: self, principal: principal, receipt: receipt)
    var batch = PushBatch(envelope: request.envelope, device: device, segment: segment)
    var results: [OperationResult] = []
    var pending = request.lines[...]
    let crashes = try writer.crashes(
      device: device.id,
      generation: device.generation,
      from: device.lastNumber + 1
    )
    if crashes.isEmpty { batch.note(request.lines.count) }
    while !pending.isEmpty {
      let group = takeGroup(from: &pending)
      results += try batch.take(group, crashes: crashes)
      guard !crashes.isEmpty, let next = pending.first else { continue }
      // Something in here may have killed the server: each goes alone, so that the next death tells which.
      let identity = PushLine(next).identity(due: batch.device.lastNumber + 1)
      results.append(
        OperationResult(number: identity.number, id: identity.id, status: .retry, seq: 0)
      )
      break
    }
    if !crashes.isEmpty {
      try writer.forgetCrashes(
        device: device.id,
        generation: device.generation,
        through: batch.device.lastNumber
      )
    }
    try segment.close()
    batch.device.lastSync = receipt
    try writer.save(batch.device)
    let clock = try writer.clock()
    return PushResponse(
      epoch: clock.epoch.description,
      head: clock.head,
      backupSeq: clock.backupSeq,
      point: Cursor(epoch: clock.epoch.prefix, seq: clock.head, chain: clock.chain).text,
      results: results
    )
  }
}

/// A line of a push, read as far as it could be.
struct PushLine {
  let bytes: ArraySlice<UInt8>
  let content: Result<ReceivedOperation, OperationProblem>

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    guard bytes.count <= Limits.operationBytesMax else {
      content = .failure(
        OperationProblem(
          code: .tooLarge,
          detail: "One operation holds at most \(Limits.operationBytesMax) bytes."
        )
      )
      return
    }
    do {
      content = .success(try ReceivedOperation(line: bytes))
    } catch {
      content = .failure(error)
    }
  }

  var operation: Operation? {
    if case .success(let received) = content { return received.operation }
    return nil
  }

  /// Whether the line names no number, so that it is known by its bytes alone.
  var isUnnumbered: Bool {
    operation == nil && Self.number(in: try? JSON(strict: bytes)) == nil
  }

  private static func number(in json: JSON?) -> Int? {
    json?["n"]?.int.flatMap { $0 >= 1 ? Int(exactly: $0) : nil }
  }

  /// The name of its kind, as answers are stored under it.
  var kindName: String { operation?.kindName ?? "unreadable" }

  /// The record that it makes or changes; a line that cannot be read has one of its own.
  func record(under id: OperationID) -> RecordID {
    operation?.record ?? id.retagged()
  }

  /// An id made from the line's bytes, so that sending it again is known for a repeat.
  var bytesID: OperationID { bytesID(of: "") }

  /// The same for the line of one sender, where the id of its bytes alone is taken.
  func bytesID(of sender: String) -> OperationID {
    let all = Array(bytes) + Array(sender.utf8)
    return OperationID(high: CommitChain.digest(all), low: CommitChain.digest(all + [0]))
  }

  /// The number and id of the operation; a line that cannot be read has the number that is due.
  func identity(due: Int) -> (number: Int, id: OperationID) {
    if let operation { return (operation.number, operation.id) }
    let json = try? JSON(strict: bytes)
    return (
      Self.number(in: json) ?? due, json?["id"]?.string.flatMap { OperationID($0) } ?? bytesID
    )
  }
}

/// Takes the next operation, or all consecutive operations of its group.
private func takeGroup(
  from pending: inout ArraySlice<ArraySlice<UInt8>>
) -> [PushLine] {
  var group: [PushLine] = []
  while let next = pending.first {
    let line = PushLine(next)
    if let first = group.first {
      guard let name = first.operation?.group, line.operation?.group == name else { break }
    }
    group.append(line)
    pending.removeFirst()
    if line.operation?.group == nil { break }
  }
  return group
}
