import Casework
import Storage
import SyncProtocol
import WireFormat

#if Mutations
import Mutations
#endif

extension Segment {
  /// A new family: its record, its home unit, its short code.
  func addFamily(_ judged: JudgedOperation) throws -> Outcome {
    let operation = judged.operation
    guard operation.record == operation.family.retagged() else {
      throw Refusal(.invalidOperation, "A family's `rec` and `fam` are the same id.")
    }
    guard var values = operation.data.object else {
      throw Refusal(.invalidOperation, "The fields of a family must be a JSON object.")
    }
    let unit = try home(values.removeValue(forKey: "unit"))
    guard let schema = RecordSchema.schema(of: .family) else { return .accepted(.noop, []) }
    try schema.check(.object(values), isCreation: true)
    if let existing = try existing(operation.record, type: .family, family: operation.family) {
      return try repeatedCreation(existing, values)
    }
    let code = try newFamilyCode()
    try writer.take(familyCode: code, for: operation.family)
    values["code"] = .string(code)
    try write(values, judged, type: .family)
    try writer.open(
      Holding(family: operation.family, holder: .unit(unit), mask: .all, from: seq)
    )
    familiesMade.insert(operation.family)
    forgetScope()
    return .accepted(.applied, [])
  }

  /// The unit that a new family belongs to: the given one, or the author's own.
  private func home(_ given: JSON?) throws -> UnitID {
    let scope = try scope()
    if let given, !given.isNull {
      guard let unit = given.string.flatMap({ UnitID($0) }), scope.units.contains(unit) else {
        throw Refusal(.invalidField, "The field `unit` of a family must be a unit of yours.")
      }
      return unit
    }
    guard let worker = principal?.worker else {
      throw Refusal(.unauthenticated, "This needs a person who is signed in.")
    }
    let own = try writer.memberships(of: worker).filter { $0.to == nil }.map(\.unit)
    guard let unit = own.filter({ scope.units.contains($0) }).min() else {
      throw Refusal(.forbidden, "You belong to no unit that holds families.")
    }
    return unit
  }

  /// A new member, episode, goal or note.
  func addRecord(_ judged: JudgedOperation) throws -> Outcome {
    let operation = judged.operation
    guard let type = judged.kind.editedType, let schema = RecordSchema.schema(of: type) else {
      return .accepted(.noop, [])
    }
    var given = operation.data
    if type == .goal, var object = given.object, object["status"] == nil {
      object["status"] = .string(GoalStatus.open.rawValue)
      given = .object(object)
    }
    try schema.check(given, isCreation: true)
    var values = (given.object ?? [:]).filter { !$0.value.isNull }
    try schema.refuseEventFields(values)
    try checkReferences(values, of: type, in: operation.family)
    if type == .episode { values["status"] = "open" }
    if let existing = try existing(operation.record, type: type, family: operation.family) {
      return try repeatedCreation(existing, values)
    }
    try write(values, judged, type: type)
    let reviews = try flagLate(judged)
    return .accepted(judged.isLate ? .late : .applied, reviews)
  }

  /// An edit of a mutable record, judged field by field.
  func editRecord(_ judged: JudgedOperation) throws -> Outcome {
    guard let type = judged.kind.editedType, let schema = RecordSchema.schema(of: type) else {
      return .accepted(.noop, [])
    }
    try schema.check(judged.operation.data, isCreation: false)
    let changes = judged.operation.data.object ?? [:]
    try schema.refuseEventFields(changes)
    try checkReferences(changes, of: type, in: judged.operation.family)
    let (record, state) = try editable(judged.operation, type: type)
    let outcome = try change(judged, record: record, state: state, changes: changes)
    return state.isDeleted ? try tellOfEdit(judged, of: record, changes, outcome) : outcome
  }

  /// Closing or reopening an episode: a change of several fields together.
  func turnEpisode(_ judged: JudgedOperation) throws -> Outcome {
    let (record, state) = try editable(judged.operation, type: .episode)
    let changes = try closingChanges(judged, present: state)
    let isSeen = judged.operation.base["status"] == state.versions["status"]?.version
    if isSeen, state.fields["status"] == changes["status"] {
      let isClosed = changes["status"] == "closed"
      throw Refusal(
        .wrongState,
        isClosed
          ? "The episode is closed already; reopen it before closing it again."
          : "The episode is open already."
      )
    }
    return try change(judged, record: record, state: state, changes: changes, isWhole: true)
  }

