import Audit
import Testing
import WireFormat

/// The invented history of two councils against figures that were computed independently.
@Suite struct HistoryTests {
  @Test(arguments: [
    "labels", "policy", "import", "crosswalks", "authorities", "pairing", "areas", "outcomes",
    "attritionBaselineBand", "positiveProgress", "noiseFloor", "toolEffect", "crossAuthority",
    "link", "release", "tolerance",
  ])
  func `every figure of a section is the one that was computed independently`(
    _ section: String
  ) throws {
    let expected = try JSON(
      strict: Files.bytes("Tests/IntakeTests/Fixtures/history/expected.json")
    )
    let aggregates = try Files.history.get().json

    let wanted = try #require(expected[section])
    let found = try #require(aggregates[section])
    #expect(differences(wanted, found, at: section) == [])
  }
}

/// What a document lacks of another, or says differently by more than the last of six decimals; what
/// an iteration gave may differ a little more.
func differences(_ wanted: JSON, _ found: JSON, at pointer: String) -> [String] {
  switch (wanted, found) {
  case (.object(let wanted), .object(let found)):
    return wanted.sorted { $0.key < $1.key }.flatMap { name, value in
      found[name].map { differences(value, $0, at: "\(pointer)/\(name)") }
        ?? ["\(pointer)/\(name) is missing"]
    }
  case (.array(let wanted), .array(let found)) where wanted.count == found.count:
    return zip(wanted, found).enumerated().flatMap { index, pair in
      differences(pair.0, pair.1, at: "\(pointer)/\(index)")
    }
  case (.number(let wanted), _):
    let name = pointer.split(separator: "/").last.map(String.init) ?? ""
    let isIterated =
      pointer.hasPrefix("link/")
      && ["deviance", "bic", "se", "low", "high", "maxBootstrapSE"].contains(name)
    let tolerance = isIterated ? 1e-5 : 1.000001e-6
    let isClose = found.number.map { abs($0 - wanted) <= tolerance } ?? false
    return isClose ? [] : ["\(pointer) is \(found.canonicalText) and not \(wanted)"]
  default:
    let isSame = wanted == found || wanted.number.map { $0 == found.number } ?? false
    return isSame ? [] : ["\(pointer) is \(found.canonicalText), not \(wanted.canonicalText)"]
  }
}
