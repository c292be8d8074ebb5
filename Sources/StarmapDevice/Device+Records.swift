package import Casework
import DeviceStore
import SyncProtocol
import WireFormat

extension Device {
  /// The records of a type, oldest id first, with what was saved here over the server's copy.
  ///
  /// - Parameters:
  ///   - type: Any type of a family's records.
  ///   - family: Only this family's; every family's when `nil`.
  /// - Returns: What a person sees.
  /// - Throws: `Refusal` when the device is not enrolled, `DeviceStoreError`.
  package func records(of type: RecordType, family: FamilyID? = nil) throws -> [RecordView] {
    try reading { reader, identity in
      try reader.views(of: type, family: family, author: identity.worker)
    }
  }

  /// The members of a family.
  package func members(of family: FamilyID) throws -> [RecordView] {
    try records(of: .member, family: family)
  }

  /// The episodes of a family.
  package func episodes(of family: FamilyID) throws -> [RecordView] {
    try records(of: .episode, family: family)
  }

  /// The goals of a family.
  package func goals(of family: FamilyID) throws -> [RecordView] {
    try records(of: .goal, family: family)
  }

  /// The notes of a family.
  package func notes(of family: FamilyID) throws -> [RecordView] {
    try records(of: .note, family: family)
  }

  /// Who works or worked with a family.
  package func assignments(of family: FamilyID) throws -> [RecordView] {
    try records(of: .assignment, family: family)
  }

  /// The episode of a family that is open; the one opened last when there are several.
  package func openEpisode(of family: FamilyID) throws -> RecordView? {
    try episodes(of: family).filter { $0.json["status"]?.string != "closed" }
      .max { ($0.json["openedOn"]?.string ?? "") < ($1.json["openedOn"]?.string ?? "") }
  }

  /// How many records of a type each family has on this device, without opening them.
  package func counts(of type: RecordType) throws -> [FamilyID: Int] {
    try store.read { try $0.counts(ofType: type.rawValue) }
  }

  /// The record with an id, or with an id that begins with the given characters.
  ///
  /// - Parameters:
  ///   - type: The record's type.
  ///   - name: The id, or at least four of its first characters.
  ///   - family: Only this family's records; every family's when `nil`.
  /// - Returns: The only record that fits.
  /// - Throws: `Refusal` with `not-found` when none fits or several do; nothing is guessed.
  package func record(
    of type: RecordType,
    named name: String,
    family: FamilyID? = nil
  ) throws -> RecordView {
    let typed = name.lowercased()
    let found =
      typed.utf8.count < 4
      ? [] : try records(of: type, family: family).filter { $0.id.description.hasPrefix(typed) }
    if let only = found.first, found.count == 1 { return only }
    throw Refusal(
      .notFound,
      found.isEmpty
        ? "No \(type.rawValue) on this device has that id; list them and use the first characters."
        : "\(found.count) records of the type \(type.rawValue) begin with those characters; "
          + "use more of the id."
    )
  }
}

extension StoreReader {
  /// The records of a type with what was saved here over them.
  func views(
    of type: RecordType,
    family: FamilyID?,
    author: WorkerID
  ) throws -> [RecordView] {
    try Overlay(self, author: author).views(
      of: try records(ofType: type.rawValue, family: family),
      type: type,
      family: family
    )
  }

  /// One record with what was saved here over it; `nil` when neither is there.
  func view(
    _ id: RecordID,
    type: RecordType,
    family: FamilyID,
    author: WorkerID
  ) throws -> RecordView? {
    let stored = try record(id, ofType: type.rawValue)
    return try Overlay(self, of: id, author: author)
      .views(of: stored.map { [$0] } ?? [], type: type, family: family)
      .first { $0.id == id }
  }
}
