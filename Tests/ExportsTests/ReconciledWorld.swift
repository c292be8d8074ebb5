import Casework
import Exports
import Foundation
import Instruments
import Reconciliation
import WireFormat

/// A small invented caseload under the packs and crosswalks of `Seeds`.
struct ReconciledWorld {
  var episodes: [EpisodeCase] = [
    episode(1, "K7Q", "Peterborough", "=1+1", closed: "2026-06-30", star(1, 3, 7)),
    episode(2, "M2R", "Peterborough", "North", closed: "2026-05-29", star(2, 9, 4)),
    episode(3, "P5S", "Peterborough", "North", closed: "2026-06-10", [star(3, 5, 5)[0]]),
    episode(4, "T8V", "Cambridgeshire", "Fenland", closed: "2026-06-20", map(4, "2", "4")),
    episode(5, "W3X", "Cambridgeshire", "Fenland", closed: nil, map(5, "2", "4")),
  ]
  var asOf = AsOf.head
  var library: ReconciliationLibrary

  init(state: String? = nil) throws {
    func files(_ folder: String) throws -> [[UInt8]] {
      let path = Self.seeds + "/" + folder
      return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        .filter { $0.hasSuffix(".json") }
        .map { Array(try Data(contentsOf: URL(fileURLWithPath: "\(path)/\($0)"))) }
    }
    catalogue = InstrumentCatalogue(
      packs: try files("instruments").map { try InstrumentPack(bytes: $0) }
    )
    library = ReconciliationLibrary(
      frameworks: try files("frameworks").map { try Framework(bytes: $0) },
      crosswalks: try files("crosswalks").map { bytes in
        guard let state, var object = try JSON(strict: bytes).object else {
          return try Crosswalk(bytes: bytes)
        }
        object["state"] = .string(state)
        return try Crosswalk(bytes: JSON.object(object).canonical)
      }
    )
  }

  let catalogue: InstrumentCatalogue
  private static let seeds = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Seeds").path

  var progress: Reconciliation.Progress {
    Reconciliation.Progress(
      episodes: episodes,
      from: CalendarDay("2026-04-01"),
      to: CalendarDay("2026-06-30"),
      asOf: asOf,
      catalogue: catalogue,
      library: library
    )
  }

  func context(seq: Int64 = 40) -> ExportContext {
    ExportContext(asOfSeq: seq, epoch: "00", generatedBy: "starmap-server test")
  }

  /// The folders of the three sets.
  func folders(seq: Int64 = 40) -> [String: ExportFolder] {
    [
      ProgressExport.set: ProgressExport.make(progress: progress, context: context(seq: seq)),
      SnapshotExport.set: SnapshotExport.make(progress: progress, context: context(seq: seq)),
      DistanceTravelledExport.set: DistanceTravelledExport.make(
        progress: progress,
        context: context(seq: seq)
      ),
    ]
  }

  /// The rows of a file, by heading.
  func rows(_ name: String, of set: String = ProgressExport.set) -> [[String: String]] {
    let bytes = folders()[set]?.file(name)?.bytes ?? []
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n").map(Self.cells)
    guard let heading = lines.first else { return [] }
    return lines.dropFirst().map { Dictionary(zip(heading, $0)) { first, _ in first } }
  }

  /// The cells of a line without line breaks in them.
  private static func cells(_ line: Substring) -> [String] {
    var cells = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: cells.append("")
      default: cells[cells.count - 1].append(character)
      }
    }
    return cells
  }

  private static func episode(
    _ number: Int,
    _ family: String,
    _ authority: String,
    _ district: String,
    closed: String?,
    _ readings: [CaseReading]
  ) -> EpisodeCase {
    EpisodeCase(
      id: "episode-\(number)",
      family: family,
      authority: authority,
      unit: "Invented unit",
      district: district,
      opened: CalendarDay("2026-01-12") ?? CalendarDay(milliseconds: 0),
      closed: closed.flatMap { CalendarDay($0) },
      tier: "more",
      readings: readings
    )
  }

  private static func star(_ number: Int, _ first: Int, _ last: Int) -> [CaseReading] {
    let areas = [
      "physical-health", "your-wellbeing", "meeting-emotional-needs", "keeping-children-safe",
      "social-networks", "education-learning", "boundaries-behaviour", "family-routine",
      "home-money", "progress-to-work",
    ]
    return pair("family-star-plus", "2", number, subject: "p", areas, "\(first)", "\(last)")
  }

  private static func map(_ number: Int, _ first: String, _ last: String) -> [CaseReading] {
    let areas = ["good-education", "family-relationships", "safe-from-abuse", "domestic-abuse"]
    return pair("map-assumed", "0", number, subject: "", areas, first, last)
  }

  private static func pair(
    _ id: String,
    _ edition: String,
    _ number: Int,
    subject: String,
    _ areas: [String],
    _ first: String,
    _ last: String
  ) -> [CaseReading] {
    [("2026-01-19", first, "a"), ("2026-05-18", last, "b")].map { date, code, end in
      let day = CalendarDay(date) ?? CalendarDay(milliseconds: 0)
      let time = Int64(day.daysSince1970) * 86_400_000
      return CaseReading(
        id: "reading-\(number)\(end)",
        key: InstrumentKey(id: id, edition: edition),
        subject: subject,
        subjectTitle: subject.isEmpty ? "family" : "parent 1",
        date: day,
        respondent: .agreed,
        recorded: time,
        made: time,
        scores: Dictionary(areas.map { ($0, code) }) { one, _ in one }
      )
    }
  }
}
