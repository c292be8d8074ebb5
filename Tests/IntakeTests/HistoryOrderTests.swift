import Casework
import Foundation
import Intake
import Testing
import WireFormat

/// The invented history with the rows of all its files in another order.
struct HistoryOrderTests {
  @Test(arguments: [1, 2] as [UInt64])
  func `no row depends on the rows around it, and neither does a reading`(
    _ seed: UInt64
  ) throws {
    var generator = SeededGenerator(seed: seed)
    let files = try Files.historyFiles()
    let shuffledFiles = try files.map { try reordered($0, &generator) }.shuffled(using: &generator)

    let straight = try intake(files)
    let other = try intake(shuffledFiles)

    let expected = try verdicts(straight, of: files)
    let found = try verdicts(other, of: shuffledFiles)
    let differing = expected.filter { found[$0.key] != $0.value }.keys.sorted()
    #expect(differing == [], "seed \(seed)")
    #expect(found.count == expected.count)
    #expect(unplaced(other.readings) == unplaced(straight.readings), "seed \(seed)")
    #expect(Set(other.episodes.map(\.id)) == Set(straight.episodes.map(\.id)))
    #expect(acts(other) == acts(straight), "seed \(seed)")
  }

  private func intake(_ files: [IntakeFile]) throws -> Intake {
    let mapping = try Files.historyMapping()
    return try Intake(
      files: files,
      mapping: mapping,
      catalogue: try Files.catalogue(),
      known: KnownRecords(),
      extracted: try #require(mapping.extractDate)
    )
  }

  /// The rows of a file below its header.
  private func rows(_ file: IntakeFile) throws -> (header: CSVRow, rows: [CSVRow]) {
    var reader = CSVReader(file.bytes)
    let header = try #require(try reader.next())
    var rows: [CSVRow] = []
    while let row = try reader.next() { rows.append(row) }
    return (header, rows)
  }

  private func reordered(
    _ file: IntakeFile,
    _ generator: inout SeededGenerator
  ) throws -> IntakeFile {
    let (header, rows) = try rows(file)
    let moved = rows.shuffled(using: &generator)
    return IntakeFile(path: file.path, bytes: Array(header.raw) + moved.flatMap(\.raw))
  }

  /// What became of rows by what they say.
  ///
  /// Of rows that say the same one stands and the others are ignored, whichever it is; it may be the one
  /// whose spelling had to be normalised.
  private func verdicts(_ intake: Intake, of files: [IntakeFile]) throws -> [String: [String]] {
    var verdicts: [String: [String]] = [:]
    for report in intake.files {
      let file = try #require(files.first { $0.path == report.path })
      for (row, found) in zip(try rows(file).rows, report.rows) {
        let cells = row.cells.map { cell in
          String(decoding: cell, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        let says = ([report.source] + cells).joined(separator: "|").lowercased()
        verdicts[says, default: []].append(
          "\(found.recordID) \(found.disposition.rawValue) \(found.reason?.rawValue ?? "")"
        )
      }
    }
    return verdicts.mapValues { verdicts in
      verdicts.count == 1
        ? verdicts
        : verdicts.map { $0.contains("duplicate_ignored") ? "ignored" : "stands" }.sorted()
    }
  }

  private func unplaced(_ readings: [ImportedReading]) -> Set<ImportedReading> {
    Set(
      readings.map { reading in
        var reading = reading
        reading.rows = []
        return reading
      }
    )
  }

  private func acts(_ intake: Intake) -> [String] {
    intake.held.map { "\($0.file) \($0.recordID) \($0.reason) \($0.candidates.count)" }.sorted()
  }
}
