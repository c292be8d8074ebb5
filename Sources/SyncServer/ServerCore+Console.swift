import Casework
import Instruments
import Reconciliation
package import Storage
import SyncProtocol
package import WireFormat

extension ServerCore {
  /// Carries out a command given at the server's own console.
  ///
  /// The running server takes it over the Unix socket in its data directory; with none running the program
  /// takes the lock and calls this itself. Either way it is one commit through the same core.
  ///
  /// - Parameters:
  ///   - request: `{"command": name, …}` with the command's own fields.
  ///   - writer: The commit.
  /// - Returns: What the command has to tell.
  /// - Throws: ``Refusal``, and then nothing is kept.
  package func console(_ request: JSON, into writer: any LedgerWriter) throws -> JSON {
    switch request["command"]?.string {
    case "admin.create": return try createAdministrator(request, writer)
    case "unit.add": return try addUnit(request, writer)
    case "worker.add": return try addWorker(request, writer)
    case "enrolment.issue": return try issueCode(request, writer)
    case "pack.add": return try addPack(request, writer)
    case "pack.licence": return try licence(request, writer)
    case "reference.add":
      return try installReference(request["reference"] ?? .null, into: writer)
    case "reference.list":
      return try listReferences(writer)
    case "import.list":
      return [
        "runs": .array(
          try writer.studyRecords(of: .importRun).compactMap { try? JSON(strict: $0.body) }
        )
      ]
    case "pack.list": return ["packs": .array(try list(.instrument, writer))]
    case "unit.list": return ["units": .array(try list(.unit, writer))]
    case "worker.list": return ["workers": .array(try list(.worker, writer))]
    case "device.revoke":
      try revoke(
        DeviceID(try text("device", in: request)).orRefuse("device"),
        isLeaver: request["leaver"]?.bool ?? false,
        by: nil,
        into: writer
      )
      return [:]
    case "backup.verified": return try noteBackup(request, writer)
    case "floor.raise": return try raiseFloor(request, writer)
    case "family.erase": return try eraseFamily(request, writer)
    case "erasure.list": return try listErasures(writer)
    case "seed": return try seed(request, into: writer)
    default:
      throw Refusal(.invalidRequest, "The server's console does not know this command.")
    }
  }

  private func createAdministrator(_ request: JSON, _ writer: any LedgerWriter) throws -> JSON {
    let name = try text("name", in: request)
    let roots = try writer.references(of: .unit)
      .compactMap { (try? JSON(strict: $0.body)).flatMap { UnitRecord(json: $0) } }
      .filter { $0.parent == nil }
    let root: UnitRecord
    if let first = roots.first {
      root = first
    } else {
      root = UnitRecord(
        id: surroundings.newID(),
        kind: .partnership,
        title: request["partnership"]?.string ?? "Partnership",
        parent: nil
      )
      try add(root, by: nil, into: writer)
    }
    let worker = WorkerRecord(
      id: surroundings.newID(),
      name: name,
      places: [WorkerRecord.Place(unit: root.id, role: .administrator)]
    )
    try add(worker, by: nil, into: writer)
    return try withCode(worker.json, worker.id, request, writer)
  }

  private func addUnit(_ request: JSON, _ writer: any LedgerWriter) throws -> JSON {
    guard let kind = UnitKind(rawValue: try text("kind", in: request)) else {
      let kinds = UnitKind.allCases.map(\.rawValue).joined(separator: ", ")
      throw Refusal(.invalidField, "The field `kind` of a unit must be one of \(kinds).")
    }
    var parent: UnitID?
    if let given = request["parent"], !given.isNull {
      parent = try UnitID(given.string ?? "").orRefuse("parent")
    }
    let unit = UnitRecord(
      id: surroundings.newID(),
      kind: kind,
      title: try text("title", in: request),
      parent: parent
    )
    try add(unit, by: nil, into: writer)
    return unit.json
  }

  private func addWorker(_ request: JSON, _ writer: any LedgerWriter) throws -> JSON {
    guard let role = Role(rawValue: try text("role", in: request)) else {
      let roles = Role.allCases.map(\.rawValue).joined(separator: ", ")
      throw Refusal(.invalidField, "The field `role` of a worker must be one of \(roles).")
    }
    let unit = try UnitID(try text("unit", in: request)).orRefuse("unit")
    let worker = WorkerRecord(
      id: surroundings.newID(),
      name: try text("name", in: request),
      places: [WorkerRecord.Place(unit: unit, role: role)]
    )
    try add(worker, by: nil, into: writer)
    return try withCode(worker.json, worker.id, request, writer)
  }

  private func issueCode(_ request: JSON, _ writer: any LedgerWriter) throws -> JSON {
    let worker = try WorkerID(try text("worker", in: request)).orRefuse("worker")
    return try withCode([:], worker, request, writer)
  }

