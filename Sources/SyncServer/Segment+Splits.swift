import Casework
import Storage
import SyncProtocol
import WireFormat

extension Segment {
  /// Gives each value that gave way under the policy `both` a record of its own, and tells people.
  ///
  /// The later text stands in the record that was edited, whichever came first; the other becomes a record
  /// beside it under its author's name. Who goes on from a text that was split off changes that one.
  ///
  /// - Parameters:
  ///   - judgement: What the edit does; the values that get records of their own are taken out of it.
  ///   - record: The record that was edited.
  ///   - judged: The edit.
  ///   - times: When it was made, for each field.
  /// - Returns: The review items that tell of it.
  /// - Throws: `StorageError`.
  func splitOff(
    _ judgement: inout FieldJudgement,
    of record: StoredRecord,
    _ judged: JudgedOperation,
    at times: [String: FieldTime]
  ) throws -> [RecordID] {
    guard let schema = RecordSchema.schema(of: record.type) else { return [] }
    var reviews: [RecordID] = []
    for field in schema.fields where field.policy == .both {
      let value: JSON
      let version: FieldVersion
      if let displaced = judgement.displaced.removeValue(forKey: field.name) {
        (value, version) = (displaced.value, displaced.version)
      } else if let setAside = judgement.setAside.removeValue(forKey: field.name),
        let time = times[field.name]
      {
        (value, version) = (setAside, fieldVersion(judged, at: time))
      } else {
        continue
      }
      reviews.append(try split(value, version, of: field.name, from: record, judged))
    }
    return reviews
  }

  private func split(
    _ value: JSON,
    _ version: FieldVersion,
    of field: String,
    from record: StoredRecord,
    _ judged: JudgedOperation
  ) throws -> RecordID {
    let earlier = try earlierSplit(of: field, beside: record, judged)
    var state: RecordState
    if let earlier {
      state = earlier.state
    } else {
      let fields = RecordState(body: try writer.recordForJudging(record.id)?.body ?? [])?.fields
      state = RecordState()
      state.apply(
        (fields ?? [:]).filter { $0.key != RecordSchema.deletion },
        as: FieldVersion(version: seq, stamp: version.stamp, author: nil, origin: nil)
      )
    }
    state.apply(
      [field: value],
      as: FieldVersion(
        version: seq,
        stamp: version.stamp,
        author: version.author,
        origin: version.origin,
        time: version.time
      )
    )
    let id = try earlier?.id ?? vacant(splitID(field, version, record.id))
    try put(
      StoredRecord(
        id: id,
        type: record.type,
        family: record.family,
        recordClass: record.recordClass,
        version: seq,
        author: version.author,
        made: version.time?.milliseconds ?? receipt,
        body: state.body
      )
    )
    let item = ReviewItem(
      kind: .conflict,
      opened: receipt,
      subjectType: record.type,
      subject: record.id,
      author: version.author,
      operation: judged.operation.id,
      related: [id],
      isForInformation: true
    )
    return try open(
      item,
      id: derivedID("split \(field)", record.id, judged.operation.id.retagged()),
      family: record.family,
      recordClass: record.recordClass
    )
  }

  /// The record that the author's own earlier text was split off into, while nobody has changed it since.
  private func earlierSplit(
    of field: String,
    beside record: StoredRecord,
    _ judged: JudgedOperation
  ) throws -> (id: RecordID, state: RecordState)? {
    guard let previous = judged.operation.previous[field], let principal else { return nil }
    let origin = OperationOrigin(
      device: principal.device,
      generation: judged.operation.generation,
      number: previous
    )
    for other in try writer.recordsForJudging(of: record.type, in: record.family)
    where other.id != record.id {
      if let state = RecordState(body: other.body), state.versions[field]?.origin == origin {
        return (other.id, state)
      }
    }
    return nil
  }

  private func splitID(_ field: String, _ version: FieldVersion, _ record: RecordID) -> RecordID {
    let edit =
      version.origin.map { "\($0.device) \($0.generation) \($0.number)" } ?? "\(version.version)"
    return derivedID("split \(field) \(edit)", record)
  }
}
