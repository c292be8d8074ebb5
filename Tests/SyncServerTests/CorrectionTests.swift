import Casework
import Instruments
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// Corrections and withdrawals: requests that a second person lets take effect.
struct CorrectionTests {
  private let world: ServerWorld
  private let robin: WireDevice
  private let sam: WireDevice
  private let ada: WireDevice
  private let family: FamilyID
  private let reading: RecordID

  init() throws {
    world = try ServerWorld()
    robin = try world.device(of: world.people.robin, "robin")
    sam = try world.device(of: world.people.sam, "sam")
    ada = try world.device(of: world.people.ada, "ada")
    family = try robin.addFamily()
    let added = robin.operation(.readingAdd, family: family, InventedWork.reading("5").json)
    try robin.push([added])
    reading = added.record
  }

  /// The two kinds of request that need a second person.
  enum Asking: String, CaseIterable {
    case correction, withdrawal

    var kind: OperationKind { self == .correction ? .readingCorrect : .readingWithdraw }

    var reviewKind: ReviewKind {
      self == .correction ? .correctionRequest : .withdrawalRequest
    }
  }

  private func ask(_ asking: Asking, by device: WireDevice) throws -> (RecordID, RecordID) {
    var data: [String: JSON] = [
      "reading": .string(reading.description), "reason": "Invented slip",
    ]
    if asking == .correction { data["changes"] = ["scores": ["home": "8"]] }
    let operation = device.operation(asking.kind, family: family, .object(data))
    let result = try #require(try device.push([operation]).results.first)
    try #require(result.status == .applied)
    return (operation.record, try #require(result.reviews.first))
  }

  private func decide(
    _ review: RecordID,
    by device: WireDevice,
    _ choice: String
  ) throws -> OperationResult {
    try device.send(.reviewResolve, review, family: family, ["choice": .string(choice)])
  }

  /// The reading as reports see it.
  private func effective() throws -> EffectiveReading {
    try sam.pull()
    let stored = try #require(try world.record(reading))
    let amendments = sam.rows.records(of: .correction).compactMap { record in
      (try? JSON(strict: record.body)).flatMap { ReadingRequest(json: $0) }?
        .amendment(id: record.record)
    }
    return effectiveReading(
      try Reading(json: JSON(strict: stored.body)),
      amendments: amendments
    )
  }

  @Test(arguments: Asking.allCases)
  func `a request changes nothing until a second person approves it`(_ asking: Asking) throws {
    let stored = try world.record(reading)
    let (request, review) = try ask(asking, by: robin)
    let waiting = try effective()

    let decided = try decide(review, by: sam, "approve")

    #expect(waiting.reading == InventedWork.reading("5"))
    #expect(waiting.isWithdrawn == false)
    #expect(waiting.isCorrected == false)
    #expect(decided.status == .applied)
    #expect(try world.request(request)?.state == .effective)
    #expect(try world.request(request)?.decidedSeq == decided.seq)
    let after = try effective()
    #expect(after.isWithdrawn == (asking == .withdrawal))
    #expect(after.isCorrected == (asking == .correction))
    #expect(after.reading.scores[0].code == (asking == .correction ? "8" : "5"))
    #expect(
      Array(after.reading.scores.dropFirst()) == Array(InventedWork.reading().scores.dropFirst())
    )
    #expect(try world.record(reading) == stored)
  }

  @Test(arguments: Asking.allCases)
  func `a refused request changes nothing and stays on record`(_ asking: Asking) throws {
    let (request, review) = try ask(asking, by: robin)

    let decided = try decide(review, by: sam, "refuse")

    #expect(decided.status == .applied)
    #expect(try world.request(request)?.state == .refused)
    #expect(try effective().reading == InventedWork.reading("5"))
    #expect(try effective().isWithdrawn == false)
    #expect(try decide(review, by: ada, "approve").code == .wrongState)
    #expect(try world.request(request)?.state == .refused)
  }

  @Test(arguments: Asking.allCases)
  func `nobody approves an own request, though anybody may take it back`(_ asking: Asking) throws {
    let (first, firstReview) = try ask(asking, by: sam)
    let (second, secondReview) = try ask(asking, by: sam)

    let own = try decide(firstReview, by: sam, "approve")
    let taken = try decide(secondReview, by: sam, "refuse")

    #expect(own.code == .secondPersonNeeded)
    #expect(try world.request(first)?.state == .requested)
    #expect(taken.status == .applied)
    #expect(try world.request(second)?.state == .refused)
    #expect(try decide(firstReview, by: ada, "approve").status == .applied)
    #expect(try world.request(first)?.state == .effective)
  }

  @Test(arguments: Asking.allCases)
  func `a practitioner does not decide, and the item says what kind it is`(
    _ asking: Asking
  ) throws {
    let (request, review) = try ask(asking, by: sam)

    let decided = try decide(review, by: robin, "approve")

    #expect(decided.code == .forbidden)
    #expect(try world.request(request)?.state == .requested)
    let item = try #require(try world.review(review))
    #expect(item.kind == asking.reviewKind)
    #expect(item.subject == request)
    #expect(item.related == [reading])
    #expect(item.isForInformation == false)
    #expect(item.choices == [.approve, .refuse])
  }

