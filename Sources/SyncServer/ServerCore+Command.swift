package import Casework
package import Storage
package import SyncProtocol
package import WireFormat

/// A change asked for online: what becomes an operation in the device's online lane.
package struct OnlineCommand: Sendable {
  /// What it does.
  package let kind: OperationKind
  /// The operation's id, from `Idempotency-Key`; `nil` mints one.
  package let id: OperationID?
  /// The record; `nil` mints one for a creation.
  package let record: RecordID?
  /// The family; `nil` for a new one.
  package let family: FamilyID?
  /// The version in `If-Match`, which an edit must name.
  package let ifMatch: Int64?
  /// The content.
  package let data: JSON

  /// Makes a command from its parts.
  package init(
    kind: OperationKind,
    id: OperationID? = nil,
    record: RecordID? = nil,
    family: FamilyID? = nil,
    ifMatch: Int64? = nil,
    data: JSON
  ) {
    self.kind = kind
    self.id = id
    self.record = record
    self.family = family
    self.ifMatch = ifMatch
    self.data = data
  }
}

/// What became of a command.
package struct CommandAnswer: Sendable {
  /// The result, as a push would have answered.
  package let result: OperationResult
  /// The record as it is now; `nil` in a repeat once it has passed out of the author's sight.
  package let record: StoredRecord?
}

extension ServerCore {
  /// Carries out a command inside a commit, by the handler that also takes pushes.
  ///
  /// - Throws: ``Refusal``; nothing is kept then, since the person is there to see it.
  package func command(
    _ command: OnlineCommand,
    from principal: Principal,
    into writer: any LedgerWriter
  ) throws -> CommandAnswer {
    guard var device = try writer.device(principal.device) else {
      throw Refusal(.unauthenticated, "The device is not enrolled.")
    }
    if let id = command.id, let stored = try writer.result(of: id) {
      return try answered(stored, command, device: device, writer: writer)
    }
    let segment = try Segment(
      writer: writer,
      core: self,
      principal: principal,
      receipt: surroundings.now()
    )
    var operations = [
      try operation(command, device: device, segment: segment, principal: principal)
    ]
    if command.kind == .familyAdd, try !segment.scope().allows(.assign) {
      operations.append(ownAssignment(after: operations[0], principal: principal))
    }
    var result: OperationResult?
    for operation in operations {
      let settled = try carryOut(operation, segment: segment)
      result = result ?? settled
      device.lastOnlineNumber = operation.number
    }
    try segment.close()
    try writer.save(device)
    guard let result, let record = operations.first?.record else {
      throw Refusal(.serverFault, "The command had no effect.")
    }
    return CommandAnswer(result: result, record: try writer.recordForJudging(record))
  }

  private func answered(
    _ stored: StoredResult,
    _ command: OnlineCommand,
    device: StoredDevice,
    writer: any LedgerWriter
  ) throws -> CommandAnswer {
    guard stored.device == device.id, stored.kindName == command.kind.rawValue,
      command.record == nil || command.record == stored.record,
      let result = OperationResult(stored: stored, number: stored.number)
    else {
      throw Refusal(.idReused, "The Idempotency-Key was used for another request.")
    }
    // The family may have been handed over since the first answer.
    let principal = Principal(worker: device.worker, device: device.id)
    let scope = try writer.scope(of: principal, at: try writer.clock().head)
    return CommandAnswer(
      result: result.repeated,
      record: try writer.recordOrDeleted(stored.record, in: scope)
    )
  }

  private func operation(
    _ command: OnlineCommand,
    device: StoredDevice,
    segment: Segment,
    principal: Principal
  ) throws -> Operation {
    let record = command.record ?? surroundings.newID()
    let family = command.family ?? record.retagged()
    var base: [String: Int64] = [:]
    if !command.kind.isCreation, let present = try segment.writer.recordForJudging(record),
      try segment.scope().includes(present.family, present.recordClass)
    {
      guard let version = command.ifMatch else {
        throw Refusal(
          .preconditionRequired,
          "Name the version that you have seen in `If-Match`."
        )
      }
      guard present.version == version else {
        throw Refusal(
          .staleVersion,
          "The record has changed since version \(version); read it again and decide anew."
        )
      }
      base = RecordState(body: present.body)?.versions.mapValues(\.version) ?? [:]
    }
    return Operation(
      generation: 0,
      number: device.lastOnlineNumber + 1,
      id: command.id ?? surroundings.newID(),
      kind: command.kind,
      record: record,
      family: family,
      seen: segment.seq - 1,
      at: surroundings.moment(),
      stamp: Stamp(milliseconds: segment.receipt, counter: 0),
      base: base,
      data: command.data
    )
  }

  private func ownAssignment(after first: Operation, principal: Principal) -> Operation {
    let assignment = Assignment(
      worker: principal.worker,
      role: .lead,
      startedOn: CalendarDay(milliseconds: surroundings.now())
    )
    return Operation(
      generation: 0,
      number: first.number + 1,
      id: surroundings.newID(),
      kind: .assignStart,
      record: surroundings.newID(),
      family: first.family,
      seen: first.seen,
      at: first.at,
      stamp: first.stamp,
      data: assignment.json
    )
  }

  private func carryOut(_ operation: Operation, segment: Segment) throws -> OperationResult {
    let received = ReceivedOperation(operation)
    let outcome = try segment.apply(
      operation,
      dataBytes: received.dataBytes,
      made: CorrectedTime(milliseconds: segment.receipt, quality: .good),
      seen: operation.seen
    )
    guard case .accepted(let status, let reviews) = outcome else {
      throw Refusal(.serverFault, "The command was neither accepted nor refused.")
    }
    guard status != .late, let principal = segment.principal else {
      throw Refusal(.notFound, "There is no such record among your families.")
    }
    segment.note(operation.line)
    let result = OperationResult(
      number: operation.number,
      id: operation.id,
      status: status,
      seq: segment.seq,
      reviews: reviews
    )
    try segment.writer.store(
      StoredResult(
        device: principal.device,
        generation: 0,
        number: operation.number,
        operation: operation.id,
        kindName: operation.kindName,
        record: operation.record,
        answer: result.canonical,
        isRefused: false,
        seq: segment.seq
      )
    )
    try segment.log(operation.kindName, family: operation.family, record: operation.record)
    return result
  }
}
