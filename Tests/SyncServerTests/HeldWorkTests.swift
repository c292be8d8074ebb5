import Casework
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// What cannot stand is held with its bytes, and sinks nothing else.
struct HeldWorkTests {
  private let world: ServerWorld
  private let device: WireDevice
  private let family: FamilyID

  init() throws {
    world = try ServerWorld()
    device = try world.device(of: world.people.robin)
    family = try device.addFamily()
  }

  @Test func `of fifty operations one is held with its bytes and the rest take effect`() throws {
    let operations = (0..<50).map { index in
      let code = index == 17 ? "99" : "\(1 + index % 10)"
      return device.operation(
        .readingAdd,
        family: family,
        InventedWork.reading(code, on: "2025-\(10 + index % 3)-\(10 + index / 3)").json
      )
    }

    let results = try device.push(operations).results

    #expect(results.map(\.id) == operations.map(\.id))
    #expect(results.map(\.number) == operations.map(\.number))
    #expect(results.enumerated().filter { $0.element.status != .applied }.map(\.offset) == [17])
    #expect(results[17].code == .pointNotOnScale)
    try device.pull()
    let readings = Set(device.rows.records(of: .reading).map(\.record))
    #expect(readings == Set(operations.indices.filter { $0 != 17 }.map { operations[$0].record }))
    let review = try #require(results[17].reviews.first)
    #expect(try world.quarantined(review) == operations[17].line)
    #expect(device.reviews(.rejected).map(\.operation) == [operations[17].id])
    #expect(try device.send(.noteAdd, family: family, InventedWork.note).status == .applied)
  }

  @Test func `a reading is stored and served in the bytes in which it was pushed`() throws {
    let given = device.operation(.readingAdd, family: family, InventedWork.reading("4").json)
    let text = String(decoding: given.line, as: UTF8.self)
      .replacing("\"d\":[1,", with: "\"d\": [1 , ")

    let results = try device.push(lines: [Array(text.utf8)]).results

    #expect(results.map(\.status) == [.applied])
    let served = try #require(try world.record(given.record))
    #expect(String(decoding: served.body, as: UTF8.self).hasPrefix("[1 , "))
  }

  @Test func `an unreadable line is held as it came, and what follows takes effect`() throws {
    let garbage = Array("{\"n\":3,\"id\":".utf8)
    device.number += 1
    let next = device.operation(.noteAdd, family: family, InventedWork.note)

    let results = try device.push(lines: [garbage, next.line]).results

    #expect(results.map(\.status) == [.rejected, .applied])
    #expect(results[0].code == .invalidJSON)
    #expect(results.map(\.number) == [3, 4])
    let review = try #require(results[0].reviews.first)
    #expect(try world.quarantined(review) == garbage)
    #expect(try world.record(review)?.family == device.principal.worker.retagged())
  }

  @Test func `an unreadable line sent again is a repeat and leaves the numbers alone`() throws {
    let garbage = Array("no operation".utf8)
    device.number += 1
    let next = device.operation(.noteAdd, family: family, InventedWork.note)
    let first = try device.push(lines: [garbage, next.line]).results

    let alone = try device.push(lines: [garbage]).results
    let both = try device.push(lines: [garbage, next.line]).results

    #expect(alone == [first[0].repeated])
    #expect(both == first.map(\.repeated))
    #expect(try device.send(.noteAdd, family: family, InventedWork.note).status == .applied)
  }

  @Test func `a kind of a later version is kept until the server knows it`() throws {
    let known = device.operation(.noteAdd, family: family, InventedWork.note)
    let later = Array(
      String(decoding: known.line, as: UTF8.self).replacing("note.add", with: "voice.add").utf8
    )

    let results = try device.push(lines: [later]).results

    #expect(results.map(\.code) == [.unknownKind])
    #expect(results.map(\.status) == [.rejected])
    let review = try #require(results[0].reviews.first)
    #expect(try world.quarantined(review) == later)
    #expect(try world.record(review)?.family == family)
  }

  @Test func `an operation over the limit is held and one at the limit is read`() throws {
    func line(of byteCount: Int) -> [UInt8] {
      let operation = device.operation(.noteAdd, family: family, InventedWork.note)
      let bytes = operation.line
      let filler = String(repeating: "x", count: byteCount - bytes.count - 9)
      return bytes.dropLast() + Array(",\"pad\":\"\(filler)\"}".utf8)
    }
    let long = line(of: Limits.operationBytesMax + 1)
    let fits = line(of: Limits.operationBytesMax)

    let results = try device.push(lines: [long, fits]).results

    #expect(long.count == Limits.operationBytesMax + 1)
    #expect(fits.count == Limits.operationBytesMax)
    #expect(results.map(\.status) == [.rejected, .applied])
    #expect(results.map(\.code) == [.tooLarge, nil])
    #expect(try world.quarantined(try #require(results[0].reviews.first)) == long)
  }

