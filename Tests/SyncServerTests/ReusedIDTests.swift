import Casework
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// An answer is repeated only to those whose operation it was; every other use of its id is held.
struct ReusedIDTests {
  private let world: ServerWorld
  private let robin: WireDevice
  private let wren: WireDevice
  private let family: FamilyID
  private let other: FamilyID

  init() throws {
    world = try ServerWorld()
    robin = try world.device(of: world.people.robin, "robin")
    wren = try world.device(of: world.people.wren, "wren")
    family = try robin.addFamily()
    other = try wren.addFamily()
  }

  /// The line of an operation under an id that is not its own.
  private func line(of operation: SyncProtocol.Operation, under id: OperationID) -> [UInt8] {
    Array(
      String(decoding: operation.line, as: UTF8.self)
        .replacing(operation.id.description, with: id.description).utf8
    )
  }

  /// The same operation as another device would send it.
  private func renumbered(
    _ operation: SyncProtocol.Operation,
    _ generation: Int,
    _ number: Int
  ) -> SyncProtocol.Operation {
    var copy = operation
    copy.generation = generation
    copy.number = number
    return copy
  }

  @Test func `an id that another worker used is held, and nothing is told of the first`() throws {
    let first = robin.operation(.noteAdd, family: family, ["text": "Invented"])
    let answer = try robin.push([first]).results[0]
    let second = wren.operation(.noteAdd, family: other, InventedWork.note)
    let next = wren.operation(.noteAdd, family: other, InventedWork.note)
    let taken = line(of: second, under: first.id)

    let results = try wren.push(lines: [taken, next.line]).results

    #expect(results.map(\.status) == [.rejected, .applied])
    #expect(results[0].code == .idReused)
    #expect(results[0].id != first.id)
    #expect(!results[0].isRepeat)
    let review = try #require(results[0].reviews.first)
    #expect(!answer.reviews.contains(review))
    #expect(try world.quarantined(review) == taken)
    #expect(try world.record(review)?.family == other)
    #expect(try world.record(second.record) == nil)
    #expect(try wren.push(lines: [taken, next.line]).results == results.map(\.repeated))
    #expect(try robin.push([first]).results == [answer.repeated])
  }

  @Test func `another device of the same worker is told the first answer again`() throws {
    let first = robin.operation(.noteAdd, family: family, InventedWork.note)
    let answer = try robin.push([first]).results[0]
    let phone = try world.device(of: world.people.robin, "phone")

    let results = try phone.push([renumbered(first, 1, 1)]).results

    #expect(results.map(\.isRepeat) == [true])
    #expect(results.map(\.status) == [.applied])
    #expect(results.map(\.seq) == [answer.seq])
    #expect(try phone.push([renumbered(first, 1, 1)]).results == results)
  }

  @Test(arguments: ["record", "kind"])
  func `the same worker's id with another record or kind is held`(_ part: String) throws {
    let first = robin.operation(.noteAdd, family: family, InventedWork.note)
    try robin.push([first])
    let phone = try world.device(of: world.people.robin, "phone")
    let second =
      part == "record"
      ? phone.operation(.noteAdd, family: family, InventedWork.note)
      : phone.operation(.noteSet, first.record, family: family, ["text": "Other (invented)"])
    let taken = line(of: second, under: first.id)

    let results = try phone.push(lines: [taken]).results

    #expect(results.map(\.status) == [.rejected])
    #expect(results.map(\.code) == [.idReused])
    #expect(try world.quarantined(try #require(results[0].reviews.first)) == taken)
  }

  @Test func `an id of an earlier generation with another record is held`() throws {
    let first = robin.operation(.noteAdd, family: family, InventedWork.note)
    try robin.push([first])
    robin.generation = 2
    robin.number = 0
    let second = robin.operation(.noteAdd, family: family, InventedWork.note)

    let results = try robin.push(lines: [line(of: second, under: first.id)]).results

    #expect(results.map(\.code) == [.idReused])
    #expect(try world.record(second.record) == nil)
  }

  @Test func `a number that was a repeat is not answered for another worker's id`() throws {
    let own = robin.operation(.noteAdd, family: family, InventedWork.note)
    try robin.push([own])
    let secret = wren.operation(.noteAdd, family: other, ["text": "Invented"])
    try wren.push([secret])
    robin.generation = 2
    try robin.push([renumbered(own, 2, 1)])

    let refusal = #expect(throws: Refusal.self) {
      try robin.push(lines: [line(of: renumbered(own, 2, 1), under: secret.id)])
    }

    #expect(refusal?.code == .deviceForked)
    #expect(try robin.push([renumbered(own, 2, 1)]).results.map(\.isRepeat) == [true])
  }

  @Test func `a group that ends with what was answered before is held, and the push goes on`()
    throws
  {
    let first = robin.operation(.noteAdd, family: family, InventedWork.note)
    try robin.push([first])
    robin.generation = 2
    robin.number = 0
    let group: OperationID = robin.id()
    let fresh = robin.operation(.noteAdd, family: family, group: group, InventedWork.note)
    let again = robin.operation(
      .noteAdd,
      first.record,
      family: family,
      group: group,
      InventedWork.note
    )
    let next = robin.operation(.noteAdd, family: family, InventedWork.note)

    let results = try robin.push(
      lines: [fresh.line, line(of: again, under: first.id), next.line]
    ).results

    #expect(results.map(\.status) == [.blocked, .rejected, .applied])
    #expect(results[1].code == .idReused)
  }

  @Test(arguments: ["", "no operation", "{\"id\":7}"])
  func `a line of no use that two workers send is held for each`(_ text: String) throws {
    let garbage = Array(text.utf8)
    let first = try robin.push(lines: [garbage]).results[0]

    let second = try wren.push(lines: [garbage]).results[0]

    #expect([first.code, second.code].allSatisfy { $0 == .invalidJSON || $0 == .invalidOperation })
    #expect(first.code == second.code)
    #expect(first.id != second.id)
    #expect(Set(first.reviews).isDisjoint(with: second.reviews))
    #expect(try world.quarantined(try #require(second.reviews.first)) == garbage)
    #expect(try wren.push(lines: [garbage]).results == [second.repeated])
  }

  @Test func `a line without a number under a taken id is held, not answered for it`() throws {
    let first = robin.operation(.noteAdd, family: family, InventedWork.note)
    try robin.push([first])
    let odd = Array("{\"id\":\"\(first.id)\"}".utf8)

    let results = try robin.push(lines: [odd]).results

    #expect(results.map(\.status) == [.rejected])
    #expect(results[0].id != first.id)
    #expect(try robin.push(lines: [odd]).results == results.map(\.repeated))
  }
}
