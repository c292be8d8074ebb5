import Casework
import Instruments
import SQLiteStorage
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// Commands at the server's own console.
struct ConsoleTests {
  /// A ledger with nothing in it.
  private struct Bare {
    let ledger: SQLiteLedger
    let core: ServerCore

    init() throws {
      ledger = try SQLiteLedger.inMemory(epoch: Epoch(prefix: 1, suffix: 2))
      core = ServerCore(
        surroundings: .test(TestClock(), seed: 3),
        catalogue: InstrumentCatalogue(packs: [InstrumentPack]())
      )
    }

    func console(_ request: JSON) throws -> JSON {
      let core = core
      return try ledger.commit { writer in try core.console(request, into: writer) }
    }

    func refusal(_ request: JSON) -> ProblemCode? {
      #expect(throws: Refusal.self) { try console(request) }?.code
    }

    func catalogue() throws -> InstrumentCatalogue {
      try ledger.read { try ServerCore.catalogue(from: $0) }
    }

    var head: Int64 {
      get throws { try ledger.read { try $0.clock().head } }
    }
  }

  @Test func `a fresh ledger has no account and no unit`() throws {
    let bare = try Bare()

    #expect(try bare.console(["command": "worker.list"]) == ["workers": []])
    #expect(try bare.console(["command": "unit.list"]) == ["units": []])
    #expect(try bare.console(["command": "pack.list"]) == ["packs": []])
    #expect(try bare.head == 0)
  }

