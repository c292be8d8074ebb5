package import Casework
import SyncProtocol
import WireFormat

extension Device {
  /// Assigns a worker to a family; it takes effect when the server has it.
  ///
  /// - Parameters:
  ///   - worker: Who.
  ///   - family: The family.
  ///   - role: Lead or support.
  ///   - day: The first day.
  /// - Returns: The assignment.
  /// - Throws: `Refusal`, `DeviceStoreError`.
  @discardableResult
  package func assign(
    _ worker: WorkerID,
    to family: FamilyID,
    role: AssignmentRole,
    on day: CalendarDay
  ) throws -> RecordView {
    let id = surroundings.newID(RecordTag.self)
    return try captureOne(.assignment, id, family: family) { capture in
      try capture.need(family)
      try capture.add(
        .assignStart,
        record: id,
        family: family,
        data: Assignment(worker: worker, role: role, startedOn: day).json
      )
    }
  }

  /// Ends an assignment; it takes effect when the server has it.
  ///
  /// - Parameters:
  ///   - record: The assignment.
  ///   - day: The last day.
  ///   - reason: Why, if anything is to be said.
  /// - Returns: What the person sees afterwards.
  /// - Throws: `Refusal`, `DeviceStoreError`.
  @discardableResult
  package func endAssignment(
    _ record: RecordView,
    on day: CalendarDay,
    reason: String? = nil
  ) throws -> RecordView {
    guard record.type == .assignment else {
      throw Refusal(.invalidOperation, "A \(record.type.rawValue) is no assignment.")
    }
    guard record.json["endedOn"]?.string == nil else {
      throw Refusal(.wrongState, "The assignment has ended already.")
    }
    return try captureOne(.assignment, record.id, family: record.family) { capture in
      try capture.add(
        .assignEnd,
        record: record.id,
        family: record.family,
        data: AssignmentEnd(endedOn: day, reason: reason).json
      )
    }
  }

  /// Passes a family to another worker, and with `unit` to another home.
  ///
  /// - Parameters:
  ///   - family: The family.
  ///   - worker: Who takes over as lead.
  ///   - unit: The new home; it stays where it is when `nil`.
  ///   - day: The day.
  ///   - reason: Why.
  /// - Returns: The new assignment.
  /// - Throws: `Refusal`, `DeviceStoreError`.
  @discardableResult
  package func handOver(
    _ family: FamilyID,
    to worker: WorkerID,
    unit: UnitID? = nil,
    on day: CalendarDay,
    reason: String
  ) throws -> RecordView {
    let content = Handover(to: worker, unit: unit, on: day, reason: reason).json
    // The server's own reading of the content, so that what it would refuse is refused here.
    _ = try Handover(json: content)
    let id = surroundings.newID(RecordTag.self)
    return try captureOne(.assignment, id, family: family) { capture in
      try capture.need(family)
      try capture.add(.handover, record: id, family: family, data: content)
    }
  }
}