  @Test func `a push of more operations than the limit is refused as a whole`() throws {
    let lines = (0...Limits.pushOperationsMax).map { _ in
      device.operation(.noteAdd, family: family, InventedWork.note).line
    }
    let clock = try world.clockState()

    let refusal = #expect(throws: Refusal.self) { try device.push(lines: lines) }

    #expect(refusal?.code == .tooLarge)
    #expect(try world.clockState() == clock)
  }

  @Test func `a push that was cut short stores nothing`() throws {
    let line = device.operation(.noteAdd, family: family, InventedWork.note).line
    let envelope = PushEnvelope(
      device: device.principal.device,
      generation: 1,
      sent: device.surroundings.moment()
    )
    let body = PushRequest(envelope: envelope, lines: [line[...]]).body

    // A cut right behind a newline leaves a shorter push that is whole in itself.
    for length in 0..<body.count where body.prefix(length).last != UInt8(ascii: "\n") {
      let refusal = #expect(throws: Refusal.self) {
        try PushRequest(body: Array(body.prefix(length)))
      }
      #expect(refusal?.code == .invalidRequest)
    }
  }

  @Test func `one refused operation of a group takes the whole group with it`() throws {
    let group: OperationID = device.id()
    let before = try world.bootstrap(of: device.principal)
    let operations = [
      device.operation(.goalAdd, family: family, group: group, InventedWork.goal),
      device.operation(.goalAdd, family: family, group: group, ["text": " "]),
      device.operation(.noteAdd, family: family, group: group, InventedWork.note),
    ]
    let alone = device.operation(.noteAdd, family: family, InventedWork.note)

    let results = try device.push(operations + [alone]).results

    #expect(results.map(\.status) == [.blocked, .rejected, .blocked, .applied])
    #expect(results.map(\.code) == [.groupRefused, .invalidField, .groupRefused, nil])
    var after = try world.bootstrap(of: device.principal)
    for (operation, result) in zip(operations, results) {
      let review = try #require(result.reviews.first)
      #expect(try world.quarantined(review) == operation.line)
      after.removeValue(forKey: review)
    }
    after.removeValue(forKey: alone.record)
    #expect(after == before)
  }

  @Test func `a group is refused whole when it is larger than a group may be`() throws {
    let group: OperationID = device.id()
    let before = try world.bootstrap(of: device.principal).count
    let operations = (0...Limits.groupOperationsMax).map { _ in
      device.operation(.noteAdd, family: family, group: group, InventedWork.note)
    }

    let results = try device.push(operations).results

    #expect(results.map(\.status.isHeld) == operations.map { _ in true })
    #expect(results.first?.code == .tooLarge)
    #expect(try world.bootstrap(of: device.principal).count == before + operations.count)
  }

  @Test func `whatever names a refused record is blocked, and so is what names that`() throws {
    let newFamily: FamilyID = device.id()
    let episode = device.operation(.episodeOpen, family: family, ["tier": "more"])
    let goal = device.operation(
      .goalAdd,
      family: family,
      ["text": "Invented", "episode": .string(episode.record.description)]
    )
    let operations = [
      episode,
      goal,
      device.operation(.goalSet, goal.record, family: family, ["status": "met"]),
      device.operation(.familyAdd, newFamily.retagged(), family: newFamily, ["name": "Invented"]),
      device.operation(.memberAdd, family: newFamily, InventedWork.member),
      device.operation(.noteAdd, family: family, InventedWork.note),
    ]

    let results = try device.push(operations).results

    #expect(
      results.map(\.status) == [.rejected, .blocked, .blocked, .rejected, .blocked, .applied]
    )
    #expect(results[1].code == .parentRefused)
    #expect(results[2].code == .parentRefused)
    #expect(results[4].code == .parentRefused)
    try device.pull()
    #expect(device.reviews(.blocked).count == 3)
  }

  @Test func `a person closes what was held, and it stays listed as closed`() throws {
    let result = try device.send(.noteAdd, family: family, ["text": "Invented"])
    let review = try #require(result.reviews.first)

    let closed = try device.send(.reviewResolve, review, family: family, ["choice": "noted"])

    #expect(closed.status == .applied)
    try device.pull()
    let item = try #require(device.reviews(.rejected).first)
    #expect(item.decision?.choice == .noted)
    #expect(item.decision?.worker == device.principal.worker)
    #expect(try world.quarantined(review) != nil)
  }
}
