import Casework
import Instruments

/// What a check of a reading needs beside its own row.
struct ReadingChecks {
  let catalogue: InstrumentCatalogue
  let register: EpisodeRegister
  let extracted: CalendarDay
  let reach: EpisodeReach
}

extension KnownEpisode {
  /// Whether a reading of that day may name it.
  func covers(_ day: CalendarDay, _ checks: ReadingChecks) -> Bool {
    covers(day, extracted: checks.extracted, reach: checks.reach)
  }
}

/// A reading as its row gives it, before it is checked against its episode.
struct RowReading {
  var reading: ImportedReading
  var entered: CalendarDay
}

extension SourceRows {
  /// Reads completed readings, a row each.
  mutating func readings(
    _ checks: ReadingChecks,
    _ held: inout [HeldAct]
  ) -> [ImportedReading] {
    let words = scoreWords(checks.catalogue)
    let read = read { values, row in
      Self.reading(&values, &row, checks: checks, words: words)
    }
    settleDuplicates(read.mapValues(\.reading.id))
    var readings = read
    for place in rows.indices where rows[place].isOpen {
      guard var content = readings[place] else { continue }
      rows[place].check(&content, checks: checks)
      readings[place] = content
    }
    let finished = readings.mapValues { $0.reading.placed(in: checks.register) }
    held += heldActs(finished.mapValues { .reading($0) })
    return accepted(finished)
  }

  /// Readers of the cells of each area, by instrument, edition and area.
  func scoreWords(_ catalogue: InstrumentCatalogue) -> [InstrumentKey: [String: ScoreWords]] {
    let ids = Set(source.areaPrefixes.keys).union([source.instrument].compactMap(\.self))
    var words: [InstrumentKey: [String: ScoreWords]] = [:]
    for pack in ids.flatMap({ catalogue.editions(of: $0) }) {
      for area in pack.areas {
        guard let scale = pack.scale(ofArea: area.id) else { continue }
        words[pack.key, default: [:]][area.id] =
          ScoreWords(scale, nonScores: lookup.nonScores)
      }
    }
    return words
  }

  private static func reading(
    _ values: inout RowValues,
    _ row: inout JudgedRow,
    checks: ReadingChecks,
    words: [InstrumentKey: [String: ScoreWords]]
  ) -> RowReading? {
    row.recordID = values.text("id")
    guard !row.recordID.isEmpty else { return row.fallen(.missingID) }
    guard let instrument = values.code("instrument") else { return row.fallen(.unknownInstrument) }
    let key = InstrumentKey(id: instrument, edition: values.text("edition"))
    guard let pack = checks.catalogue.pack(key), let areaWords = words[key] else {
      return row.fallen(.unknownEdition)
    }
    guard let respondent = values.code("respondent").flatMap({ Respondent(rawValue: $0) }),
      let timing = values.timing()
    else { return row.fallen(.unknownCode) }
    var codes: [String: String] = [:]
    for column in values.table.areas {
      let text = values.text(at: column.place)
      guard column.instrument == instrument else {
        if text.isEmpty { continue }
        return row.fallen(.areaNotInInstrument)
      }
      guard let reader = areaWords[column.area] else {
        if text.isEmpty { continue }
        return row.fallen(.areaNotInInstrument)
      }
      switch reader.read(text, &values.notes) {
      case .success(let code): codes[column.area] = code
      case .failure(let fault): return row.fallen(fault.reason)
      }
    }
    guard codes.values.contains(where: { $0.isAnswer }) else { return row.fallen(.noScores) }
    guard let date = values.day("date"), let entered = values.day("entered") else {
      return row.fallen(.invalidDate)
    }
    guard date <= checks.extracted, entered <= checks.extracted else {
      return row.fallen(.dateInFuture)
    }
    let subject = values.text("subject").uppercased()
    return RowReading(
      reading: ImportedReading(
        authority: values.table.source.authority,
        id: row.recordID,
        episode: values.given("engagement"),
        family: values.given("family"),
        subjectCode: subject.isEmpty || pack.subject == .family ? nil : subject,
        instrument: key.id,
        edition: key.edition,
        subject: pack.subject,
        date: date,
        recordedMilliseconds: Int64(entered.daysSince1970) * 86_400_000,
        recordedIsDate: true,
        respondent: respondent,
        timing: timing,
        worker: values.given("worker"),
        replaces: values.given("replaces"),
        stage: nil,
        scores: pack.areas.map {
          Score(area: $0.id, code: codes[$0.id] ?? NonScore.notScored.rawValue)
        },
        remark: values.remark,
        file: values.table.name,
        rows: [row.row.number]
      ),
      entered: entered
    )
  }
}

