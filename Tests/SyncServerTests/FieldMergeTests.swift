import Casework
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// Edits of one record by several people.
struct FieldMergeTests {
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
    let added = robin.operation(
      .goalAdd,
      family: family,
      ["text": "Invented goal", "targetDate": "2026-12-01"]
    )
    try robin.push([added])
    goal = added.record
  }

  @discardableResult
  private func edit(
    _ device: WireDevice,
    base: [String: Int64],
    previous: [String: Int] = [:],
    _ data: JSON
  ) throws -> OperationResult {
    try device.send(.goalSet, goal, family: family, base: base, previous: previous, data)
  }

  @Test func `an edit from the present version applies, whatever the clocks say`() throws {
    let base = try world.base(goal)
    sam.number = 0

    let result = try edit(sam, base: base, ["text": "Other goal", "status": "met"])

    #expect(result.status == .applied)
    #expect(result.reviews == [])
    #expect(
      try world.fields(goal) == [
        "text": "Other goal", "status": "met", "targetDate": "2026-12-01",
      ]
    )
    let state = try #require(try world.record(goal).flatMap { RecordState(body: $0.body) })
    #expect(state.versions["text"]?.version == result.seq)
    #expect(state.versions["text"]?.author == world.people.sam)
    #expect(state.versions["targetDate"]?.author == world.people.robin)
  }

  @Test func `parallel edits of different fields both apply`() throws {
    let base = try world.base(goal)

    let first = try edit(robin, base: base, ["text": "Other goal"])
    let second = try edit(sam, base: base, ["status": "met"])

    #expect([first.status, second.status] == [.applied, .applied])
    #expect(
      try world.fields(goal) == [
        "text": "Other goal", "status": "met", "targetDate": "2026-12-01",
      ]
    )
    try sam.pull()
    #expect(sam.reviews() == [])
  }

  @Test func `a concurrent edit of the same field is kept and the present value stays`() throws {
    let base = try world.base(goal)
    try edit(robin, base: base, ["text": "Robin's goal"])

    let result = try edit(sam, base: base, ["text": "Sam's goal"])

    #expect(result.status == .proposed)
    #expect(try world.fields(goal)["text"] == "Robin's goal")
    let review = try #require(result.reviews.first)
    let item = try #require(try world.review(review))
    #expect(item.setAside == ["text": "Sam's goal"])
    #expect(item.author == world.people.sam)
    #expect(item.subject == goal)
    #expect(item.choices == [.keep, .take])
  }

  @Test func `of an edit of two fields the concurrent one is set aside and the other applies`()
    throws
  {
    let base = try world.base(goal)
    try edit(robin, base: base, ["text": "Robin's goal"])

    let result = try edit(sam, base: base, ["text": "Sam's goal", "status": "met"])

    #expect(result.status == .merged)
    #expect(try world.fields(goal)["text"] == "Robin's goal")
    #expect(try world.fields(goal)["status"] == "met")
    #expect(try world.review(result.reviews[0])?.setAside == ["text": "Sam's goal"])
  }

  @Test(arguments: [ReviewChoice.keep, .take])
  func `a person keeps the present value or takes the other`(_ choice: ReviewChoice) throws {
    let base = try world.base(goal)
    try edit(robin, base: base, ["text": "Robin's goal"])
    let review = try #require(try edit(sam, base: base, ["text": "Sam's goal"]).reviews.first)

    let decided = try robin.send(
      .reviewResolve,
      review,
      family: family,
      ["choice": .string(choice.rawValue), "note": "Invented reason"]
    )

    #expect(decided.status == .applied)
    let expected: JSON = choice == .take ? "Sam's goal" : "Robin's goal"
    #expect(try world.fields(goal)["text"] == expected)
    let decision = try #require(try world.review(review)?.decision)
    #expect(decision.choice == choice)
    #expect(decision.worker == world.people.robin)
    #expect(decision.note == "Invented reason")
  }

  @Test func `what was set since the person read gives way to the value taken, and is kept`() throws
  {
    let base = try world.base(goal)
    try edit(robin, base: base, ["text": "Robin's goal"])
    let review = try #require(try edit(sam, base: base, ["text": "Sam's goal"]).reviews.first)
    try sam.pull()
    try edit(robin, base: try world.base(goal), ["text": "Robin's newer goal"])

    let taken = try sam.send(.reviewResolve, review, family: family, ["choice": "take"])

    #expect(taken.status == .merged)
    #expect(try world.fields(goal)["text"] == "Sam's goal")
    let item = try #require(try taken.reviews.first.flatMap { try world.review($0) })
    #expect(item.kind == .conflict)
    #expect(item.setAside == ["text": "Robin's newer goal"])
    #expect(item.author == world.people.robin)
    #expect(item.subject == goal)
  }

  @Test func `a value taken does not lower caution that the person had not seen`() throws {
    let record: RecordID = family.retagged()
    @discardableResult
    func set(_ device: WireDevice, _ value: JSON, base: [String: Int64]) throws -> OperationResult {
      try device.send(.familySet, record, family: family, base: base, ["doNotContact": value])
    }
    try set(robin, true, base: try world.base(record))
    let review = try #require(try set(sam, false, base: [:]).reviews.first)
    try sam.pull()
    try set(robin, false, base: try world.base(record))
    try set(robin, true, base: try world.base(record))

    let taken = try sam.send(.reviewResolve, review, family: family, ["choice": "take"])

    #expect(taken.status == .merged)
    #expect(try world.fields(record)["doNotContact"] == true)
    let item = try #require(try taken.reviews.first.flatMap { try world.review($0) })
    #expect(item.setAside == ["doNotContact": false])
    #expect(item.author == world.people.sam)
  }

  @Test func `a decided item is not decided otherwise, and the same again changes nothing`() throws
  {
    let base = try world.base(goal)
    try edit(robin, base: base, ["text": "Robin's goal"])
    let review = try #require(try edit(sam, base: base, ["text": "Sam's goal"]).reviews.first)
    try robin.send(.reviewResolve, review, family: family, ["choice": "keep"])
    let item = try world.record(review)

    let same = try sam.send(.reviewResolve, review, family: family, ["choice": "keep"])
    let other = try sam.send(.reviewResolve, review, family: family, ["choice": "take"])

    #expect(same.status == .noop)
    #expect(other.code == .wrongState)
    #expect(try world.record(review) == item)
    #expect(try world.fields(goal)["text"] == "Robin's goal")
  }

  @Test func `the value that is there already changes nothing, from whatever version`() throws {
    let before = try world.record(goal)

    let result = try edit(sam, base: [:], ["text": "Invented goal"])

    #expect(result.status == .noop)
    #expect(try world.record(goal) == before)
  }

  @Test func `a device's own chain of unsent edits applies without having seen their versions`()
    throws
  {
    let base = try world.base(goal)
    let first = robin.operation(
      .goalSet,
      goal,
      family: family,
      base: base,
      ["text": "First"]
    )
    let second = robin.operation(
      .goalSet,
      goal,
      family: family,
      base: base,
      previous: ["text": first.number],
      ["text": "Second"]
    )

    let results = try robin.push([first, second]).results

    #expect(results.map(\.status) == [.applied, .applied])
    #expect(try world.fields(goal)["text"] == "Second")
  }

  @Test func `a chain is broken by whoever came between`() throws {
    let base = try world.base(goal)
    let first = robin.operation(.goalSet, goal, family: family, base: base, ["text": "First"])
    let second = robin.operation(
      .goalSet,
      goal,
      family: family,
      base: base,
      previous: ["text": first.number],
      ["text": "Second"]
    )
    try robin.push([first])
    try edit(sam, base: try world.base(goal), ["text": "Sam's goal"])
    world.clock.pass(1_000)

    let results = try robin.push([second]).results

    #expect(results.map(\.status) == [.merged])
    #expect(try world.fields(goal)["text"] == "Second")
    let item = try world.review(results[0].reviews[0])
    #expect(item?.kind == .conflict)
    #expect(item?.author == world.people.sam)
    #expect(item?.setAside == ["text": "Sam's goal"])
  }

  @Test func `the number of another device's operation makes no chain`() throws {
    let base = try world.base(goal)
    let first = robin.operation(.goalSet, goal, family: family, base: base, ["text": "First"])
    try robin.push([first])

    let result = try edit(
      sam,
      base: base,
      previous: ["text": first.number],
      ["text": "Sam's goal"]
    )

    #expect(result.status == .proposed)
  }

  @Test func `clearing is an edit like any other, and a required field is never cleared`() throws {
    let base = try world.base(goal)

    let cleared = try edit(sam, base: base, ["targetDate": nil])
    world.clock.pass(1_000)
    let again = try edit(robin, base: base, ["targetDate": "2027-01-01"])
    let required = try edit(sam, base: base, ["text": nil])

    #expect(cleared.status == .applied)
    #expect(again.status == .merged)
    #expect(try world.review(again.reviews[0])?.setAside == ["targetDate": nil])
    #expect(required.code == .missingField)
    #expect(
      try world.fields(goal) == [
        "text": "Invented goal", "status": "open", "targetDate": "2027-01-01",
      ]
    )
  }

  @Test func `every value that was saved is the present one or in a review item`() throws {
    let base = try world.base(goal)
    let values = (0..<8).map { "Invented goal \($0)" }
    for (index, value) in values.enumerated() {
      try edit(index % 2 == 0 ? robin : sam, base: base, ["text": .string(value)])
    }

    try sam.pull()

    let kept = sam.reviews().compactMap { $0.setAside["text"]?.string }
    let present = try #require(try world.fields(goal)["text"]?.string)
    #expect((kept + [present]).sorted() == values)
  }
}
