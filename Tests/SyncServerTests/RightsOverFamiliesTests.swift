import Casework
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// Who sees and changes which family.
struct RightsOverFamiliesTests {
  private let world: ServerWorld
  private let robin: WireDevice
  private let family: FamilyID

  init() throws {
    world = try ServerWorld()
    robin = try world.device(of: world.people.robin, "robin")
    family = try robin.addFamily()
  }

  private var people: InventedPartnership { world.people }

  @Test(arguments: OperationKind.allCases.filter { $0 != .familyAdd && $0 != .undone })
  func `another team's family and one that does not exist are refused in the same words`(
    _ kind: OperationKind
  ) throws {
    let story = try KindStory()
    let stranger = try story.world.device(of: story.world.people.priya, "stranger")
    let supervisor = try story.world.device(of: story.world.people.sam, "sam")
    // The practitioner of the story belongs to Peterborough, whose supervisor would see the family.
    try supervisor.send(
      .handover,
      family: story.family,
      InventedWork.handover(to: story.world.people.wren, unit: story.world.people.ouse)
    )
    try stranger.pull()
    let draft = try story.good(kind)

    let foreign = try stranger.send(
      kind,
      draft.record,
      family: story.family,
      base: draft.base,
      draft.data
    )
    let missing = try stranger.send(
      kind,
      draft.record.map { _ in stranger.id() },
      family: stranger.id(),
      base: draft.base,
      draft.data
    )

    #expect(foreign.code == .notYours)
    #expect(foreign.problem == missing.problem)
    #expect(foreign.status == missing.status)
    let places = try [foreign, missing].map { try story.world.record($0.reviews[0])?.family }
    #expect(places == [people(story).retagged(), people(story).retagged()])
  }

  private func people(_ story: KindStory) -> WorkerID { story.world.people.priya }

  @Test func `a refusal lies in the tray of its author, which supervisors above see`() throws {
    let wren = try world.device(of: people.wren, "wren")
    let result = try wren.send(.noteAdd, family: family, InventedWork.note)
    let review = try #require(result.reviews.first)

    var seen: [WorkerID: Bool] = [:]
    for worker in [
      people.wren, people.robin, people.sam, people.priya, people.partner, people.administrator,
      people.lead, people.auditor,
    ] {
      let device = try world.device(of: worker, "looking")
      try device.pull()
      seen[worker] = device.rows.records[review] != nil
    }

    #expect(
      seen == [
        people.wren: true, people.robin: false, people.sam: true, people.priya: false,
        people.partner: false, people.administrator: false, people.lead: false,
        people.auditor: false,
      ]
    )
  }

  @Test func `who works with a team's families, and who only above it, see the family`() throws {
    let colleague = WorkerRecord(
      id: robin.id(),
      name: "Invented colleague",
      places: [WorkerRecord.Place(unit: people.nene, role: .practitioner)]
    )
    try world.commit { core, writer in try core.add(colleague, by: nil, into: writer) }

    var seen: [WorkerID: [FamilyID]] = [:]
    for worker in [
      people.robin, colleague.id, people.wren, people.sam, people.ada, people.priya,
      people.partner, people.administrator, people.lead, people.auditor,
    ] {
      let device = try world.device(of: worker, "looking")
      try device.pull()
      seen[worker] = device.families
    }

    #expect(
      seen == [
        people.robin: [family], colleague.id: [family], people.wren: [], people.sam: [family],
        people.ada: [family], people.priya: [family], people.partner: [],
        people.administrator: [], people.lead: [], people.auditor: [],
      ]
    )
  }

  @Test func `a supervisor's subtree ends where another authority begins`() throws {
    let wren = try world.device(of: people.wren, "wren")
    let ouseFamily = try wren.addFamily("Marsh (invented)")
    let priya = try world.device(of: people.priya, "priya")
    try priya.pull()

    #expect(priya.families == [family])
    let into = try priya.send(
      .familyAdd,
      nil,
      family: priya.id(),
      InventedWork.family(unit: people.ouse)
    )
    #expect(into.code == .invalidOperation)
    let own: FamilyID = priya.id()
    let foreign = try priya.send(
      .familyAdd,
      own.retagged(),
      family: own,
      InventedWork.family(unit: people.ouse)
    )
    #expect(foreign.code == .invalidField)
    #expect(
      try priya.send(
        .assignStart,
        family: ouseFamily,
        InventedWork.assignment(people.priya)
      ).code == .notYours
    )
  }

  @Test(arguments: ["partner", "administrator", "lead", "auditor"])
  func `roles without casework add no family and are told so`(_ role: String) throws {
    let worker =
      switch role {
      case "partner": people.partner
      case "administrator": people.administrator
      case "lead": people.lead
      default: people.auditor
      }
    let device = try world.device(of: worker, role)
    let new: FamilyID = device.id()

    let results = try device.push([
      device.operation(.familyAdd, new.retagged(), family: new, InventedWork.family()),
      device.operation(.noteAdd, family: family, InventedWork.note),
    ]).results

    #expect(results.map(\.code) == [.forbidden, .notYours])
    try device.pull()
    #expect(device.reviews(.rejected).count == 2)
    let review = try #require(results[0].reviews.first)
    let tray: FamilyID = worker.retagged()
    #expect(
      try device.send(.reviewResolve, review, family: tray, ["choice": "noted"]).status == .applied
    )
  }

  @Test func `a practitioner assigns himself in the group that makes the family, nobody else`()
    throws
  {
    let new: FamilyID = robin.id()
    let group: OperationID = robin.id()
    func pair(_ worker: WorkerID) -> [SyncProtocol.Operation] {
      [
        robin.operation(
          .familyAdd,
          new.retagged(),
          family: new,
          group: group,
          InventedWork.family()
        ),
        robin.operation(.assignStart, family: new, group: group, InventedWork.assignment(worker)),
      ]
    }

    let other = try robin.push(pair(people.wren)).results
    let own = try robin.push(pair(people.robin)).results
    let later = try robin.send(
      .assignStart,
      family: new,
      InventedWork.assignment(people.wren)
    )
    let handover = try robin.send(.handover, family: new, InventedWork.handover(to: people.wren))

    #expect(other.map(\.code) == [.groupRefused, .forbidden])
    #expect(own.map(\.status) == [.applied, .applied])
    #expect([later.code, handover.code] == [.forbidden, .forbidden])
  }

  @Test func `an assigned worker of another team sees the family until the assignment ends`()
    throws
  {
    let sam = try world.device(of: people.sam, "sam")
    let wren = try world.device(of: people.wren, "wren")
    try wren.pull()
    #expect(wren.families == [])
    let start = sam.operation(
      .assignStart,
      family: family,
      InventedWork.assignment(people.wren, .support)
    )
    try sam.push([start])
    try wren.pull()
    #expect(wren.families == [family])
    #expect(try wren.send(.noteAdd, family: family, InventedWork.note).status == .applied)

    try sam.send(.assignEnd, start.record, family: family, ["endedOn": "2026-11-24"])
    try wren.pull()

    #expect(wren.families == [])
    #expect(wren.rows.records(of: family).isEmpty)
  }
}