  @Test func `an administrator is made twice over, each with a code, in one partnership`() throws {
    let bare = try Bare()

    let first = try bare.console([
      "command": "admin.create", "name": "Invented one", "partnership": "Invented partnership",
    ])
    let second = try bare.console(["command": "admin.create", "name": "Invented two"])

    #expect(first["code"]?.string?.isEmpty == false)
    #expect(first["code"] != second["code"])
    #expect(first["id"] != second["id"])
    let units = try bare.console(["command": "unit.list"])["units"]?.array ?? []
    #expect(units.map { $0["title"] } == ["Invented partnership"])
    let unit = try #require(units.first?["id"])
    let workers = try bare.console(["command": "worker.list"])["workers"]?.array ?? []
    #expect(Set(workers.map { $0["id"] }) == [first["id"], second["id"]])
    #expect(
      workers.map { $0["places"] }
        == Array(
          repeating: .array([["unit": unit, "role": "administrator"]]),
          count: 2
        )
    )
  }

  @Test func `the demonstration's caseload gives families with codes and one code a worker`() throws
  {
    let bare = try Bare()
    let caseload = try Seeds.caseload()
    let packs = try ServerWorld.packs.map { try JSON(strict: try Seeds.pack($0)) }

    let seeded = try bare.console([
      "command": "seed", "packs": .array(packs), "caseload": caseload,
    ])

    let families = seeded["families"]?.array ?? []
    let workers = seeded["workers"]?.array ?? []
    #expect(families.map { $0["key"] } == caseload["families"]?.array?.map { $0["key"] })
    #expect(workers.map { $0["key"] } == caseload["workers"]?.array?.map { $0["key"] })
    let codes = families.compactMap { $0["code"]?.string }
    #expect(codes.count == families.count)
    #expect(Set(codes).count == codes.count)
    let alphabet = Set("23456789ABCDEFGHJKLMNPQRSTUVWXYZ")
    #expect(codes.allSatisfy { $0.count == 3 && $0.allSatisfy(alphabet.contains) })
    #expect(Set(workers.compactMap { $0["code"]?.string }).count == workers.count)
    #expect(try bare.catalogue().all.count == packs.count)
    let members = caseload["families"]?.array?.compactMap { $0["members"]?.array?.count } ?? []
    let supervisor = try #require(workers.first?["id"]?.string.flatMap { WorkerID($0) })
    let types = try bare.ledger.read { reader in
      let scope = try reader.scope(
        of: Principal(worker: supervisor, device: DeviceID(high: 1, low: 1)),
        at: try reader.clock().head
      )
      return try families.map { family -> [RecordType] in
        let id = try #require(family["id"]?.string.flatMap { FamilyID($0) })
        return try reader.backfill(of: id, after: nil, limit: 1000, in: scope).map(\.type)
      }
    }
    #expect(types.map { list in list.count { $0 == .member } } == members)
    #expect(types.allSatisfy { list in list.count { $0 == .family } == 1 })
    #expect(types.allSatisfy { list in list.count { $0 == .assignment } >= 1 })
  }

  @Test func `a caseload with a mistake leaves nothing behind`() throws {
    let bare = try Bare()
    var caseload = try Seeds.caseload().object ?? [:]
    var families = caseload["families"]?.array ?? []
    families.append([
      "key": "last", "unit": "nowhere",
      "fields": ["name": "Invented", "authority": "peterborough"],
    ])
    caseload["families"] = .array(families)

    let code = bare.refusal(["command": "seed", "caseload": .object(caseload)])

    #expect(code == .notFound)
    #expect(try bare.head == 0)
    #expect(try bare.console(["command": "worker.list"]) == ["workers": []])
  }

  @Test func `a pack again with the same content changes nothing`() throws {
    let bare = try Bare()
    let pack = try JSON(strict: try Seeds.pack("demo-compass-1"))
    let first = try bare.console(["command": "pack.add", "pack": pack])
    let head = try bare.head

    let second = try bare.console(["command": "pack.add", "pack": pack])

    #expect(first == ["id": "demo-compass", "edition": "1"])
    #expect(second == first)
    #expect(try bare.head == head)
  }

  @Test func `an edition never changes its structure, though it may bring other words`() throws {
    let bare = try Bare()
    var pack = try JSON(strict: try Seeds.pack("demo-compass-1")).object ?? [:]
    _ = try bare.console(["command": "pack.add", "pack": .object(pack)])
    let installed = try bare.console(["command": "pack.list"])
    var fewer = pack
    fewer["areas"] = .array(Array((pack["areas"]?.array ?? []).dropLast()))
    pack["title"] = "Demo Compass, in other words"

    #expect(bare.refusal(["command": "pack.add", "pack": .object(fewer)]) == .immutable)
    #expect(try bare.console(["command": "pack.list"]) == installed)
    _ = try bare.console(["command": "pack.add", "pack": .object(pack)])
    #expect(try bare.catalogue().all.map(\.title) == ["Demo Compass, in other words"])
    #expect(bare.refusal(["command": "pack.add", "pack": ["id": "half"]]) == .invalidPack)
    #expect(bare.refusal(["command": "pack.add"]) == .invalidPack)
  }

  @Test func `a licence reference enables its edition alone and stays with new words`() throws {
    let bare = try Bare()
    for name in ["family-star-plus-1", "family-star-plus-2"] {
      let pack = try JSON(strict: try Seeds.pack(name))
      _ = try bare.console(["command": "pack.add", "pack": pack])
    }
    let second = InstrumentKey(id: "family-star-plus", edition: "2")
    let first = InstrumentKey(id: "family-star-plus", edition: "1")
    let before = try bare.catalogue().isEnabled(second)

    let answer = try bare.console([
      "command": "pack.licence", "id": "family-star-plus", "edition": "2",
      "reference": "INVENTED-1",
    ])

    #expect(before == false)
    #expect(answer == ["id": "family-star-plus", "edition": "2"])
    #expect(try bare.catalogue().isEnabled(second))
    #expect(try bare.catalogue().isEnabled(first) == false)
    var words = try JSON(strict: try Seeds.pack("family-star-plus-2")).object ?? [:]
    words["note"] = "Invented other words."
    _ = try bare.console(["command": "pack.add", "pack": .object(words)])
    #expect(try bare.catalogue().isEnabled(second))
    #expect(
      bare.refusal([
        "command": "pack.licence", "id": "family-star-plus", "edition": "3",
        "reference": "INVENTED-1",
      ]) == .unknownEdition
    )
    #expect(
      bare.refusal([
        "command": "pack.licence", "id": "family-star-plus", "edition": "2", "reference": " ",
      ]) == .missingField
    )
  }

  @Test func `what the console does not know or is not given whole is refused`() throws {
    let bare = try Bare()
    let requests: [(JSON, ProblemCode)] = [
      ([:], .invalidRequest),
      (nil, .invalidRequest),
      (["command": "unit.drop"], .invalidRequest),
      (["command": 7], .invalidRequest),
      (["command": "admin.create"], .missingField),
      (["command": "admin.create", "name": " "], .missingField),
      (["command": "unit.add", "kind": "street", "title": "Invented"], .invalidField),
      (["command": "unit.add", "kind": "team", "title": "Invented"], .missingField),
      (["command": "unit.add", "kind": "team", "title": "Invented", "parent": "x"], .invalidField),
      (["command": "worker.add", "name": "Invented", "role": "king", "unit": "x"], .invalidField),
      (["command": "enrolment.issue", "worker": "x"], .invalidField),
      (
        ["command": "enrolment.issue", "worker": "01930000-0000-7000-8000-000000000001"],
        .notFound
      ),
      (["command": "device.revoke", "device": "01930000-0000-7000-8000-000000000001"], .notFound),
    ]

    for (request, code) in requests { #expect(bare.refusal(request) == code, "\(request)") }
    #expect(try bare.head == 0)
  }

  @Test func `units and workers that the console adds reach every device`() throws {
    let world = try ServerWorld()
    let robin = try world.device(of: world.people.robin, "robin")
    try robin.pull()

    let unit = try world.console([
      "command": "unit.add", "kind": "team", "title": "Invented new team",
      "parent": .string(world.people.peterborough.description),
    ])
    let worker = try world.console([
      "command": "worker.add", "name": "Invented newcomer", "role": "practitioner",
      "unit": unit["id"] ?? .null,
    ])
    try robin.pull()

    let id = try #require(worker["id"]?.string.flatMap { RecordID($0) })
    let unitID = try #require(unit["id"]?.string.flatMap { RecordID($0) })
    #expect(robin.rows.records[id]?.type == .worker)
    #expect(robin.rows.records[unitID]?.type == .unit)
    let newcomer = try world.device(of: id.retagged(), "newcomer")
    let family = try newcomer.addFamily()
    let priya = try world.device(of: world.people.priya, "priya")
    try priya.pull()
    #expect(priya.families == [family])
  }
}
