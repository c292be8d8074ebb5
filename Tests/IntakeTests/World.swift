import Casework
import Foundation
import Instruments
import Intake
import Testing
import WireFormat

/// Two invented councils and a study, small enough to write down, read by the mappings of the seeds.
enum World {
  /// The day of the extract.
  static let extracted = "2023-12-31"

  /// The same as a day.
  static var day: CalendarDay? { CalendarDay(extracted) }

  /// The mapping: what the three files under `Seeds/imports` say.
  static func mapping() throws -> ImportMapping {
    try mappingRead.get()
  }

  /// The packs under `Seeds/instruments`.
  static func catalogue() throws -> InstrumentCatalogue {
    try catalogueRead.get()
  }

  // Read once, since some tests make thousands of runs.
  private static let mappingRead = Result { try ImportMapping(json: mappingJSON()) }
  private static let catalogueRead = Result { try Files.catalogue() }

  /// The object of ``mapping()``.
  static func mappingJSON() throws -> JSON {
    let sources = try ["peterborough", "cambridgeshire", "partnership-studies"].flatMap { name in
      let url = Files.root.appending(path: "Seeds/imports/\(name).json")
      return try #require(try JSON(strict: try Files.bytes(url))["sources"]?.array)
    }
    return ["sources": .array(sources)]
  }

  /// A register of one worker for each council, and episodes that readings may name.
  ///
  /// `E1` of family `F1` stands; `E2` and `E3` are both of `F2` and overlap; `E4` is held; `C1` of
  /// household `H1` stands; `C4` is held.
  static let usual: [IntakeFile] = [
    Sheet.workers.file([[:]]),
    Sheet.engagements.file([
      [:],
      ["Engagement ID": "E2", "Family Ref": "F2"],
      ["Engagement ID": "E3", "Family Ref": "F2", "Closed": ""],
      ["Engagement ID": "E4", "Family Ref": "F4", "Tier": "Sideways"],
    ]),
    Sheet.assessors.file([[:]]),
    Sheet.cases.file([[:], ["case_no": "C4", "level": "Tier 9"]]),
  ]

  /// Reads files together with those of the usual world that they do not replace.
  static func intake(
    _ files: [IntakeFile],
    known: KnownRecords = KnownRecords()
  ) throws -> Intake {
    let others = usual.filter { other in !files.contains { $0.path == other.path } }
    return try alone(others + files, known: known)
  }

  /// Reads files and nothing else.
  static func alone(
    _ files: [IntakeFile],
    known: KnownRecords = KnownRecords()
  ) throws -> Intake {
    try Intake(
      files: files,
      mapping: try mapping(),
      catalogue: try catalogue(),
      known: known,
      extracted: try #require(day)
    )
  }
}

extension Intake {
  /// What became of the rows of one file, as lines that a test can compare.
  func lines(_ path: String) -> [String] {
    files.filter { $0.path == path }.flatMap(\.rows).map { row in
      let parts = ["\(row.row)", row.recordID, row.disposition.rawValue, row.reason?.rawValue]
      return parts.compactMap(\.self).joined(separator: " ")
    }
  }
}
