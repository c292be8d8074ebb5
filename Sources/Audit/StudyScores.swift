import Casework
import Instruments
import Intake
import Reconciliation
import WireFormat

/// A row of a study of families scored twice, as the rules of progress need it.
struct StudyScores {
  let row: ImportedStudyRow
  private let study: Study

  init(_ row: ImportedStudyRow, _ study: Study) {
    self.row = row
    self.study = study
  }

  /// The mapped value of a column.
  func value(_ name: String) -> String { row.values[name] ?? "" }

  /// The day in a column.
  func day(_ name: String) -> Int? { CalendarDay(value(name))?.daysSince1970 }

  /// The answer in an area of an instrument.
  func code(_ instrument: String, _ area: String) -> String? {
    row.scores[instrument]?.first { $0.area == area }?.code
  }

  /// Compares the areas of this row and a later one.
  ///
  /// A study names no edition, so both are read by the newest.
  func areas(_ instrument: String, to last: StudyScores) -> [AreaProgress] {
    guard let pack = study.reference.catalogue.editions(of: instrument).last else { return [] }
    return areaProgress(
      first: (reading(pack), pack),
      last: (last.reading(pack), pack),
      crosswalk: study.reference.crosswalks[instrument]?.usable,
      noIssue: study.profile.policy.progress.noIssuePolicy
    )
  }

  /// The outcome in which authorities are compared; `nil` unless it could be measured.
  func direction(_ instrument: String, of areas: [AreaProgress]) -> OutcomeDirection? {
    guard let crosswalk = study.reference.crosswalks[instrument]?.usable else { return nil }
    return outcomeProgress(
      outcome: study.profile.policy.comparisonOutcome,
      layer: "",
      edges: crosswalk.edges,
      areas: areas,
      policy: study.reference.library.policy
    ).direction
  }

  private func reading(_ pack: InstrumentPack) -> CaseReading {
    let scores = row.scores[pack.key.id] ?? []
    return CaseReading(
      id: row.id,
      key: pack.key,
      date: CalendarDay(value("date")) ?? CalendarDay(milliseconds: 0),
      respondent: .worker,
      recorded: 0,
      made: 0,
      scores: Dictionary(scores.map { ($0.area, $0.code) }) { first, _ in first }
    )
  }
}

extension Study {
  /// The accepted rows of one kind of study, in the order of the files and rows.
  func rows(_ kind: SourceKind) -> [StudyScores] {
    let files = profile.files
    return intake.study.filter { $0.kind == kind }
      .sorted { left, right in
        let places = [left, right].map { files.firstIndex(of: $0.file) ?? files.count }
        return (places[0], left.row) < (places[1], right.row)
      }
      .map { StudyScores($0, self) }
  }
}

extension [StudyScores] {
  /// The words by which the rows of one family are told apart, the earliest first: `1` before `2`
  /// before `10`, numbers before other words.
  var parts: [String] {
    Set(map(\.row.part)).sorted { left, right in
      switch (Int(left), Int(right)) {
      case (let left?, let right?) where left != right: left < right
      case (nil, _?): false
      case (_?, nil): true
      default: left.utf8.lexicographicallyPrecedes(right.utf8)
      }
    }
  }

  /// The rows of each family, in the order of its first row.
  var families: [[StudyScores]] {
    var order: [[String]] = []
    var families: [[String]: [StudyScores]] = [:]
    for scores in self {
      let key = [scores.row.file, scores.row.id]
      if families[key] == nil { order.append(key) }
      families[key, default: []].append(scores)
    }
    return order.compactMap { families[$0] }
  }
}
