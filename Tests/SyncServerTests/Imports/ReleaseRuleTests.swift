import Casework
import Instruments
import Intake
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// What a release may write, and what a person's decision is worth when files come again.
struct ReleaseRuleTests {
  private func world(_ files: ImportedFiles = ImportedFiles()) throws -> ServerWorld {
    let world = try ServerWorld(seed: 13)
    try world.run(files.request())
    return world
  }

  private func refusal(_ work: () throws -> Void) -> ProblemCode? {
    do {
      try work()
      return nil
    } catch {
      return (error as? Refusal)?.code
    }
  }

  @Test func `a release never writes into another family than its source names`() throws {
    let world = try world()
    var files = ImportedFiles()
    files.steps = files.steps.replacing("S1,C1,H1,C1", with: "S1,C2,H2,C1")
      .replacing(",2026-01-12,2026-01-13,", with: ",2026-02-12,2026-02-13,")
      .replacing(",1,2,3,4,5,1,", with: ",5,5,5,5,5,5,")
    try world.run(files.request())

    let code = refusal { try world.decide("S1", ["choice": "approve"]) }

    #expect(code == .wrongState)
    #expect(try world.corrections() == [])
    #expect(try world.heldItems("S1").map(\.item.isOpen) == [true])
    try world.decide("S1", ["choice": "refuse"])
  }

  @Test func `what a correction cannot carry is refused, and the item stays open`() throws {
    let world = try world()
    var files = ImportedFiles()
    files.steps = files.steps.replacing("=Invented, remark", with: "Invented, other")
    try world.run(files.request())

    let code = refusal { try world.decide("S2", ["choice": "approve"]) }

    #expect(code == .wrongState)
    #expect(try world.heldItems("S2").map(\.item.isOpen) == [true])
  }

  @Test func `a withdrawn reading is not corrected by a release`() throws {
    let world = try world()
    let stored = try #require(
      try world.records(.reading, of: world.people.sam).first { record in
        try Reading(json: try JSON(strict: record.body)).imported?.id == "S1"
      }
    )
    let asked = try world.device(of: world.people.ada).command(
      OnlineCommand(
        kind: .readingWithdraw,
        family: stored.family,
        data: ["reading": .string(stored.id.description), "reason": "Invented"]
      )
    )
    let request = try #require(asked.result.reviews.first)
    let review = try #require(try world.record(request))
    try world.device(of: world.people.sam).command(
      OnlineCommand(
        kind: .reviewResolve,
        record: review.id,
        family: review.family,
        ifMatch: review.version,
        data: ["choice": "approve"]
      )
    )
    var files = ImportedFiles()
    files.steps = files.steps.replacing(",1,2,3,4,5,1,", with: ",2,2,3,4,5,1,")
    try world.run(files.request())

    let code = refusal { try world.decide("S1", ["choice": "approve"]) }

