import Casework
import Instruments

/// One row of a long file: the answer in one area, and what it says about its whole assessment.
struct AreaRow: Hashable {
  let assessment: Assessment
  let area: String
  let code: String

  /// What all rows of one assessment must agree about.
  struct Assessment: Hashable {
    let id: String
    let episode: String
    let date: CalendarDay
    let recorded: Timestamp
    let stage: String
    let worker: String
    let respondent: Respondent
    let timing: Timing
  }
}

extension SourceRows {
  /// Reads scores of single areas, and makes readings of those that belong to one assessment.
  mutating func assessments(
    _ checks: ReadingChecks,
    _ pack: InstrumentPack,
    _ held: inout [HeldAct]
  ) -> [ImportedReading] {
    let words = scoreWords(checks.catalogue)[pack.key] ?? [:]
    let read = read { values, row in Self.areaRow(&values, &row, checks: checks, words: words) }
    settleDuplicates(read.mapValues { "\($0.assessment.id)\n\($0.area)" })
    let standing = rows.indices.filter { rows[$0].isOpen && read[$0] != nil }
    for places in Dictionary(grouping: standing, by: { read[$0]?.assessment.id }).values
    where Set(places.compactMap { read[$0]?.assessment }).count > 1 {
      for place in places { rows[place].hold(.assessmentInconsistent) }
    }
    for place in standing where rows[place].isOpen {
      if let assessment = read[place]?.assessment { rows[place].check(assessment, checks, source) }
    }
    held += heldAreas(read, pack)
    var readings: [ImportedReading] = []
    let accepted = rows.indices.filter { rows[$0].isOpen && read[$0] != nil }
    for places in groups(of: accepted, by: read) {
      guard let reading = reading(of: places, read, pack) else { continue }
      if reading.isAnswered { readings.append(reading) }
    }
    return readings
  }

  private static func areaRow(
    _ values: inout RowValues,
    _ row: inout JudgedRow,
    checks: ReadingChecks,
    words: [String: ScoreWords]
  ) -> AreaRow? {
    row.recordID = values.text("id")
    guard !row.recordID.isEmpty else { return row.fallen(.missingID) }
    guard let area = values.code("area"), let reader = words[area] else {
      return row.fallen(.unknownArea)
    }
    guard let respondent = values.code("respondent").flatMap({ Respondent(rawValue: $0) }),
      let timing = values.timing(), let stage = values.code("stage")
    else { return row.fallen(.unknownCode) }
    let code: String
    switch reader.read(values.text("score"), &values.notes) {
    case .success(let read): code = read
    case .failure(let fault): return row.fallen(fault.reason)
    }
    guard let date = values.day("date") else { return row.fallen(.invalidDate) }
    guard let recorded = values.lookup.timestamp(values.text("recorded")) else {
      return row.fallen(.invalidTimestamp)
    }
    guard date <= checks.extracted, recorded.day <= checks.extracted else {
      return row.fallen(.dateInFuture)
    }
    return AreaRow(
      assessment: AreaRow.Assessment(
        id: row.recordID,
        episode: values.text("case"),
        date: date,
        recorded: recorded,
        stage: stage,
        worker: values.text("worker"),
        respondent: respondent,
        timing: timing
      ),
      area: area,
      code: code
    )
  }

  /// The places of each assessment's rows, in the order of the first.
  private func groups(of places: [Int], by read: [Int: AreaRow]) -> [[Int]] {
    var order: [String] = []
    var groups: [String: [Int]] = [:]
    for place in places {
      guard let id = read[place]?.assessment.id else { continue }
      if groups[id] == nil { order.append(id) }
      groups[id, default: []].append(place)
    }
    return order.compactMap { groups[$0] }
  }

