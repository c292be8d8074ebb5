import Casework
import Instruments
import Intake
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// What an import holds for a person, and what releasing it does.
struct HeldImportTests {
  private func importedWorld(
    _ change: (inout ImportedFiles) -> Void = { _ in }
  ) throws -> (ServerWorld, ImportedFiles) {
    let world = try ServerWorld(seed: 12)
    var files = ImportedFiles()
    change(&files)
    try world.run(files.request())
    return (world, files)
  }

  private func items(_ world: ServerWorld, of worker: WorkerID? = nil) throws -> [StoredRecord] {
    try world.records(.review, of: worker ?? world.people.sam)
  }

  private func item(_ world: ServerWorld, _ record: String) throws -> (StoredRecord, ReviewItem) {
    for stored in try items(world) {
      let json = try JSON(strict: stored.body)
      let item = try #require(ReviewItem(json: json))
      if item.setAside["record"] == .string(record) { return (stored, item) }
    }
    throw Refusal(.notFound, "No item holds \(record).")
  }

  @discardableResult
  private func decide(
    _ world: ServerWorld,
    _ record: String,
    _ data: JSON,
    by worker: WorkerID? = nil
  ) throws -> CommandAnswer {
    let (stored, _) = try item(world, record)
    return try world.device(of: worker ?? world.people.priya).command(
      OnlineCommand(
        kind: .reviewResolve,
        record: stored.id,
        family: stored.family,
        ifMatch: stored.version,
        data: data
      )
    )
  }

  @Test func `a held row waits in the queue of the authority's supervisors and of nobody else`()
    throws
  {
    let (world, _) = try importedWorld()
    let people = world.people

    let counts = try [people.priya, people.sam, people.robin, people.wren, people.lead]
      .map { try items(world, of: $0).count }

    #expect(counts == [1, 1, 0, 0, 0])
    let (stored, held) = try item(world, "S3")
    #expect(stored.family == people.peterborough.retagged())
    #expect(held.kind == .importHeld)
    #expect(held.setAside["reason"] == "unknown_worker")
    #expect(held.setAside["rows"] == [4])
    #expect(held.problem?.code == .importHeld)
    #expect(held.choices == [.approve, .refuse])
  }

  @Test func `releasing a held reading stores it, once, and says why it was held`() throws {
    let (world, files) = try importedWorld()

    try decide(world, "S3", ["choice": "approve", "note": "Invented agency worker"])

    let readings = try world.readings(of: world.people.priya)
    let reading = try #require(readings["S3"])
    #expect(reading.imported?.released == "unknown_worker")
    #expect(reading.imported?.worker == "w9" || reading.imported?.worker == nil)
    #expect(reading.date == CalendarDay("2026-02-09"))
    #expect(reading.episode != nil)
    let head = try world.head
    let again = try world.run(files.request())
    #expect(try world.head == head)
    #expect(again["heldBefore"] == 1)
    let (_, closed) = try item(world, "S3")
    #expect(closed.decision?.choice == .approve)
  }

  @Test func `refusing a held reading leaves it out for good`() throws {
    let (world, files) = try importedWorld()

    try decide(world, "S3", ["choice": "refuse"])

    #expect(try world.readings(of: world.people.sam)["S3"] == nil)
    try world.run(files.request())
    #expect(try world.readings(of: world.people.sam)["S3"] == nil)
    #expect(try item(world, "S3").1.decision?.choice == .refuse)
  }

  @Test func `of two rows with one id a person releases one, by number`() throws {
    let (world, _) = try importedWorld { files in
      files.steps +=
        "S1,C1,H1,C1,Steps,1,2026-01-12,2026-01-13,Together,Now,w1,,5,5,5,5,5,5,\n"
    }
    #expect(try world.readings(of: world.people.sam)["S1"] == nil)

    let unsaid = #expect(throws: Refusal.self) {
      try decide(world, "S1", ["choice": "approve"])
    }
    #expect(unsaid?.code == .invalidField)
    try decide(world, "S1", ["choice": "approve", "candidate": 2])

    let reading = try world.readings(of: world.people.sam)["S1"]
    #expect(reading?.scores.map(\.code) == ["5", "5", "5", "5", "5", "5"])
  }

  @Test func `a reading whose episode was held waits for the episode`() throws {
    let (world, _) = try importedWorld { files in
      files.episodes = files.episodes.replacing("02-02,,More", with: "02-02,,Odd")
      files.steps = files.steps.replacing(",w9,", with: ",w2,")
    }

    let early = #expect(throws: Refusal.self) {
      try decide(world, "S3", ["choice": "approve"])
    }
    #expect(early?.code == .wrongState)
    try decide(world, "C2", ["choice": "approve"])
    try decide(world, "S3", ["choice": "approve"])

    let episodes = try world.records(.episode, of: world.people.sam)
    let episode = try #require(
      episodes.first { RecordState(body: $0.body)?.fields["openedOn"] == "2026-02-02" }
    )
    #expect(RecordState(body: episode.body)?.fields["tier"] == nil)
    #expect(try world.readings(of: world.people.sam)["S3"]?.episode == episode.id)
  }

  @Test func `releasing a changed reading makes a correction and leaves the reading as it was`()
    throws
  {
    let (world, before) = try importedWorld()
    var files = before
    files.steps = files.steps.replacing(",1,2,3,4,5,1,", with: ",2,2,3,4,5,1,")
    try world.run(files.request())

    try decide(world, "S1", ["choice": "approve"])

    #expect(try world.readings(of: world.people.sam)["S1"]?.scores.first?.code == "1")
    let corrections = try world.records(.correction, of: world.people.sam)
      .compactMap { (try? JSON(strict: $0.body)).flatMap { ReadingRequest(json: $0) } }
    #expect(corrections.map(\.state) == [.effective])
    #expect(
      corrections.map(\.ask)
        == [.correct(ReadingChanges(scores: [Score(area: "getting-about", code: "2")]))]
    )
  }

  @Test func `only a supervisor of the authority decides`() throws {
    let (world, _) = try importedWorld()
    let (stored, _) = try item(world, "S3")
    for worker in [world.people.robin, world.people.wren, world.people.lead] {
      let refusal = #expect(throws: Refusal.self) {
        try world.device(of: worker).command(
          OnlineCommand(
            kind: .reviewResolve,
            record: stored.id,
            family: stored.family,
            ifMatch: stored.version,
            data: ["choice": "approve"]
          )
        )
      }
      #expect([.notYours, .notFound, .forbidden].contains(refusal?.code))
    }
    #expect(try world.readings(of: world.people.sam)["S3"] == nil)
  }
}
