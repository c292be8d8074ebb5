import Casework
package import Storage
import SyncProtocol
package import WireFormat

extension ServerCore {
  /// Loads instrument packs and an invented caseload: `Seeds/` as one console command.
  ///
  /// Units and workers are added by the console; families in the name of the caseload's first supervisor,
  /// whose seed device holds a token that nobody knows.
  ///
  /// - Parameters:
  ///   - request: `packs` and `references`, arrays of packs and of frameworks, crosswalks and policies in
  ///     this order, and `caseload`, as in `Seeds/demo/caseload.json`.
  ///   - writer: The commit.
  /// - Returns: The workers with one-time codes, and the families with their short codes, by key.
  /// - Throws: ``Refusal`` that names what is wrong, and then nothing is kept.
  package func seed(_ request: JSON, into writer: any LedgerWriter) throws -> JSON {
    for pack in request["packs"]?.array ?? [] {
      try installPack(bytes: pack.canonical, by: nil, into: writer)
    }
    for reference in request["references"]?.array ?? [] {
      try installReference(reference, into: writer)
    }
    guard let caseload = request["caseload"], !caseload.isNull else { return [:] }
    var seeding = Seeding(core: self, writer: writer)
    for unit in caseload["units"]?.array ?? [] { try seeding.add(unit: unit) }
    var workers: [JSON] = []
    for worker in caseload["workers"]?.array ?? [] {
      workers.append(try seeding.add(worker: worker))
    }
    var families: [JSON] = []
    for family in caseload["families"]?.array ?? [] {
      families.append(try seeding.add(family: family))
    }
    return ["workers": .array(workers), "families": .array(families)]
  }
}

/// The names of a caseload on their way to ids.
private struct Seeding {
  let core: ServerCore
  let writer: any LedgerWriter
  var units: [String: UnitID] = [:]
  var workers: [String: WorkerID] = [:]
  var supervisor: Principal?

  mutating func add(unit json: JSON) throws {
    let key = try text("key", in: json)
    guard let kind = UnitKind(rawValue: try text("kind", in: json)) else {
      throw Refusal(.invalidField, "The unit `\(key)` has no known kind.")
    }
    let unit = UnitRecord(
      id: core.surroundings.newID(),
      kind: kind,
      title: try text("title", in: json),
      parent: try json["parent"]?.string.map { try known($0, in: units) }
    )
    try core.add(unit, by: nil, into: writer)
    units[key] = unit.id
  }

  mutating func add(worker json: JSON) throws -> JSON {
    let key = try text("key", in: json)
    let places = try (json["places"]?.array ?? []).map { place in
      guard let role = Role(rawValue: try text("role", in: place)) else {
        throw Refusal(.invalidField, "The worker `\(key)` has a role that is not known.")
      }
      return WorkerRecord.Place(unit: try known(try text("unit", in: place), in: units), role: role)
    }
    let worker = WorkerRecord(
      id: core.surroundings.newID(),
      name: try text("name", in: json),
      places: places
    )
    try core.add(worker, by: nil, into: writer)
    workers[key] = worker.id
    if supervisor == nil, places.contains(where: { $0.role == .supervisor }) {
      supervisor = try seedDevice(of: worker.id)
    }
    let code = try core.issueEnrolment(
      for: worker.id,
      validMilliseconds: 72 * 3_600_000,
      by: nil,
      into: writer
    )
    return [
      "key": .string(key), "id": .string(worker.id.description), "name": .string(worker.name),
      "code": .string(code),
    ]
  }

  private func seedDevice(of worker: WorkerID) throws -> Principal {
    let device: DeviceID = core.surroundings.newID()
    let unknowable = (0..<4).map { _ in String(core.surroundings.random(), radix: 16) }.joined()
    try writer.save(
      StoredDevice(
        id: device,
        worker: worker,
        title: "Seeds",
        tokenHash: "seed-\(unknowable)",
        status: .revoked,
        enrolled: core.surroundings.now()
      )
    )
    return Principal(worker: worker, device: device)
  }

  func add(family json: JSON) throws -> JSON {
    let key = try text("key", in: json)
    guard let supervisor else {
      throw Refusal(.missingField, "A caseload with families needs a worker who is a supervisor.")
    }
    func command(_ kind: OperationKind, family: FamilyID?, _ data: JSON) throws -> StoredRecord {
      let answer = try core.command(
        OnlineCommand(kind: kind, family: family, data: data),
        from: supervisor,
        into: writer
      )
      guard let record = answer.record else {
        throw Refusal(.serverFault, "The family `\(key)` could not be seeded.")
      }
      return record
    }
    var fields = json["fields"]?.object ?? [:]
    let home = try known(try text("unit", in: json), in: units)
    fields["unit"] = .string(home.description)
    let family = try command(.familyAdd, family: nil, .object(fields))
    let id: FamilyID = family.id.retagged()
    for worker in json["workers"]?.array ?? [] {
      let assignment = Assignment(
        worker: try known(worker.string ?? "", in: workers),
        role: .lead,
        startedOn: CalendarDay(milliseconds: core.surroundings.now())
      )
      _ = try command(.assignStart, family: id, assignment.json)
    }
    for member in json["members"]?.array ?? [] {
      _ = try command(.memberAdd, family: id, member)
    }
    if let episode = json["episode"], !episode.isNull {
      _ = try command(.episodeOpen, family: id, episode)
    }
    for goal in json["goals"]?.array ?? [] {
      _ = try command(.goalAdd, family: id, goal)
    }
    let state = RecordState(body: family.body)
    return [
      "key": .string(key), "id": .string(family.id.description),
      "code": state?.fields["code"] ?? .null,
    ]
  }

  private func known<Kind>(
    _ key: String,
    in ids: [String: Identifier<Kind>]
  ) throws -> Identifier<Kind> {
    guard let id = ids[key] else {
      throw Refusal(.notFound, "The caseload names `\(key)` before it is defined.")
    }
    return id
  }
}
