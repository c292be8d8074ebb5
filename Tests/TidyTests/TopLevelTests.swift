import Testing

/// The top of the repository is a table of contents, and stays one.
enum TopLevel {
  private static let names: Set<String> = [
    "API", "Package.swift", "README.md", "Seeds", "Sources", "Tests",
  ]

  /// Names that do not belong there; what tools leave behind is ignored, as git ignores it.
  static func strangers(among names: [String]) -> [String] {
    names.filter { !self.names.contains($0) && !$0.hasPrefix(".") && $0 != "Package.resolved" }
  }
}

struct TopLevelTests {
  @Test func `the top holds only what belongs there`() throws {
    #expect(TopLevel.strangers(among: try Repository.top()) == [])
  }

  @Test func `a stray folder is caught`() {
    #expect(
      TopLevel.strangers(among: [".git", "Docs", "Package.resolved", "Sources", "notes.txt"])
        == ["Docs", "notes.txt"]
    )
  }
}
