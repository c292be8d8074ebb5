import Casework
import SyncProtocol
import Testing
import WireFormat

struct ReadingCodecTests {
  private static let positions = [
    "", "instrument", "edition", "subject", "member", "episode", "date", "respondent", "timing",
    "setting", "captured offline", "areas", "codes", "notes", "own words",
  ]

  @Test func `the array of a reading never changes by a byte`() {
    #expect(Samples.reading.json.canonicalText == Samples.readingLine)
  }

  @Test func `an imported reading has one position more and says where it came from`() throws {
    let json = Samples.importedReading.json

    #expect(json.array?.first == 2)
    #expect(json.array?.dropFirst().dropLast() == Samples.reading.json.array?.dropFirst())
    #expect(
      json.array?.last == [
        "id": "S1", "recorded": 1_700_000_000_000, "released": "unknown_worker",
        "remark": "Invented remark", "replaces": "S0", "source": "council/readings.csv",
        "stage": "review", "worker": "w1",
      ]
    )
    #expect(try Reading(json: try JSON(strict: json.canonical)) == Samples.importedReading)
    var wrong = json.array ?? []
    wrong[0] = 1
    #expect(throws: Refusal.self) { try Reading(json: .array(wrong)) }
  }

  @Test func `parts that are absent are null in their places`() {
    let reading = Reading(
      instrument: "demo-compass",
      edition: "1",
      subject: .family,
      date: CalendarDay(milliseconds: 1_780_000_000_000),
      respondent: .agreed,
      scores: []
    )

    #expect(
      reading.json.canonicalText
        == #"[1,"demo-compass","1","family",null,null,"2026-05-28","agreed","standard",null,false,"#
        + "[],[],null,null]"
    )
  }

  @Test func `any reading survives the way through its array`() throws {
    var dice = Dice(seed: 41)
    for _ in 0..<1000 {
      let reading = dice.reading()

      let read = try Reading(json: try JSON(strict: reading.json.canonical))
      #expect(read == reading)
    }
  }

  @Test(arguments: 1...14)
  func `a position that is not of its type is refused by its number and name`(_ position: Int) {
    var array = Samples.reading.json.array ?? []
    array[position] = .number(0.5)

    #expect(
      throws: Refusal(
        .invalidField,
        "Position \(position) of a reading (\(Self.positions[position])) is missing or not of "
          + "its type."
      )
    ) { try Reading(json: .array(array)) }
  }

  @Test(arguments: [1, 2, 3, 6, 7, 8, 10, 11, 12])
  func `a position that must be given cannot be null`(_ position: Int) {
    var array = Samples.reading.json.array ?? []
    array[position] = .null

    #expect {
      try Reading(json: .array(array))
    } throws: {
      ($0 as? Refusal)?.detail.contains("Position \(position) ") == true
    }
  }

  @Test(arguments: [4, 5, 9, 13, 14])
  func `a position that may be absent can be null`(_ position: Int) throws {
    var array = Samples.reading.json.array ?? []
    array[position] = .null

    #expect(try Reading(json: .array(array)).json == .array(array))
  }

  @Test(arguments: [
    (3, "family member"), (4, "0198"), (5, ""), (6, "2026-02-30"), (7, "together"),
    (8, "late"), (9, "byPhone"),
  ])
  func `a word or day that is not of the list is refused`(_ position: Int, _ word: String) {
    var array = Samples.reading.json.array ?? []
    array[position] = .string(word)

    #expect {
      try Reading(json: .array(array))
    } throws: {
      ($0 as? Refusal)?.detail.contains("Position \(position) ") == true
    }
  }

  @Test func `areas and codes of different number are refused`() {
    var array = Samples.reading.json.array ?? []
    array[12] = ["3"]

    #expect(
      throws: Refusal(
        .invalidField,
        "A reading has 2 areas and 1 codes; each area needs one code."
      )
    ) { try Reading(json: .array(array)) }
  }

  @Test(arguments: [
    (11, JSON.array([1, 2])), (12, JSON.array(["3", .null])), (13, JSON.object(["home": 3])),
  ])
  func `a list or note that holds something else than text is refused`(
    _ position: Int,
    _ value: JSON
  ) {
    var array = Samples.reading.json.array ?? []
    array[position] = value

    #expect {
      try Reading(json: .array(array))
    } throws: {
      ($0 as? Refusal)?.detail.contains("Position \(position) ") == true
    }
  }

  @Test(arguments: [
    JSON.null, .object([:]), .array([]), .array([1]), .array(Array(repeating: 1, count: 16)),
    .array([2] + (Samples.reading.json.array ?? []).dropFirst()),
    .array(["1"] + (Samples.reading.json.array ?? []).dropFirst()),
  ])
  func `another layout is refused before its positions are looked at`(_ json: JSON) {
    #expect(
      throws: Refusal(
        .invalidOperation,
        "A reading is an array of 15 positions that begins with the layout version 1."
      )
    ) { try Reading(json: json) }
  }

  @Test func `a list of more than 256 areas is refused`() {
    var array = Samples.reading.json.array ?? []
    array[11] = .array(Array(repeating: "home", count: 257))
    array[12] = .array(Array(repeating: "3", count: 257))

    #expect(throws: Refusal.self) { try Reading(json: .array(array)) }
  }
}

extension Dice {
  fileprivate mutating func pick<Value: CaseIterable>(_ type: Value.Type) -> Value
  where Value.AllCases == [Value] {
    Value.allCases[roll(Value.allCases.count)]
  }

  fileprivate mutating func reading() -> Reading {
    let texts = ["", "a\"b\\c\n", "Zoë €", "👩‍👧", "null"]
    let areas = (0..<roll(12)).map { "area-\($0)" }.shuffled(using: &self)
    return Reading(
      instrument: texts[roll(5)],
      edition: texts[roll(5)],
      subject: pick(Subject.self),
      member: roll(2) == 0 ? nil : Samples.id(next() >> 2),
      episode: roll(2) == 0 ? nil : Samples.id(next() >> 2),
      date: CalendarDay(milliseconds: Int64(bitPattern: next()) >> 21),
      respondent: pick(Respondent.self),
      timing: pick(Timing.self),
      setting: roll(2) == 0 ? nil : pick(Setting.self),
      capturedOffline: roll(2) == 0,
      scores: areas.map { Score(area: $0, code: "\(roll(11))") },
      notes: Dictionary(areas.prefix(roll(4)).map { ($0, texts[roll(5)]) }) { $1 },
      ownWords: roll(2) == 0 ? nil : texts[roll(5)]
    )
  }
}
