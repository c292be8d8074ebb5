import Casework

/// The columns of `readings.csv`.
enum ReadingColumns {
  private typealias Column = TableColumn<ReadingRow>

  static let all: [TableColumn<ReadingRow>] =
    aboutTheFamily + aboutTheReading + aboutTheScore + aboutTheSource

  private static let aboutTheFamily: [Column] = [
    Column("family", .text, "Short code of the family") { $0.family.code },
    Column("authority", .code, "Authority that holds the family") {
      $0.family.authority.rawValue
    },
    Column("unit", .text, "Unit that holds the family") { $0.family.unit },
    Column("episode_opened", .date, "Day the episode of support was opened") {
      $0.episode?.opened.description
    },
    Column("episode_closed", .date, "Day it was closed; empty while it is open") {
      $0.episode?.closed?.description
    },
    Column("tier", .code, "Level of support of the episode") { $0.episode?.tier?.rawValue },
    Column("instrument", .code, "Id of the instrument") { $0.instrument.id },
    Column("edition", .text, "Edition the reading was made with") { $0.instrument.edition },
    Column("definition", .text, "Warning about the definition of the instrument") {
      $0.instrument.definitionNote
    },
  ]

  private static let aboutTheReading: [Column] = [
    Column("reading", .code, "Id of the reading; its areas share it") {
      $0.reading.id.description
    },
    Column("subject", .code, "Whom the reading is about") { $0.reading.subject.rawValue },
    Column("member_role", .code, "Place in the family of that person") {
      $0.reading.memberRole?.rawValue
    },
    Column("age_band", .code, "Age in years on the day of the reading; empty from 26 on") {
      row in
      row.reading.born.flatMap { AgeBand(born: $0, on: row.reading.date)?.rawValue }
    },
    Column("date", .date, "Day the scores are for") { $0.reading.date.description },
    Column("respondent", .code, "Who marked it; family alone is not counted in reports") {
      $0.reading.respondent.rawValue
    },
    Column("timing", .code, "Given at the time, or later for an earlier day") {
      $0.reading.timing.rawValue
    },
    Column("setting", .code, "Met in person or virtually") { $0.reading.setting?.rawValue },
    Column("captured_offline", .flag, "No server answered when it was saved") {
      $0.reading.capturedOffline ? "true" : "false"
    },
    Column("corrected", .flag, "An approved correction changed it; scores are corrected") {
      $0.reading.isCorrected ? "true" : "false"
    },
    Column("withdrawn", .flag, "It was withdrawn and must not be counted") {
      $0.reading.withdrawalReason == nil ? "false" : "true"
    },
    Column("withdrawal_reason", .text, "Why it was withdrawn") {
      $0.reading.withdrawalReason
    },
    Column("worker", .text, "Code of the worker who saved it") { $0.reading.worker },
    Column("received", .time, "Corrected time at which it was saved, in UTC") {
      instant($0.reading.receivedMilliseconds)
    },
    Column("sequence", .number, "Place in the ledger") { String($0.reading.sequence) },
  ]

  private static let aboutTheScore: [Column] = [
    Column("area", .code, "Id of the area in the instrument") { $0.score.area },
    Column("area_title", .text, "Title of the area") { $0.score.areaTitle },
    Column("area_order", .number, "Place of the area in the instrument") {
      String($0.score.areaOrder)
    },
    Column("score", .number, "Code of the point; empty when the answer is no score") {
      guard case .point(let code, _) = $0.score.answer else { return nil }
      return code
    },
    Column("non_score", .code, "Kind of an answer that is no score") {
      guard case .nonScore(let kind) = $0.score.answer else { return nil }
      return kind
    },
    Column("stage", .text, "Title of the stage that the point lies in") {
      guard case .point(_, let stage) = $0.score.answer else { return nil }
      return stage
    },
  ]

  private static let aboutTheSource: [TableColumn<ReadingRow>] = [
    Column("imported", .flag, since: 2, "It came from a council's file and not from a device") {
      $0.reading.sourceID == nil ? "false" : "true"
    },
    Column("source_reading", .text, since: 2, "Its id in that file") { $0.reading.sourceID },
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