extension JudgedRow {
  /// Refuses the row; nothing is read of it.
  mutating func fallen<Content>(_ reason: DispositionReason) -> Content? {
    refuse(reason)
    return nil
  }

  /// Checks a reading against its episode, worker, edition and subject.
  mutating func check(_ content: inout RowReading, checks: ReadingChecks) {
    let register = checks.register
    let reading = content.reading
    let authority = reading.authority
    var standing: KnownEpisode?
    if let named = reading.episode {
      switch register.episodes[SourceKey(authority: authority, id: named)] {
      case nil: return hold(.unknownEngagement)
      case .notAccepted: return hold(.engagementNotAccepted)
      case .accepted(let episode):
        if let family = reading.family, family != episode.family { return hold(.familyMismatch) }
        standing = episode
      }
    } else {
      let family = SourceKey(authority: authority, id: reading.family ?? "")
      let fitting = register.episodes(of: family).filter {
        $0.episode.covers(reading.date, checks)
      }
      guard let only = fitting.first else { return hold(.outsideEngagement) }
      guard fitting.count == 1 else { return hold(.ambiguousEngagement) }
      content.reading.episode = only.id
      standing = only.episode
      notes.insert(.engagementInferred)
    }
    guard let episode = standing else { return }
    guard register.knows(worker: reading.worker ?? "", of: authority) else {
      return hold(.unknownWorker)
    }
    guard episode.covers(reading.date, checks) else {
      return hold(.outsideEngagement)
    }
    guard content.entered >= reading.date else { return hold(.enteredBeforeDate) }
    let key = InstrumentKey(id: reading.instrument, edition: reading.edition)
    if let validFrom = checks.catalogue.pack(key)?.validFrom, reading.date < validFrom {
      return hold(.editionNotYetValid)
    }
    checkSubject(reading, episode)
  }

  private mutating func checkSubject(_ reading: ImportedReading, _ episode: KnownEpisode) {
    guard reading.subject != .family else { return }
    guard let code = SubjectCode(reading.subjectCode ?? "") else { return hold(.unknownSubject) }
    guard code.isChild == (reading.subject != .parent) else { return hold(.unknownSubject) }
    guard code.isChild else { return }
    guard episode.birthYears.indices.contains(code.number - 1) else { return hold(.unknownSubject) }
    if episode.birthYears[code.number - 1] > reading.date.year { hold(.subjectBornAfterReading) }
  }
}

extension ImportedReading {
  /// With the year of birth of the child it is about, where its episode has it.
  func placed(in register: EpisodeRegister) -> ImportedReading {
    guard let episode, let subjectCode, let code = SubjectCode(subjectCode), code.isChild,
      case .accepted(let known) = register.episodes[SourceKey(authority: authority, id: episode)],
      known.birthYears.indices.contains(code.number - 1)
    else { return self }
    var placed = self
    let year = known.birthYears[code.number - 1]
    placed.birthYear = year
    placed.birthOrdinal = known.birthYears.prefix(code.number).count { $0 == year }
    return placed
  }
}

/// Whom a row is about: `P1`, the first parent; `C2`, the second child of the episode's list.
struct SubjectCode {
  /// The numbers that a code can have.
  static let numbers = 1...99

  let isChild: Bool
  let number: Int

  init?(_ text: String) {
    guard let first = text.first, first == "P" || first == "C", let number = Int(text.dropFirst()),
      Self.numbers.contains(number), text.dropFirst() == "\(number)"
    else { return nil }
    isChild = first == "C"
    self.number = number
  }
}

extension RowValues {
  /// The text of a column; `nil` when it is blank.
  mutating func given(_ name: String) -> String? {
    let text = text(name)
    return text.isEmpty ? nil : text
  }
}

extension String {
  /// Whether a code is a point, or says that there is no issue.
  var isAnswer: Bool {
    guard let nonScore = NonScore(rawValue: self) else { return true }
    return nonScore == .noIssue
  }
}
