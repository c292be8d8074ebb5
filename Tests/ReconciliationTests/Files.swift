import Foundation
import Instruments
import Reconciliation
import Testing
import WireFormat

/// The files that the tests read.
enum Files {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The bytes of a file of the repository.
  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: root.appending(path: path)))
  }

  /// The paths of the JSON files of a folder, sorted.
  static func list(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
      .filter { $0.hasSuffix(".json") }.sorted().map { "\(folder)/\($0)" }
  }

  /// The cases of a file that compute one statistic.
  static func cases(_ name: String, _ statistic: String) throws -> [JSON] {
    let file = try JSON(strict: bytes("Tests/ReconciliationTests/Cases/\(name).json"))
    let cases = try #require(file["cases"]?.array).filter {
      $0["statistic"]?.string == statistic
    }
    try #require(!cases.isEmpty)
    return cases
  }

  /// Every seed pack.
  static func catalogue() throws -> InstrumentCatalogue {
    InstrumentCatalogue(
      packs: try list("Seeds/instruments").map { try InstrumentPack(bytes: bytes($0)) }
    )
  }

  /// Every seed framework and crosswalk with the seed policy.
  static func library() throws -> ReconciliationLibrary {
    ReconciliationLibrary(
      frameworks: try list("Seeds/frameworks").map { try Framework(bytes: bytes($0)) },
      crosswalks: try list("Seeds/crosswalks").map { try Crosswalk(bytes: bytes($0)) },
      policy: try ProgressPolicy(bytes: bytes("Seeds/policies/progress-1.json"))
    )
  }
}
