import Foundation
package import WireFormat

/// The files under `Seeds/` of this repository, found from where this file lies.
package enum Seeds {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Seeds")

  /// The bytes of an instrument pack.
  ///
  /// - Parameter name: The file's name without its ending, such as `demo-compass-1`.
  /// - Returns: The bytes.
  /// - Throws: What reading the file throws.
  package static func pack(_ name: String) throws -> [UInt8] {
    try file("instruments/\(name).json")
  }

  /// The invented caseload of the demonstration.
  ///
  /// - Throws: What reading the file throws.
  package static func caseload() throws -> JSON {
    try JSON(strict: try file("demo/caseload.json"))
  }

  /// The JSON files of a folder under `Seeds/`, in the order of their names.
  ///
  /// - Parameter folder: The folder, such as `crosswalks`.
  /// - Returns: Their contents.
  /// - Throws: What reading the files throws.
  package static func all(_ folder: String) throws -> [JSON] {
    let path = self.folder.appendingPathComponent(folder).path
    return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
      .filter { $0.hasSuffix(".json") }
      .map { try JSON(strict: try file("\(folder)/\($0)")) }
  }

  private static func file(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appendingPathComponent(path)))
  }
}
