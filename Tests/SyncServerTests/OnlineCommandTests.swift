import Casework
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// Changes asked for online end in the handler that also takes pushes.
struct OnlineCommandTests {
  private let world: ServerWorld
  private let robin: WireDevice
  private let sam: WireDevice
  private let family: FamilyID

  init() throws {
    world = try ServerWorld()
    robin = try world.device(of: world.people.robin, "robin")
    sam = try world.device(of: world.people.sam, "sam")
    family = try robin.addFamily()
  }

  private func edit(_ data: JSON, ifMatch: Int64?, key: OperationID? = nil) -> OnlineCommand {
    OnlineCommand(
      kind: .familySet,
      id: key,
      record: family.retagged(),
      family: family,
      ifMatch: ifMatch,
      data: data
    )
  }

  private func refusal(_ command: OnlineCommand, by device: WireDevice? = nil) -> ProblemCode? {
    #expect(throws: Refusal.self) { try (device ?? robin).command(command) }?.code
  }

  private var version: Int64 {
    get throws { try #require(try world.record(family.retagged())).version }
  }

  @Test func `what is changed online is what a device pulls`() throws {
    try sam.pull()

    let answer = try robin.command(edit(["contact": "Invented door"], ifMatch: try version))

    #expect(answer.result.status == .applied)
    try sam.pull()
    let pulled = try #require(sam.rows.records[family.retagged()])
    #expect(pulled.version == answer.result.seq)
    #expect(pulled.body == answer.record?.body)
    #expect(RecordState(body: pulled.body)?.fields["contact"] == "Invented door")
  }

  @Test func `an edit must name the version it has seen, and the present one`() throws {
    let seen = try version
    try sam.command(edit(["contact": "Sam's door"], ifMatch: seen))
    let clock = try world.clockState()

    #expect(refusal(edit(["contact": "Robin's door"], ifMatch: nil)) == .preconditionRequired)
    #expect(refusal(edit(["contact": "Robin's door"], ifMatch: seen)) == .staleVersion)
    #expect(refusal(edit(["contact": "Robin's door"], ifMatch: .max)) == .staleVersion)
    #expect(try world.clockState() == clock)
    #expect(try world.fields(family.retagged())["contact"] == "Sam's door")
    try robin.command(edit(["contact": "Robin's door"], ifMatch: try version))
    #expect(try world.fields(family.retagged())["contact"] == "Robin's door")
  }

  @Test func `closing and deciding online name a version too`() throws {
    let opened = try robin.command(
      OnlineCommand(kind: .episodeOpen, family: family, data: InventedWork.episode)
    )
    let episode = try #require(opened.record)
    func close(_ version: Int64?) -> OnlineCommand {
      OnlineCommand(
        kind: .episodeClose,
        record: episode.id,
        family: family,
        ifMatch: version,
        data: InventedWork.closing
      )
    }

    #expect(refusal(close(nil)) == .preconditionRequired)
    #expect(try robin.command(close(episode.version)).result.status == .applied)
    #expect(try world.fields(episode.id)["status"] == "closed")
  }

  @Test func `a request under the same key is done once and answered alike`() throws {
    let key: OperationID = robin.id()
    let command = OnlineCommand(
      kind: .noteAdd,
      id: key,
      family: family,
      data: InventedWork.note
    )
    let first = try robin.command(command)
    let clock = try world.clockState()

    let second = try robin.command(command)

    #expect(second.result == first.result.repeated)
    #expect(second.record == first.record)
    #expect(try world.clockState() == clock)
    try robin.pull()
    #expect(robin.rows.records(of: .note).count == 1)
  }

  @Test func `an edit repeated under its key needs no newer version`() throws {
    let key: OperationID = robin.id()
    let command = edit(["contact": "Invented door"], ifMatch: try version, key: key)
    let first = try robin.command(command)

    let second = try robin.command(command)

    #expect(second.result == first.result.repeated)
  }

  @Test func `a key that was used for something else is refused`() throws {
    let key: OperationID = robin.id()
    let note = OnlineCommand(kind: .noteAdd, id: key, family: family, data: InventedWork.note)
    try robin.command(note)

    #expect(
      refusal(OnlineCommand(kind: .goalAdd, id: key, family: family, data: InventedWork.goal))
        == .idReused
    )
    #expect(refusal(edit(["contact": "Invented"], ifMatch: try version, key: key)) == .idReused)
    #expect(refusal(note, by: sam) == .idReused)
  }

