import Foundation
import Instruments
import Testing
import WireFormat

@Suite struct PackReaderTests {
  @Test(arguments: TestPacks.broken)
  func `a broken pack is refused with every reason`(file: URL) throws {
    let expected = try String(
      contentsOf: file.deletingPathExtension().appendingPathExtension("txt"),
      encoding: .utf8
    )

    let report = PackReport.check(bytes: try TestPacks.bytes(of: file))

    #expect(report.pack == nil)
    #expect(report.problems.map { "\($0)\n" }.joined() == expected)
  }

  @Test func `there are broken packs to check`() {
    #expect(TestPacks.broken.count > 30)
  }

  @Test func `a file over the limit is refused unread`() {
    let report = PackReport.check(bytes: [UInt8](repeating: UInt8(ascii: " "), count: 262_145))

    #expect(report.problems == ["The pack is 262145 bytes long; use at most 262144."])
  }

  @Test func `a file that is no JSON says where`() {
    let report = PackReport.check(bytes: Array(#"{"id":"a","id":"b"}"#.utf8))

    #expect(
      report.problems == [
        "The pack cannot be read: the JSON names a member twice at byte 10, in /id; "
          + "keep one of them."
      ]
    )
  }

  @Test func `a pack that is no object says so once`() {
    #expect(
      PackReport.check(bytes: Array("[]".utf8)).problems == [
        "The pack is not an object; write it as {…}."
      ]
    )
  }

  @Test func `an empty object lists every field that is missing`() {
    let problems = PackReport.check(bytes: Array("{}".utf8)).problems

    #expect(problems.count == 11)
    #expect(problems.first == "/id is missing; add it.")
  }

  /// The hash was computed with Python's `json` and `hashlib` from the file.
  @Test func `the content hash is the SHA-256 of the canonical JSON`() throws {
    #expect(
      try TestPacks.seed("map-assumed-0").contentHash
        == "eab1d36dba2b93cbb03bf85e373062d2a55854455d0814a94c152cfd00d62a2d"
    )
  }

  @Test func `white space and the order of fields leave the content hash alone`() throws {
    let pack = try TestPacks.seed("demo-compass-1")

    let canonical = try InstrumentPack(bytes: pack.source.canonical)

    #expect(canonical == pack)
  }

  @Test func `a label changes the content hash and not the structure`() throws {
    let pack = try TestPacks.seed("demo-steps-1")
    let relabelled = try TestPacks.seed(
      "demo-steps-1",
      replacing: "On some days",
      with: "On a few days"
    )
    let reversed = try TestPacks.seed(
      "demo-steps-1",
      replacing: "higherIsBetter",
      with: "lowerIsBetter"
    )

    #expect(relabelled.contentHash != pack.contentHash)
    #expect(relabelled.hasSameStructure(as: pack))
    #expect(!reversed.hasSameStructure(as: pack))
  }

  @Test func `a supplied pack that says nothing about its licence requires one`() throws {
    let pack = try TestPacks.seed("demo-steps-1")
    let text = pack.source.canonicalText
      .replacing(#""definitionStatus":"demo""#, with: #""definitionStatus":"supplied""#)
      .replacing(#""isRequired":false,"#, with: "")
      .replacing("Invented for", with: "Invented by")

    #expect(!pack.licence.isRequired)
    #expect(try InstrumentPack(bytes: Array(text.utf8)).licence.isRequired)
  }

  @Test func `damaged bytes give a pack or reasons and nothing worse`() throws {
    let whole = try TestPacks.seed("demo-compass-1").source.canonical
    var dice = Dice(seed: 7)

    for _ in 0..<400 {
      var bytes = whole
      for _ in 0...dice.roll(3) {
        bytes[dice.roll(bytes.count)] = UInt8(truncatingIfNeeded: dice.roll(256))
      }
      let report = PackReport.check(bytes: bytes)

      #expect((report.pack == nil) == !report.problems.isEmpty)
    }
  }
}
