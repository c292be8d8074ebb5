import Casework
import Storage
import SyncProtocol
import WireFormat

extension Segment {
  /// Checks that the records and workers that fields name exist.
  func checkReferences(
    _ values: [String: JSON],
    of type: RecordType,
    in family: FamilyID
  ) throws {
    if let episode = values["episode"]?.string.flatMap({ RecordID($0) }) {
      try need(episode, type: .episode, in: family)
    }
    if let worker = values["leadWorker"]?.string.flatMap({ WorkerID($0) }) {
      try needWorker(worker)
    }
  }

  /// Checks that a record of the family exists.
  @discardableResult
  func need(_ id: RecordID, type: RecordType, in family: FamilyID) throws -> StoredRecord {
    if let record = try writer.recordForJudging(id), record.type == type, record.family == family {
      return record
    }
    if try writer.wasRefused(record: id) {
      throw Refusal(.parentRefused, "The \(type.rawValue) that it names was not accepted.")
    }
    throw Refusal(.notFound, "The family has no such \(type.rawValue).")
  }

  /// Checks that a worker of the register exists and works with families.
  func needWorker(_ worker: WorkerID) throws {
    guard let stored = try writer.reference(worker.retagged(), type: .worker),
      let record = (try? JSON(strict: stored.body)).flatMap({ WorkerRecord(json: $0) })
    else {
      throw Refusal(.notFound, "The register has no such worker; list the workers.")
    }
    let holds = record.places.contains {
      let reach = AccessTable.reach(of: $0.role, for: .casework)
      return reach == .assigned || reach == .subtree
    }
    guard holds else {
      throw Refusal(.invalidField, "The worker's role does not work with families.")
    }
  }

  /// The fields that closing or reopening sets.
  func closingChanges(
    _ judged: JudgedOperation,
    present: RecordState
  ) throws -> [String: JSON] {
    guard let values = judged.operation.data.object else {
      throw Refusal(.invalidOperation, "The content must be a JSON object.")
    }
    guard let schema = RecordSchema.schema(of: .episode) else { return [:] }
    if judged.kind == .episodeReopen {
      guard let reason = values["reason"], let text = reason.string,
        !text.allSatisfy(\.isWhitespace)
      else {
        throw Refusal(.reasonRequired, "Reopening an episode needs the field `reason`.")
      }
      try schema.check(["reopenReason": reason], isCreation: false)
      return [
        "status": "open", "reopenReason": reason, "closedOn": .null, "closureReason": .null,
        "stepUpEvent": .null, "stepUpOn": .null,
      ]
    }
    let known: Set<String> = ["closedOn", "closureReason", "stepUpEvent", "stepUpOn"]
    if let unknown = values.keys.sorted().first(where: { !known.contains($0) }) {
      throw Refusal(.unknownField, "Closing an episode does not set `\(unknown)`.")
    }
    try schema.check(.object(values), isCreation: false)
    for name in ["closedOn", "closureReason", "stepUpEvent"] where values[name]?.string == nil {
      throw Refusal(.missingField, "Closing an episode needs the field `\(name)`.")
    }
    let steppedUp = values["stepUpEvent"]?.string != StepUpEvent.none.rawValue
    guard steppedUp == (values["stepUpOn"]?.string != nil) else {
      throw Refusal(
        .invalidField,
        "The field `stepUpOn` belongs to a step-up event, and every event but none needs it."
      )
    }
    if let opened = present.fields["openedOn"]?.string.flatMap({ CalendarDay($0) }),
      let closed = values["closedOn"]?.string.flatMap({ CalendarDay($0) }), closed < opened
    {
      throw Refusal(.invalidField, "The episode opened on \(opened); it cannot close before that.")
    }
    var changes = values
    changes["status"] = "closed"
    if changes["stepUpOn"] == nil { changes["stepUpOn"] = .null }
    return changes
  }
}
