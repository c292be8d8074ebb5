import Casework
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// How operations are numbered and known again.
struct NumberingTests {
  private let world: ServerWorld
  private let device: WireDevice
  private let family: FamilyID

  init() throws {
    world = try ServerWorld()
    device = try world.device(of: world.people.robin)
    family = try device.addFamily()
  }

  private func note() -> SyncProtocol.Operation {
    device.operation(.noteAdd, family: family, InventedWork.note)
  }

  @Test func `a repeat on the wire wraps the first answer`() throws {
    let operation = note()
    let first = try device.push([operation]).results[0]

    let second = try device.push([operation]).results[0]

    #expect(
      second.json == [
        "n": .int(Int64(operation.number)), "id": .string(operation.id.description),
        "status": "dup", "first": first.json,
      ]
    )
  }

  @Test func `old and new operations in one push are each answered in their place`() throws {
    let first = note()
    let second = note()
    let answers = try device.push([first]).results
    let head = try world.head

    let results = try device.push([first, second]).results

    #expect(results[0] == answers[0].repeated)
    #expect(results[1].status == .applied)
    #expect(results[1].seq == head + 1)
    #expect(results[1].isRepeat == false)
  }

  @Test func `a gap says which number is due and keeps nothing of the push`() throws {
    let fits = note()
    device.number += 2
    let beyond = note()
    let clock = try world.clockState()
    let activity = try world.activity()

    let gap = #expect(throws: GapRefusal.self) { try device.push([fits, beyond]) }

    #expect(gap == GapRefusal(expected: fits.number + 1))
    #expect(try world.clockState() == clock)
    #expect(try world.activity() == activity)
    #expect(try world.record(fits.record) == nil)
    #expect(try device.push([fits]).results.map(\.status) == [.applied])
  }

  @Test func `a number used again under another id is a fork and changes nothing`() throws {
    try device.push([note()])
    device.number -= 1
    let other = note()
    let clock = try world.clockState()

    let refusal = #expect(throws: Refusal.self) { try device.push([other]) }

    #expect(refusal?.code == .deviceForked)
    #expect(try world.clockState() == clock)
    #expect(try world.record(other.record) == nil)
  }

  @Test func `a new generation begins at one and knows the old operations again`() throws {
    let old = [note(), note()]
    let answers = try device.push(old).results
    let head = try world.head
    device.generation = 2
    let renumbered = old.enumerated().map { index, operation in
      var copy = operation
      copy.generation = 2
      copy.number = index + 1
      return copy
    }
    device.number = 2
    let fresh = note()

    let results = try device.push(renumbered + [fresh]).results

    #expect(results.map(\.isRepeat) == [true, true, false])
    #expect(results.map(\.status) == [.applied, .applied, .applied])
    #expect(results.map(\.number) == [1, 2, 3])
    #expect(results.prefix(2).map(\.seq) == answers.map(\.seq))
    #expect(results[2].seq == head + 1)
    #expect(try device.push([fresh]).results == [results[2].repeated])
  }

  @Test func `an ended generation is refused`() throws {
    device.generation = 2
    device.number = 0
    try device.push([note()])
    device.generation = 1
    device.number = 2
    let late = note()

    let refusal = #expect(throws: Refusal.self) { try device.push([late]) }

    #expect(refusal?.code == .deviceForked)
    #expect(try world.record(late.record) == nil)
  }

  @Test func `an operation of another generation than its push is held`() throws {
    device.generation = 2
    device.number = 0
    var stranger = note()
    stranger.generation = 1

    let results = try device.push([stranger]).results

    #expect(results.map(\.code) == [.invalidOperation])
    #expect(try world.record(stranger.record) == nil)
  }

  @Test func `an answer never changes, whatever has happened since`() throws {
    let refused = device.operation(.noteAdd, family: family, ["text": "Invented"])
    let applied = note()
    let first = try device.push([refused, applied]).results
    let review = try #require(first[0].reviews.first)
    try device.send(.reviewResolve, review, family: family, ["choice": "noted"])
    try world.device(of: world.people.sam, "sam").send(
      .handover,
      family: family,
      InventedWork.handover(to: world.people.wren, unit: world.people.ouse)
    )
    device.generation = 2
    let again = [refused, applied].enumerated().map { index, operation in
      var copy = operation
      copy.generation = 2
      copy.number = index + 1
      return copy
    }

    let results = try device.push(again).results

    #expect(results.map(\.status) == first.map(\.status))
    #expect(results.map(\.seq) == first.map(\.seq))
    #expect(results.map(\.problem) == first.map(\.problem))
    #expect(results.map(\.reviews) == first.map(\.reviews))
  }

  @Test func `a push for another device than the token's is refused`() throws {
    let other = try world.device(of: world.people.robin, "other")
    let envelope = PushEnvelope(
      device: other.principal.device,
      generation: 1,
      sent: device.surroundings.moment()
    )
    let request = PushRequest(envelope: envelope, lines: [note().line[...]])
    let principal = device.principal

    let refusal = #expect(throws: Refusal.self) {
      try world.commit { core, writer in try core.push(request, from: principal, into: writer) }
    }

    #expect(refusal?.code == .invalidRequest)
  }

  @Test func `one id twice in a group holds the group and keeps the push alive`() throws {
    let group: OperationID = device.id()
    let first = device.operation(.noteAdd, family: family, group: group, InventedWork.note)
    let second = device.operation(.noteAdd, family: family, group: group, InventedWork.note)
    let twin = Array(
      String(decoding: second.line, as: UTF8.self)
        .replacing(second.id.description, with: first.id.description).utf8
    )

    let results = try device.push(lines: [first.line, twin]).results

    #expect(results.map(\.status) == [.blocked, .rejected])
    #expect(results[1].code == .idReused)
    #expect(try device.push([note()]).results.map(\.status) == [.applied])
  }
}
