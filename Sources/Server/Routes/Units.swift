import Casework
import Storage
import SyncProtocol
import SyncServer
import WireFormat

extension Route {
  /// The tree of units.
  static let units: [Route] = [
    .get("/v1/units", query: page) { try await $0.list(.unit, of: .reference, to: $1) },
    .post("/v1/units") { call, principal in
      let id: UnitID = try call.idempotencyKey.map { $0.retagged() } ?? call.gate.newID()
      let unit = try UnitRecord(named: call.json, id: id)
      let record = try await call.gate.commit { core, writer in
        try writer.reference(id.retagged(), type: .unit, is: unit.json) {
          try core.add(unit, by: principal, into: writer)
        }
      }
      return try .created(record, at: "/v1/units")
    },
  ]
}

extension UnitRecord {
  fileprivate init(named json: JSON, id: UnitID) throws(Refusal) {
    try json.checkNames(["kind", "title", "parent"], of: "unit")
    guard let kind = json["kind"]?.string.flatMap({ UnitKind(rawValue: $0) }) else {
      let kinds = UnitKind.allCases.map(\.rawValue).joined(separator: ", ")
      throw Refusal(.invalidField, "The field `kind` of a unit must be one of \(kinds).")
    }
    guard let title = json["title"]?.string else {
      throw Refusal(.missingField, "A unit needs the field `title`.")
    }
    var parent: UnitID?
    if let value = json["parent"], !value.isNull {
      guard let read = value.string.flatMap({ UnitID($0) }) else {
        throw Refusal(.invalidField, "The field `parent` must be the id of a unit.")
      }
      parent = read
    }
    self.init(id: id, kind: kind, title: title, parent: parent)
  }
}

extension JSON {
  /// Refuses names that an object does not have.
  func checkNames(_ known: Set<String>, of title: String) throws(Refusal) {
    guard let unknown = (object ?? [:]).keys.sorted().first(where: { !known.contains($0) })
    else { return }
    throw Refusal(
      .unknownField,
      "A \(title) has no field `\(unknown)`; it takes \(known.sorted().joined(separator: ", "))."
    )
  }
}

extension LedgerWriter {
  /// Adds a reference record under an id that the client may have chosen; the same again changes
  /// nothing, which makes an `Idempotency-Key` do what it says.
  func reference(
    _ id: RecordID,
    type: RecordType,
    is json: JSON,
    add: () throws -> Void
  ) throws -> StoredRecord {
    if let present = try recordForJudging(id) {
      guard present.type == type, present.body == json.canonical else {
        throw Refusal(.idReused, "The Idempotency-Key was used for another request.")
      }
      return present
    }
    try add()
    guard let added = try reference(id, type: type) else {
      throw Refusal(.serverFault, "The command had no effect.")
    }
    return added
  }
}