  @Test func `who supervises elsewhere sees an assigned family and decides nothing there`() throws {
    let wren = try world.device(of: world.people.wren, "wren")
    let priya = try world.device(of: world.people.priya, "priya")
    let ouse = try wren.addFamily("Marsh (invented)")
    let given = wren.operation(.readingAdd, family: ouse, InventedWork.reading("5").json)
    let request = wren.operation(
      .readingWithdraw,
      family: ouse,
      ["reading": .string(given.record.description), "reason": "Invented slip"]
    )
    let review = try #require(try wren.push([given, request]).results[1].reviews.first)
    try sam.send(.assignStart, family: ouse, InventedWork.assignment(world.people.priya, .support))

    let note = try priya.send(.noteAdd, family: ouse, InventedWork.note)
    let decision = try priya.send(.reviewResolve, review, family: ouse, ["choice": "approve"])
    let handover = try priya.send(
      .handover,
      family: ouse,
      InventedWork.handover(to: world.people.robin)
    )

    #expect(note.status == .applied)
    #expect([decision.code, handover.code] == [.forbidden, .forbidden])
    #expect(try world.request(request.record)?.state == .requested)
  }

  @Test(
    arguments: [
      ["date": "2026-11-19"], ["respondent": "worker"], ["timing": "retrospective"],
      ["date": "2026-11-19", "respondent": "family", "timing": "retrospective"],
    ] as [[String: String]]
  )
  func `date, respondent and timing are amended at once and the supervisor is told`(
    _ changes: [String: String]
  ) throws {
    let operation = robin.operation(
      .readingCorrect,
      family: family,
      [
        "reading": .string(reading.description), "reason": "Invented slip",
        "changes": .object(changes.mapValues { .string($0) }),
      ]
    )

    let result = try #require(try robin.push([operation]).results.first)

    #expect(result.status == .applied)
    #expect(try world.request(operation.record)?.state == .effective)
    #expect(try world.request(operation.record)?.decidedSeq == result.seq)
    let effective = try effective().reading
    #expect(effective.date.description == changes["date"] ?? "2026-11-20")
    #expect(effective.respondent.rawValue == changes["respondent"] ?? "agreed")
    #expect(effective.timing.rawValue == changes["timing"] ?? "standard")
    let item = try #require(sam.reviews(.correctionRequest).first)
    #expect(item.isForInformation)
    #expect(item.isOpen)
    #expect(item.choices == [.noted])
    #expect(try decide(result.reviews[0], by: sam, "noted").status == .applied)
  }

  @Test func `a date with a score waits like the score`() throws {
    let operation = robin.operation(
      .readingCorrect,
      family: family,
      [
        "reading": .string(reading.description), "reason": "Invented slip",
        "changes": ["date": "2026-11-19", "scores": ["home": "8"]],
      ]
    )

    try robin.push([operation])

    #expect(try world.request(operation.record)?.state == .requested)
    #expect(try effective().reading == InventedWork.reading("5"))
  }

  static let unfit: [(JSON, ProblemCode)] = [
    (["scores": ["home": "11"]], .pointNotOnScale),
    (["scores": ["hoem": "5"]], .unknownArea),
    (["scores": [:]], .invalidField),
    (["date": "2026-11-26"], .dateInFuture),
    (["date": "soon"], .invalidField),
    (["respondent": "neighbour"], .invalidField),
    (["ownWords": "Invented"], .unknownField),
    ([:], .missingField),
  ]

  @Test(arguments: unfit)
  func `a correction that would leave a wrong reading is refused`(
    _ changes: JSON,
    _ code: ProblemCode
  ) throws {
    let result = try robin.send(
      .readingCorrect,
      family: family,
      ["reading": .string(reading.description), "reason": "Invented slip", "changes": changes]
    )

    #expect(result.code == code)
    try robin.pull()
    #expect(robin.rows.records(of: .correction).isEmpty)
  }

  @Test func `a reading of another family cannot be corrected from here`() throws {
    let other = try robin.addFamily("Marsh (invented)")

    let result = try robin.send(
      .readingWithdraw,
      family: other,
      ["reading": .string(reading.description), "reason": "Invented slip"]
    )

    #expect(result.code == .notFound)
  }

  @Test func `the order in which approvals arrive decides, not the order of the requests`() throws {
    func ask(_ code: String) throws -> RecordID {
      let result = try robin.send(
        .readingCorrect,
        family: family,
        [
          "reading": .string(reading.description), "reason": "Invented slip",
          "changes": ["scores": ["home": .string(code)]],
        ]
      )
      return try #require(result.reviews.first)
    }
    let first = try ask("7")
    let second = try ask("8")

    _ = try decide(second, by: sam, "approve")
    _ = try decide(first, by: sam, "approve")

    #expect(try effective().reading.scores[0].code == "7")
  }
}
