import Casework
import Instruments
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// What was saved while the right was held, and came after it had ended.
struct LateWorkTests {
  private let world: ServerWorld
  private let robin: WireDevice
  private let wren: WireDevice
  private let sam: WireDevice
  private let family: FamilyID

  init() throws {
    world = try ServerWorld()
    robin = try world.device(of: world.people.robin, "robin")
    wren = try world.device(of: world.people.wren, "wren")
    sam = try world.device(of: world.people.sam, "sam")
    family = try robin.addFamily()
    try robin.pull()
  }

  private func handOver() throws {
    let data = InventedWork.handover(to: world.people.wren, unit: world.people.ouse)
    let result = try sam.send(.handover, family: family, data)
    try #require(result.status == .applied)
  }

  /// Lets days pass for the server and for Robin.
  private func pass(_ days: Int) {
    for clock in [world.clock, robin.clock] { clock.pass(Int64(days) * 86_400_000) }
  }

  @Test func `a reading arrives late under its author's name and the new holder is told`() throws {
    let reading = robin.operation(.readingAdd, family: family, InventedWork.reading("4").json)
    try handOver()

    let result = try #require(try robin.push([reading]).results.first)

    #expect(result.status == .late)
    try wren.pull()
    let row = try #require(wren.rows.records[reading.record])
    #expect(row.author == world.people.robin)
    let item = try #require(wren.reviews(.late).first)
    #expect(item.subject == reading.record)
    #expect(item.author == world.people.robin)
    #expect(item.choices == [.noted])
    try robin.pull()
    #expect(robin.rows.records[reading.record] == nil)
    #expect(robin.families == [])
  }

  @Test func `an edit arrives late as a suggestion that the new holder may take`() throws {
    let edit = robin.operation(
      .familySet,
      family.retagged(),
      family: family,
      base: try world.base(family.retagged()),
      ["contact": "Invented door", "name": "Ashdown-Reed (invented)"]
    )
    try handOver()
    let before = try world.fields(family.retagged())

    let result = try #require(try robin.push([edit]).results.first)

    #expect(result.status == .proposed)
    #expect(try world.fields(family.retagged()) == before)
    try wren.pull()
    let item = try #require(wren.reviews(.proposed).first)
    #expect(item.setAside == ["contact": "Invented door", "name": "Ashdown-Reed (invented)"])
    let review = try #require(result.reviews.first)
    try wren.send(.reviewResolve, review, family: family, ["choice": "take"])
    let after = try world.fields(family.retagged())
    #expect(after["contact"] == "Invented door")
    #expect(after["name"] == "Ashdown-Reed (invented)")
  }

  @Test func `a goal, a note and an episode arrive late and stand`() throws {
    let operations = [
      robin.operation(.goalAdd, family: family, InventedWork.goal),
      robin.operation(.noteAdd, family: family, InventedWork.note),
      robin.operation(.episodeOpen, family: family, InventedWork.episode),
    ]
    try handOver()

    let results = try robin.push(operations).results

    #expect(results.map(\.status) == [.late, .late, .late])
    try wren.pull()
    #expect(operations.allSatisfy { wren.rows.records[$0.record] != nil })
    #expect(wren.reviews(.late).count == 3)
  }

  @Test func `a late change of a date alone waits for approval`() throws {
    let reading = robin.operation(.readingAdd, family: family, InventedWork.reading("4").json)
    try robin.push([reading])
    let request = robin.operation(
      .readingCorrect,
      family: family,
      [
        "reading": .string(reading.record.description), "reason": "Invented slip",
        "changes": ["date": "2026-11-19"],
      ]
    )
    try handOver()

    let result = try #require(try robin.push([request]).results.first)

    #expect(result.status == .late)
    #expect(try world.request(request.record)?.state == .requested)
    let items = try result.reviews.compactMap { try world.review($0) }
    #expect(items.map(\.kind) == [.correctionRequest, .late])
    #expect(items.map(\.isForInformation) == [false, false])
  }

  @Test(arguments: [29, 31])
  func `work saved long after the right ended waits for a supervisor`(_ days: Int) throws {
    try handOver()
    pass(days)
    // The device has not heard of the handover.
    let note = robin.operation(.noteAdd, family: family, InventedWork.note)
    pass(90)

    let result = try #require(try robin.push([note]).results.first)

    if days <= Limits.lateDaysMax {
      #expect(result.status == .late)
    } else {
      #expect(result.code == .tooLate)
      let review = try #require(result.reviews.first)
      let held = try world.commit { _, writer in try writer.quarantined(review: review)?.line }
      #expect(held == note.line)
      try sam.pull()
      #expect(sam.reviews(.rejected).map(\.operation) == [note.id])
    }
  }

