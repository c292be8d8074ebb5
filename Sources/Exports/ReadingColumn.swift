import Casework

/// One column of `readings.csv`, which is also one line of `dictionary.csv`.
///
/// Columns are only ever added, at the end; none is renamed or taken away.
struct ReadingColumn: Sendable {
  /// What a column holds, as the dictionary names it.
  enum Kind: String {
    case text, code, date, time, number, flag
  }

  let name: String
  let meaning: String
  let kind: Kind
  /// The version of the set that first had the column.
  let since: Int
  let cell: @Sendable (ReadingRow) -> CSVCell

  init(
    _ name: String,
    _ kind: Kind,
    since: Int = 1,
    _ meaning: String,
    _ text: @escaping @Sendable (ReadingRow) -> String?
  ) {
    self.name = name
    self.meaning = meaning
    self.kind = kind
    self.since = since
    cell = { row in
      let content = text(row) ?? ""
      return kind == .number && !content.isEmpty ? .number(content) : .text(content)
    }
  }

  static let all: [ReadingColumn] = aboutTheFamily + aboutTheReading + aboutTheScore

  private static let aboutTheFamily: [ReadingColumn] = [
    ReadingColumn("family", .text, "Short code of the family") { $0.family.code },
    ReadingColumn("authority", .code, "Authority that holds the family") {
      $0.family.authority.rawValue
    },
    ReadingColumn("unit", .text, "Unit that holds the family") { $0.family.unit },
    ReadingColumn("episode_opened", .date, "Day the episode of support was opened") {
      $0.episode?.opened.description
    },
    ReadingColumn("episode_closed", .date, "Day it was closed; empty while it is open") {
      $0.episode?.closed?.description
    },
    ReadingColumn("tier", .code, "Level of support of the episode") { $0.episode?.tier?.rawValue },
    ReadingColumn("instrument", .code, "Id of the instrument") { $0.instrument.id },
    ReadingColumn("edition", .text, "Edition the reading was made with") { $0.instrument.edition },
    ReadingColumn("definition", .text, "Warning about the definition of the instrument") {
      $0.instrument.definitionNote
    },
  ]

  private static let aboutTheReading: [ReadingColumn] = [
    ReadingColumn("reading", .code, "Id of the reading; its areas share it") {
      $0.reading.id.description
    },
    ReadingColumn("subject", .code, "Whom the reading is about") { $0.reading.subject.rawValue },
    ReadingColumn("member_role", .code, "Place in the family of that person") {
      $0.reading.memberRole?.rawValue
    },
    ReadingColumn("age_band", .code, "Age in years on the day of the reading; empty from 26 on") {
      row in
      row.reading.born.flatMap { AgeBand(born: $0, on: row.reading.date)?.rawValue }
    },
    ReadingColumn("date", .date, "Day the scores are for") { $0.reading.date.description },
    ReadingColumn("respondent", .code, "Who marked it; family alone is not counted in reports") {
      $0.reading.respondent.rawValue
    },
    ReadingColumn("timing", .code, "Given at the time, or later for an earlier day") {
      $0.reading.timing.rawValue
    },
    ReadingColumn("setting", .code, "Met in person or virtually") { $0.reading.setting?.rawValue },
    ReadingColumn("captured_offline", .flag, "No server answered when it was saved") {
      $0.reading.capturedOffline ? "true" : "false"
    },
    ReadingColumn("corrected", .flag, "An approved correction changed it; scores are corrected") {
      $0.reading.isCorrected ? "true" : "false"
    },
    ReadingColumn("withdrawn", .flag, "It was withdrawn and must not be counted") {
      $0.reading.withdrawalReason == nil ? "false" : "true"
    },
    ReadingColumn("withdrawal_reason", .text, "Why it was withdrawn") {
      $0.reading.withdrawalReason
    },
    ReadingColumn("worker", .text, "Code of the worker who saved it") { $0.reading.worker },
    ReadingColumn("received", .time, "Corrected time at which it was saved, in UTC") {
      instant($0.reading.receivedMilliseconds)
    },
    ReadingColumn("sequence", .number, "Place in the ledger") { String($0.reading.sequence) },
  ]

  private static let aboutTheScore: [ReadingColumn] = [
    ReadingColumn("area", .code, "Id of the area in the instrument") { $0.score.area },
    ReadingColumn("area_title", .text, "Title of the area") { $0.score.areaTitle },
    ReadingColumn("area_order", .number, "Place of the area in the instrument") {
      String($0.score.areaOrder)
    },
    ReadingColumn("score", .number, "Code of the point; empty when the answer is no score") {
      guard case .point(let code, _) = $0.score.answer else { return nil }
      return code
    },
    ReadingColumn("non_score", .code, "Kind of an answer that is no score") {
      guard case .nonScore(let kind) = $0.score.answer else { return nil }
      return kind
    },
    ReadingColumn("stage", .text, "Title of the stage that the point lies in") {
      guard case .point(_, let stage) = $0.score.answer else { return nil }
      return stage
    },
  ]
}

/// An instant as in `2026-11-21T09:58:02.000Z`, held within the years of ``CalendarDay``.
private func instant(_ milliseconds: Int64) -> String {
  let held = min(max(milliseconds, -2_208_988_800_000), 7_258_118_399_999)
  let remainder = held % 86_400_000
  let ofDay = remainder < 0 ? remainder + 86_400_000 : remainder
  func digits(_ number: Int64, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.count)) + text
  }
  let hour = digits(ofDay / 3_600_000, 2)
  let minute = digits(ofDay / 60_000 % 60, 2)
  let second = digits(ofDay / 1000 % 60, 2)
  let day = CalendarDay(milliseconds: held)
  return "\(day)T\(hour):\(minute):\(second).\(digits(ofDay % 1000, 3))Z"
}
