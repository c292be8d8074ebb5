import Foundation

/// Finds what lies beside this program.
enum Nearby {
  /// The server's program: as given, or beside this one.
  static func server(_ given: String?) throws -> String {
    let path = given ?? directory + "/starmap-server"
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw Failure(
        .configuration,
        code: "server-program-missing",
        "\(path) is not there; name the server's program with --server.",
        next: "swift build"
      )
    }
    return path
  }

  /// The Seeds folder: as given, in the present folder, or above this program.
  static func seeds(_ given: String?) throws -> String {
    if let given { return given }
    var candidates = [FileManager.default.currentDirectoryPath]
    var url = URL(fileURLWithPath: directory).resolvingSymlinksInPath()
    for _ in 0..<5 {
      candidates.append(url.path)
      url.deleteLastPathComponent()
    }
    for candidate in candidates
    where FileManager.default.fileExists(atPath: candidate + "/Seeds/instruments") {
      return candidate + "/Seeds"
    }
    throw Failure(
      .configuration,
      code: "seeds-missing",
      "The Seeds folder is not near this program; name it with --seeds."
    )
  }

  private static var directory: String {
    let path = Bundle.main.executablePath ?? CommandLine.arguments.first ?? "."
    return URL(fileURLWithPath: path).deletingLastPathComponent().path
  }
}