  @Test func `a repeat shows nothing that has passed out of sight`() throws {
    let key: OperationID = robin.id()
    let command = edit(["contact": "Invented door"], ifMatch: try version, key: key)
    let first = try robin.command(command)
    let data = InventedWork.handover(to: world.people.wren, unit: world.people.ouse)
    try sam.send(.handover, family: family, data)
    try sam.command(edit(["contact": "New secret door"], ifMatch: try version))

    let second = try robin.command(command)

    #expect(second.result == first.result.repeated)
    #expect(second.record == nil)
  }

  @Test func `a refused command keeps nothing, since the person is there to see it`() throws {
    let clock = try world.clockState()
    let activity = try world.activity()

    let code = refusal(OnlineCommand(kind: .noteAdd, family: family, data: ["text": "Invented"]))

    #expect(code == .missingField)
    #expect(try world.clockState() == clock)
    #expect(try world.activity() == activity)
    try sam.pull()
    #expect(sam.reviews() == [])
  }

  @Test func `another team's family is not there online, whether it exists or not`() throws {
    let wren = try world.device(of: world.people.wren, "wren")
    func add(_ family: FamilyID) -> OnlineCommand {
      OnlineCommand(kind: .noteAdd, family: family, data: InventedWork.note)
    }

    let foreign = #expect(throws: Refusal.self) { try wren.command(add(family)) }
    let missing = #expect(throws: Refusal.self) { try wren.command(add(wren.id())) }

    #expect(foreign == missing)
    #expect(foreign?.code == .notYours)
    #expect(
      refusal(edit(["contact": "Invented"], ifMatch: try version), by: wren) == .notYours
    )
    #expect(refusal(edit(["contact": "Invented"], ifMatch: nil), by: wren) == .notYours)
  }

  @Test func `a family added online is assigned to the practitioner who adds it`() throws {
    let answer = try robin.command(
      OnlineCommand(kind: .familyAdd, family: nil, data: InventedWork.family("Marsh (invented)"))
    )

    let new: FamilyID = try #require(answer.record).id.retagged()
    try robin.pull()
    let assignments = try robin.rows.records(of: new).values.filter { $0.type == .assignment }
      .map { try Assignment(json: JSON(strict: $0.body)) }
    #expect(assignments.map(\.worker) == [world.people.robin])
    #expect(assignments.map(\.role) == [.lead])
    #expect(try world.fields(new.retagged())["code"]?.string?.count == 3)
  }

  @Test func `commands and pushes of one device do not disturb each other's numbers`() throws {
    for _ in 0..<3 {
      try robin.command(OnlineCommand(kind: .noteAdd, family: family, data: InventedWork.note))
      #expect(try robin.send(.noteAdd, family: family, InventedWork.note).status == .applied)
    }

    let device = try #require(try world.read { try $0.device(robin.principal.device) })
    #expect(device.lastNumber == 5)
    #expect(device.lastOnlineNumber == 3)
  }

  @Test func `an operation pushed under a key's id is a repeat of the command`() throws {
    let next = robin.operation(.noteAdd, family: family, InventedWork.note)
    let command = OnlineCommand(
      kind: .noteAdd,
      id: next.id,
      record: next.record,
      family: family,
      data: InventedWork.note
    )
    let first = try robin.command(command)

    let pushed = try robin.push([next]).results

    #expect(pushed.map(\.isRepeat) == [true])
    #expect(pushed.map(\.seq) == [first.result.seq])
    #expect(try robin.send(.noteAdd, family: family, InventedWork.note).status == .applied)
  }
}
