import Casework
import Intake
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// What an import stores, and what it leaves alone.
struct ImportTests {
  private func world() throws -> ServerWorld { try ServerWorld(seed: 11) }

  @Test func `an imported reading keeps its own dates, edition, respondent and worker`() throws {
    let world = try world()
    try world.run(ImportedFiles().request())

    let readings = try world.readings(of: world.people.priya)

    #expect(readings.keys.sorted() == ["S1", "S2"])
    let second = try #require(readings["S2"])
    #expect(second.edition == "1")
    #expect(second.date == CalendarDay("2026-06-22"))
    #expect(second.respondent == .worker)
    #expect(second.scores.last == Score(area: "speaking-up", code: "notScored"))
    #expect(
      second.imported
        == ReadingOrigin(
          source: "steps.csv",
          id: "S2",
          recorded: 1_782_086_400_000,
          worker: "w1",
          remark: "=Invented, remark"
        )
    )
    let records = try world.records(.reading, of: world.people.priya)
    let stored = try #require(records.first { $0.made == 1_782_086_400_000 })
    let workers = try world.read { try $0.references(of: .worker) }
    let id: RecordID = try #require(stored.author).retagged()
    let author = try #require(workers.first { $0.id == id })
    #expect(try JSON(strict: author.body)["name"] == "Invented Ines")
  }

  @Test func `episodes, families, children and remarks are stored beside the readings`() throws {
    let world = try world()
    let answer = try world.run(ImportedFiles().request())

    #expect(
      answer["stored"] == [
        "workers": 2, "families": 2, "members": 3, "episodes": 2, "notes": 1, "readings": 2,
        "runs": 1,
      ]
    )
    let families = try world.records(.family, of: world.people.priya)
      .compactMap { RecordState(body: $0.body)?.fields }
    #expect(Set(families.map { $0["name"] }) == ["H1", "H2"])
    #expect(families.allSatisfy { $0["authority"] == "invented-peterborough" })
    #expect(families.allSatisfy { ($0["code"]?.string ?? "").utf8.count >= 3 })
    let episode = try world.records(.episode, of: world.people.priya)
      .compactMap { RecordState(body: $0.body)?.fields }
      .first { $0["closedOn"] == "2026-06-30" }
    #expect(episode?["status"] == "closed")
    #expect(episode?["tier"] == "more")
    #expect(episode?["closureReason"] == "outcomesAchieved")
    #expect(episode?["stepUpEvent"] == "none")
    #expect(episode?["referralSource"] == "notRecorded")
    #expect(episode?["district"] == "North")
    let notes = try world.records(.note, of: world.people.priya)
    #expect(notes.map { RecordState(body: $0.body)?.fields["text"] } == ["Invented remark"])
  }

  @Test func `a second run changes nothing and reports the same`() throws {
    let world = try world()
    let files = ImportedFiles()
    let first = try world.run(files.request())
    let head = try world.head
    let rows = try world.records(.reading, of: world.people.sam)

    let second = try world.run(files.request())

    #expect(try world.head == head)
    #expect(try world.records(.reading, of: world.people.sam) == rows)
    #expect(second["notes"] == first["notes"])
    #expect(second["files"] == first["files"])
    #expect(second["stored"] == [:])
    #expect(second["unchanged"] == first["stored"])
    #expect(second["held"] == 0)
    #expect(second["heldBefore"] == first["held"])
  }

  @Test func `a dry run says what would happen and stores nothing`() throws {
    let world = try world()
    let head = try world.head

    let dry = try world.run(ImportedFiles().request(isDryRun: true))

    #expect(try world.head == head)
    #expect(try world.records(.family, of: world.people.sam).isEmpty)
    let real = try world.run(ImportedFiles().request())
    #expect(dry["stored"] == real["stored"])
    #expect(dry["notes"] == real["notes"])
    #expect(dry["held"] == real["held"])
  }

  @Test func `families belong to their district, so only its authority's supervisors see them`()
    throws
  {
    let world = try world()
    try world.run(ImportedFiles().request())
    let people = world.people

    let counts = try [people.priya, people.sam, people.robin, people.wren, people.lead].map {
      try world.records(.family, of: $0).count
    }

    #expect(counts == [2, 2, 0, 0, 0])
    let units = try world.read { try $0.references(of: .unit) }
      .compactMap { (try? JSON(strict: $0.body)).flatMap { UnitRecord(json: $0) } }
    let districts = units.filter { $0.kind == .district }
    #expect(Set(districts.map(\.title)) == ["North", "South"])
    #expect(districts.allSatisfy { $0.parent == people.peterborough })
  }

  @Test func `an imported worker has no right until somebody gives one`() throws {
    let world = try world()
    try world.run(ImportedFiles().request())
    let workers = try world.read { try $0.references(of: .worker) }
    let found = try workers.first { try JSON(strict: $0.body)["name"] == "Invented Ines" }
    let worker: WorkerID = try #require(found).id.retagged()

    #expect(try world.records(.family, of: worker).isEmpty)
    let device = try world.device(of: worker)
    try device.pull()
    #expect(device.families.isEmpty)
  }

  @Test func `a later extract closes an episode that nobody has edited`() throws {
    let world = try world()
    var files = ImportedFiles()
    try world.run(files.request())
    files.episodes = files.episodes.replacing(
      "C2,H2,2026-02-02,,More,w2,School,South,,,",
      with: "C2,H2,2026-02-02,2026-09-30,Targeted,w2,School,South,Moved,S17,"
    )

    let answer = try world.run(files.request())

    #expect(answer["stored"]?["episodes"] == 1)
    #expect(answer["held"] == 0)
    let fields = try world.records(.episode, of: world.people.sam)
      .compactMap { RecordState(body: $0.body)?.fields }
      .first { $0["openedOn"] == "2026-02-02" }
    #expect(fields?["closedOn"] == "2026-09-30")
    #expect(fields?["tier"] == "targeted")
    #expect(fields?["closureReason"] == "movedAway")
    #expect(fields?["stepUpEvent"] == "s17")
  }

  @Test func `what a person edited is not overwritten by a later extract but held`() throws {
    let world = try world()
    var files = ImportedFiles()
    try world.run(files.request())
    let device = try world.device(of: world.people.priya)
    try device.pull()
    let episodes = try world.records(.episode, of: world.people.sam)
    let episode = try #require(
      episodes.first { RecordState(body: $0.body)?.fields["openedOn"] == "2026-02-02" }
    )
    let response = try device.push([
      device.operation(
        .episodeSet,
        episode.id,
        family: episode.family,
        base: ["tier": episode.version],
        ["tier": "community"]
      )
    ])
    #expect(response.results.map(\.status) == [.applied])
    files.episodes = files.episodes.replacing("02-02,,More", with: "02-02,,Targeted")

    let answer = try world.run(files.request())

    #expect(answer["held"] == 1)
    #expect(answer["changedSinceImport"] == 1)
    let fields = try world.records(.episode, of: world.people.sam)
      .first { $0.id == episode.id }.flatMap { RecordState(body: $0.body)?.fields }
    #expect(fields?["tier"] == "community")
  }

  @Test func `a reading that changed at the source is held, and the stored one stays`() throws {
    let world = try world()
    var files = ImportedFiles()
    try world.run(files.request())
    files.steps = files.steps.replacing(",1,2,3,4,5,1,", with: ",2,2,3,4,5,1,")

    let answer = try world.run(files.request())

    #expect(answer["changedSinceImport"] == 1)
    #expect(answer["held"] == 1)
    #expect(
      answer["notes"]?.array?.contains(
        ["steps.csv", 2, "S1", "held", "changed_since_import"]
      ) == true
    )
    #expect(try world.readings(of: world.people.sam)["S1"]?.scores.first?.code == "1")
  }

  @Test func `a mapping that changes many readings refuses the whole run`() throws {
    let world = try world()
    var files = ImportedFiles()
    files.steps += (10..<80).map {
      "S\($0),C1,H1,C1,Steps,1,2026-01-12,2026-01-13,Together,Now,w1,,1,2,3,4,5,1,\n"
    }.joined()
    try world.run(files.request())
    let head = try world.head
    let changed = ImportedFiles.mapping(together: "worker")

    let refusal = #expect(throws: Refusal.self) {
      try world.run(files.request(mapping: changed))
    }

    #expect(refusal?.code == .invalidImport)
    #expect(refusal?.detail.contains("71 readings differ") == true)
    #expect(try world.head == head)
    let answer = try world.run(files.request(mapping: changed, holdsChanged: true))
    // With S3, which waited for its worker already and is now another version.
    #expect(answer["held"] == 72)
  }

  @Test func `an import that fails half-way leaves nothing, and a second run completes it`() throws
  {
    let world = try world()
    let head = try world.head
    let request = ImportedFiles().request()
    struct PulledPlug: Error {}

    #expect(throws: PulledPlug.self) {
      try world.commit { core, writer in
        _ = try core.importFiles(request, into: writer)
        throw PulledPlug()
      }
    }

    #expect(try world.head == head)
    #expect(try world.records(.family, of: world.people.sam).isEmpty)
    #expect(try world.run(request)["stored"]?["readings"] == 2)
  }

  @Test func `a file under another name doubles nothing`() throws {
    let world = try world()
    try world.run(ImportedFiles().request())
    let head = try world.head

    let answer = try world.run(
      ImportedFiles().request(
        mapping: ImportedFiles.mapping(readings: "new-name.csv"),
        readings: "new-name.csv"
      )
    )

    #expect(answer["stored"] == ["runs": 1])
    #expect(answer["changedSinceImport"] == 0)
    #expect(try world.readings(of: world.people.sam).count == 2)
    #expect(try world.head > head)
  }

  @Test func `a file of readings can come later than its episodes`() throws {
    let world = try world()
    let all = ImportedFiles().request()
    try world.run(ImportRequest(mapping: all.mapping, files: Array(all.files.prefix(2))))

    let answer = try world.run(
      ImportRequest(mapping: all.mapping, extracted: all.extracted, files: [all.files[2]])
    )

    #expect(answer["stored"]?["readings"] == 2)
    #expect(answer["notes"]?.array?.count == 2)
  }

  @Test func `a mapping whose codes end in words that no episode can hold is refused`() throws {
    let world = try world()
    let mapping = ImportedFiles.mapping(targeted: "intensive")

    let refusal = #expect(throws: Refusal.self) {
      try world.run(ImportedFiles().request(mapping: mapping))
    }

    #expect(refusal?.code == .invalidMapping)
    #expect(refusal?.detail.contains("intensive") == true)
  }

  @Test func `the request on the socket comes back as it was`() throws {
    let request = ImportedFiles().request(isDryRun: true)

    let read = try ImportRequest(body: request.body)

    #expect(read.mapping == request.mapping)
    #expect(read.extracted == request.extracted)
    #expect(read.isDryRun)
    #expect(!read.holdsChanged)
    #expect(read.files.map(\.path) == request.files.map(\.path))
    #expect(read.files.map(\.bytes) == request.files.map(\.bytes))
    for cut in [0, 10, request.body.count - 1] {
      #expect(throws: Refusal.self) { try ImportRequest(body: Array(request.body.prefix(cut))) }
    }
    #expect(throws: Refusal.self) { try ImportRequest(body: request.body + [1]) }
  }

  @Test func `a device cannot say that its reading was imported`() throws {
    let world = try world()
    try world.run(ImportedFiles().request())
    let device = try world.device(of: world.people.priya)
    try device.pull()
    let records = try world.records(.reading, of: world.people.priya)
    let stored = try #require(records.first)

    let response = try device.push([
      device.operation(
        .readingAdd,
        family: stored.family,
        try JSON(strict: stored.body)
      )
    ])

    #expect(response.results.map(\.status) == [.rejected])
  }

  @Test func `long free texts are spread over several commits' numbers`() throws {
    let world = try world()
    var files = ImportedFiles()
    for number in 10..<16 {
      let text = String(repeating: "Invented. ", count: 50_000)
      files.episodes += "C\(number),H3,2026-03-02,,More,w1,School,North,,,2014,Home,\(text)\n"
    }
    let head = try world.head

    try world.run(files.request())

    #expect(try world.head - head >= 3)
    #expect(try world.records(.note, of: world.people.sam).count == 7)
  }
}
