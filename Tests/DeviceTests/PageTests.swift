import Casework
import DeviceStore
import Instruments
import StarmapDevice
import SyncProtocol
import Testing
import WireFormat

/// How pages change the rows.
struct PageTests {
  private let goal = RecordID(high: 3, low: 30)

  private func put(_ version: Int64, text: JSON) -> PullLine {
    .put(
      .mutable(
        .goal,
        goal,
        family: Invented.family,
        version: version,
        ["text": text, "status": "open"]
      )
    )
  }

  @Test func `a record is taken only over an older version`() throws {
    let test = try TestDevice()
    try test.receiveFamily()
    try test.pull([put(12, text: "twelve")], seq: 12)

    try test.pull([put(11, text: "eleven")], seq: 13)
    try test.pull([put(12, text: "twelve again")], seq: 14)
    #expect(try test.device.goals(of: Invented.family).map { $0.json["text"] } == ["twelve"])

    try test.pull([put(15, text: "fifteen")], seq: 15)
    #expect(try test.device.goals(of: Invented.family).map { $0.json["text"] } == ["fifteen"])
  }

  @Test func `a deletion that is older than the row leaves it`() throws {
    let test = try TestDevice()
    try test.receiveFamily()
    try test.pull([put(12, text: "twelve")], seq: 12)

    let old = PullLine.gone(version: 11, type: "goal", record: goal, family: Invented.family)
    try test.pull([old], seq: 13)
    #expect(try test.device.goals(of: Invented.family).count == 1)

    let new = PullLine.gone(version: 14, type: "goal", record: goal, family: Invented.family)
    try test.pull([new], seq: 14)
    #expect(try test.device.goals(of: Invented.family) == [])
  }

  @Test func `an eviction removes every row of the family and no outbox entry`() throws {
    let test = try TestDevice()
    try test.receiveFamily()
    try test.pull(
      [
        .put(.family(Invented.otherFamily, version: 11, code: "B2C")), .ready(Invented.otherFamily),
        put(12, text: "twelve"),
      ],
      seq: 12
    )
    _ = try test.device.addReading(try Invented.reading(), family: Invented.family)
    let before = try test.entries()

    try test.pull([.evict(Invented.family)], seq: 13)

    #expect(try test.entries() == before)
    #expect(try test.rows().filter { $0.family == Invented.family } == [])
    #expect(try test.device.families().map(\.code) == ["B2C"])
    #expect(try test.device.catalogue().ids == ["demo-compass"])
  }

  @Test func `work about a family of an unfinished first reading has seen where that began`() throws
  {
    let test = try TestDevice()
    _ = try test.device.store.write { writer in
      try writer.apply(
        PullPage(
          lines: [
            .put(try .instrument(version: 1)),
            .put(.family(Invented.family, version: 2, code: "K7Q")), .ready(Invented.family),
          ],
          end: .test(seq: 0, isMore: true, backupSeq: 0, head: 40)
        )
      )
    }

    _ = try test.device.addReading(try Invented.reading(), family: Invented.family)
    #expect(try test.operations().map(\.seen) == [40])

    try test.pull([], seq: 44)
    _ = try test.device.addReading(try Invented.reading(), family: Invented.family)
    #expect(try test.operations().map(\.seen) == [40, 44])
  }

  @Test func `what was saved about a family that has left is shown to nobody`() throws {
    let test = try TestDevice()
    try test.receiveFamily()
    let reading = try test.device.addReading(try Invented.reading(), family: Invented.family)
    let note = try test.device.add(
      .note,
      ["text": "Invented", "date": "2026-11-20"],
      family: Invented.family
    )
    #expect(try test.device.notes(of: Invented.family).count == 1)

    try test.pull([.evict(Invented.family)], seq: 13)

    #expect(try test.device.notes(of: Invented.family) == [])
    #expect(try test.device.records(of: .note) == [])
    #expect(try test.device.records(of: .reading) == [])
    let refusal = #expect(throws: Refusal.self) {
      try test.device.record(of: .note, named: note.id.description)
    }
    #expect(refusal?.code == .notFound)
    #expect(try test.operations().map(\.record).count == 2)

    try test.receiveFamily(seq: 20)
    #expect(try test.device.notes(of: Invented.family).map(\.id) == [note.id])
    #expect(try test.device.records(of: .reading).map(\.id) == [reading.record.id])
  }

  @Test func `an operation of an evicted family is still sent`() throws {
    let test = try TestDevice()
    try test.receiveFamily()
    _ = try test.device.addReading(try Invented.reading(), family: Invented.family)
    try test.pull([.evict(Invented.family)], seq: 13)
    var server = ScriptedServer()

    let outcome = try server.sync(test) { request, _ in
      request.isPush ? try .results(of: request) { _ in .late } : .nothingNew(seq: 20)
    }

    #expect(try server.requests[0].pushedOperations().map(\.kind) == [.readingAdd])
    #expect(outcome.late == 1)
    #expect(outcome.unsent == 0)
    #expect(try test.rows().filter { $0.family == Invented.family } == [])
  }

  @Test func `a family that arrives over several pages is shown when it is complete`() throws {
    let test = try TestDevice()

    try test.pull(
      [.put(.family(Invented.family, version: 2, code: "K7Q"))],
      seq: 0,
      isMore: true
    )
    #expect(try test.device.families() == [])
    #expect(try test.device.status().families == 0)

    try test.pull([put(3, text: "three"), .ready(Invented.family)], seq: 10)
    #expect(try test.device.families().map(\.code) == ["K7Q"])
    #expect(try test.device.status().families == 1)
  }

  @Test func `a record of a type from a newer version is kept as it came`() throws {
    let test = try TestDevice()
    let record = PulledRecord.test(
      "hologram",
      RecordID(high: 9, low: 9),
      family: Invented.family,
      version: 4,
      body: Array(#"{"new":[1,2]}"#.utf8)
    )

    try test.pull([.put(record)], seq: 10)

    #expect(
      try test.device.store.read { try $0.record(record.record, ofType: "hologram") } == record
    )
  }

  @Test func `entered and left are counted by families, and one's own new family is not entered`()
    throws
  {
    let test = try TestDevice()
    try test.receiveFamily()
    let own = try test.device.addFamily(Invented.familyFields).family
    var server = ScriptedServer()

    let outcome = try server.sync(test) { request, _ in
      request.isPush
        ? try .results(of: request)
        : .page(
          [
            .evict(Invented.family), .put(.family(own, version: 20, code: "C3D")), .ready(own),
            .put(.family(Invented.otherFamily, version: 19, code: "B2C")),
            .ready(Invented.otherFamily),
          ],
          seq: 21
        )
    }

    #expect(outcome.entered == 1)
    #expect(outcome.left == 1)
    #expect(try test.device.families().map(\.code) == ["B2C", "C3D"])
  }
}
