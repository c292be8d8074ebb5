import Casework
import Exports
import Instruments
import Reconciliation
import Testing

/// No text of a caseload can become a formula in the program that opens a file.
struct FormulaTests {
  @Test(arguments: InventedCases.sets, ["=1+1", "+1", "-1", "@SUM", "\tx", "\rx"])
  func `text that a spreadsheet would take for a formula is neutralised in each column`(
    set: String,
    text: String
  ) throws {
    let cases = try Self.cases(text)
    let tables = try cases.folder(set).tables()
    let dictionary = try cases.folder(set).table("dictionary").rows

    for table in tables {
      let own = dictionary.filter { $0["file"] == table.name }
      let numbers = Set(
        own.filter { ["integer", "decimal", "score"].contains($0["type"]) }
          .compactMap { $0["column"] }
      )
      for row in table.rows {
        for (column, cell) in row where !numbers.contains(column) {
          #expect(!startsFormula(cell), "\(table.name) \(column)")
        }
        for (column, cell) in row where numbers.contains(column) && startsFormula(cell) {
          #expect(Double(cell) != nil, "\(table.name) \(column)")
        }
      }
    }
    let guarded = Self.columns(of: set)
    for (name, columns) in guarded {
      let rows = try #require(tables.first { $0.name == name }).rows
      for column in columns {
        #expect(rows.contains { $0[column] == "'" + text }, "\(name) \(column)")
      }
    }
  }

  /// The columns that hold text of the caseload.
  private static func columns(of set: String) -> [String: [String]] {
    guard set == ProgressExport.set else {
      return [set == SnapshotExport.set ? "snapshot.csv" : "distance.csv": ["authority"]]
    }
    let episode = ["family", "authority", "unit", "district", "episode", "tier"]
    let subject = ["subject", "subject_title"]
    return [
      "progress.csv": episode + subject + ["first_reading"],
      "areas.csv": episode + subject,
      "left-out.csv": episode,
      "pairing.csv": ["authority", "group"],
      "area-directions.csv": ["authority", "group"],
      "outcomes.csv": ["authority", "group"],
      "outcomes-bands.csv": ["authority"],
    ]
  }

  /// An episode with a pair and an open one, with the text wherever somebody may have typed it.
  private static func cases(_ text: String) throws -> InventedCases {
    let readings = try [("2025-01-20", text), ("2025-05-19", "r2")].map { date, id in
      let day = try InventedCases.day(date)
      return CaseReading(
        id: id,
        key: InventedCases.compass("1"),
        subject: text,
        subjectTitle: text,
        date: day,
        respondent: .agreed,
        recorded: 0,
        made: 0,
        scores: ["home": "2", "school": id == "r2" ? "2" : "9", "friends": "5"]
      )
    }
    let closed = try InventedCases.day("2025-06-20")
    return try InventedCases(
      [closed, nil].map { closed in
        EpisodeCase(
          id: text,
          family: text,
          authority: text,
          unit: text,
          district: text,
          opened: try InventedCases.day("2025-01-06"),
          closed: closed,
          tier: text,
          readings: closed == nil ? [] : readings
        )
      }
    )
  }

  private func startsFormula(_ cell: String) -> Bool {
    cell.unicodeScalars.first.map { "=+-@\t\r\n".unicodeScalars.contains($0) } ?? false
  }
}
