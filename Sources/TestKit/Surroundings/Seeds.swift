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

  private static func file(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appendingPathComponent(path)))
  }
}