  private func addPack(_ request: JSON, _ writer: any LedgerWriter) throws -> JSON {
    let key = try installPack(bytes: (request["pack"] ?? .null).canonical, by: nil, into: writer)
    return ["id": .string(key.id), "edition": .string(key.edition)]
  }

  private func licence(_ request: JSON, _ writer: any LedgerWriter) throws -> JSON {
    let key = InstrumentKey(
      id: try text("id", in: request),
      edition: try text("edition", in: request)
    )
    try recordLicence(try text("reference", in: request), for: key, by: nil, into: writer)
    return ["id": .string(key.id), "edition": .string(key.edition)]
  }

  /// Notes that everything up to a commit is in a backup that was restored in a test, so that devices may
  /// forget their copies.
  private func noteBackup(_ request: JSON, _ writer: any LedgerWriter) throws -> JSON {
    let clock = try writer.clock()
    guard let seq = request["seq"]?.int, seq >= 0, seq <= clock.head,
      let chain = request["chain"]?.string.flatMap({ UInt64($0, radix: 16) }),
      try writer.chain(at: seq) == chain
    else {
      throw Refusal(
        .wrongState,
        "The backup is sound, but of another store than this one: it vouches for nothing here."
      )
    }
    let newest = max(clock.backupSeq, seq)
    try writer.setBackupSeq(newest)
    return ["backup_seq": .int(newest)]
  }

  /// Lets cursors expire that are older than so many days.
  ///
  /// A device that was away for longer reads everything again; nothing that it has not sent is touched.
  /// Unless it is forced, the floor stays below what an active device has shown that it has seen, and the
  /// answer names those devices.
  private func raiseFloor(_ request: JSON, _ writer: any LedgerWriter) throws -> JSON {
    guard let days = request["keep_days"]?.int, (30...36_500).contains(days) else {
      throw Refusal(.invalidField, "The field `keep_days` must be from 30 to 36500.")
    }
    let clock = try writer.clock()
    let before = surroundings.now() - days * 86_400_000
    var (low, high) = (clock.floor, clock.head)
    // Commit times do not fall, so the newest one that is old enough is found by halving.
    while low < high {
      let middle = low + (high - low + 1) / 2
      if try writer.time(ofCommit: middle) ?? .max <= before {
        low = middle
      } else {
        high = middle - 1
      }
    }
    var waiting: [JSON] = []
    var floor = low
    for worker in try writer.references(of: .worker) {
      for device in try writer.devices(of: worker.id.retagged()) where device.status == .active {
        guard device.servedSeq < low else { continue }
        waiting.append([
          "id": .string(device.id.description), "title": .string(device.title),
          "seen": .int(device.servedSeq),
        ])
        if request["force"]?.bool != true { floor = min(floor, device.servedSeq) }
      }
    }
    floor = max(floor, clock.floor)
    try writer.setFloor(floor)
    return ["floor": .int(floor), "devices": .array(waiting)]
  }

  private func listReferences(_ reader: any LedgerReader) throws -> JSON {
    let names: [(ReferenceKind, String)] = [
      (.framework, "frameworks"), (.crosswalk, "crosswalks"), (.policy, "policies"),
      (.changeRule, "changeRules"), (.compatibility, "compatibilities"),
      (.linkTable, "linkTables"), (.disclosure, "disclosurePolicies"),
    ]
    let references = try Self.references(from: reader)
    return .object(
      Dictionary(
        names.map { kind, name in
          let items = references.filter { $0.key.kind == kind }
          return (
            name,
            .array(
              items.map { stored in
                .object([
                  kind.rawValue: stored.document.content,
                  "state": .string(stored.life.state.rawValue),
                ])
              }
            )
          )
        }
      ) { first, _ in first }
    )
  }

  private func list(_ type: RecordType, _ reader: any LedgerReader) throws -> [JSON] {
    try reader.references(of: type).compactMap { try? JSON(strict: $0.body) }
  }

  private func withCode(
    _ json: JSON,
    _ worker: WorkerID,
    _ request: JSON,
    _ writer: any LedgerWriter
  ) throws -> JSON {
    let hours = min(max(request["hours"]?.int ?? 72, 1), 168)
    let code = try issueEnrolment(
      for: worker,
      validMilliseconds: hours * 3_600_000,
      by: nil,
      into: writer
    )
    var object = json.object ?? [:]
    object["code"] = .string(code)
    object["hours"] = .int(hours)
    return .object(object)
  }
}

/// A text field of a console command.
func text(_ name: String, in request: JSON) throws -> String {
  guard let text = request[name]?.string, !text.allSatisfy(\.isWhitespace) else {
    throw Refusal(.missingField, "The command needs the field `\(name)`.")
  }
  return text
}

extension Optional {
  /// The value, or a refusal that names the field that should hold an id.
  func orRefuse(_ name: String) throws -> Wrapped {
    guard let self else {
      throw Refusal(.invalidField, "The field `\(name)` must be an id of 36 characters.")
    }
    return self
  }
}