  /// Applies changes to a record, setting aside what is concurrent.
  func change(
    _ judged: JudgedOperation,
    record: StoredRecord,
    state: RecordState,
    changes: [String: JSON],
    isWhole: Bool = false
  ) throws -> Outcome {
    let schema = RecordSchema.schema(of: record.type)
    var times: [String: FieldTime] = [:]
    for name in changes.keys { times[name] = try time(of: judged, field: name) }
    var judgement = state.judge(
      judged.operation,
      from: device,
      changes: changes,
      at: times,
      schema: schema
    )
    if judged.isLate || (isWhole && !judgement.setAside.isEmpty) {
      judgement.setAside.merge(judgement.applied) { kept, _ in kept }
      judgement.applied = [:]
      judgement.displaced = [:]
    }
    if isWhole, !judgement.setAside.isEmpty {
      // Half a closing makes no sense, now or when a person takes it later.
      judgement.setAside = changes
    }
    if !judgement.applied.isEmpty {
      var changed = state
      for (name, value) in judgement.applied {
        guard let own = times[name] else { continue }
        let time = state.versions[name]?.followed(at: own) ?? own
        changed.apply([name: value], as: fieldVersion(judged, at: time))
      }
      var written = record
      written.body = changed.body
      written.isDeleted = changed.isDeleted
      #if Mutations
      if Mutation.deletedRevived.isPlanted, state.isDeleted { written.isDeleted = false }
      #endif
      try put(written)
    }
    let status = judgement.status
    let split = judged.isLate ? [] : try splitOff(&judgement, of: record, judged, at: times)
    var reviews = try keep(judgement.displaced, of: record, judged) + split
    if !judgement.setAside.isEmpty {
      let isSettled = judgement.setAside.keys.allSatisfy { name in
        [.latest, .protective].contains(schema?.field(name)?.policy)
      }
      let item = ReviewItem(
        kind: isSettled && !judged.isLate ? .conflict : .proposed,
        opened: receipt,
        subjectType: record.type,
        subject: record.id,
        author: principal?.worker,
        operation: judged.operation.id,
        setAside: judgement.setAside
      )
      reviews.append(
        try open(
          item,
          id: derivedID("proposed", record.id, judged.operation.id.retagged()),
          family: record.family,
          recordClass: record.recordClass
        )
      )
    }
    return .accepted(split.isEmpty ? status : .merged, reviews)
  }

  /// Keeps values that gave way, an item for each edit that had set them.
  func keep(
    _ displaced: [String: DisplacedValue],
    of record: StoredRecord,
    _ judged: JudgedOperation
  ) throws -> [RecordID] {
    #if Mutations
    let isForgetful = Mutation.clearingForgotten.isPlanted
    let displaced = displaced.filter { !isForgetful || !$0.value.value.isNull }
    #endif
    let edits = Dictionary(grouping: displaced) { $0.value.version }
    let ordered = edits.sorted {
      ($0.key.version, $0.value.count) < ($1.key.version, $1.value.count)
    }
    return try ordered.enumerated().map { index, edit in
      let item = ReviewItem(
        kind: .conflict,
        opened: receipt,
        subjectType: record.type,
        subject: record.id,
        author: edit.key.author,
        operation: judged.operation.id,
        setAside: Dictionary(edit.value.map { ($0.key, $0.value.value) }) { first, _ in first }
      )
      return try open(
        item,
        id: derivedID("displaced \(index)", record.id, judged.operation.id.retagged()),
        family: record.family,
        recordClass: record.recordClass
      )
    }
  }

  /// The record that an edit names, with its state.
  func editable(
    _ operation: Operation,
    type: RecordType
  ) throws -> (StoredRecord, RecordState) {
    guard let record = try existing(operation.record, type: type, family: operation.family) else {
      if try writer.wasRefused(record: operation.record) {
        throw Refusal(.parentRefused, "The \(type.rawValue) that it changes was not accepted.")
      }
      throw Refusal(.notFound, "The family has no such \(type.rawValue).")
    }
    guard let state = RecordState(body: record.body) else {
      throw StorageError(.corrupt, "A stored record cannot be read; check the store.")
    }
    return (record, state)
  }

  /// A record, which must be of the type and family when it exists at all.
  func existing(
    _ id: RecordID,
    type: RecordType,
    family: FamilyID
  ) throws -> StoredRecord? {
    guard let record = try writer.recordForJudging(id) else { return nil }
    guard record.type == type, record.family == family else {
      throw Refusal(.idReused, "The id of the record is another record's.")
    }
    return record
  }

  private func repeatedCreation(
    _ existing: StoredRecord,
    _ values: [String: JSON]
  ) throws -> Outcome {
    let state = RecordState(body: existing.body)
    let isSame = values.allSatisfy { $0.key == "code" || state?.fields[$0.key] == $0.value }
    guard isSame else {
      throw Refusal(
        .alreadyExists,
        "The \(existing.type.rawValue) exists already with other content; edit it instead."
      )
    }
    return .accepted(.noop, [])
  }

  private func write(
    _ values: [String: JSON],
    _ judged: JudgedOperation,
    type: RecordType
  ) throws {
    var state = RecordState()
    state.apply(values, as: fieldVersion(judged, at: try time(of: judged)))
    try put(
      StoredRecord(
        id: judged.operation.record,
        type: type,
        family: judged.operation.family,
        recordClass: type.recordClass,
        version: seq,
        author: principal?.worker,
        made: judged.made.milliseconds,
        body: state.body
      )
    )
  }

  /// When an edit was made, as far as that decides between concurrent ones: after everything that its
  /// author is known to have seen.
  func time(of judged: JudgedOperation, field: String? = nil) throws -> FieldTime {
    let operation = judged.operation
    let base = field.flatMap { operation.base[$0] } ?? 0
    let seen = min(max(operation.seen, base), seq - 1)
    // A millisecond after it, so that an edit stands before what its author had seen.
    let bound = try writer.time(ofCommit: seen).map { $0 + 1 } ?? 0
    return FieldTime(made: judged.made, stamp: operation.stamp, after: min(bound, receipt + 1))
  }

  func fieldVersion(
    _ judged: JudgedOperation,
    at time: FieldTime
  ) -> FieldVersion {
    FieldVersion(
      version: seq,
      stamp: judged.operation.stamp,
      author: principal?.worker,
      origin: principal.map {
        OperationOrigin(
          device: $0.device,
          generation: judged.operation.generation,
          number: judged.operation.number
        )
      },
      time: time
    )
  }
}
