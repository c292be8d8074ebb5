import Reconciliation
import Testing
import WireFormat

@Suite struct ContentHashTests {
  @Test func `a crosswalk has the content hash of the reference case`() throws {
    let test = try #require(try Files.cases("17-canonical-hash", "canonicalSHA256").first)
    let input = try #require(test["input"])

    let crosswalk = try Crosswalk(bytes: Array(input.pretty.utf8))

    #expect(crosswalk.contentHash == test["expected"]?["sha256"]?.string)
    #expect(crosswalk.json.canonicalText == test["expected"]?["canonicalUTF8"]?.string)
    #expect(contentHash(of: input) == crosswalk.contentHash)
  }

  @Test func `the hash changes with a weight and not with the order of names`() throws {
    let crosswalk = try inventedCrosswalk()
    let heavier = try Crosswalk(
      bytes: Array(
        crosswalk.json.canonicalText.replacing(
          #""weightPercent":100"#,
          with: #""weightPercent":50"#
        )
        .utf8
      )
    )
    let framework = try inventedFramework()
    let spaced = try Framework(bytes: Array(framework.source.pretty.utf8))

    #expect(heavier.contentHash != crosswalk.contentHash)
    #expect(spaced == framework)
  }
}
