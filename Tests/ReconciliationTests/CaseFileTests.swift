import Audit
import Testing
import WireFormat

/// Every reference case of the folder `Cases`, answered and compared at its own tolerance.
@Suite struct CaseFileTests {
  private static let names = [
    "01-weighted-kappa", "02-gwet-ac2", "03-krippendorff-alpha", "04-icc", "05-bland-altman",
    "06-proportions", "07-change-individual", "08-wilcoxon", "09-cliffs-delta",
    "10-linking-synthetic", "11-bootstrap-invariance", "12-linking-textbook",
    "14-reconciliation-rules", "15-disclosure", "16-link-gates", "17-canonical-hash", "18-pairing",
  ]
  private static let answers = Result { try answered() }

  @Test(arguments: names)
  func `every reference case comes out at its tolerance`(name: String) throws {
    let answers = try Self.answers.get()

    for test in try Self.cases(name) {
      let id = try #require(test["id"]?.string)
      let expected = try #require(test["expected"])
      let comparison = CaseComparison(tolerance: test["tolerance"]?["abs"]?.number ?? 0)

      let differences = comparison.differences(of: answers[id] ?? .null, from: expected, at: id)

      #expect(differences == [])
    }
  }

  @Test func `a figure that is off by more than its tolerance is a difference`() {
    let comparison = CaseComparison(tolerance: 1e-9)
    let expected: JSON = ["z": .array([.number(1.5), .null])]

    let near = comparison.differences(
      of: ["z": .array([.number(1.5 + 1e-10), .null]), "more": 1],
      from: expected,
      at: "case"
    )
    let off = comparison.differences(
      of: ["z": .array([.number(1.5 + 1e-8), 0])],
      from: expected,
      at: "case"
    )
    let missing = comparison.differences(of: [:], from: expected, at: "case")

    #expect(near == [])
    #expect(off == ["case.z[0]", "case.z[1]"])
    #expect(missing == ["case.z"])
  }

  private static func cases(_ name: String) throws -> [JSON] {
    let file = try JSON(strict: Files.bytes("Tests/ReconciliationTests/Cases/\(name).json"))
    let cases = try #require(file["cases"]?.array)
    try #require(!cases.isEmpty)
    return cases
  }

  private static func answered() throws -> JSON {
    var library = CaseLibrary()
    for name in names {
      library.add(file: name, try Files.bytes("Tests/ReconciliationTests/Cases/\(name).json"))
    }
    let (answers, unanswered) = library.answers()
    #expect(library.problems == [])
    #expect(unanswered == [])
    return answers
  }
}

/// Compares an answer with what a case expects; members that it does not expect do not count.
private struct CaseComparison {
  /// How far a number may be off.
  let tolerance: Double

  /// Members that say something about the case, not about the answer.
  private static let remarks: Set<String> = [
    "row0", "doNotUse", "mustHold", "oneAcceptablePattern", "minimumCellsSuppressed",
    "attackerRangesForThatPattern", "label",
  ]

  /// The paths at which the answer is not as expected.
  func differences(
    of answer: JSON,
    from expected: JSON,
    at path: String,
    key: String = ""
  ) -> [String] {
    switch expected {
    case .object(let members):
      return members.filter { !Self.remarks.contains($0.key) }.sorted { $0.key < $1.key }
        .flatMap { name, value -> [String] in
          guard let found = answer[name] else { return ["\(path).\(name)"] }
          return differences(of: found, from: value, at: "\(path).\(name)", key: name)
        }
    case .array(let elements):
      guard let found = answer.array, found.count == elements.count else { return [path] }
      return zip(found, elements).enumerated().flatMap { index, pair in
        differences(of: pair.0, from: pair.1, at: "\(path)[\(index)]", key: key)
      }
    case .int, .number:
      guard let found = answer.number, let number = expected.number else { return [path] }
      let allowed = key == "polychoricTwoStep" ? 1e-3 : max(tolerance, 1e-12)
      return (found - number).magnitude <= allowed ? [] : [path]
    case .null, .bool, .string:
      return answer == expected ? [] : [path]
    }
  }
}
