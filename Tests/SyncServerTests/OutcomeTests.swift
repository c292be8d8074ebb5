import Casework
import Instruments
import SQLiteStorage
import Storage
import SyncProtocol
import SyncServer
import Testing
import WireFormat

/// What the handler does to records, and that the order of sync does not matter to it.
@Suite struct OutcomeTests {
  @Test(arguments: [false, true])
  func `a same-day pair is one item whichever device comes first`(isSwapped: Bool) throws {
    let harness = try Harness()
    let first = try harness.device("peterborough")
    let second = try harness.device("cambridgeshire")
    let family = try harness.family("shared")
    let one = RecordID(high: 0x0193_0000_0000_7000, low: 0x8000_0000_0000_0001)
    let two = RecordID(high: 0x0193_0000_0000_7000, low: 0x8000_0000_0000_0002)
    let left = first.operation(.readingAdd, family: family, record: one, try compass("4").json)
    let right = second.operation(.readingAdd, family: family, record: two, try compass("6").json)

    if isSwapped {
      try second.push(right)
      try first.push(left)
    } else {
      try first.push(left)
      try second.push(right)
    }

    let rows = try first.bootstrap()
    let items = rows.values.filter { $0.type == .review }
      .compactMap { (try? JSON(strict: $0.body)).flatMap { ReviewItem(json: $0) } }
    #expect(items.map(\.kind) == [.sameDayPair])
    #expect(items.map(\.subject) == [one])
    #expect(items.map(\.related) == [[two]])
    #expect(rows.values.count { $0.type == .reading } == 2)
  }

  @Test func `the person's own view beside the agreed one is no pair`() throws {
    let harness = try Harness()
    let device = try harness.device("peterborough")
    let family = try harness.family("star")

    let results = try device.push(
      device.operation(.readingAdd, family: family, try compass("4").json),
      device.operation(.readingAdd, family: family, try compass("6", respondent: .family).json)
    )

    #expect(results.flatMap(\.reviews).isEmpty)
  }

  @Test func `concurrent edits of one field keep both values until a person takes one`() throws {
    let harness = try Harness()
    let first = try harness.device("peterborough")
    let second = try harness.device("cambridgeshire")
    let family = try harness.family("shared")
    for device in [first, second] { _ = try device.bootstrap() }
    func edit(_ device: ScriptedDevice, _ way: String) -> SyncProtocol.Operation {
      device.operation(
        .familySet,
        family: family,
        record: family.retagged(),
        base: ["contact": 0],
        ["contact": .string(way)]
      )
    }
    try first.push(edit(first, "By letter"))

    let results = try second.push(edit(second, "By telephone"))

    // Neither had seen the other, and both came at one moment: the greater device's stands.
    let isSecond = results[0].status == .merged
    #expect(isSecond || results[0].status == .proposed)
    let kept: JSON = isSecond ? "By letter" : "By telephone"
    let review = try #require(results[0].reviews.first)
    let item = try #require(
      try second.bootstrap()[review].flatMap {
        (try? JSON(strict: $0.body)).flatMap { ReviewItem(json: $0) }
      }
    )
    #expect(item.setAside == ["contact": kept])
    try first.push(
      first.operation(.reviewResolve, family: family, record: review, ["choice": "take"])
    )
    let state = try first.bootstrap()[family.retagged()].flatMap { RecordState(body: $0.body) }
    #expect(state?.fields["contact"] == kept)
  }

  @Test func `nobody approves his own request`() throws {
    let harness = try Harness()
    let supervisor = try harness.device("supervisor")
    let other = try harness.device("second-supervisor")
    let family = try harness.family("star")
    let reading = supervisor.operation(.readingAdd, family: family, try compass("4").json)
    let request = supervisor.operation(
      .readingWithdraw,
      family: family,
      ["reading": .string(reading.record.description), "reason": "Wrong family"]
    )
    let review = try #require(try supervisor.push(reading, request)[1].reviews.first)

    let own = try supervisor.push(
      supervisor.operation(.reviewResolve, family: family, record: review, ["choice": "approve"])
    )
    let second = try other.push(
      other.operation(.reviewResolve, family: family, record: review, ["choice": "approve"])
    )

    #expect(own[0].problem?.code == .secondPersonNeeded)
    #expect(second[0].status == .applied)
    let state = try other.bootstrap()[request.record].flatMap {
      (try? JSON(strict: $0.body)).flatMap { ReadingRequest(json: $0) }
    }
    #expect(state?.state == .effective)
  }

  @Test func `a correction of an area that the reading lacks is refused`() throws {
    let harness = try Harness()
    let device = try harness.device("peterborough")
    let family = try harness.family("star")
    let reading = device.operation(.readingAdd, family: family, try compass("4").json)
    let request = device.operation(
      .readingCorrect,
      family: family,
      [
        "reading": .string(reading.record.description), "reason": "Typed wrong",
        "changes": ["scores": ["hoem": "9"]],
      ]
    )

    let results = try device.push(reading, request)

    #expect(results[1].problem?.code == .unknownArea)
  }

  @Test func `a licensed pack stays disabled until its reference is recorded`() throws {
    let harness = try Harness()
    let key = InstrumentKey(id: "family-star-plus", edition: "2")
    #expect(!harness.core.catalogue.isEnabled(key))

    _ = try harness.commit { core, writer in
      try core.console(
        [
          "command": "pack.licence", "id": "family-star-plus", "edition": "2",
          "reference": "INVENTED-1",
        ],
        into: writer
      )
    }

    let catalogue = try harness.ledger.read { try ServerCore.catalogue(from: $0) }
    #expect(catalogue.isEnabled(key))
  }

  @Test func `from every cursor and with every page size a pull ends where a bootstrap ends`()
    throws
  {
    let harness = try Harness()
    let device = try harness.device("cambridgeshire")
    let author = try harness.device("peterborough")
    let supervisor = try harness.device("supervisor")
    var states: [(rows: [RecordID: PulledRecord], cursor: String?)] = [([:], nil)]
    func remember() throws {
      var rows: [RecordID: PulledRecord] = [:]
      let cursor = try device.pull(into: &rows, from: nil)
      states.append((rows, cursor))
    }
    try remember()
    let shared = try harness.family("shared")
    let star = try harness.family("star")
    let day = try #require(CalendarDay("2026-11-20"))
    let worker = device.principal.worker
    for index in 0..<6 {
      try author.push(
        author.operation(.readingAdd, family: shared, try compass("\(index + 1)").json)
      )
      try remember()
      let assignment = supervisor.operation(
        .assignStart,
        family: star,
        Assignment(worker: worker, role: .support, startedOn: day).json
      )
      try supervisor.push(assignment)
      try remember()
      try supervisor.push(
        supervisor.operation(
          .assignEnd,
          family: star,
          record: assignment.record,
          AssignmentEnd(endedOn: day, reason: nil).json
        )
      )
      try remember()
    }
    let expected = try device.bootstrap()

    for size in [1, 2, 3, 1000] {
      for state in states {
        var rows = state.rows
        _ = try device.pull(into: &rows, from: state.cursor, pageChangesMax: size)
        let differing = Set(rows.keys).symmetricDifference(expected.keys)
        #expect(differing.isEmpty)
        #expect(rows == expected)
      }
    }
  }
}
