import Casework
import Instruments
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// A family passes from one worker and one home to another.
struct HandoverTests {
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
    let family = family
    let reading = robin.operation(.readingAdd, family: family, InventedWork.reading("5").json)
    try robin.push([
      reading,
      robin.operation(.memberAdd, family: family, InventedWork.member),
      robin.operation(.goalAdd, family: family, InventedWork.goal),
      robin.operation(.noteAdd, family: family, InventedWork.note),
      robin.operation(
        .readingWithdraw,
        family: family,
        ["reading": .string(reading.record.description), "reason": "Invented slip"]
      ),
      robin.operation(.noteAdd, family: family, ["text": "Invented, without a day"]),
    ])
    for device in [robin, wren, sam] { try device.pull() }
  }

  private func handOver(to worker: WorkerID, unit: UnitID?) throws {
    let data = InventedWork.handover(to: worker, unit: unit)
    let result = try sam.send(.handover, family: family, data)
    try #require(result.status == .applied)
  }

  /// What a fresh device of the same worker holds.
  private func fresh(_ device: WireDevice) throws -> PulledRows {
    let other = try world.device(of: device.principal.worker, "fresh")
    try other.pull()
    return other.rows
  }

  private func evictions(in pages: [PullPage]) -> [FamilyID] {
    pages.flatMap(\.lines).compactMap { line in
      if case .evict(let family) = line { return family }
      return nil
    }
  }

  @Test func `the old worker's next pull takes the family away before anything else`() throws {
    #expect(robin.rows.records(of: family).count == 9)
    try handOver(to: world.people.wren, unit: world.people.ouse)

    let pages = try robin.pull(pageChangesMax: 1)

    #expect(pages.first?.lines.first == .evict(family))
    #expect(evictions(in: pages) == [family])
    #expect(robin.rows.records(of: family).isEmpty)
    #expect(try robin.rows == fresh(robin))
  }

  @Test func `the new worker's next pull brings everything, open reviews too`() throws {
    #expect(wren.rows.records(of: family).isEmpty)
    try handOver(to: world.people.wren, unit: world.people.ouse)

    let pages = try wren.pull(pageChangesMax: 2)

    #expect(pages.count > 4)
    #expect(evictions(in: pages) == [])
    #expect(wren.rows.ready.contains(family))
    let types = wren.rows.records(of: family).values.compactMap(\.type).map(\.rawValue).sorted()
    #expect(
      types == [
        "assignment", "assignment", "correction", "family", "goal", "member", "note", "reading",
        "review", "review",
      ]
    )
    #expect(Set(wren.reviews().map(\.kind)) == [.withdrawalRequest, .rejected])
    #expect(try wren.rows == fresh(wren))
  }

  @Test func `without a new home the old team goes on seeing the family`() throws {
    try handOver(to: world.people.wren, unit: nil)

    let pages = try robin.pull()
    try wren.pull()

    #expect(evictions(in: pages) == [])
    #expect(robin.families == [family])
    #expect(wren.families == [family])
    #expect(try robin.rows == fresh(robin))
  }

  @Test func `the assignments of the old workers end on the day and the new one leads`() throws {
    try sam.send(.assignStart, family: family, InventedWork.assignment(world.people.ada, .support))
    try handOver(to: world.people.wren, unit: world.people.ouse)

    try wren.pull()

    let assignments = try wren.rows.records(of: .assignment)
      .map { try Assignment(json: JSON(strict: $0.body)) }
    let day = try #require(CalendarDay("2026-11-24"))
    #expect(
      Set(assignments) == [
        Assignment(
          worker: world.people.robin,
          role: .lead,
          startedOn: day,
          endedOn: day,
          endReason: "Invented move"
        ),
        Assignment(
          worker: world.people.ada,
          role: .support,
          startedOn: day,
          endedOn: day,
          endReason: "Invented move"
        ),
        Assignment(worker: world.people.wren, role: .lead, startedOn: day),
      ]
    )
  }

  @Test func `a supervisor above both homes sees the family stay, with what changed`() throws {
    try handOver(to: world.people.wren, unit: world.people.ouse)

    let pages = try sam.pull(pageChangesMax: 1)

    #expect(evictions(in: pages) == [])
    #expect(pages.flatMap(\.lines).contains(.ready(family)) == false)
    #expect(try sam.rows == fresh(sam))
  }

  @Test func `a family that left and came back between two pulls stays, with all its changes`()
    throws
  {
    try handOver(to: world.people.wren, unit: world.people.ouse)
    try wren.send(.noteAdd, family: family, InventedWork.note)
    try handOver(to: world.people.robin, unit: world.people.nene)

    let pages = try robin.pull(pageChangesMax: 1)

    #expect(evictions(in: pages) == [])
    #expect(pages.flatMap(\.lines).contains(.ready(family)) == false)
    #expect(try robin.rows == fresh(robin))
  }

  @Test func `a family that was taken away and given back is as a fresh device has it`() throws {
    try handOver(to: world.people.wren, unit: world.people.ouse)
    try robin.pull()
    try wren.send(.noteAdd, family: family, InventedWork.note)
    try handOver(to: world.people.robin, unit: world.people.nene)

    let pages = try robin.pull(pageChangesMax: 1)

    #expect(evictions(in: pages) == [])
    #expect(pages.flatMap(\.lines).contains(.ready(family)))
    #expect(try robin.rows == fresh(robin))
  }

  @Test func `a family revoked while it is being read is not served on any later page`() throws {
    let reader = try world.device(of: world.people.robin, "reader")
    let all = try fresh(robin).records(of: family).count
    var page = try reader.page(from: nil, pageChangesMax: 1)
    var rows = PulledRows()
    rows.apply(page)
    while rows.records(of: family).count < all / 2 {
      page = try reader.page(from: page.end.cursor, pageChangesMax: 1)
      rows.apply(page)
    }
    try handOver(to: world.people.wren, unit: world.people.ouse)
    let cursor = page.end.cursor

    let refusal = #expect(throws: Refusal.self) {
      try reader.page(from: cursor, pageChangesMax: 1)
    }
    #expect(refusal?.code == .cursorExpired)
    // Should the right come back before the next page, the family is whole or begins anew.
    try sam.push([
      sam.operation(
        .handover,
        family: family,
        InventedWork.handover(to: world.people.robin, unit: world.people.nene)
      )
    ])
    let anew = try fresh(robin)
    let head = try world.head
    while page.end.isMore || page.end.seq < head {
      page = try reader.page(from: page.end.cursor, pageChangesMax: 1)
      rows.apply(page)
    }
    #expect(rows.records(of: family) == anew.records(of: family))
  }

  @Test func `a handover to somebody who works with no family changes nothing`() throws {
    let before = try world.bootstrap(of: sam.principal)

    let results = try sam.push([
      sam.operation(.handover, family: family, InventedWork.handover(to: world.people.partner)),
      sam.operation(.handover, family: family, InventedWork.handover(to: sam.id())),
      sam.operation(
        .handover,
        family: family,
        InventedWork.handover(to: world.people.wren, unit: sam.id())
      ),
    ]).results

    #expect(results.map(\.code) == [.invalidField, .notFound, .notFound])
    var after = try world.bootstrap(of: sam.principal)
    for result in results { after.removeValue(forKey: try #require(result.reviews.first)) }
    #expect(after == before)
  }
}
