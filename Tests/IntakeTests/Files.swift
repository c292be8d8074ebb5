import Casework
import Foundation
import Instruments
import Intake
import WireFormat

/// Files of the repository that the tests read.
enum Files {
  /// The folder of the repository.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The folder of the invented history.
  static let history = root.appending(path: "Tests/IntakeTests/Fixtures/history")

  /// The bytes of a file.
  static func bytes(_ url: URL) throws -> [UInt8] {
    Array(try Data(contentsOf: url))
  }

  /// The packs under `Seeds/instruments`.
  static func catalogue() throws -> InstrumentCatalogue {
    let folder = root.appending(path: "Seeds/instruments")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    return InstrumentCatalogue(
      packs: try files.map { try InstrumentPack(bytes: try bytes(folder.appending(path: $0))) }
    )
  }

  /// The mapping of the history.
  static func historyMapping() throws -> ImportMapping {
    let bytes = try bytes(history.appending(path: "import-profile.json"))
    return try ImportMapping(json: try JSON(strict: bytes))
  }

  /// The files of the history, as the mapping names them.
  static func historyFiles() throws -> [IntakeFile] {
    try historyMapping().sources.map { source in
      IntakeFile(path: source.file, bytes: try bytes(history.appending(path: source.file)))
    }
  }
}
