import Instruments
import Reconciliation
import Testing
import WireFormat

@Suite struct ReferenceReaderTests {
  private func faults(_ read: () throws(ReferenceProblem) -> Void) -> [String] {
    do {
      try read()
      return []
    } catch {
      return error.faults.map(\.pointer)
    }
  }

  private func crosswalkFaults(_ text: String) -> [String] {
    faults { () throws(ReferenceProblem) in _ = try Crosswalk(bytes: Array(text.utf8)) }
  }

  private func changed(_ old: String, _ new: String) throws -> String {
    let text = try inventedCrosswalk().json.canonicalText
    try #require(text.contains(old))
    return text.replacing(old, with: new)
  }

  @Test func `what is no document is refused as a whole`() {
    #expect(crosswalkFaults("[]") == [""])
    #expect(crosswalkFaults("{") == [""])
    #expect(crosswalkFaults(String(repeating: " ", count: 1024 * 1024 + 1)) == [""])
  }

  @Test func `every missing field is named`() {
    #expect(
      crosswalkFaults("{}") == ["/id", "/version", "/source", "/target", "/edges"]
    )
  }

  @Test(arguments: [
    (#""weightPercent":100"#, #""weightPercent":1.5"#, "/edges/0/weightPercent"),
    (#""weightPercent":100"#, #""weightPercent":0"#, "/edges/0/weightPercent"),
    (#""weightPercent":100"#, #""weight":100,"weightPercent":100"#, "/edges/0/weight"),
    (#""role":"primary""#, #""role":"main""#, "/edges/0/role"),
    (
      #""relationship":"source-is-narrower-than-target""#, #""relationship":1"#,
      "/edges/0/relationship"
    ),
    (#""state":"proposed""#, #""state":"PROPOSED""#, "/state"),
    (#""1":[1,1]"#, #""1":[1]"#, "/bandMaps/0/points/1"),
    (#""1":[1,1]"#, #""1":[1,"1"]"#, "/bandMaps/0/points/1"),
    (#""noMap":[]"#, #""noMap":{}"#, "/noMap"),
    (#""version":"1"}}"#, #""version":1}}"#, "/target/version"),
  ])
  func `a field of the wrong kind is refused with its place`(
    old: String,
    new: String,
    pointer: String
  ) throws {
    let text = old.hasSuffix("}}") ? try target(new) : try changed(old, new)

    #expect(crosswalkFaults(text).contains(pointer))
  }

  private func target(_ new: String) throws -> String {
    try changed(
      #""target":{"framework":"common","version":"1"}"#,
      #""target":{"framework":"common",\#(new.dropLast())"#
    )
  }

  @Test func `a control character in a sentence is refused`() throws {
    #expect(
      crosswalkFaults(try changed("Invented.", #"\u001b[2J"#))
        == ["/edges/0/rationale", "/edges/1/rationale"]
    )
  }

  @Test func `an outcome that a framework names twice is refused`() throws {
    let text = try inventedFramework().source.canonicalText
      .replacing(#""id":"thriving""#, with: #""id":"calm""#)

    #expect(
      faults { () throws(ReferenceProblem) in _ = try Framework(bytes: Array(text.utf8)) }
        == ["/layers"]
    )
  }

  @Test func `outcomes stand by their order and not as the file lists them`() throws {
    let text = try inventedFramework().source.canonicalText
      .replacing(
        #""id":"calm","label":"calm","order":1"#,
        with: #""id":"calm","label":"calm","order":3"#
      )

    let framework = try Framework(bytes: Array(text.utf8))

    #expect(framework.mappableLayers.flatMap(\.outcomes).map(\.id) == ["thriving", "calm"])
  }

  @Test func `a policy needs every field and keeps its limits`() {
    let text = ProgressPolicy.standard.json.canonicalText
    let odd = text.replacing(#""minCoveragePercent":50"#, with: #""minCoveragePercent":101"#)
    let short = text.replacing(#""minGapDays":28,"#, with: "")

    #expect(policyFaults(odd) == ["/minCoveragePercent"])
    #expect(policyFaults(short) == ["/minGapDays"])
    #expect(policyFaults(text) == [])
  }

  private func policyFaults(_ text: String) -> [String] {
    faults { () throws(ReferenceProblem) in _ = try ProgressPolicy(bytes: Array(text.utf8)) }
  }

  @Test func `a fault is a sentence that says what to do`() throws {
    let problem = #expect(throws: ReferenceProblem.self) {
      try Crosswalk(bytes: Array(try changed(#""role":"primary""#, #""role":"main""#).utf8))
    }

    #expect(
      problem?.description.split(separator: "\n").first
        == "/edges/0/role is none of the known words; use one of: \"primary\", \"contributory\"."
    )
  }
}
