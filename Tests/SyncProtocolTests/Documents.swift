import Foundation
import WireFormat

/// The texts of `API/`, from the checkout that these tests were compiled from.
enum Documents {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "API")

  static func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  /// The cells of every row of a document's tables whose first header cell is `first`.
  static func rows(of name: String, under first: String) throws -> [[String]] {
    var rows: [[String]] = []
    var isInside = false
    for line in try text(name).split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("|") else {
        isInside = false
        continue
      }
      let cells = line.split(separator: "|").map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      if isInside, cells.first?.hasPrefix("-") == false { rows.append(cells) }
      if !isInside, cells.first == first { isInside = true }
    }
    return rows
  }

  /// Every example, by its file's name.
  static func examples() throws -> [(name: String, json: JSON)] {
    let place = folder.appending(path: "examples")
    return try FileManager.default.contentsOfDirectory(atPath: place.path)
      .filter { $0.hasSuffix(".json") && $0 != "world.json" }.sorted()
      .map { ($0, try JSON(strict: Array(try Data(contentsOf: place.appending(path: $0))))) }
  }

  static func world() throws -> JSON {
    try JSON(strict: Array(try text("examples/world.json").utf8))
  }
}
