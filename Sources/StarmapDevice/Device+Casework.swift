package import Casework
import DeviceStore
import SyncProtocol
package import WireFormat

extension Device {
  /// Adds a family; whoever adds it works with it from the start, in the same group.
  ///
  /// A worker who only supervises is not assigned.
  ///
  /// - Parameters:
  ///   - values: The family's fields.
  ///   - unit: The unit that becomes its home; the worker's own when `nil`.
  /// - Returns: The family under its local code.
  /// - Throws: `Refusal`, `DeviceStoreError`.
  package func addFamily(_ values: [String: JSON], unit: UnitID? = nil) throws -> FamilyView {
    try check(values, of: .family, isCreation: true)
    let family = surroundings.newID(FamilyTag.self)
    try capture { capture in
      let isAssigned = !capture.identity.onlySupervises
      let group = isAssigned ? surroundings.newID(OperationTag.self) : nil
      var content = values.filter { !$0.value.isNull }
      if let unit { content["unit"] = .string(unit.description) }
      try capture.add(
        .familyAdd,
        record: family.retagged(),
        family: family,
        group: group,
        data: .object(content)
      )
      guard isAssigned else { return }
      let assignment = Assignment(
        worker: capture.identity.worker,
        role: .lead,
        startedOn: CalendarDay(milliseconds: capture.moment.wall)
      )
      try capture.add(
        .assignStart,
        record: surroundings.newID(),
        family: family,
        group: group,
        data: assignment.json
      )
    }
    return try self.family(named: family.description)
  }

  /// Adds a member, episode, goal or note to a family.
  ///
  /// - Parameters:
  ///   - type: What to add.
  ///   - values: Its fields.
  ///   - family: The family.
  /// - Returns: What the person sees.
  /// - Throws: `Refusal`, `DeviceStoreError`.
  package func add(
    _ type: RecordType,
    _ values: [String: JSON],
    family: FamilyID
  ) throws -> RecordView {
    guard type != .family, let kind = OperationKind.adding(type) else {
      throw Refusal(.invalidOperation, "A \(type.rawValue) is not added to a family in this way.")
    }
    var values = values
    // A new goal is open unless it says otherwise; the field is required, so the device says so.
    if type == .goal, values["status"] == nil { values["status"] = "open" }
    try refuseEventFields(values, of: type)
    try check(values, of: type, isCreation: true)
    let id = surroundings.newID(RecordTag.self)
    return try captureOne(type, id, family: family) { capture in
      try capture.need(family)
      try capture.needReferences(values, family: family)
      try capture.add(
        kind,
        record: id,
        family: family,
        data: .object(values.filter { !$0.value.isNull })
      )
    }
  }

  /// Changes fields of a family, member, episode, goal or note.
  ///
  /// - Parameters:
  ///   - record: The record as the person saw it; its versions are what the edit is based on.
  ///   - changes: The fields to set; `null` clears.
  /// - Returns: What the person sees afterwards.
  /// - Throws: `Refusal`, `DeviceStoreError`.
  @discardableResult
  package func edit(_ record: RecordView, changes: [String: JSON]) throws -> RecordView {
    guard let kind = OperationKind.editing(record.type) else {
      throw Refusal(.immutable, "A \(record.type.rawValue) is never edited.")
    }
    try refuseEventFields(changes, of: record.type)
    try check(changes, of: record.type, isCreation: false)
    return try captureOne(record.type, record.id, family: record.family) { capture in
      try capture.needReferences(changes, family: record.family)
      try capture.addChange(kind, to: record, fields: changes.keys, data: .object(changes))
    }
  }

  /// Deletes a goal or a note; it can be brought back with its id.
  ///
  /// - Parameter record: The record as the person saw it: an edit that the person had not seen is told of.
  /// - Throws: `Refusal` with `immutable` for other types, `DeviceStoreError`.
  package func delete(_ record: RecordView) throws {
    guard let kind = OperationKind.deleting(record.type) else {
      throw Refusal(.immutable, "A \(record.type.rawValue) is never deleted.")
    }
    let fields = RecordSchema.schema(of: record.type)?.fields.map(\.name) ?? []
    try capture { capture in
      try capture.addChange(kind, to: record, fields: fields, data: .object([:]))
    }
  }

  /// Brings a goal or a note back that was deleted here or elsewhere.
  ///
  /// The device holds nothing of what was deleted and synced, so that it cannot check the id; where there is
  /// no such record, the server refuses it.
  ///
  /// - Parameters:
  ///   - type: What it is.
  ///   - id: Its whole id.
  ///   - family: Its family.
  /// - Throws: `Refusal` with `wrong-state` when the device shows it, `DeviceStoreError`.
  package func restore(_ type: RecordType, _ id: RecordID, family: FamilyID) throws {
    guard let kind = OperationKind.restoring(type) else {
      throw Refusal(.immutable, "A \(type.rawValue) is never deleted.")
    }
    try capture { capture in
      try capture.need(family)
      guard try capture.view(id, type: type, family: family) == nil else {
        throw Refusal(.wrongState, "The \(type.rawValue) is not deleted.")
      }
      try capture.add(
        kind,
        record: id,
        family: family,
        previous: try capture.previousNumbers(of: id, fields: [RecordSchema.deletion]),
        data: .object([:])
      )
    }
  }

  func check(
    _ values: [String: JSON],
    of type: RecordType,
    isCreation: Bool
  ) throws(Refusal) {
    guard let schema = RecordSchema.schema(of: type) else {
      throw Refusal(.immutable, "A \(type.rawValue) has no fields to set.")
    }
    try schema.check(.object(values), isCreation: isCreation)
  }

  private func refuseEventFields(
    _ values: [String: JSON],
    of type: RecordType
  ) throws(Refusal) {
    try RecordSchema.schema(of: type)?.refuseEventFields(values)
  }
}

extension Capture {
  /// Adds an operation that changes fields, with the versions that it is based on.
  mutating func addChange(
    _ kind: OperationKind,
    to record: RecordView,
    fields: some Sequence<String>,
    data: JSON
  ) throws {
    var base: [String: Int64] = [:]
    for field in fields { base[field] = record.versions[field]?.version }
    try add(
      kind,
      record: record.id,
      family: record.family,
      base: base,
      previous: try previousNumbers(of: record.id, fields: fields),
      data: data
    )
  }

  /// Refuses work for a family that this device does not hold.
  func need(_ family: FamilyID) throws {
    guard try view(family.retagged(), type: .family, family: family) != nil else {
      throw Refusal(.notFound, "The family is not on this device; sync to receive it.")
    }
  }

  /// Refuses references to records of another family.
  func needReferences(_ values: [String: JSON], family: FamilyID) throws {
    guard let episode = values["episode"]?.string.flatMap({ RecordID($0) }) else { return }
    try need(episode, type: .episode, family: family)
  }

  /// Refuses a reference to a record that the family lacks.
  func need(_ id: RecordID, type: RecordType, family: FamilyID) throws {
    guard let view = try view(id, type: type, family: family), view.family == family else {
      throw Refusal(.notFound, "The family has no such \(type.rawValue) on this device.")
    }
  }
}
