import Foundation

/// A file of the repository, named from its top.
struct RepositoryFile {
  /// For example `Sources/Casework/Reading.swift`.
  let path: String
  let text: String

  /// The name of the folder below `Sources` or `Tests`.
  var module: String {
    path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
  }
}

/// The checkout that these tests were compiled from.
enum Repository {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The names at the top.
  static func top() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root.path).sorted()
  }

  /// The names in a folder; none when there is no such folder.
  static func names(in folder: String) throws -> [String] {
    guard exists(folder) else { return [] }
    return try FileManager.default.contentsOfDirectory(
      atPath: root.appending(path: folder).path
    ).filter { !$0.hasPrefix(".") }.sorted()
  }

  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appending(path: path).path)
  }

  /// Every text file in the folder and below, or the file itself; what is no UTF-8 is left out.
  static func texts(in path: String, ending suffix: String = "") throws -> [RepositoryFile] {
    let place = root.appending(path: path)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder) else {
      return []
    }
    let below =
      isFolder.boolValue ? try FileManager.default.subpathsOfDirectory(atPath: place.path) : []
    let paths = isFolder.boolValue ? below.sorted().map { "\(path)/\($0)" } : [path]
    return paths.filter { $0.hasSuffix(suffix) }.compactMap { path in
      guard let data = FileManager.default.contents(atPath: root.appending(path: path).path),
        let text = String(data: data, encoding: .utf8)
      else { return nil }
      return RepositoryFile(path: path, text: text)
    }
  }

  /// The Swift files of the product.
  static func sources() throws -> [RepositoryFile] { try texts(in: "Sources", ending: ".swift") }

  /// Everything that is committed as text.
  static func everything() throws -> [RepositoryFile] {
    try [
      "Sources", "Tests", "API", "Seeds", ".github", ".ci", "README.md", "Package.swift",
      ".gitignore", ".swift-format",
    ].flatMap { try texts(in: $0) }
  }
}