  /// A note of Robin's that came too late, and the item that it lies behind.
  private func tooLateNote() throws -> (note: SyncProtocol.Operation, review: RecordID) {
    try handOver()
    pass(31)
    let note = robin.operation(.noteAdd, family: family, InventedWork.note)
    let result = try #require(try robin.push([note]).results.first)
    try #require(result.code == .tooLate)
    return (note, try #require(result.reviews.first))
  }

  private func take(_ review: RecordID, by device: WireDevice) throws -> OperationResult {
    try device.pull()
    let tray: FamilyID = world.people.robin.retagged()
    return try device.send(.reviewResolve, review, family: tray, ["choice": "take"])
  }

  @Test func `a supervisor carries out what came too late, under its author's name`() throws {
    let (note, review) = try tooLateNote()

    let taken = try take(review, by: sam)
    #expect(taken.status == .applied)
    #expect(taken.reviews.count == 1)

    let stored = try #require(try world.record(note.record))
    #expect(stored.author == world.people.robin)
    #expect(stored.family == family)
    try wren.pull()
    #expect(wren.rows.records[note.record] != nil)
    #expect(wren.reviews(.late).map(\.subject) == [note.record])
    #expect(try world.review(review)?.decision?.choice == .take)
    #expect(try take(review, by: sam).status == .noop)
  }

  @Test func `nobody carries out work on a family that is not theirs`() throws {
    let (note, review) = try tooLateNote()

    let result = try take(review, by: robin)

    #expect(result.code == .forbidden)
    #expect(try world.record(note.record) == nil)
    #expect(try world.review(review)?.isOpen == true)
  }

  @Test func `an edit that came too late becomes a suggestion when it is taken`() throws {
    try handOver()
    pass(31)
    let edit = robin.operation(
      .familySet,
      family.retagged(),
      family: family,
      ["name": "Beech (invented)"]
    )
    let refused = try #require(try robin.push([edit]).results.first)
    let review = try #require(refused.reviews.first)

    #expect(try take(review, by: sam).status == .applied)

    try wren.pull()
    let item = try #require(wren.reviews(.proposed).first)
    #expect(item.setAside["name"] == "Beech (invented)")
    #expect(item.author == world.people.robin)
  }

  @Test func `what is refused again stays as it was`() throws {
    let reading = robin.operation(.readingAdd, family: family, InventedWork.reading("99").json)
    let refused = try #require(try robin.push([reading]).results.first)
    let review = try #require(refused.reviews.first)
    try sam.pull()

    let result = try sam.send(.reviewResolve, review, family: family, ["choice": "take"])

    #expect(result.code == .pointNotOnScale)
    #expect(try world.review(review)?.isOpen == true)
    #expect(try world.record(reading.record) == nil)
  }

  @Test func `what was refused is shown to its author and to those who see its family`() throws {
    let (note, review) = try tooLateNote()
    func held(_ device: WireDevice) throws -> JSON {
      try world.read {
        try world.core.heldWork(behind: review, for: device.principal, from: $0)
      }
    }

    #expect(try held(sam)["operation"] == (try JSON(strict: note.line)))
    #expect(try held(robin)["operation"] == (try JSON(strict: note.line)))
    // Wren holds the family, but not the tray in which the item lies.
    #expect(throws: Refusal.self) { try held(wren) }
    // Priya supervises Robin's team, and has seen nothing of the family since it was handed over.
    let priya = try world.device(of: world.people.priya, "priya")
    try priya.pull()
    #expect(priya.reviews(.rejected).map(\.operation) == [note.id])
    let refusal = #expect(throws: Refusal.self) { try held(priya) }
    #expect(refusal?.code == .notYours)
    #expect(try take(review, by: priya).code == .forbidden)
  }

  @Test func `a clock's word alone makes nothing too late`() throws {
    try handOver()
    pass(31)
    let note = robin.operation(.noteAdd, family: family, InventedWork.note)
    robin.clock.reboot()

    #expect(try robin.push([note]).results.first?.status == .late)
  }

  @Test func `work saved after the right had ended is refused`() throws {
    try handOver()
    try robin.pull()

    let result = try robin.send(.noteAdd, family: family, InventedWork.note)

    #expect(result.code == .notYours)
    #expect(result.status == .rejected)
  }

  @Test func `a seq that the server has not reached gives no right`() throws {
    robin.seen = .max

    try handOver()
    let result = try robin.send(.noteAdd, family: family, InventedWork.note)

    #expect(result.code == .notYours)
  }

  @Test func `a right that began after the work was saved is right enough`() throws {
    let note = wren.operation(.noteAdd, family: family, InventedWork.note)
    try handOver()

    #expect(try wren.push([note]).results.map(\.status) == [.applied])
  }

  @Test func `a handover by a supervisor whose right has ended moves nothing and is told`() throws {
    let priya = try world.device(of: world.people.priya, "priya")
    try priya.pull()
    let back = priya.operation(
      .handover,
      family: family,
      InventedWork.handover(to: world.people.robin, unit: world.people.nene)
    )
    try handOver()

    let result = try #require(try priya.push([back]).results.first)

    #expect(result.status == .proposed)
    try priya.pull()
    #expect(priya.families == [])
    try wren.pull()
    #expect(wren.families == [family])
    let item = try #require(wren.reviews(.late).first)
    #expect(item.operation == back.id)
    #expect(item.setAside == back.data.object)
  }

  @Test func `a decision saved before the handover is kept as a suggestion`() throws {
    let held = try robin.send(.noteAdd, family: family, ["text": "Invented"])
    let review = try #require(held.reviews.first)
    let decision = robin.operation(.reviewResolve, review, family: family, ["choice": "noted"])
    try handOver()

    let result = try #require(try robin.push([decision]).results.first)

    #expect(result.status == .proposed)
    #expect(try world.review(review)?.isOpen == true)
    try wren.pull()
    #expect(wren.reviews(.late).map(\.operation) == [decision.id])
  }
}
