import Casework
import Foundation
import Intake
import Testing
import WireFormat

/// The invented history of two councils: what becomes of each of its 67,000 rows.
struct HistoryTests {
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

  /// The rows that are not simply accepted, as lines of `dispositions.csv`.
  private func lines(_ intake: Intake) -> Set<String> {
    Set(
      intake.files.flatMap { report in
        report.rows.compactMap { row in
          row.reason.map {
            "\(report.source),\(row.row),\(row.recordID),\(row.disposition.rawValue),\($0.rawValue)"
          }
        }
      }
    )
  }

  @Test func `every row has the disposition and the reason that are expected of it`() throws {
    let intake = try intake(Files.historyFiles())

    let text = String(
      decoding: try Files.bytes(Files.history.appending(path: "dispositions.csv")),
      as: UTF8.self
    )
    let expected = Set(text.split(separator: "\n").dropFirst().map(String.init))
    let found = lines(intake)
    #expect(expected.count == 645)
    #expect(expected.subtracting(found).sorted() == [])
    #expect(found.subtracting(expected).sorted() == [])
  }

  @Test func `the counts of every file are those that are expected`() throws {
    let intake = try intake(Files.historyFiles())

    let expected = try JSON(
      strict: try Files.bytes(Files.history.appending(path: "expected.json"))
    )
    for report in intake.files {
      let wanted = try #require(expected["import"]?[report.source])
      var counts: [String: JSON] = ["rows": .int(Int64(report.rowCount))]
      for disposition in Disposition.allCases {
        counts[disposition.rawValue] = .int(Int64(report.counts[disposition] ?? 0))
      }
      counts["byReason"] = .object(
        Dictionary(report.reasonCounts.map { ($0, .int(Int64($1))) }) { first, _ in first }
      )
      #expect(JSON.object(counts) == wanted, "\(report.source)")
    }
    #expect(intake.files.count == 9)
  }

  @Test func `the order of the rows and of the files changes no disposition`() throws {
    let files = try Files.historyFiles().filter { !$0.path.contains("map-scores") }
    let straight = try intake(files)

    let reversed = try intake(files.reversed().map { $0.withRowsReversed() })

    #expect(reversed.readings.count == straight.readings.count)
    #expect(Set(reversed.episodes.map(\.id)) == Set(straight.episodes.map(\.id)))
    #expect(reversed.held.map(\.recordID).sorted() == straight.held.map(\.recordID).sorted())
    for (one, other) in zip(straight.files, reversed.files) {
      #expect(one.source == other.source)
      #expect(one.counts == other.counts, "\(one.source)")
      // Of two rows that are the same, the later is ignored, whichever that is.
      let ignored = { (report: IntakeReport) in
        report.rows.filter { $0.disposition == .refused || $0.disposition == .held }
          .map { "\($0.recordID) \($0.reason?.rawValue ?? "")" }.sorted()
      }
      #expect(ignored(one) == ignored(other), "\(one.source)")
    }
  }
}

extension IntakeFile {
  /// The same file with its rows from the last to the first, byte by byte.
  fileprivate func withRowsReversed() -> IntakeFile {
    var reader = CSVReader(bytes)
    var rows: [[UInt8]] = []
    while let row = try? reader.next() {
      rows.append(Array(row.raw) + (row.ending == .none ? Array("\n".utf8) : []))
    }
    let mark: [UInt8] = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? [0xEF, 0xBB, 0xBF] : []
    return IntakeFile(
      path: path,
      bytes: mark + (rows.first ?? []) + rows.dropFirst().reversed().flatMap(\.self)
    )
  }
}
