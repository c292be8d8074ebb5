import Casework
import Instruments
import Reconciliation
import WireFormat

/// The first and the last reading of an episode.
extension CaseAnswers {
  static func episodePairing(_ input: CaseInput) throws(CaseProblem) -> JSON {
    guard let episode = input.members["episode"], episode.object != nil
    else { throw .unreadable("episode") }
    let period = try CaseInput(episode)
    let opened = try day(try period.text("start"), "episode")
    let closed = period.has("end") ? try day(try period.text("end"), "episode") : nil
    let policyInput = try CaseInput(input.members["policy"] ?? [:])
    let policy = try policy(policyInput)
    let compatible = try compatibility(policyInput)
    let asOf =
      input.has("asOf") ? try moment(try input.text("asOf"), "asOf", isEndOfDay: true) : nil
    var readings: [CaseReading] = []
    for json in try input.list("readings") {
      guard json.object != nil else { throw .unreadable("readings") }
      if let reading = try reading(try CaseInput(json)) { readings.append(reading) }
    }
    let pairing = pair(
      readings.standing(asOf: AsOf(seq: nil, milliseconds: asOf, day: nil)),
      opened: opened,
      closed: closed,
      policy: policy,
      isCompatible: { compatible.contains([$0.edition, $1.edition]) }
    )
    var answer: [String: JSON] = ["status": .string(pairing.status.rawValue)]
    answer["first"] = pairing.first.map { .string($0.id) } ?? .null
    answer["last"] = pairing.last.map { .string($0.id) } ?? .null
    answer["gapDays"] = pairing.gapDays.map { .count($0) } ?? .null
    answer["pairedCrossEdition"] = .bool(pairing.isCrossEdition)
    return .object(answer)
  }

  private static func policy(_ input: CaseInput) throws(CaseProblem) -> ProgressPolicy {
    var policy = ProgressPolicy.standard
    func days(_ name: String, _ standard: Int) throws(CaseProblem) -> Int {
      guard input.has(name) else { return standard }
      let days = try input.count(name)
      guard (0...100_000).contains(days) else { throw .undefined(.parameterOutOfRange) }
      return days
    }
    let before = input.firstName(of: ["baselineBeforeDays", "beforeStartDays"]) ?? ""
    policy.baselineBeforeDays = try days(before, policy.baselineBeforeDays)
    policy.baselineWindowDays = try days("baselineWindowDays", policy.baselineWindowDays)
    policy.minGapDays = try days("minGapDays", policy.minGapDays)
    policy.afterEndDays = try days("afterEndDays", policy.afterEndDays)
    policy.retrospective =
      try input.flag("allowRetrospective", default: false) ? .include : .exclude
    return policy
  }

  /// The pairs of editions of which the second may follow the first.
  ///
  /// Written `["1", "2"]`, `"1->2"` or `{"from": "1", "to": "2"}`.
  private static func compatibility(_ input: CaseInput) throws(CaseProblem) -> Set<[String]> {
    guard input.has("compatibleVersions") else { return [] }
    var pairs: Set<[String]> = []
    for element in try input.list("compatibleVersions") {
      if let pair = element.array?.map(\.string), pair.count == 2, let from = pair[0],
        let to = pair[1]
      {
        pairs.insert([from, to])
      } else if let from = element["from"]?.string, let to = element["to"]?.string {
        pairs.insert([from, to])
      } else if let text = element.string, let pair = editions(inArrow: text) {
        pairs.insert(pair)
      } else {
        throw .unreadable("policy")
      }
    }
    return pairs
  }

  private static func editions(inArrow text: String) -> [String]? {
    for arrow in ["->", "→", ">", ":"] {
      guard let place = text.firstRange(of: arrow) else { continue }
      let ends = [text[..<place.lowerBound], text[place.upperBound...]].map { end in
        String(end.drop(while: \.isWhitespace).prefix { !$0.isWhitespace })
      }
      return ends.allSatisfy { !$0.isEmpty } ? ends : nil
    }
    return nil
  }

  /// A reading; `nil` for one that was not scored.
  private static func reading(_ input: CaseInput) throws(CaseProblem) -> CaseReading? {
    if let status = input.members["status"]?.string, status != "scored" { return nil }
    guard let respondent = Respondent(rawValue: try input.text("perspective"))
    else { throw .unreadable("perspective") }
    let date = try day(try input.text("date"), "date")
    let recorded = try moment(
      input.has("recordedAt") ? try input.text("recordedAt") : date.description,
      "recordedAt",
      isEndOfDay: false
    )
    return CaseReading(
      id: try input.text("id"),
      key: InstrumentKey(
        id: "instrument",
        edition: input.members["version"]?.string ?? input.members["version"]?.canonicalText ?? ""
      ),
      date: date,
      respondent: respondent,
      timing: try input.flag("retrospective", default: false) ? .retrospective : .standard,
      recorded: recorded,
      made: recorded,
      scores: [:],
      replaces: input.members["supersedes"]?.string
    )
  }

  private static func day(_ text: String, _ field: String) throws(CaseProblem) -> CalendarDay {
    guard let day = CalendarDay(text) else { throw .unreadable(field) }
    return day
  }

  /// Milliseconds since 1970 of a day or of a time stamp with its zone.
  private static func moment(
    _ text: String,
    _ field: String,
    isEndOfDay: Bool
  ) throws(CaseProblem) -> Int64 {
    if let day = CalendarDay(text) {
      let start = Int64(day.daysSince1970) * 86_400_000
      return isEndOfDay ? start + 86_399_999 : start
    }
    guard let moment = CaseMoment(text) else { throw .unreadable(field) }
    return moment.milliseconds
  }
}
