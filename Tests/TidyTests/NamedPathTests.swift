import Testing

/// Documents name real files.
enum NamedPaths {
  /// The paths of this repository that a Markdown text names in backticks.
  static func all(in text: String) -> [String] {
    text.matches(of: /`((?:API|Seeds|Sources|Tests)\/[^`\s]*)`/).map { match in
      // A line number or an anchor names its file, and a pattern the folder it looks in.
      let path = match.output.1.prefix { !":#".contains($0) }
      let plain = path.prefix { !"*{<".contains($0) }
      let folder = plain.lastIndex(of: "/").map { plain[..<$0] }
      return String(plain.endIndex == path.endIndex ? path : folder ?? path)
    }
  }

  /// The paths that are not there.
  static func missing(in file: RepositoryFile, exists: (String) -> Bool) -> [String] {
    all(in: file.text).filter { !exists($0) }.map { "\(file.path) names \($0)" }
  }
}

struct NamedPathTests {
  @Test func `every path that a document names exists`() throws {
    let files = try ["README.md", "API", ".github", "Sources"]
      .flatMap { try Repository.texts(in: $0, ending: ".md") }

    #expect(files.contains { $0.path == "README.md" })
    #expect(files.flatMap { NamedPaths.missing(in: $0, exists: Repository.exists) } == [])
  }

  @Test func `a path that does not exist is caught`() {
    let file = RepositoryFile(
      path: "README.md",
      text: "See `Sources/Casework/`, `API/gone.md` and `.build/debug/starmap`."
    )

    #expect(
      NamedPaths.missing(in: file) { $0 == "Sources/Casework/" } == ["README.md names API/gone.md"]
    )
  }

  @Test func `a line number, an anchor and a pattern name their file or folder`() {
    #expect(
      NamedPaths.all(
        in: "`Sources/A/B.swift:12` `API/a.md#codes` `API/examples/*.json` `Sources/<Module>`"
      )
        == ["Sources/A/B.swift", "API/a.md", "API/examples", "Sources"]
    )
  }
}