    #expect(code == .wrongState)
  }

  @Test func `a second change at the source waits beside the first`() throws {
    let world = try world()
    for score in ["2", "3"] {
      var files = ImportedFiles()
      files.steps = files.steps.replacing(",1,2,3,4,5,1,", with: ",\(score),2,3,4,5,1,")

      let answer = try world.run(files.request())

      #expect(answer["held"] == 1, "\(score)")
    }

    #expect(try world.heldItems("S1").count == 2)
  }

  @Test func `an episode and a reading of one number both wait`() throws {
    var files = ImportedFiles()
    files.episodes += "S9,H3,2026-03-02,,More,w1,School,North,,,2014,Home,\n"
    files.episodes += "S9,H3,2026-03-03,,More,w1,School,North,,,2014,Home,\n"
    let row = ",C1,H1,C1,Steps,1,2026-01-12,2026-01-13,Together,Now,w1,,"
    files.steps += "S9\(row)1,1,1,1,1,1,\nS9\(row)2,2,2,2,2,2,\n"

    let world = try world(files)

    #expect(
      Set(try world.heldItems("S9").map(\.item.subjectType)) == [.episode, .reading]
    )
  }

  @Test func `an episode that moves to another family waits, and its readings with it`() throws {
    let world = try world()
    var files = ImportedFiles()
    files.episodes = files.episodes.replacing("C1,H1,", with: "C1,H9,")
    files.steps = files.steps.replacing("S2,C1,H1,", with: "S2,C1,H9,")
      .replacing("S1,C1,H1,", with: "S8,C1,H9,")

    let answer = try world.run(files.request())

    #expect(answer["stored"]?["readings"] == nil)
    #expect(try world.heldItems("C1").count == 1)
    #expect(try world.heldItems("S8").count == 1)
    #expect(try world.readings(of: world.people.sam).keys.sorted() == ["S1", "S2"])
    #expect(refusal { try world.decide("C1", ["choice": "approve"]) } == .wrongState)
  }

  @Test func `a reading that was refused stays out when its episode is released`() throws {
    var files = ImportedFiles()
    files.episodes = files.episodes.replacing("02-02,,More", with: "02-02,,Odd")
    files.steps = files.steps.replacing(",w9,", with: ",w2,")
    let world = try world(files)
    try world.decide("S3", ["choice": "refuse"])
    try world.decide("C2", ["choice": "approve"])
    let head = try world.head

    let answer = try world.run(files.request())

    #expect(answer["refusedBefore"] == 1)
    #expect(try world.readings(of: world.people.sam)["S3"] == nil)
    #expect(try world.head >= head)
    files.steps = files.steps.replacing(",1,1,1,1,1,1,", with: ",1,1,1,1,1,2,")
    try world.run(files.request())
    #expect(try world.readings(of: world.people.sam)["S3"]?.scores.last?.code == "2")
  }

  @Test func `changes that wait already do not count against the limit`() throws {
    var files = ImportedFiles()
    files.steps += (10..<80).map {
      "S\($0),C1,H1,C1,Steps,1,2026-01-12,2026-01-13,Together,Now,w1,,1,2,3,4,5,1,\n"
    }.joined()
    let world = try world(files)
    let changed = ImportedFiles.mapping(together: "worker")
    try world.run(files.request(mapping: changed, holdsChanged: true))
    let head = try world.head

    let again = try world.run(files.request(mapping: changed))

    #expect(again["held"] == 0)
    #expect(again["heldBefore"]?.int ?? 0 >= 71)
    #expect(try world.head == head)
  }

  @Test func `the spelling of the authority doubles nothing`() throws {
    let world = try world()

    let answer = try world.run(
      ImportedFiles().request(mapping: ImportedFiles.mapping(authority: "invented  PETERBOROUGH"))
    )

    #expect(answer["stored"] == ["runs": 1])
  }

  @Test func `an episode that a person closed is open and nothing else once released so`() throws {
    let world = try world()
    let episode = try #require(
      try world.records(.episode, of: world.people.sam).first {
        RecordState(body: $0.body)?.fields["openedOn"] == "2026-02-02"
      }
    )
    try world.device(of: world.people.sam).command(
      OnlineCommand(
        kind: .episodeClose,
        record: episode.id,
        family: episode.family,
        ifMatch: episode.version,
        data: ["closedOn": "2026-08-31", "closureReason": "other", "stepUpEvent": "none"]
      )
    )
    try world.run(ImportedFiles().request())

    try world.decide("C2", ["choice": "approve"])

    let fields = try world.fields(episode.id)
    #expect(fields["status"] == "open")
    #expect(fields["closedOn"] == nil)
    #expect(fields["closureReason"] == nil)
  }

  @Test func `an assessment whose rows all contradict each other becomes what is released of it`()
    throws
  {
    var files = ImportedFiles()
    files.scores = """
      sheet,case,date,recorded,stage,area,score,worker,by,kind
      M1,C1,2026-02-02,2026-02-02T10:00Z,first,Home,3,w1,Together,Now
      M1,C1,2026-02-02,2026-02-02T10:00Z,first,Home,4,w1,Together,Now
      M1,C1,2026-02-02,2026-02-02T10:00Z,first,Money,5,w1,Together,Now
      M1,C1,2026-02-02,2026-02-02T10:00Z,first,Money,6,w1,Together,Now

      """
    let world = try world(files)
    #expect(try world.readings(of: world.people.sam)["M1"] == nil)

    try world.decide("M1 home", ["choice": "approve", "candidate": 2])
    try world.decide("M1 money", ["choice": "approve", "candidate": 1])

    let reading = try #require(try world.readings(of: world.people.sam)["M1"])
    #expect(reading.scores.first { $0.area == "home" }?.code == "4")
    #expect(reading.scores.first { $0.area == "money" }?.code == "notScored")
    let corrections = try world.corrections()
    #expect(
      corrections.map(\.ask) == [
        .correct(ReadingChanges(scores: [Score(area: "money", code: "5")]))
      ]
    )
    let again = try world.run(files.request())
    #expect(again["held"] == 0)
    #expect(again["changedSinceImport"] == 0)
  }

  @Test func `a released change counts as changed no more`() throws {
    let world = try world()
    var files = ImportedFiles()
    files.steps = files.steps.replacing(",1,2,3,4,5,1,", with: ",2,2,3,4,5,1,")
    try world.run(files.request())
    try world.decide("S1", ["choice": "approve"])

    let again = try world.run(files.request())

    #expect(again["changedSinceImport"] == 0)
    #expect(try world.run(ImportedFiles().request())["changedSinceImport"] == 0)
  }

  @Test func `an older extract that is imported later turns nothing back`() throws {
    var newer = ImportedFiles()
    newer.episodes = newer.episodes.replacing("2026-06-30,More", with: "2026-06-30,Targeted")
    let world = try world(newer)

    let answer = try world.run(ImportedFiles().request(extracted: "2026-09-30"))

    let episode = try #require(
      try world.records(.episode, of: world.people.sam).first {
        RecordState(body: $0.body)?.fields["openedOn"] == "2026-01-05"
      }
    )
    #expect(RecordState(body: episode.body)?.fields["tier"] == "targeted")
    #expect(answer["changedSinceImport"] == 1)
    #expect(try world.heldItems("C1").count == 1)
    #expect(try world.run(newer.request(extracted: "2026-11-01"))["changedSinceImport"] == 0)
  }

  @Test func `a later remark on an episode stands beside the first`() throws {
    let world = try world()
    var files = ImportedFiles()
    files.episodes = files.episodes.replacing("Invented remark", with: "Another invented remark")

    try world.run(files.request())

    let texts = try world.records(.note, of: world.people.sam)
      .map { RecordState(body: $0.body)?.fields["text"] }
    #expect(texts.count == 2)
    #expect(Set(texts) == ["Invented remark", "Another invented remark"])
  }
}
