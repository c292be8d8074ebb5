import Casework
import Storage
import SyncProtocol
import WireFormat

extension Segment {
  /// Deletes a goal or a note, or brings one back.
  ///
  /// A deletion is a field like any other, so that edits which crossed it stand in the record that nobody
  /// is shown. Whichever came first, the record stays deleted, and an item holds what its author had not
  /// seen: nothing comes back by itself, and nothing is lost (sync design 3.7 rule 5).
  func turnDeletion(_ judged: JudgedOperation) throws -> Outcome {
    guard let type = judged.kind.editedType, let value = judged.kind.deletion else {
      return .accepted(.noop, [])
    }
    guard judged.operation.data.object?.isEmpty == true else {
      throw Refusal(.invalidOperation, "Deleting or restoring a \(type.rawValue) takes no fields.")
    }
    let (record, state) = try editable(judged.operation, type: type)
    let seen = judged.sawDeletion(in: state, before: seq)
    let outcome = try change(
      seen,
      record: record,
      state: state,
      changes: [RecordSchema.deletion: value]
    )
    guard value == true, !judged.isLate, case .accepted(let status, let reviews) = outcome else {
      return outcome
    }
    var unseen = state.unseen(by: seen.operation, from: device)
    unseen[RecordSchema.deletion] = nil
    guard !unseen.isEmpty else { return outcome }
    let authors = Set(unseen.values.map(\.version.author))
    let item = try tell(
      of: unseen.mapValues(\.value),
      in: record,
      by: authors.count == 1 ? authors.first ?? nil : nil,
      judged
    )
    return .accepted(status == .proposed ? status : .merged, reviews + [item])
  }

  /// Tells people that a record was edited by somebody who did not know that it had been deleted.
  ///
  /// - Parameters:
  ///   - judged: The edit.
  ///   - record: The record, deleted.
  ///   - changes: What was to be set.
  ///   - outcome: What became of the edit.
  /// - Returns: What its author is told.
  /// - Throws: `StorageError`.
  func tellOfEdit(
    _ judged: JudgedOperation,
    of record: StoredRecord,
    _ changes: [String: JSON],
    _ outcome: Outcome
  ) throws -> Outcome {
    guard !judged.isLate, case .accepted(_, let reviews) = outcome else { return outcome }
    // What gave way to another edit has an item of its own.
    let present = RecordState(body: try writer.recordForJudging(record.id)?.body ?? [])
    let standing = changes.filter { change in
      present?.versions[change.key].map { $0.version == seq && $0.stamp == judged.operation.stamp }
        ?? false
    }
    guard !standing.isEmpty else { return outcome }
    let item = try tell(of: standing, in: record, by: principal?.worker, judged)
    return .accepted(.proposed, reviews + [item])
  }

  /// Opens the item of a record that was deleted and edited, or adds to it while nobody has decided.
  ///
  /// Its id is that of the record, so that the same one is opened whichever came first.
  private func tell(
    of values: [String: JSON],
    in record: StoredRecord,
    by author: WorkerID?,
    _ judged: JudgedOperation
  ) throws -> RecordID {
    let id = derivedID("deleted", record.id)
    let earlier = try writer.recordForJudging(id)
    let item = (earlier.flatMap { try? JSON(strict: $0.body) }).flatMap { ReviewItem(json: $0) }
    let waiting = item.flatMap {
      $0.subject == record.id && $0.kind == .proposed && $0.isOpen ? $0 : nil
    }
    var setAside = (waiting?.setAside ?? [:]).merging(values) { _, new in new }
    setAside[RecordSchema.deletion] = JSON.null
    let isOfOthers = waiting.map { $0.author != author } ?? false
    let new = ReviewItem(
      kind: .proposed,
      opened: waiting?.opened ?? receipt,
      subjectType: record.type,
      subject: record.id,
      author: isOfOthers ? nil : author,
      operation: judged.operation.id,
      setAside: setAside
    )
    guard waiting != nil, var written = earlier else {
      return try open(new, id: id, family: record.family, recordClass: record.recordClass)
    }
    written.body = new.json.canonical
    try put(written)
    return id
  }
}

extension JudgedOperation {
  /// The operation as one whose author knew of the deletion or return that the author's store had reached.
  ///
  /// A device keeps nothing of a record that was deleted, so it cannot name the version of that.
  fileprivate func sawDeletion(in state: RecordState, before seq: Int64) -> JudgedOperation {
    guard let version = state.versions[RecordSchema.deletion]?.version,
      version <= min(operation.seen, seq - 1)
    else { return self }
    var base = operation.base
    base[RecordSchema.deletion] = version
    let seen = Operation(
      generation: operation.generation,
      number: operation.number,
      id: operation.id,
      kind: kind,
      record: operation.record,
      family: operation.family,
      seen: operation.seen,
      at: operation.at,
      stamp: operation.stamp,
      group: operation.group,
      base: base,
      previous: operation.previous,
      data: operation.data
    )
    return JudgedOperation(
      operation: seen,
      kind: kind,
      dataBytes: dataBytes,
      made: made,
      isLate: isLate
    )
  }
}
