import Casework
import SyncProtocol
import Testing
import WireFormat

/// The bodies of assignments, review items and reference records, as they are stored and pulled.
struct StoredBodyTests {
  private static let day = CalendarDay(milliseconds: 1_780_000_000_000)

  @Test func `an assignment is read back as it was written, running or ended`() throws {
    let running = Assignment(worker: Samples.id(4), role: .lead, startedOn: Self.day)
    var ended = running
    ended.endedOn = Self.day
    ended.endReason = "Handed over"

    #expect(try Assignment(json: running.json) == running)
    #expect(try Assignment(json: ended.json) == ended)
    #expect(
      running.json.canonicalText
        == #"{"role":"lead","startedOn":"2026-05-28","#
        + #""worker":"01980000-0000-7000-8000-000000000004"}"#
    )
  }

  @Test(arguments: [
    ("worker", JSON.string("Priya"), ProblemCode.missingField),
    ("role", "boss", .invalidField), ("startedOn", "soon", .invalidField),
  ])
  func `an assignment with a wrong part is refused`(
    _ name: String,
    _ value: JSON,
    _ code: ProblemCode
  ) {
    var object =
      Assignment(worker: Samples.id(4), role: .lead, startedOn: Self.day).json.object ?? [:]
    object[name] = value

    #expect { try Assignment(json: .object(object)) } throws: { ($0 as? Refusal)?.code == code }
  }

  @Test func `the end of an assignment and a handover are read back as they were written`() throws {
    let ends = ["Moved away", nil].map { AssignmentEnd(endedOn: Self.day, reason: $0) }
    let handovers = [Samples.id(112), nil].map {
      Handover(to: Samples.id(4), unit: $0, on: Self.day, reason: "New district")
    }

    #expect(try ends.map { try AssignmentEnd(json: $0.json) } == ends)
    #expect(try handovers.map { try Handover(json: $0.json) } == handovers)
  }

  @Test(arguments: [
    ("to", JSON.null, ProblemCode.missingField), ("on", "", .invalidField),
    ("reason", " ", .reasonRequired), ("unit", "Nene", .invalidField),
  ])
  func `a handover with a wrong part is refused`(
    _ name: String,
    _ value: JSON,
    _ code: ProblemCode
  ) {
    let handover = Handover(to: Samples.id(4), unit: nil, on: Self.day, reason: "New district")
    var object = handover.json.object ?? [:]
    object[name] = value

    #expect { try Handover(json: .object(object)) } throws: { ($0 as? Refusal)?.code == code }
  }

  @Test(arguments: ReviewKind.allCases)
  func `a review item of every kind is read back, open and closed`(_ kind: ReviewKind) throws {
    var item = ReviewItem(
      kind: kind,
      opened: 1_780_000_000_000,
      subjectType: .goal,
      subject: Samples.id(2),
      author: Samples.id(4),
      operation: Samples.id(1),
      setAside: ["status": "met", "targetDate": nil],
      problem: Refusal(.unknownField, "A goal has no field of that name."),
      related: [Samples.id(5)],
      isForInformation: true
    )

    #expect(ReviewItem(json: item.json) == item)
    #expect(item.isOpen)

    item.decision = ReviewItem.Decision(
      choice: try #require(kind.choices.first),
      worker: Samples.id(6),
      made: 1_780_000_000_001,
      note: "Seen on Tuesday"
    )
    #expect(ReviewItem(json: item.json) == item)
    #expect(item.json["state"] == "closed")
  }

  @Test func `a review item that says the least has only what every item has`() {
    let item = ReviewItem(
      kind: .late,
      opened: 5,
      subjectType: .reading,
      subject: Samples.id(2),
      author: nil
    )

    #expect(
      item.json.canonicalText
        == #"{"kind":"late","opened":5,"state":"open","#
        + #""subject":"01980000-0000-7000-8000-000000000002","subject_type":"reading"}"#
    )
    #expect(ReviewItem(json: item.json) == item)
  }

  @Test func `an item that only tells is closed by having been seen`() {
    let item = ReviewItem(
      kind: .correctionRequest,
      opened: 5,
      subjectType: .correction,
      subject: Samples.id(2),
      author: nil,
      isForInformation: true
    )

    #expect(item.choices == [.noted])
    #expect(ReviewKind.correctionRequest.choices == [.approve, .refuse])
  }

  @Test func `reference records are read back as they were written`() {
    let units = [Samples.id(110), nil].map {
      UnitRecord(id: Samples.id(112), kind: .team, title: "Nene team", parent: $0)
    }
    let worker = WorkerRecord(
      id: Samples.id(4),
      name: "Priya Nair",
      places: [
        WorkerRecord.Place(unit: Samples.id(112), role: .practitioner),
        WorkerRecord.Place(unit: Samples.id(110), role: .supervisor),
      ]
    )
    let instruments = ["TRI-1", nil].map {
      InstrumentRecord(pack: ["id": "demo-compass"], licenceReference: $0)
    }

    #expect(units.map { UnitRecord(json: $0.json) } == units)
    #expect(WorkerRecord(json: worker.json) == worker)
    #expect(instruments.map { InstrumentRecord(json: $0.json) } == instruments)
  }

  @Test func `a role of a later version is left out, not taken for another`() {
    let json: JSON = [
      "id": "01980000-0000-7000-8000-000000000004", "name": "Priya Nair",
      "places": [["unit": "01980000-0000-7000-8000-000000000005", "role": "owner"]],
    ]

    #expect(
      WorkerRecord(json: json)
        == WorkerRecord(id: Samples.id(4), name: "Priya Nair", places: [])
    )
  }
}
