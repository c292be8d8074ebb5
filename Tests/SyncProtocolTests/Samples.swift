import Casework
import SyncProtocol
import WireFormat

/// Invented operations and the bytes that they must have.
enum Samples {
  /// An id whose last digits are the number, so that a failing test can be read.
  static func id<Kind>(_ number: UInt64, _ kind: Kind.Type = Kind.self) -> Identifier<Kind> {
    Identifier(high: 0x0198_0000_0000_7000, low: 0x8000_0000_0000_0000 | number)
  }

  static let moment = Moment(wall: 1_780_000_000_000, monotonic: 5000, boot: "boot-1")

  /// An operation with every part.
  static let full = operation(
    kind: .goalSet,
    group: id(9),
    base: ["text": 41, "status": 40],
    previous: ["status": 411],
    data: ["text": "Breakfast before school\n", "status": "met", "targetDate": nil]
  )

  static let fullLine =
    #"{"gen":3,"n":412,"id":"01980000-0000-7000-8000-000000000001","k":"goal.set","#
    + #""rec":"01980000-0000-7000-8000-000000000002","#
    + #""fam":"01980000-0000-7000-8000-000000000003","seen":40,"#
    + #""at":{"boot":"boot-1","mono":5000,"wall":1780000000000},"hlc":"019e704488000003","#
    + #""grp":"01980000-0000-7000-8000-000000000009","base":{"status":40,"text":41},"#
    + #""prev":{"status":411},"#
    + #""d":{"status":"met","targetDate":null,"text":"Breakfast before school\n"}}"#

  /// An operation with only what every operation has.
  static let plain = operation(kind: .familySet, data: ["contact": "none"])

  static func operation(
    number: Int = 412,
    kind: OperationKind,
    group: OperationID? = nil,
    base: [String: Int64] = [:],
    previous: [String: Int] = [:],
    data: JSON
  ) -> Operation {
    Operation(
      generation: 3,
      number: number,
      id: id(1),
      kind: kind,
      record: id(2),
      family: id(3),
      seen: 40,
      at: moment,
      stamp: Stamp(milliseconds: 1_780_000_000_000, counter: 3),
      group: group,
      base: base,
      previous: previous,
      data: data
    )
  }

  /// Reads a line written as text.
  static func read(_ line: String) throws(OperationProblem) -> ReceivedOperation {
    try ReceivedOperation(line: Array(line.utf8)[...])
  }

  /// The reading as an import would have brought it.
  static let importedReading: Reading = {
    var imported = Samples.reading
    imported.imported = ReadingOrigin(
      source: "council/readings.csv",
      id: "S1",
      recorded: 1_700_000_000_000,
      worker: "w1",
      replaces: "S0",
      stage: "review",
      remark: "Invented remark",
      released: "unknown_worker"
    )
    return imported
  }()

  /// A reading with every part.
  static let reading = Reading(
    instrument: "demo-compass",
    edition: "1",
    subject: .child,
    member: id(5),
    episode: id(6),
    date: CalendarDay(milliseconds: 1_780_000_000_000),
    respondent: .worker,
    timing: .retrospective,
    setting: .virtual,
    capturedOffline: true,
    scores: [Score(area: "home", code: "3"), Score(area: "learning", code: "declined")],
    notes: ["home": "Two rooms"],
    ownWords: "Better than in spring"
  )

  static let readingLine =
    #"[1,"demo-compass","1","child","01980000-0000-7000-8000-000000000005","#
    + #""01980000-0000-7000-8000-000000000006","2026-05-28","worker","retrospective","virtual","#
    + #"true,["home","learning"],["3","declined"],{"home":"Two rooms"},"Better than in spring"]"#
}
