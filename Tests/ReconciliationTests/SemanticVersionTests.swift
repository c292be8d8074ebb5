import Reconciliation
import Testing

/// Version numbers, after Semantic Versioning 2.0.0.
@Suite struct SemanticVersionTests {
  private func version(_ text: String) throws -> SemanticVersion {
    try #require(SemanticVersion(text))
  }

  @Test func `the example of the specification is in order`() throws {
    let rising = [
      "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2",
      "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.9.0", "1.10.0", "2.0.0",
    ]
    for (low, left) in rising.enumerated() {
      for (high, right) in rising.enumerated() {
        #expect((try version(left) < version(right)) == (low < high), "\(left) \(right)")
      }
    }
  }

  @Test(arguments: [
    "", "1", "1.0", "1.0.0.0", "01.0.0", "1.0.-1", "1.0.0-", "1.0.0-a..b", "1.0.0-01", "a.b.c",
    "1.0.0+build", "1.0.9999999999", "٣.0.0", "1.0.0-é",
  ])
  func `what is no version is none`(_ text: String) {
    #expect(SemanticVersion(text) == nil)
  }

  @Test(arguments: [
    ("1.2.3", "1.2.4", [true, false, false]), ("1.2.3", "1.3.0", [true, true, false]),
    ("1.2.3", "2.0.0", [true, true, true]), ("1.2.3", "1.2.3", [false, false, false]),
    ("1.2.3", "1.2.2", [false, false, false]), ("1.2.3", "0.9.9", [false, false, false]),
    ("0.1.0", "0.2.0", [true, true, false]),
    ("2.0.0-draft.1", "2.0.0-draft.2", [true, true, true]),
    ("2.0.0-draft.1", "2.0.0", [true, true, true]),
    ("2.0.0-draft.1", "2.0.1", [true, false, false]),
  ])
  func `a number is large enough or not`(earlier: String, later: String, allowed: [Bool]) throws {
    let steps = try VersionStep.allCases.map { step in
      try version(later).mayFollow(version(earlier), after: step)
    }

    #expect(steps == allowed)
  }

  @Test func `the next number is the lowest that is large enough`() throws {
    #expect(try version("1.2.3").next(after: .patch) == "1.2.4")
    #expect(try version("1.2.3").next(after: .minor) == "1.3.0")
    #expect(try version("1.2.3").next(after: .major) == "2.0.0")
    #expect(try version("1.2.999999999").next(after: .patch) == nil)
  }
}
