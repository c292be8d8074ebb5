import Testing

/// What no source file may hold.
enum SourceRules {
  static let linesMax = 500

  /// Code that stops the program, or that switches a check of the compiler off.
  private static var code: [(name: String, pattern: Regex<Substring>)] {
    [
      ("try!", /\btry!/),
      ("as!", /\bas!/),
      ("fatalError(", /\bfatalError\s*\(/),
      ("precondition(", /\bprecondition(?:Failure)?\s*\(/),
      ("@unchecked Sendable", /@unchecked\s+Sendable\b/),
      ("nonisolated(unsafe)", /\bnonisolated\s*\(\s*unsafe\s*\)/),
    ]
  }

  /// Notes that a thing is not finished.
  private static var note: Regex<Substring> { /\b(?:TODO|FIXME|XXX|HACK)\b/ }

  static func forbiddenCode(in file: RepositoryFile) -> [String] {
    let text = SwiftCode.of(file.text)
    return code.flatMap { rule in
      lines(of: text, matching: rule.pattern).map { "\(file.path):\($0) holds \(rule.name)" }
    }
  }

  static func unfinishedNotes(in file: RepositoryFile) -> [String] {
    lines(of: file.text, matching: note).map { "\(file.path):\($0)" }
  }

  static func isTooLong(_ file: RepositoryFile) -> Bool {
    file.text.split(separator: "\n", omittingEmptySubsequences: false).count > linesMax + 1
  }
}

struct SourceRuleTests {
  @Test func `no source can stop the program or silence the compiler`() throws {
    let found = try Repository.sources().flatMap(SourceRules.forbiddenCode)

    #expect(found == [])
  }

  @Test func `no source is marked as unfinished`() throws {
    let found = try Repository.sources().flatMap(SourceRules.unfinishedNotes)

    #expect(found == [])
  }

  @Test func `no file has more than 500 lines`() throws {
    let files = try Repository.sources() + Repository.texts(in: "Tests", ending: ".swift")

    #expect(files.filter(SourceRules.isTooLong).map(\.path) == [])
  }

  @Test func `each forbidden piece of code is caught`() {
    let file = RepositoryFile(
      path: "Sources/A/A.swift",
      text: """
        let a = try! read()
        let b = "\\(c as! String)"
        fatalError("never")
        preconditionFailure()
        final class D: @unchecked Sendable {}
        nonisolated(unsafe) var e = 0
        // try! and as! and fatalError( are words here
        let f = "try! fatalError("
        """
    )

    #expect(
      SourceRules.forbiddenCode(in: file) == [
        "Sources/A/A.swift:1 holds try!", "Sources/A/A.swift:2 holds as!",
        "Sources/A/A.swift:3 holds fatalError(", "Sources/A/A.swift:4 holds precondition(",
        "Sources/A/A.swift:5 holds @unchecked Sendable",
        "Sources/A/A.swift:6 holds nonisolated(unsafe)",
      ]
    )
  }

  @Test func `a note in a comment is caught`() {
    let file = RepositoryFile(path: "Sources/A/A.swift", text: "let a = 1\n// TODO: more\n")

    #expect(SourceRules.unfinishedNotes(in: file) == ["Sources/A/A.swift:2"])
  }

  @Test func `the line after the last allowed one is caught`() {
    let line = "let a = 1\n"

    #expect(!SourceRules.isTooLong(file(of: String(repeating: line, count: 500))))
    #expect(SourceRules.isTooLong(file(of: String(repeating: line, count: 501))))
  }

  private func file(of text: String) -> RepositoryFile {
    RepositoryFile(path: "Sources/A/A.swift", text: text)
  }
}
