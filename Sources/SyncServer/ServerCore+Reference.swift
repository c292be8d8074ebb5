import Casework
package import Instruments
package import Storage
package import SyncProtocol
import WireFormat

extension ServerCore {
  /// Adds a unit to the tree.
  ///
  /// - Parameters:
  ///   - unit: The unit; its parent must exist, unless it is the partnership.
  ///   - principal: Who asks; `nil` for the server's own console.
  ///   - writer: The commit.
  /// - Throws: ``Refusal`` when it exists, has no parent, or the role does not allow it.
  package func add(
    _ unit: UnitRecord,
    by principal: Principal?,
    into writer: any LedgerWriter
  ) throws {
    try referenceCommit(by: principal, action: "unit.add", line: unit.json, writer) { segment in
      if let parent = unit.parent {
        guard try writer.reference(parent.retagged(), type: .unit) != nil else {
          throw Refusal(.notFound, "The parent unit does not exist; add it first.")
        }
      } else if unit.kind != .partnership {
        throw Refusal(.missingField, "A unit other than the partnership needs a parent.")
      }
      guard try writer.reference(unit.id.retagged(), type: .unit) == nil else {
        throw Refusal(.alreadyExists, "The unit exists already.")
      }
      guard !unit.title.allSatisfy(\.isWhitespace), unit.title.utf8.count <= 200 else {
        throw Refusal(.invalidField, "A unit's title is 1 to 200 bytes of text.")
      }
      try writer.add(unit)
      try segment.putReference(unit.json, id: unit.id.retagged(), type: .unit)
      return unit.id.retagged()
    }
  }

  /// Adds a worker with their first places.
  package func add(
    _ worker: WorkerRecord,
    by principal: Principal?,
    into writer: any LedgerWriter
  ) throws {
    try referenceCommit(by: principal, action: "worker.add", line: worker.json, writer) { segment in
      guard try writer.reference(worker.id.retagged(), type: .worker) == nil else {
        throw Refusal(.alreadyExists, "The worker exists already.")
      }
      guard !worker.name.allSatisfy(\.isWhitespace), worker.name.utf8.count <= 200 else {
        throw Refusal(.invalidField, "A worker's name is 1 to 200 bytes of text.")
      }
      guard !worker.places.isEmpty else {
        throw Refusal(.missingField, "A worker needs at least one unit and role.")
      }
      for place in worker.places {
        guard try writer.reference(place.unit.retagged(), type: .unit) != nil else {
          throw Refusal(.notFound, "The unit does not exist; list the units.")
        }
        try writer.open(
          Membership(
            worker: worker.id,
            unit: place.unit,
            role: place.role,
            from: segment.seq
          )
        )
        try writer.open(
          Holding(
            family: worker.id.retagged(),
            holder: .supervisors(place.unit),
            mask: .all,
            from: segment.seq
          )
        )
      }
      try segment.putReference(worker.json, id: worker.id.retagged(), type: .worker)
      return worker.id.retagged()
    }
  }

  /// Installs an instrument pack.
  ///
  /// The same content again changes nothing; a pack of the same edition may bring other words but no other
  /// structure.
  ///
  /// - Returns: The pack's key.
  @discardableResult
  package func installPack(
    bytes: [UInt8],
    by principal: Principal?,
    into writer: any LedgerWriter
  ) throws -> InstrumentKey {
    let pack: InstrumentPack
    do {
      pack = try InstrumentPack(bytes: bytes)
    } catch {
      throw Refusal(.invalidPack, error.description)
    }
    let id = instrumentID(pack.key)
    var licence: String?
    if let stored = try writer.reference(id, type: .instrument) {
      guard let present = (try? JSON(strict: stored.body)).flatMap({ InstrumentRecord(json: $0) }),
        let installed = try? InstrumentPack(bytes: present.pack.canonical)
      else {
        throw StorageError(.corrupt, "An installed instrument pack cannot be read.")
      }
      if installed.contentHash == pack.contentHash { return pack.key }
      // A licence holder's own file brings the words that a structural pack lacks.
      guard installed.hasSameStructure(as: pack) else {
        throw Refusal(
          .immutable,
          "\(pack.key) is installed with another structure; an edition never changes. "
            + "Give the pack a new edition."
        )
      }
      licence = present.licenceReference
    }
    let record = InstrumentRecord(pack: pack.source, licenceReference: licence)
    try referenceCommit(by: principal, action: "pack.add", line: record.json, writer) { segment in
      try segment.putReference(record.json, id: id, type: .instrument)
      return id
    }
    return pack.key
  }

