import Casework
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// Ids are chosen by clients: none of them may take the place of something that is there.
struct HostileIDTests {
  private let world: ServerWorld
  private let device: WireDevice
  private let family: FamilyID

  init() throws {
    world = try ServerWorld()
    device = try world.device(of: world.people.robin)
    family = try device.addFamily()
  }

  @Test func `nobody adds a family under the id of the reference records`() throws {
    let result = try device.send(
      .familyAdd,
      FamilyID.reference.retagged(),
      family: .reference,
      InventedWork.family()
    )

    #expect(result.status == .rejected)
    #expect(try world.record(FamilyID.reference.retagged()) == nil)
    let partner = try world.device(of: world.people.partner, "partner")
    try partner.pull()
    #expect(partner.families == [])
  }

  @Test(arguments: [OperationKind.noteAdd, .memberAdd, .readingAdd, .episodeOpen])
  func `a tray is no family to work in`(_ kind: OperationKind) throws {
    let data: JSON =
      switch kind {
      case .noteAdd: InventedWork.note
      case .memberAdd: InventedWork.member
      case .episodeOpen: InventedWork.episode
      default: InventedWork.reading().json
      }
    let supervisor = try world.device(of: world.people.sam, "sam")
    let tray: FamilyID = device.principal.worker.retagged()

    let own = try device.send(kind, family: tray, data)
    let above = try supervisor.send(kind, family: tray, data)

    #expect([own.code, above.code] == [.notYours, .notYours])
    #expect(try world.record(try #require(own.reviews.first))?.family == tray)
    #expect(
      try world.record(try #require(above.reviews.first))?.family
        == supervisor.principal.worker.retagged()
    )
  }

  @Test func `a tray cannot be handed over or assigned`() throws {
    let supervisor = try world.device(of: world.people.sam, "sam")
    let tray: FamilyID = device.principal.worker.retagged()
    let wren = try world.device(of: world.people.wren, "wren")
    try device.send(.noteAdd, family: family, InventedWork.note)
    try device.send(.noteAdd, family: wren.id(), InventedWork.note)

    let handover = try supervisor.send(
      .handover,
      family: tray,
      InventedWork.handover(to: world.people.wren)
    )
    let assigned = try supervisor.send(
      .assignStart,
      family: tray,
      InventedWork.assignment(world.people.wren)
    )

    #expect([handover.code, assigned.code] == [.notYours, .notYours])
    try wren.pull()
    #expect(wren.rows.records(of: tray).isEmpty)
  }

  @Test(arguments: OperationKind.allCases.filter { $0.isCreation || $0 == .handover })
  func `a creation never overwrites a record of another kind or family`(
    _ kind: OperationKind
  ) throws {
    let story = try KindStory()
    let draft = try story.good(kind)
    let victims = [
      story.family.retagged(), story.member, story.reading, story.request, story.review,
      story.world.people.wren.retagged(), story.world.people.nene.retagged(),
    ]
    for victim in victims {
      let before = try #require(try story.world.record(victim))
      let isOwn = before.type == kind.recordType && kind != .familyAdd
      guard !isOwn else { continue }
      let target = kind == .familyAdd ? victim.retagged() : draft.family

      let result = try story.supervisor.send(kind, victim, family: target, draft.data)

      if !(kind == .familyAdd && victim == story.family.retagged()) {
        #expect(result.code == .idReused, "\(kind) over \(before.type)")
      }
      #expect(try story.world.record(victim) == before)
    }
  }

  @Test(arguments: ["held", "late", "request", "proposed", "same-day"])
  func `a record that lies where a review item will be is kept, and the item is opened`(
    _ purpose: String
  ) throws {
    let supervisor = try world.device(of: world.people.sam, "sam")
    try device.pull()
    let first = device.operation(.readingAdd, family: family, InventedWork.reading("4").json)
    let opening = opening(purpose, first.record)
    try device.push([first])
    let squatter = derived(purpose, opening.parts)
    try supervisor.send(.noteAdd, squatter, family: family, InventedWork.note)
    let before = try #require(try world.record(squatter))
    if purpose == "late" {
      let data = InventedWork.handover(to: world.people.wren, unit: world.people.ouse)
      try supervisor.send(.handover, family: family, data)
    }

    let result = try #require(try device.push([opening.operation]).results.first)

    #expect(try world.record(squatter) == before)
    let review = try #require(result.reviews.first)
    #expect(try world.review(review)?.isOpen == true)
  }

  /// An operation that opens an item, and the ids from which the item's own is derived.
  private func opening(
    _ purpose: String,
    _ reading: RecordID
  ) -> (operation: SyncProtocol.Operation, parts: [RecordID]) {
    let operation: SyncProtocol.Operation
    switch purpose {
    case "held":
      operation = device.operation(.noteAdd, family: family, ["text": "Invented"])
      return (operation, [operation.id.retagged()])
    case "late":
      operation = device.operation(.noteAdd, family: family, InventedWork.note)
      return (operation, [operation.record, operation.id.retagged()])
    case "request":
      operation = device.operation(
        .readingWithdraw,
        family: family,
        ["reading": .string(reading.description), "reason": "Invented slip"]
      )
      return (operation, [operation.record])
    case "proposed":
      let record: RecordID = family.retagged()
      operation = device.operation(.familySet, record, family: family, ["name": "Other (invented)"])
      return (operation, [record, operation.id.retagged()])
    default:
      operation = device.operation(.readingAdd, family: family, InventedWork.reading("6").json)
      return (operation, [reading, operation.record].sorted())
    }
  }

  /// The id that the server derives, reckoned here independently.
  private func derived(_ purpose: String, _ parts: [RecordID]) -> RecordID {
    let bytes = Array((purpose + parts.map(\.description).joined()).utf8)
    return RecordID(
      high: CommitChain.digest(bytes) & 0xFFFF_FFFF_FFFF_0FFF | 0x8000,
      low: CommitChain.digest(bytes + [1]) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    )
  }

  @Test func `an assignment cannot begin ended, for its holder could never be taken away`() throws {
    let supervisor = try world.device(of: world.people.sam, "sam")
    let wren = try world.device(of: world.people.wren, "wren")
    var data = InventedWork.assignment(world.people.wren).object ?? [:]
    data["endedOn"] = "2026-11-25"

    let result = try supervisor.send(.assignStart, family: family, .object(data))

    #expect(result.code == .invalidField)
    try wren.pull()
    #expect(wren.families == [])
  }
}
