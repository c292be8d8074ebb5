import Casework
import Instruments

extension SourceRows {
  /// Reads the rows of a study: one family and occasion with two instruments, or one rating.
  mutating func study(_ checks: ReadingChecks) -> [ImportedStudyRow] {
    let words = areaWords(checks.catalogue)
    let read = read { values, row in
      Self.studyRow(&values, &row, checks: checks, words: words)
    }
    settleDuplicates(read.mapValues(\.key))
    return accepted(read)
  }

  /// Reads dated population figures.
  mutating func population(_ checks: ReadingChecks) -> [ImportedPopulation] {
    let read = read { values, row -> ImportedPopulation? in
      row.recordID = values.text("authority")
      guard let count = Int(values.text("n")), count >= 0 else {
        return row.fallen(.invalidNumber)
      }
      guard let date = values.day("date") else { return row.fallen(.invalidDate) }
      return ImportedPopulation(
        file: values.table.source.file,
        authority: row.recordID,
        band: values.text("band"),
        date: date,
        count: count
      )
    }
    settleDuplicates(read.mapValues(\.key))
    return accepted(read)
  }

  /// Readers of the cells of each area, by instrument: a study names no edition.
  private func areaWords(_ catalogue: InstrumentCatalogue) -> [String: [String: ScoreWords]] {
    var words: [String: [String: ScoreWords]] = [:]
    for (key, areas) in scoreWords(catalogue).sorted(by: { $0.key < $1.key }) {
      words[key.id] = areas
    }
    return words
  }

  private static func studyRow(
    _ values: inout RowValues,
    _ row: inout JudgedRow,
    checks: ReadingChecks,
    words: [String: [String: ScoreWords]]
  ) -> ImportedStudyRow? {
    let source = values.table.source
    row.recordID = values.text("id")
    guard !row.recordID.isEmpty else { return row.fallen(.missingID) }
    var instruments = Set(source.pair)
    var mapped: [String: String] = [:]
    if source.kind == .double {
      guard let tool = values.code("tool") else { return row.fallen(.unknownInstrument) }
      instruments = [tool]
      mapped["tool"] = tool
    } else if !source.authorities.isEmpty,
      !source.authorities.contains(values.text("authority"))
    {
      return row.fallen(.unknownCode)
    }
    var scores: [String: [Score]] = [:]
    for column in values.table.areas {
      let text = values.text(at: column.place)
      guard instruments.contains(column.instrument),
        let reader = words[column.instrument]?[column.area]
      else {
        if text.isEmpty { continue }
        return row.fallen(.areaNotInInstrument)
      }
      switch reader.read(text, &values.notes) {
      case .success(let code):
        scores[column.instrument, default: []].append(Score(area: column.area, code: code))
      case .failure(let fault): return row.fallen(fault.reason)
      }
    }
    for name in source.kind.days {
      guard let day = values.day(name) else { return row.fallen(.invalidDate) }
      guard day <= checks.extracted else { return row.fallen(.dateInFuture) }
      mapped[name] = day.description
    }
    for name in source.columns.keys where mapped[name] == nil && name != "id" && name != "part" {
      mapped[name] = values.text(name)
    }
    return ImportedStudyRow(
      kind: source.kind,
      file: source.file,
      id: row.recordID,
      part: values.text("part"),
      values: mapped,
      scores: scores.mapValues { $0.sorted { $0.area < $1.area } },
      row: row.row.number,
      pair: source.kind == .dual ? source.pair : []
    )
  }
}

extension SourceKind {
  /// The mapped columns of a study that hold days.
  fileprivate var days: [String] {
    self == .dual ? ["date", "date2"] : ["date"]
  }
}