  /// Records the licence reference that lets a licensed pack be used.
  package func recordLicence(
    _ reference: String,
    for key: InstrumentKey,
    by principal: Principal?,
    into writer: any LedgerWriter
  ) throws {
    let id = instrumentID(key)
    guard let stored = try writer.reference(id, type: .instrument),
      let present = (try? JSON(strict: stored.body)).flatMap({ InstrumentRecord(json: $0) })
    else {
      throw Refusal(.unknownEdition, "\(key) is not installed; list the packs.")
    }
    guard !reference.allSatisfy(\.isWhitespace), reference.utf8.count <= 200 else {
      throw Refusal(.invalidField, "A licence reference is 1 to 200 bytes of text.")
    }
    let record = InstrumentRecord(pack: present.pack, licenceReference: reference)
    try referenceCommit(by: principal, action: "pack.licence", line: record.json, writer) {
      segment in
      try segment.putReference(record.json, id: id, type: .instrument)
      return id
    }
  }

  /// The instruments of a snapshot, for ``catalogue``; with a scope and a seq, as they were then.
  package static func catalogue(
    from reader: any LedgerReader,
    at moment: (seq: Int64, scope: AccessScope)? = nil
  ) throws -> InstrumentCatalogue {
    var packs: [InstrumentPack] = []
    var licensed: Set<InstrumentKey> = []
    for newest in try reader.references(of: .instrument) {
      var known: StoredRecord? = newest
      if let moment, newest.version > moment.seq {
        known = try reader.past(newest.id, at: moment.seq, in: moment.scope)
      }
      guard let stored = known else { continue }
      guard let record = (try? JSON(strict: stored.body)).flatMap({ InstrumentRecord(json: $0) }),
        let pack = try? InstrumentPack(bytes: record.pack.canonical)
      else {
        throw StorageError(.corrupt, "An installed instrument pack cannot be read.")
      }
      packs.append(pack)
      if record.licenceReference != nil { licensed.insert(pack.key) }
    }
    return InstrumentCatalogue(packs: packs, licensed: licensed)
  }

  /// One change of reference data under a seq of its own.
  func referenceCommit(
    by principal: Principal?,
    action: String,
    line: JSON,
    _ writer: any LedgerWriter,
    _ body: (Segment) throws -> RecordID
  ) throws {
    let segment = try Segment(
      writer: writer,
      core: self,
      principal: principal,
      receipt: surroundings.now()
    )
    if principal != nil {
      let needed: Action = action.hasPrefix("pack.") ? .installPack : .managePeople
      guard try segment.scope().reach(for: needed) == .partnership else {
        throw Refusal(.forbidden, "An administrator does this.")
      }
    }
    let record = try body(segment)
    segment.note(line.canonical)
    try segment.log(action, family: nil, record: record)
    try segment.close()
  }

  private func instrumentID(_ key: InstrumentKey) -> RecordID {
    derivedID("instrument \(key.id) \(key.edition)")
  }
}

extension Segment {
  /// Writes a record that belongs to no family.
  func putReference(_ json: JSON, id: RecordID, type: RecordType) throws {
    try put(
      StoredRecord(
        id: id,
        type: type,
        family: .reference,
        recordClass: .core,
        version: seq,
        author: principal?.worker,
        made: receipt,
        body: json.canonical
      )
    )
  }
}
