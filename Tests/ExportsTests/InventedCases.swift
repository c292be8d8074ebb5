import Casework
import Exports
import Instruments
import Reconciliation
import Testing

/// Invented episodes under the packs and crosswalks of ``InventedReference``, as one export sees
/// them.
struct InventedCases {
  static let sets = [ProgressExport.set, SnapshotExport.set, DistanceTravelledExport.set]

  var episodes: [EpisodeCase]
  var asOf = AsOf.head
  var context = ExportContext(asOfSeq: 77, epoch: "0e", generatedBy: "starmap test")
  var catalogue: InstrumentCatalogue
  var library: ReconciliationLibrary

  init(_ episodes: [EpisodeCase], library: ReconciliationLibrary? = nil) throws {
    self.episodes = episodes
    catalogue = try InventedReference.catalogue()
    self.library = try library ?? InventedReference.library()
  }

  var progress: Progress {
    Progress(
      episodes: episodes,
      from: CalendarDay("2025-04-01"),
      to: CalendarDay("2025-09-30"),
      asOf: asOf,
      catalogue: catalogue,
      library: library
    )
  }

  /// The files of a set.
  func folder(_ set: String) -> ExportFolder {
    switch set {
    case SnapshotExport.set: SnapshotExport.make(progress: progress, context: context)
    case DistanceTravelledExport.set:
      DistanceTravelledExport.make(progress: progress, context: context)
    default: ProgressExport.make(progress: progress, context: context)
    }
  }

  /// The lines of a set.
  func lines(_ set: String) -> [UInt8] {
    switch set {
    case SnapshotExport.set: SnapshotExport.lines(progress: progress, context: context)
    case DistanceTravelledExport.set:
      DistanceTravelledExport.lines(progress: progress, context: context)
    default: ProgressExport.lines(progress: progress, context: context)
    }
  }

  /// A table of a set, its heading apart.
  func table(_ name: String, of set: String = ProgressExport.set) throws -> Table {
    try folder(set).table(name)
  }
}

/// A table read back from its file.
struct Table {
  let name: String
  let columns: [String]
  /// The cells of each row in the order of the columns.
  let cells: [[String]]

  init(_ file: ExportFile) throws {
    let records = parseCSV(file.bytes)
    name = file.name
    columns = try #require(records.first)
    cells = Array(records.dropFirst())
    try #require(cells.allSatisfy { $0.count == columns.count }, "\(name) is not rectangular")
  }

  /// The rows by the names of their columns.
  var rows: [[String: String]] {
    cells.map { Dictionary(zip(columns, $0)) { first, _ in first } }
  }
}

extension ExportFolder {
  /// A table by its name.
  func table(_ name: String) throws -> Table { try Table(#require(file("\(name).csv"))) }

  /// The files that are tables of figures.
  func tables() throws -> [Table] {
    try files.filter { $0.name.hasSuffix(".csv") && $0.name != "dictionary.csv" }
      .map { try Table($0) }
  }
}

extension InventedCases {
  /// The case of the golden files: a pair within an edition, a pair across two editions, one
  /// without a last reading, a pair of another instrument, and one that is still open.
  static func golden() throws -> InventedCases {
    try InventedCases([
      episode(
        "e1",
        "A1",
        district: "=1+1",
        [
          reading("r1", "2025-01-20", compass("2"), home: "3", school: "6", friends: "notScored"),
          reading("r2", "2025-05-19", compass("2"), home: "7", school: "4", friends: "8"),
        ]
      ),
      episode(
        "e2",
        "B2",
        district: "Hill",
        closed: "2025-07-04",
        [
          reading("r3", "2025-01-13", compass("1"), home: "9", school: "10", friends: "5"),
          reading("r4", "2025-06-30", compass("2"), home: "10", school: "10", friends: "6"),
        ]
      ),
      episode(
        "e3",
        "C3",
        district: "Hill",
        [reading("r5", "2025-01-27", compass("1"), home: "2", school: "2", friends: "2")]
      ),
      episode(
        "e4",
        "D4",
        authority: "South",
        [
          reading("r6", "2025-01-08", map, ["health": "2", "home": "noIssue"]),
          reading("r7", "2025-06-16", map, ["health": "4", "home": "3"]),
        ]
      ),
      episode("e5", "E5", authority: "South", closed: nil, []),
    ])
  }

  static let map = InstrumentKey(id: "map", edition: "0")

  static func compass(_ edition: String) -> InstrumentKey {
    InstrumentKey(id: "compass", edition: edition)
  }

  static func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }

  static func episode(
    _ id: String,
    _ family: String,
    authority: String = "North",
    district: String? = nil,
    closed: String? = "2025-06-20",
    _ readings: [CaseReading]
  ) throws -> EpisodeCase {
    EpisodeCase(
      id: id,
      family: family,
      authority: authority,
      unit: "Invented unit",
      district: district,
      opened: try day("2025-01-06"),
      closed: try closed.map { try day($0) },
      tier: "more",
      readings: readings
    )
  }

  static func reading(
    _ id: String,
    _ date: String,
    _ key: InstrumentKey,
    home: String,
    school: String,
    friends: String
  ) throws -> CaseReading {
    try reading(id, date, key, ["home": home, "school": school, "friends": friends])
  }

  static func reading(
    _ id: String,
    _ date: String,
    _ key: InstrumentKey,
    subject: String = "",
    title: String = "family",
    _ scores: [String: String]
  ) throws -> CaseReading {
    let day = try day(date)
    return CaseReading(
      id: id,
      key: key,
      subject: subject,
      subjectTitle: title,
      date: day,
      respondent: .agreed,
      recorded: Int64(day.daysSince1970) * 86_400_000,
      made: Int64(day.daysSince1970) * 86_400_000,
      scores: scores
    )
  }
}
