import Casework
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// Goals and notes that are deleted, brought back, and edited by people who had not heard of it.
struct DeletionTests {
  private let world: ServerWorld
  private let robin: WireDevice
  private let sam: WireDevice
  private let family: FamilyID
  private let goal: RecordID

  init() throws {
    world = try ServerWorld()
    robin = try world.device(of: world.people.robin, "robin")
    sam = try world.device(of: world.people.sam, "sam")
    family = try robin.addFamily()
    let added = robin.operation(.goalAdd, family: family, ["text": "Invented goal"])
    try robin.push([added])
    goal = added.record
    try robin.pull()
    try sam.pull()
  }

  private func holds(_ device: WireDevice) throws -> Bool {
    try device.pull()
    return device.rows.records(of: .goal).contains { $0.record == goal }
  }

  @Test func `a deleted goal leaves every device, and comes back whole`() throws {
    let before = try world.fields(goal)
    let deleted = try robin.send(
      .goalDelete,
      goal,
      family: family,
      base: try world.base(goal),
      [:]
    )

    #expect(deleted.status == .applied)
    #expect(deleted.reviews == [])
    #expect(try !holds(robin))
    #expect(try !holds(sam))
    #expect(try world.bootstrap(of: robin.principal)[goal] == nil)
    #expect(try world.record(goal)?.isDeleted == true)

    // Whoever brings it back knows of the deletion, though the device holds nothing of it.
    let restored = try sam.send(.goalRestore, goal, family: family, [:])

    #expect(restored.status == .applied)
    #expect(restored.reviews == [])
    #expect(try holds(robin))
    #expect(try holds(sam))
    #expect(try world.fields(goal) == before)
  }

  @Test func `a second deletion and a second return change nothing`() throws {
    let base = try world.base(goal)
    try robin.send(.goalDelete, goal, family: family, base: base, [:])
    let second = try sam.send(.goalDelete, goal, family: family, base: base, [:])
    #expect(second.status == .applied || second.status == .noop)
    #expect(second.reviews == [])
    try sam.pull()
    try sam.send(.goalRestore, goal, family: family, [:])
    try robin.pull()
    let again = try robin.send(.goalRestore, goal, family: family, [:])

    #expect(again.status == .applied || again.status == .noop)
    #expect(again.reviews == [])
    #expect(try holds(sam))
  }

  @Test
  func `an edit that crossed a deletion waits for a person and brings nothing back by itself`()
    throws
  {
    let base = try world.base(goal)
    try robin.send(.goalDelete, goal, family: family, base: base, [:])
    let edited = try sam.send(.goalSet, goal, family: family, base: base, ["status": "met"])

    #expect(edited.status == .proposed)
    #expect(try !holds(sam))
    let review = try #require(edited.reviews.first)
    let item = try #require(try world.review(review))
    #expect(item.kind == .proposed)
    #expect(item.subject == goal)
    #expect(item.author == world.people.sam)
    #expect(item.setAside == ["status": "met", "deleted": nil])
    try robin.pull()
    #expect(robin.reviews(.proposed) == [item])

    try robin.send(.reviewResolve, review, family: family, ["choice": "take"])

    #expect(try holds(robin))
    #expect(try holds(sam))
    #expect(try world.fields(goal)["status"] == "met")
  }

  @Test func `keeping a deletion leaves the record deleted, and a later edit asks again`() throws {
    let base = try world.base(goal)
    try robin.send(.goalDelete, goal, family: family, base: base, [:])
    let edited = try sam.send(.goalSet, goal, family: family, base: base, ["status": "met"])
    let review: RecordID = try #require(edited.reviews.first)
    try robin.send(.reviewResolve, review, family: family, ["choice": "keep"])
    let wren = try world.device(of: world.people.sam, "third")
    let later = try wren.send(.goalSet, goal, family: family, base: base, ["text": "Other"])

    #expect(try !holds(robin))
    #expect(later.status == .proposed)
    let item = try #require(try later.reviews.last.flatMap { try world.review($0) })
    #expect(item.isOpen)
    #expect(item.setAside == ["text": "Other", "deleted": nil])
  }

  @Test func `a late deletion has no effect until somebody takes it`() throws {
    let base = try world.base(goal)
    let supervisor = try world.device(of: world.people.sam, "supervisor")
    try supervisor.send(
      .handover,
      family: family,
      InventedWork.handover(to: world.people.wren, unit: world.people.ouse)
    )
    let late = try robin.send(.goalDelete, goal, family: family, base: base, [:])

    #expect(late.status == .proposed)
    #expect(try world.record(goal)?.isDeleted == false)
    let review = try #require(late.reviews.first)
    #expect(try world.review(review)?.setAside == ["deleted": true])

    try supervisor.pull()
    try supervisor.send(.reviewResolve, review, family: family, ["choice": "take"])

    #expect(try world.record(goal)?.isDeleted == true)
  }

