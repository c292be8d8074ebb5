package import Casework

/// One file of a mapping: what it holds, whose it is, and what its columns mean.
package struct ImportSource: Hashable, Sendable {
  /// What the rows of the file are.
  package let kind: SourceKind
  /// The authority's title; empty for studies and population figures.
  package let authority: String
  /// The end of the file's path.
  package let file: String
  /// The file's column for each thing that the kind knows, by the thing's name.
  package let columns: [String: String]
  /// For each list, Starmap's code by the file's own word.
  package let codes: [String: [String: String]]
  /// Whether a word says that a reading was given later for an earlier day.
  package let timings: [String: Bool]
  /// How days are written; `nil` for a kind without days.
  package let dates: DateFormat?
  /// What stands between years of birth.
  package let birthYearSeparator: String
  /// The prefix of an instrument's score columns, by the instrument's id.
  package let areaPrefixes: [String: String]
  /// The words that stand for an answer without a point; the empty word is a blank cell.
  package let nonScores: [String: String]
  /// Columns of free text.
  package let freeText: [String]
  /// The instrument of a long file.
  package let instrument: String?
  /// Its edition.
  package let edition: String?
  /// The two instruments of a study.
  package let pair: [String]
  /// The authorities that a study names.
  package let authorities: [String]

  /// The column that holds an area's scores: the prefix of its instrument, a space and the area's id;
  /// the id alone where the prefix is empty.
  func scoreColumn(_ instrument: String, _ area: String) -> String {
    let prefix = areaPrefixes[instrument] ?? ""
    return prefix.isEmpty ? area : "\(prefix) \(area)"
  }
}

extension ImportSource {
  /// The file that some stored rows of a study came from, as far as they tell of it; `nil` for none.
  init?(ofStudy rows: [ImportedStudyRow]) {
    guard let first = rows.first else { return nil }
    let tools = Set(rows.compactMap { $0.kind == .double ? $0.values["tool"] : nil })
    self.init(
      kind: first.kind,
      authority: "",
      file: first.file,
      columns: [:],
      codes: ["tool": Dictionary(uniqueKeysWithValues: tools.map { ($0, $0) })],
      timings: [:],
      dates: nil,
      birthYearSeparator: "",
      areaPrefixes: [:],
      nonScores: [:],
      freeText: [],
      instrument: nil,
      edition: nil,
      pair: first.pair,
      authorities: []
    )
  }
}

/// What the rows of a file are.
package enum SourceKind: String, CaseIterable, Sendable {
  /// The register of workers.
  case workers
  /// Episodes of support.
  case episodes
  /// Completed readings, a row each.
  case starWide = "star-wide"
  /// Scores of one area, a row each.
  case areaLong = "area-long"
  /// Families scored with two instruments.
  case dual
  /// Families scored by two people.
  case double
  /// Dated population figures.
  case population

  /// The columns that a mapping must name.
  var needed: [String] {
    switch self {
    case .workers: ["id", "name", "team"]
    case .episodes:
      [
        "id", "family", "opened", "closed", "tier", "worker", "agency", "district", "reason",
        "stepUp", "yobs", "contact",
      ]
    case .starWide:
      [
        "id", "engagement", "family", "subject", "instrument", "edition", "date", "entered",
        "respondent", "timing", "worker", "replaces",
      ]
    case .areaLong:
      [
        "id", "case", "date", "recorded", "stage", "area", "score", "worker", "respondent",
        "timing",
      ]
    case .dual:
      ["id", "part", "date", "date2", "rater", "rater2", "authority", "ageBand", "tier"]
    case .double: ["id", "part", "tool", "date", "rater"]
    case .population: ["authority", "band", "n", "date"]
    }
  }

  /// The code lists that a mapping must have.
  var lists: [String] {
    switch self {
    case .workers, .dual, .population: []
    case .episodes: ["tier", "agency", "district", "stepUp", "contact", "reason"]
    case .starWide: ["instrument", "respondent"]
    case .areaLong: ["area", "respondent", "stage"]
    case .double: ["tool"]
    }
  }

  /// Whether an authority must be named.
  var needsAuthority: Bool {
    switch self {
    case .workers, .episodes, .starWide, .areaLong: true
    case .dual, .double, .population: false
    }
  }
}

/// How a file writes days.
package enum DateFormat: String, CaseIterable, Sendable {
  case dayFirst = "dd/mm/yyyy"
  case dayFirstDots = "dd.mm.yyyy"
  case dayFirstHyphens = "dd-mm-yyyy"
  case iso = "yyyy-mm-dd"

  /// Reads a day; `nil` for any other form, or a day that does not exist.
  package func day(_ text: String) -> CalendarDay? {
    guard self != .iso else { return CalendarDay(text) }
    let separator: UInt8 =
      switch self {
      case .dayFirst: UInt8(ascii: "/")
      case .dayFirstDots: UInt8(ascii: ".")
      default: UInt8(ascii: "-")
      }
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[2] == separator, bytes[5] == separator else { return nil }
    let parts = [bytes[6..<10], bytes[3..<5], bytes[0..<2]]
    return CalendarDay(parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-"))
  }
}
