package import Casework
package import SyncProtocol
package import WireFormat

/// A record as a person on this device sees it: the server's copy with what was saved here over it.
package struct RecordView: Hashable, Sendable {
  /// Its id.
  package let id: RecordID
  /// Its type.
  package let type: RecordType
  /// The family it belongs to.
  package let family: FamilyID
  /// The seq of the server's copy; zero when there is none here yet.
  package let version: Int64
  /// Who made it, when a worker did.
  package let author: WorkerID?
  /// When it was made, milliseconds since 1970.
  package let made: Int64
  /// The fields of a record that can be edited, otherwise the body: for a reading its array.
  package internal(set) var json: JSON
  /// Whether something about it waits to be sent.
  package internal(set) var isPending: Bool
  /// The version of each field that an edit is based on.
  package let versions: [String: FieldVersion]

  /// Whether it was deleted here; it is shown nowhere.
  var isDeleted: Bool { json[RecordSchema.deletion]?.bool == true }

  /// Whether it exists only on this device so far.
  package var isLocal: Bool { version == 0 }

  /// The view of a stored record; `nil` for a type that this version does not know.
  init?(_ record: PulledRecord) {
    guard let type = record.type else { return nil }
    id = record.record
    self.type = type
    family = record.family
    version = record.version
    author = record.author
    made = record.made
    isPending = false
    if RecordSchema.schema(of: type) != nil {
      guard let state = RecordState(body: record.body) else { return nil }
      json = .object(state.fields.filter { !$0.value.isNull })
      versions = state.versions
    } else {
      guard let body = try? JSON(strict: record.body) else { return nil }
      json = body
      versions = [:]
    }
  }

  /// Sets fields; `null` clears.
  mutating func apply(_ changes: [String: JSON]) {
    guard var object = json.object else { return }
    for (name, value) in changes {
      // NB: `? nil : value` would store a JSON null, since JSON itself has a nil literal.
      if value.isNull { object.removeValue(forKey: name) } else { object[name] = value }
    }
    json = .object(object)
  }
}

/// A family as a list shows it.
package struct FamilyView: Hashable, Sendable {
  /// The server's short code, or `~` and a code made here until there is one.
  package let code: String
  /// The family's own record.
  package let record: RecordView

  /// The family.
  package var family: FamilyID { record.family }

  /// The family in a command's JSON.
  package var json: JSON {
    [
      "code": .string(code), "id": .string(family.description), "fields": record.json,
      "version": .int(record.version), "pending": .bool(record.isPending),
    ]
  }
}

/// A review item as this device shows it.
package struct ReviewView: Hashable, Sendable {
  /// The record.
  package let record: RecordView
  /// What the server says; still open while a decision waits to be sent.
  package let item: ReviewItem
  /// What was decided here and is not in force yet.
  package let choice: ReviewChoice?
}
