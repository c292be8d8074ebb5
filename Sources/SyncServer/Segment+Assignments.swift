import Casework
import Storage
import SyncProtocol
import WireFormat

extension Segment {
  /// A worker begins to work with a family.
  func startAssignment(_ judged: JudgedOperation) throws -> Outcome {
    let assignment = try Assignment(json: judged.operation.data)
    if try existing(judged.operation.record, type: .assignment, family: judged.operation.family)
      != nil
    {
      throw Refusal(.alreadyExists, "The assignment exists already; end it and start another.")
    }
    guard assignment.endedOn == nil else {
      throw Refusal(.invalidField, "A new assignment has no `endedOn`; end it once it has begun.")
    }
    try needWorker(assignment.worker)
    let present = try activeAssignments(of: judged.operation.family)
    if present.contains(where: { $0.1.worker == assignment.worker }) {
      return .accepted(.noop, [])
    }
    try start(assignment, id: judged.operation.record, family: judged.operation.family)
    return .accepted(.applied, [])
  }

  /// A worker no longer works with a family.
  func endAssignment(_ judged: JudgedOperation) throws -> Outcome {
    let end = try AssignmentEnd(json: judged.operation.data)
    let record = try need(
      judged.operation.record,
      type: .assignment,
      in: judged.operation.family
    )
    let assignment = try assignment(in: record)
    guard assignment.endedOn == nil else { return .accepted(.noop, []) }
    try finish(record, assignment, on: end.endedOn, reason: end.reason)
    return .accepted(.applied, [])
  }

  /// A family passes to another worker, and perhaps to another home.
  func handOver(_ judged: JudgedOperation) throws -> Outcome {
    let handover = try Handover(json: judged.operation.data)
    let family = judged.operation.family
    if try existing(judged.operation.record, type: .assignment, family: family) != nil {
      throw Refusal(.alreadyExists, "The handover's `rec` must be a new id.")
    }
    try needWorker(handover.to)
    for (record, assignment) in try activeAssignments(of: family)
    where assignment.worker != handover.to {
      try finish(record, assignment, on: handover.on, reason: handover.reason)
    }
    if try !activeAssignments(of: family).contains(where: { $0.1.worker == handover.to }) {
      let assignment = Assignment(worker: handover.to, role: .lead, startedOn: handover.on)
      try start(assignment, id: judged.operation.record, family: family)
    }
    if let unit = handover.unit {
      guard try writer.reference(unit.retagged(), type: .unit) != nil else {
        throw Refusal(.notFound, "The register has no such unit; list the units.")
      }
      for holding in try writer.openHoldings(of: family) {
        guard case .unit(let present) = holding.holder, present != unit else { continue }
        try writer.close(family: family, holder: holding.holder, at: seq)
      }
      let holdsAlready = try writer.openHoldings(of: family).contains { $0.holder == .unit(unit) }
      if !holdsAlready {
        try writer.open(Holding(family: family, holder: .unit(unit), mask: .all, from: seq))
      }
    }
    forgetScope()
    return .accepted(.applied, [])
  }

  private func activeAssignments(
    of family: FamilyID
  ) throws -> [(StoredRecord, Assignment)] {
    try writer.recordsForJudging(of: .assignment, in: family).compactMap { record in
      let assignment = try assignment(in: record)
      return assignment.endedOn == nil ? (record, assignment) : nil
    }
  }

  private func assignment(in record: StoredRecord) throws -> Assignment {
    do {
      return try Assignment(json: try JSON(strict: record.body))
    } catch {
      throw StorageError(.corrupt, "A stored assignment cannot be read; check the store.")
    }
  }

  private func start(_ assignment: Assignment, id: RecordID, family: FamilyID) throws {
    try put(
      StoredRecord(
        id: id,
        type: .assignment,
        family: family,
        recordClass: .core,
        version: seq,
        author: principal?.worker,
        made: receipt,
        body: assignment.json.canonical
      )
    )
    try writer.open(
      Holding(family: family, holder: .worker(assignment.worker), mask: .all, from: seq)
    )
    forgetScope()
  }

  private func finish(
    _ record: StoredRecord,
    _ assignment: Assignment,
    on day: CalendarDay,
    reason: String?
  ) throws {
    var ended = assignment
    ended.endedOn = day
    ended.endReason = reason
    var written = record
    written.body = ended.json.canonical
    try put(written)
    try writer.close(family: record.family, holder: .worker(assignment.worker), at: seq)
    forgetScope()
  }
}
