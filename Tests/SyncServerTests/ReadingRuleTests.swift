import Casework
import Instruments
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// What the server takes as a reading.
struct ReadingRuleTests {
  private let world: ServerWorld
  private let robin: WireDevice
  private let family: FamilyID
  private let member: RecordID

  init() throws {
    world = try ServerWorld()
    robin = try world.device(of: world.people.robin, "robin")
    family = try robin.addFamily()
    let added = robin.operation(.memberAdd, family: family, InventedWork.member)
    try robin.push([added])
    member = added.record
  }

  /// A reading that is not right, by name, and the code that says why.
  enum Wrong: String, CaseIterable {
    case aboveTheScale, belowTheScale, halfPoint, wordPoint, unknownArea, missingArea, twiceOneArea
    case unknownInstrument, unknownEdition, noLicence, farFuture, wrongSubject, memberOnFamily
    case noMember, noteElsewhere, longWords, nonScore, beforeEdition

    var code: ProblemCode {
      switch self {
      case .aboveTheScale, .belowTheScale, .halfPoint, .wordPoint: .pointNotOnScale
      case .unknownArea: .unknownArea
      case .missingArea: .missingAreas
      case .twiceOneArea: .duplicateArea
      case .unknownInstrument: .unknownInstrument
      case .unknownEdition: .unknownEdition
      case .noLicence: .instrumentDisabled
      case .farFuture: .dateInFuture
      case .wrongSubject: .wrongSubject
      case .memberOnFamily: .memberNotAllowed
      case .noMember: .memberRequired
      case .noteElsewhere: .noteForUnknownArea
      case .longWords: .textTooLong
      case .nonScore: .nonScoreNotAllowed
      case .beforeEdition: .dateBeforeEdition
      }
    }

    func reading(member: RecordID) -> Reading {
      var reading = InventedWork.reading("5")
      let home = { (code: String) in
        reading.scores[0] = Score(area: reading.scores[0].area, code: code)
      }
      switch self {
      case .aboveTheScale: home("11")
      case .belowTheScale: home("0")
      case .halfPoint: home("4.5")
      case .wordPoint: home("five")
      case .unknownArea: reading.scores[0] = Score(area: "hoem", code: "5")
      case .missingArea: reading.scores.removeLast()
      case .twiceOneArea: reading.scores.append(reading.scores[0])
      case .unknownInstrument: reading.instrument = "invented-wheel"
      case .unknownEdition: reading.edition = "2"
      case .noLicence, .beforeEdition: reading = star(member: member)
      case .farFuture: reading.date = CalendarDay("2026-11-26") ?? reading.date
      case .wrongSubject: reading.subject = .parent
      case .memberOnFamily: reading.member = member
      case .noMember: reading = steps(member: nil)
      case .noteElsewhere: reading.notes = ["garden": "Invented"]
      case .longWords: reading.ownWords = String(repeating: "w", count: 4001)
      case .nonScore: home("noIssue")
      }
      if self == .beforeEdition { reading.date = CalendarDay("2023-05-21") ?? reading.date }
      return reading
    }
  }

  @Test(arguments: Wrong.allCases)
  func `what is wrong with a reading is named by its code`(_ wrong: Wrong) throws {
    if wrong == .beforeEdition {
      try world.console([
        "command": "pack.licence", "id": "family-star-plus", "edition": "2",
        "reference": "INVENTED-1",
      ])
    }
    let reading = wrong.reading(member: member)

    let result = try robin.send(.readingAdd, family: family, reading.json)

    #expect(result.status == .rejected)
    #expect(result.code == wrong.code)
    try robin.pull()
    #expect(robin.rows.records(of: .reading).isEmpty)
  }

  @Test func `a reading may be dated tomorrow by the server's clock and no later`() throws {
    world.clock.pass(14 * 3_600_000 + 3_599_999)
    let tomorrow = InventedWork.reading("5", on: "2026-11-25")
    let dayAfter = InventedWork.reading("5", on: "2026-11-26")

    let before = try [tomorrow, dayAfter].map {
      try robin.send(.readingAdd, family: family, $0.json).code
    }
    world.clock.pass(3_600_001)
    let after = try robin.send(.readingAdd, family: family, dayAfter.json)

    #expect(before == [nil, .dateInFuture])
    #expect(after.status == .applied)
  }

  @Test func `a disabled edition works from the moment its licence is recorded`() throws {
    let reading = star(member: member)
    let before = try robin.send(.readingAdd, family: family, reading.json)
    try world.console([
      "command": "pack.licence", "id": "family-star-plus", "edition": "2",
      "reference": "INVENTED-1",
    ])

    let after = try robin.send(.readingAdd, family: family, reading.json)

    #expect(before.code == .instrumentDisabled)
    #expect(after.status == .applied)
  }

  @Test func `the same reading under the same id changes nothing and another is refused`() throws {
    let id: RecordID = robin.id()
    try robin.send(.readingAdd, id, family: family, InventedWork.reading("5").json)
    let stored = try world.record(id)

    var reordered = InventedWork.reading("5")
    reordered.scores.reverse()
    let same = try robin.send(.readingAdd, id, family: family, reordered.json)
    let otherScore = try robin.send(.readingAdd, id, family: family, InventedWork.reading("6").json)
    let otherDay = try robin.send(
      .readingAdd,
      id,
      family: family,
      InventedWork.reading("5", on: "2026-11-19").json
    )

    #expect(same.status == .noop)
    #expect([otherScore.code, otherDay.code] == [.immutable, .immutable])
    #expect(try world.record(id) == stored)
    let review = try #require(otherScore.reviews.first)
    #expect(try world.quarantined(review) != nil)
  }

  @Test func `a reading of a person of another family is refused`() throws {
    let sam = try world.device(of: world.people.sam, "sam")
    let other = try sam.addFamily("Marsh (invented)", unit: world.people.ouse)

    let result = try sam.send(.readingAdd, family: other, steps(member: member).json)

    #expect(result.code == .notFound)
  }

  @Test func `the day of a reading never orders anything`() throws {
    let late = robin.operation(.readingAdd, family: family, InventedWork.reading("5").json)
    let early = robin.operation(
      .readingAdd,
      family: family,
      InventedWork.reading("5", on: "2020-01-01").json
    )

    let results = try robin.push([late, early]).results

    #expect(results.map(\.status) == [.applied, .applied])
    #expect(results[0].seq <= results[1].seq)
  }
}

/// An invented reading with a pack that has structure alone.
private func star(member: RecordID) -> Reading {
  let areas = [
    "physical-health", "your-wellbeing", "meeting-emotional-needs", "keeping-children-safe",
    "social-networks", "education-learning", "boundaries-behaviour", "family-routine",
    "home-money", "progress-to-work",
  ]
  return Reading(
    instrument: "family-star-plus",
    edition: "2",
    subject: .parent,
    member: member,
    date: CalendarDay("2026-11-20") ?? CalendarDay(milliseconds: 0),
    respondent: .agreed,
    scores: areas.map { Score(area: $0, code: "5") }
  )
}

/// An invented reading with Demo Steps, which is about one young person.
private func steps(member: RecordID?) -> Reading {
  let areas = [
    "getting-about", "sleep-rest", "study-work", "people-i-trust", "money-sense", "speaking-up",
  ]
  return Reading(
    instrument: "demo-steps",
    edition: "1",
    subject: .youngPerson,
    member: member,
    date: CalendarDay("2026-11-20") ?? CalendarDay(milliseconds: 0),
    respondent: .worker,
    scores: areas.map { Score(area: $0, code: "3") }
  )
}
