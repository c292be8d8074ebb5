import Casework
import SQLiteStorage
import Storage
import SyncProtocol
import WireFormat

extension Simulation {
  /// Every value that anybody set in a field, or that a field was cleared to, is shown, was replaced by
  /// somebody who had seen it, or waits or was decided in the queue.
  func checkValues() throws {
    let kept = try keptValues()
    let edits = server.model.edits
    for (index, edit) in edits.enumerated() where !edit.isErased {
      if kept.holds(edit) || edit.clearsNothing(among: edits[..<index]) { continue }
      // Whoever sets what is there already changes nothing, so any edit to the value speaks for it.
      let equal = edits.filter {
        $0.record == edit.record && $0.field == edit.field && $0.value == edit.value
      }
      let wasSeen = edits[(index + 1)...].contains { later in
        equal.contains { later.hasSeen($0) }
      }
      if wasSeen || kept.wasTakenAway(edit, at: index, among: edits) { continue }
      throw SimulationFailure(
        message: "a value of the field `\(edit.field)` that was accepted is nowhere any more: "
          + edits.filter { $0.record == edit.record && $0.field == edit.field }
          .map(\.words).joined(separator: "; ")
          + "; now \(kept.present(edit).canonicalText), missing \(edit.value.canonicalText)"
      )
    }
  }

  private func keptValues() throws -> KeptValues {
    let taken = server.model.taken
    return try server.ledger.commit { writer in
      var kept = KeptValues()
      for type in RecordType.allCases where RecordSchema.schema(of: type) != nil {
        for record in try writer.recordsForJudging(of: type) {
          let state = RecordState(body: record.body)
          kept.fields[record.id] = state?.fields
          if let text = state?.fields["text"] {
            kept.texts[record.family, default: []].insert(text)
          }
        }
      }
      for record in try writer.recordsForJudging(of: .review) {
        guard let item = (try? JSON(strict: record.body)).flatMap({ ReviewItem(json: $0) }) else {
          continue
        }
        for (field, value) in item.setAside {
          let place = Place(record: item.subject, field: field)
          kept.setAside[place, default: []].insert(value)
          if let taking = taken[record.id] { kept.takings[place, default: []].append(taking) }
        }
      }
      return kept
    }
  }
}

extension ReferenceModel.FieldEdit {
  /// Whether it cleared a field that nobody had set, which leaves nothing to keep.
  fileprivate func clearsNothing(among earlier: ArraySlice<Self>) -> Bool {
    value.isNull
      && (status == .noop
        || !earlier.contains { $0.record == record && $0.field == field && !$0.value.isNull })
  }
}

/// A field of a record.
private struct Place: Hashable, Sendable {
  let record: RecordID
  let field: String
}

/// What a server holds of the values that were set.
private struct KeptValues: Sendable {
  /// What stands, by record.
  var fields: [RecordID: [String: JSON]] = [:]
  /// The texts of a family's goals and notes.
  var texts: [FamilyID: Set<JSON>] = [:]
  /// Every value that was set aside.
  var setAside: [Place: Set<JSON>] = [:]
  /// Where a person took one.
  var takings: [Place: [ReferenceModel.Taking]] = [:]

  func present(_ edit: ReferenceModel.FieldEdit) -> JSON {
    fields[edit.record]?[edit.field] ?? .null
  }

  /// Whether the value stands, or waits or was decided in the queue.
  func holds(_ edit: ReferenceModel.FieldEdit) -> Bool {
    // A text that gave way in a note has become a note of its own.
    present(edit) == edit.value
      || setAside[Place(record: edit.record, field: edit.field)]?.contains(edit.value) == true
      || edit.field == "text" && texts[edit.family]?.contains(edit.value) == true
  }

  /// Whether a person took another value from the queue while this one stood, and had seen it.
  func wasTakenAway(
    _ edit: ReferenceModel.FieldEdit,
    at index: Int,
    among edits: [ReferenceModel.FieldEdit]
  ) -> Bool {
    let place = Place(record: edit.record, field: edit.field)
    // Whoever sets what is there already changes nothing: an equal edit before it speaks for it.
    let equal =
      edit.status == .noop
      ? edits[..<index].filter {
        $0.record == edit.record && $0.field == edit.field && $0.value == edit.value
      } : []
    return (takings[place] ?? []).contains { taking in
      let wasSeen = (equal + [edit]).contains { spoken in
        spoken.seq <= taking.seen
          || spoken.device == taking.device && spoken.generation == taking.generation
      }
      guard index < taking.editCount, wasSeen else { return false }
      // An edit in between that stood took its place before, and then somebody must have seen that.
      return !edits[(index + 1)..<taking.editCount].contains { between in
        between.record == edit.record && between.field == edit.field
          && between.value != edit.value && between.status != .proposed
          && setAside[place]?.contains(between.value) != true
      }
    }
  }
}
