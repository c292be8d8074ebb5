import Casework
import Instruments
import Testing

@Suite struct ReadingCheckTests {
  private let catalogue: InstrumentCatalogue
  private let today: CalendarDay
  private let compass = InstrumentKey(id: "demo-compass", edition: "1")
  private let star = InstrumentKey(id: "family-star-plus", edition: "2")
  /// A reading that is right in every way; each test breaks one thing.
  private var reading: Reading

  init() throws {
    catalogue = try TestPacks.catalogue()
    reading = try Sheets.compass()
    today = reading.date
  }

  @Test func `a whole reading is accepted in any order of areas`() throws {
    var reading = reading
    reading.scores.reverse()
    reading.scores[2] = Score(area: reading.scores[2].area, code: "declined")

    #expect(try checkReading(reading, catalogue: catalogue, today: today) == [])
  }

  @Test func `an unknown instrument is refused with the known ones`() throws {
    var reading = reading
    reading.instrument = "demo-compas"

    let refusal = refusal(of: reading)

    #expect(refusal == .unknownInstrument("demo-compas", known: catalogue.ids))
    #expect(
      try #require(refusal).description.hasPrefix(
        "No instrument \"demo-compas\" is installed; use area-missing-from-crosswalk, "
      )
    )
  }

  @Test func `an unknown edition is refused with the known ones`() {
    var reading = reading
    reading.instrument = "family-star-plus"
    reading.edition = "3"

    expect(
      reading,
      .unknownEdition(InstrumentKey(id: "family-star-plus", edition: "3"), known: ["1", "2"]),
      "family-star-plus edition 3 is not installed; use edition 1 or edition 2."
    )
  }

  @Test func `an instrument without its licence reference is disabled`() throws {
    let packs = try TestPacks.seeds.map(TestPacks.pack)
    var reading = reading
    reading.instrument = "family-star-plus"
    reading.edition = "2"

    let refusal = #expect(throws: ReadingRefusal.self) {
      try checkReading(
        reading,
        catalogue: InstrumentCatalogue(
          packs: packs,
          licensed: [InstrumentKey(id: "family-star-plus", edition: "1")]
        ),
        today: today
      )
    }

    #expect(refusal == .instrumentDisabled(star, publisher: "Triangle"))
    #expect(
      refusal?.description
        == "family-star-plus edition 2 is disabled until an administrator records the licence "
        + "reference from Triangle; ask an administrator."
    )
  }

  @Test func `a reading about somebody else is refused`() {
    var reading = reading
    reading.subject = .child

    expect(
      reading,
      .wrongSubject(compass, given: .child, needed: .family),
      "demo-compass edition 1 is about a family, not a child; "
        + "choose the right subject or another instrument."
    )
  }

  @Test func `an instrument about the family takes no member`() {
    var reading = reading
    reading.member = RecordID(high: 1, low: 2)

    expect(
      reading,
      .memberNotAllowed(compass),
      "demo-compass edition 1 is about the whole family; leave the member out."
    )
  }

  @Test func `an instrument about one person needs the member`() throws {
    var reading = try Sheets.star(date: "2024-01-01")
    reading.member = nil

    expect(
      reading,
      .memberRequired(star, subject: .parent),
      "family-star-plus edition 2 is about one parent; "
        + "say which member of the family it is."
    )
  }

  @Test func `a respondent that the pack does not name is refused`() throws {
    let pack = try TestPacks.seed(
      "demo-compass-1",
      replacing: #"["agreed","worker","family"]"#,
      with: #"["agreed","worker"]"#
    )
    var reading = reading
    reading.respondent = .family

    let refusal = #expect(throws: ReadingRefusal.self) {
      try checkReading(reading, catalogue: InstrumentCatalogue(packs: [pack]), today: today)
    }

    #expect(
      refusal == .respondentNotAllowed(compass, given: .family, allowed: [.agreed, .worker])
    )
    #expect(
      refusal?.description
        == "demo-compass edition 1 cannot be marked person only; "
        + "mark it together or worker only."
    )
  }

  @Test func `an unknown area is refused with the names that are near`() {
    var reading = reading
    reading.scores[4] = Score(area: "feeling", code: "4")

    expect(
      reading,
      .unknownArea("feeling", compass, nearest: ["feelings"]),
      "demo-compass edition 1 has no area \"feeling\"; use feelings."
    )
  }

  @Test func `an area known by its title is offered by its id`() {
    var reading = reading
    reading.scores[7] = Score(area: "Family life", code: "4")

    expect(
      reading,
      .unknownArea("Family life", compass, nearest: ["family-life"]),
      "demo-compass edition 1 has no area of that name; use family-life."
    )
  }

  @Test func `an area with two scores is refused`() {
    var reading = reading
    reading.scores.append(Score(area: "home", code: "5"))

    expect(
      reading,
      .duplicateArea("home", compass),
      "The area home of demo-compass edition 1 has two scores; give it one."
    )
  }

  @Test func `areas without an answer are refused by name, in the instrument's order`() {
    var reading = reading
    reading.scores.removeAll { $0.area == "safety" || $0.area == "learning" }

    expect(
      reading,
      .missingAreas(["learning", "safety"], compass),
      "demo-compass edition 1 also needs an answer for learning, safety; "
        + "score each of them or say why there is no score."
    )
  }

  @Test(arguments: ["0", "11", "3.5", "07", "4.0", "+4", "-1", "4 ", "", "٤"])
  func `a code that is not on the scale is refused`(code: String) {
    var reading = reading
    reading.scores[0] = Score(area: "home", code: code)

    #expect(
      refusal(of: reading)
        == .pointNotOnScale(code, area: "home", compass, scale: "1, 2, … 10")
    )
  }

  @Test func `a half point on a scale of whole points is shown with the scale`() {
    var reading = reading
    reading.scores[0] = Score(area: "home", code: "3.5")

    #expect(
      refusal(of: reading)?.description
        == "\"3.5\" is not on the scale of home in demo-compass edition 1; "
        + "use one of 1, 2, … 10."
    )
  }

  @Test func `words given as a score are not repeated`() {
    var reading = reading
    reading.scores[0] = Score(area: "home", code: "Sam was upset")

    #expect(
      refusal(of: reading)?.description
        == "That answer is not on the scale of home in demo-compass edition 1; "
        + "use one of 1, 2, … 10."
    )
  }

  @Test func `a non-score that the scale lacks is refused`() {
    var reading = reading
    reading.scores[0] = Score(area: "home", code: "noIssue")

    expect(
      reading,
      .nonScoreNotAllowed(
        .noIssue,
        area: "home",
        compass,
        allowed: [.notApplicable, .notScored, .declined, .unknown]
      ),
      "home in demo-compass edition 1 cannot be answered noIssue; "
        + "give a point or notApplicable or notScored or declined or unknown."
    )
  }

  @Test func `a note about an area that is not there is refused without its text`() {
    var reading = reading
    reading.notes = ["helth": "Invented secret."]

    expect(
      reading,
      .noteForUnknownArea("helth", compass, nearest: ["health"]),
      "demo-compass edition 1 has no area \"helth\", yet a note is about it; use health."
    )
  }

  @Test func `texts may hold exactly 4,000 bytes`() throws {
    var reading = reading
    reading.notes = ["home": String(repeating: "é", count: 2000)]
    reading.ownWords = String(repeating: "w", count: 4000)
    try checkReading(reading, catalogue: catalogue, today: today)

    var longNote = reading
    longNote.notes = ["home": String(repeating: "é", count: 2000) + "!"]
    expect(
      longNote,
      .textTooLong(.note(area: "home"), bytes: 4001),
      "The note on home is 4001 bytes long; shorten it to 4000."
    )

    var longWords = reading
    longWords.ownWords = String(repeating: "w", count: 4001)
    expect(
      longWords,
      .textTooLong(.ownWords, bytes: 4001),
      "The person's own words are 4001 bytes long; shorten them to 4000."
    )
  }

  private func refusal(of reading: Reading) -> ReadingRefusal? {
    do {
      try checkReading(reading, catalogue: catalogue, today: today)
      return nil
    } catch {
      return error
    }
  }

  private func expect(
    _ reading: Reading,
    _ expected: ReadingRefusal,
    _ message: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let refusal = refusal(of: reading)
    #expect(refusal == expected, sourceLocation: sourceLocation)
    #expect(refusal?.description == message, sourceLocation: sourceLocation)
  }
}