  private func reading(
    of places: [Int],
    _ read: [Int: AreaRow],
    _ pack: InstrumentPack
  ) -> ImportedReading? {
    let content = places.compactMap { read[$0] }
    guard let assessment = content.first?.assessment else { return nil }
    let codes = Dictionary(content.map { ($0.area, $0.code) }) { first, _ in first }
    return ImportedReading(
      authority: source.authority,
      id: assessment.id,
      episode: assessment.episode,
      family: nil,
      subjectCode: nil,
      birthYear: nil,
      birthOrdinal: nil,
      instrument: pack.key.id,
      edition: pack.key.edition,
      subject: pack.subject,
      date: assessment.date,
      recordedMilliseconds: assessment.recorded.milliseconds,
      recordedIsDate: false,
      respondent: assessment.respondent,
      timing: assessment.timing,
      worker: assessment.worker.isEmpty ? nil : assessment.worker,
      replaces: nil,
      stage: assessment.stage,
      scores: pack.areas.map {
        Score(area: $0.id, code: codes[$0.id] ?? NonScore.notScored.rawValue)
      },
      remark: nil,
      file: places.first.map { tables[rows[$0].table].name } ?? source.file,
      rows: places.map { rows[$0].row.number }
    )
  }

  private func heldAreas(_ read: [Int: AreaRow], _ pack: InstrumentPack) -> [HeldAct] {
    let held = rows.indices.filter { rows[$0].disposition == .held && read[$0] != nil }
    let groups = Dictionary(grouping: held) { place in
      let area = rows[place].reason == .idConflict ? read[place]?.area ?? "" : ""
      return [rows[place].recordID, rows[place].reason?.rawValue ?? "", area]
    }
    return groups.values.compactMap { places in
      let ordered = places.sorted()
      guard let first = ordered.first, let reason = rows[first].reason else { return nil }
      let isConflict = reason == .idConflict
      return HeldAct(
        file: tables[rows[first].table].name,
        authority: source.authority,
        recordID: isConflict
          ? "\(rows[first].recordID) \(read[first]?.area ?? "")" : rows[first].recordID,
        reason: reason,
        rows: ordered.map { rows[$0].row.number },
        candidates: isConflict
          ? conflicting(ordered, read, pack) : agreeing(ordered, read, pack)
      )
    }
  }

  private func conflicting(
    _ places: [Int],
    _ read: [Int: AreaRow],
    _ pack: InstrumentPack
  ) -> [HeldCandidate] {
    places.compactMap { place in
      guard let row = read[place], let reading = reading(of: [place], read, pack) else {
        return nil
      }
      return .areaScore(HeldAreaScore(reading: reading, area: row.area, code: row.code))
    }
  }

  /// One reading for each way in which the rows of an assessment agree.
  private func agreeing(
    _ places: [Int],
    _ read: [Int: AreaRow],
    _ pack: InstrumentPack
  ) -> [HeldCandidate] {
    let sets = Dictionary(grouping: places) { read[$0]?.assessment }.values
    return sets.map { $0.sorted() }.sorted { ($0.first ?? 0) < ($1.first ?? 0) }
      .compactMap { reading(of: $0, read, pack) }.filter(\.isAnswered).map { .reading($0) }
  }
}

extension ImportedReading {
  /// Whether any area has an answer; without one an assessment becomes no reading.
  package var isAnswered: Bool {
    scores.contains { $0.code.isAnswer }
  }
}

extension JudgedRow {
  /// Checks an assessment against its episode and worker.
  fileprivate mutating func check(
    _ assessment: AreaRow.Assessment,
    _ checks: ReadingChecks,
    _ source: ImportSource
  ) {
    let register = checks.register
    let key = SourceKey(authority: source.authority, id: assessment.episode)
    switch register.episodes[key] {
    case nil: hold(.unknownEngagement)
    case .notAccepted: hold(.engagementNotAccepted)
    case .accepted(let episode):
      guard register.knows(worker: assessment.worker, of: source.authority) else {
        return hold(.unknownWorker)
      }
      guard episode.covers(assessment.date, checks) else {
        return hold(.outsideEngagement)
      }
      if assessment.recorded.day < assessment.date { hold(.enteredBeforeDate) }
    }
  }
}