  @Test func `what was deleted cannot be brought back from another family`() throws {
    try robin.send(.goalDelete, goal, family: family, base: try world.base(goal), [:])
    let other = try robin.addFamily()

    let result = try robin.send(.goalRestore, goal, family: other, [:])

    #expect(result.status == .rejected)
    #expect(result.code == .idReused)
    #expect(try world.record(goal)?.isDeleted == true)
  }
}

/// Deletions and edits that cross each other, in every order in which they may arrive.
struct DeletionOrderTests {
  private struct Ending: Hashable {
    let isDeleted: Bool
    let fields: [String: JSON]
    let texts: [JSON]
    let asked: [String: JSON]
  }

  private enum Act: Hashable {
    case set(String, JSON)
    case delete
  }

  private static let deviceCount = 3

  private func script(_ seed: UInt64) -> [[Act]] {
    var dice = SplitMix64(seed: seed)
    return (0..<Self.deviceCount).map { device in
      let count = Int.random(in: 1...3, using: &dice)
      return (0..<count).map { index in
        let isLast = index == count - 1
        if isLast, device == 0 || Int.random(in: 0..<3, using: &dice) == 0 { return .delete }
        let day = Int.random(in: 1...9, using: &dice)
        return Bool.random(using: &dice)
          ? .set("text", .string("Text \(index) of \(device)"))
          : .set("date", .string("2026-10-0\(day)"))
      }
    }
  }

  private func order(_ script: [[Act]], _ seed: UInt64) -> [(device: Int, act: Act)] {
    var dice = SplitMix64(seed: seed)
    var waiting = script
    var order: [(device: Int, act: Act)] = []
    while !waiting.allSatisfy(\.isEmpty) {
      let device = Int.random(in: 0..<waiting.count, using: &dice)
      guard let next = waiting[device].first else { continue }
      waiting[device].removeFirst()
      order.append((device, next))
    }
    return order
  }

  /// Runs the acts; each device's times are its own, whatever the order.
  private func run(_ order: [(device: Int, act: Act)]) throws -> Ending {
    let world = try ServerWorld()
    let devices = try (0..<Self.deviceCount).map {
      try world.device(of: world.people.sam, "device-\($0)")
    }
    let family = try devices[0].addFamily()
    let note = devices[0].operation(
      .noteAdd,
      family: family,
      ["text": "Invented", "date": "2026-11-01"]
    )
    try devices[0].push([note])
    let base = try world.base(note.record)
    world.clock.pass(3_600_000)
    var previous: [[String: Int]] = Array(repeating: [:], count: Self.deviceCount)
    var done = Array(repeating: 0, count: Self.deviceCount)
    for (device, act) in order {
      let (kind, fields, data): (OperationKind, [String], JSON) =
        switch act {
        case .set(let field, let value): (.noteSet, [field], .object([field: value]))
        case .delete: (.noteDelete, Array(base.keys), [:])
        }
      done[device] += 1
      let own = previous[device]
      let made = devices[device].operation(
        kind,
        note.record,
        family: family,
        base: base.filter { fields.contains($0.key) && own[$0.key] == nil },
        previous: own.filter { fields.contains($0.key) },
        data
      )
      if case .set(let field, _) = act { previous[device][field] = made.number }
      let timed = Self.timed(made, Int64(device * 10 + done[device]) * 1000)
      let results = try devices[device].push([timed]).results
      #expect(results.allSatisfy { $0.status.isAccepted })
    }
    try devices[0].pull()
    let notes = try world.commit { _, writer in
      try writer.recordsForJudging(of: .note, in: family).map(\.body)
    }
    let asked = devices[0].reviews(.proposed)
    #expect(asked.count <= 1)
    return Ending(
      isDeleted: try world.record(note.record)?.isDeleted == true,
      fields: try world.fields(note.record),
      texts: notes.compactMap { RecordState(body: $0)?.fields["text"] }
        .sorted { $0.canonicalText < $1.canonicalText },
      asked: asked.first?.setAside ?? [:]
    )
  }

  /// The operation as saved so long after the device was started.
  private static func timed(
    _ made: SyncProtocol.Operation,
    _ milliseconds: Int64
  ) -> SyncProtocol.Operation {
    SyncProtocol.Operation(
      generation: made.generation,
      number: made.number,
      id: made.id,
      kind: made.kind ?? .undone,
      record: made.record,
      family: made.family,
      seen: made.seen,
      at: Moment(wall: made.at.wall, monotonic: milliseconds, boot: made.at.boot),
      stamp: Stamp(milliseconds: milliseconds, counter: 0),
      base: made.base,
      previous: made.previous,
      data: made.data
    )
  }

  @Test(arguments: UInt64(0)..<60)
  func `a note that somebody deletes ends the same in whatever order deletions and edits arrive`(
    _ seed: UInt64
  ) throws {
    let script = script(seed)
    let first = try run(script.enumerated().flatMap { device, acts in acts.map { (device, $0) } })

    #expect(first.isDeleted)
    for shuffle in 1...3 {
      let ending = try run(order(script, seed &* 31 &+ UInt64(shuffle)))

      #expect(ending == first, "seed \(seed), shuffle \(shuffle)")
    }
  }
}
