import Casework
import DeviceStore
import Instruments
import StarmapDevice
import SyncProtocol
import Testing
import WireFormat

/// What a person sees of their own work while it travels.
struct OverlayTests {
  private func address(_ test: TestDevice) throws -> JSON? {
    try test.device.family(named: "K7Q").record.json["address"]
  }

  private func family(_ version: Int64, address: String) -> PullLine {
    var fields = Invented.familyFields
    fields["code"] = "K7Q"
    fields["address"] = .string(address)
    return .put(
      .mutable(
        .family,
        Invented.family.retagged(),
        family: Invented.family,
        version: version,
        fields
      )
    )
  }

  @Test func `an own edit never flickers from its saving to its return`() throws {
    let test = try TestDevice()
    try test.receiveFamily()
    try test.device.edit(
      try test.device.family(named: "K7Q").record,
      changes: ["address": "Mine"]
    )
    #expect(try address(test) == "Mine")
    #expect(try test.device.family(named: "K7Q").record.isPending)

    // Somebody else's earlier edit is pulled while mine still waits.
    try test.pull([family(15, address: "Theirs")], seq: 15)
    #expect(try address(test) == "Mine")

    var server = ScriptedServer()
    _ = try server.sync(test) { request, _ in
      request.isPush ? try .results(of: request) : .problem(503, .unavailable)
    }
    #expect(try address(test) == "Mine")
    #expect(try !test.device.family(named: "K7Q").record.isPending)

    _ = try server.sync(test) { _, _ in
      .page([family(20, address: "Mine")], seq: 20)
    }
    #expect(try address(test) == "Mine")

    try test.pull([family(22, address: "Newer")], seq: 22)
    #expect(try address(test) == "Newer")
  }

  @Test func `edits are laid over in the order in which they were saved`() throws {
    let test = try TestDevice()
    try test.receiveFamily()
    let record = try test.device.family(named: "K7Q").record

    try test.device.edit(record, changes: ["address": "First", "contact": "Kept"])
    try test.device.edit(record, changes: ["address": "Second"])
    try test.device.edit(record, changes: ["address": .null])
    try test.device.edit(record, changes: ["address": "Last"])

    let seen = try test.device.family(named: "K7Q").record.json
    #expect(seen["address"] == "Last")
    #expect(seen["contact"] == "Kept")
  }

  @Test func `an accepted operation is no longer laid over once the cursor has passed it`() throws {
    let test = try TestDevice()
    try test.receiveFamily()
    try test.device.edit(
      try test.device.family(named: "K7Q").record,
      changes: ["address": "Mine"]
    )
    var server = ScriptedServer()

    // Kept as a suggestion: the row does not change, and the cursor passes the operation.
    _ = try server.sync(test) { request, _ in
      request.isPush ? try .results(of: request) { _ in .proposed } : .nothingNew(seq: 20)
    }

    #expect(try address(test) == nil)
  }

  @Test func `a new record is local until the server serves it`() throws {
    let test = try TestDevice()
    try test.receiveFamily()
    let saved = try test.device.add(.goal, ["text": "Goal"], family: Invented.family)
    #expect(saved.isLocal)
    #expect(saved.isPending)
    #expect(saved.json["status"] == "open")

    var server = ScriptedServer()
    _ = try server.sync(test) { request, _ in
      request.isPush
        ? try .results(of: request)
        : .page(
          [
            .put(
              .mutable(
                .goal,
                saved.id,
                family: Invented.family,
                version: 20,
                ["text": "Goal", "status": "open"]
              )
            )
          ],
          seq: 20
        )
    }

    let seen = try test.device.record(of: .goal, named: saved.id.description)
    #expect(!seen.isLocal)
    #expect(!seen.isPending)
    #expect(seen.version == 20)
  }

  @Test func `the end of an assignment shows at once`() throws {
    let test = try TestDevice()
    try test.receiveFamily()
    let start = try test.device.assign(
      Invented.worker,
      to: Invented.family,
      role: .lead,
      on: try Invented.day("2026-09-01")
    )

    let ended = try test.device.endAssignment(
      start,
      on: try Invented.day("2026-11-20"),
      reason: "R"
    )

    #expect(ended.json["endedOn"] == "2026-11-20")
    #expect(ended.json["endReason"] == "R")
    #expect(throws: Refusal.self) {
      try test.device.endAssignment(ended, on: try Invented.day("2026-11-21"))
    }
  }

  @Test func `a handover ends the others' assignments and starts the new one`() throws {
    let test = try TestDevice()
    try test.receiveFamily()
    let mine = try test.device.assign(
      Invented.worker,
      to: Invented.family,
      role: .lead,
      on: try Invented.day("2026-09-01")
    )

    try test.device.handOver(
      Invented.family,
      to: Invented.colleague,
      on: try Invented.day("2026-11-24"),
      reason: "Invented reason"
    )

    let seen = try test.device.assignments(of: Invented.family)
    #expect(seen.count == 2)
    #expect(seen.first { $0.id == mine.id }?.json["endedOn"] == "2026-11-24")
    let other = try #require(seen.first { $0.id != mine.id })
    #expect(other.json["worker"]?.string == Invented.colleague.description)
    #expect(other.json["endedOn"] == nil)
  }

  @Test func `a decision shows as decided here and the item stays open`() throws {
    let test = try TestDevice(role: .supervisor)
    try test.receiveFamily()
    let id = RecordID(high: 4, low: 4)
    let item = ReviewItem(
      kind: .withdrawalRequest,
      opened: 5,
      subjectType: .correction,
      subject: RecordID(high: 4, low: 5),
      author: Invented.colleague
    )
    try test.pull([.put(.review(id, version: 11, item))], seq: 11)
    #expect(try test.device.status().openReviews == 1)

    try test.device.resolve(
      try test.device.review(named: id.description).record,
      choice: .approve,
      note: "N"
    )

    let seen = try test.device.reviews()
    #expect(seen.map(\.item) == [item])
    #expect(seen.map(\.choice) == [.approve])
    #expect(seen.map(\.record.isPending) == [true])
    #expect(try test.device.status().openReviews == 0)
    let operation = try #require(try test.operations().first)
    #expect(operation.record == id)
    #expect(operation.data == ["choice": "approve", "note": "N"])
  }

  @Test func `a correction in force is seen, one that was asked for is not`() throws {
    let test = try TestDevice()
    try test.receiveFamily()
    let record = try test.device.addReading(try Invented.reading(), family: Invented.family).record
    let asked = try test.device.correct(
      record,
      changes: ReadingChanges(scores: [Score(area: "home", code: "7")]),
      reason: "Typed wrongly"
    )
    let before = try test.device.effectiveReading(record)
    #expect(before.reading.scores.first == Score(area: "home", code: "4"))
    #expect(try test.device.corrections(of: record).map(\.id) == [asked.id])

    var request = try #require(ReadingRequest(json: asked.json))
    request.state = .effective
    request.decidedSeq = 30
    try test.pull(
      [
        .put(
          .test(
            "correction",
            asked.id,
            family: Invented.family,
            version: 30,
            body: request.json.canonical
          )
        )
      ],
      seq: 30
    )

    let after = try test.device.effectiveReading(record)
    #expect(after.reading.scores.first == Score(area: "home", code: "7"))
    #expect(after.isCorrected)
  }
}
