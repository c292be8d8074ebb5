import Testing

/// A path of one machine means nothing on another.
enum MachinePaths {
  /// Written without the slashes, or this file would find itself.
  private static let folders = ["work", "opt", "root", "tmp", "home"]

  /// Lines that name a place on somebody's machine.
  static func all(in file: RepositoryFile) -> [String] {
    let pattern = /(?:^|[^\w.\-\/}>)~*])\/(\w+)\//
    return file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .filter { line in
        line.element.matches(of: pattern).contains { folders.contains(String($0.output.1)) }
      }
      .map { "\(file.path):\($0.offset + 1)" }
  }
}

struct MachinePathTests {
  @Test func `no file names a path of one machine`() throws {
    let found = try Repository.everything().flatMap(MachinePaths.all)

    #expect(found == [])
  }

  @Test(arguments: ["work", "opt", "root", "tmp"])
  func `a path of one machine is caught`(_ folder: String) {
    let file = RepositoryFile(path: "README.md", text: "One\nsee `/\(folder)/a/b`\n")

    #expect(MachinePaths.all(in: file) == ["README.md:2"])
  }

  @Test func `the same word inside an address is no such path`() {
    let folder = "work"
    let file = RepositoryFile(
      path: "README.md",
      text: "https://example.org/\(folder)/a and ./\(folder)/b and a/\(folder)/c"
    )

    #expect(MachinePaths.all(in: file) == [])
  }
}
