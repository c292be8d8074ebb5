import Casework
import Exports
import Reconciliation
import Testing
import WireFormat

/// Which crosswalks a row and the manifest name: those behind their figures and no others.
struct CrosswalkBasisTests {
  @Test func `a district and a quarter name the crosswalks behind their own figures alone`()
    throws
  {
    let cases = try Self.twoCrosswalks()

    let rows = try cases.table("outcomes").rows.filter {
      $0["outcome"] == "calm" && $0["instrument"] == "compass"
    }.map { row in ["grouping", "group", "crosswalk", "crosswalk_state"].map { row[$0] ?? "" } }

    let (old, new) = ("compass-to-common@1", "compass-3-to-common@1")
    #expect(
      rows == [
        ["all", "", "\(new);\(old)", "PROPOSED"],
        ["district", "Fen", new, "PROPOSED"],
        ["district", "Hill", old, "active"],
        ["quarter", "2025Q2", old, "active"],
        ["quarter", "2025Q3", new, "PROPOSED"],
      ]
    )
  }

  @Test func `only a group with a pair of a later edition says that its crosswalk is lent`()
    throws
  {
    let rows = try InventedCases.golden().table("outcomes").rows.filter {
      $0["outcome"] == "calm" && $0["instrument"] == "compass"
    }.map { row in ["grouping", "group", "crosswalk_via_edition"].map { row[$0] ?? "" } }

    #expect(
      rows == [
        ["all", "", "true"],
        ["district", "'=1+1", "true"],
        ["district", "Hill", "false"],
        ["quarter", "2025Q2", "true"],
        ["quarter", "2025Q3", "false"],
      ]
    )
  }

  @Test func `a group without an outcome still names what its instrument rests on`() throws {
    var cases = try Self.twoCrosswalks()
    cases.episodes.append(
      try InventedCases.episode("e3", "C3", district: "Moor", [Self.readings("r5", "1")[0]])
    )

    let row = try cases.table("outcomes").rows.first { $0["group"] == "Moor" }

    #expect(row?["n"] == "0")
    #expect(row?["crosswalk"] == "compass-3-to-common@1;compass-to-common@1")
    #expect(row?["crosswalk_state"] == "PROPOSED")
  }

  @Test(arguments: InventedCases.sets)
  func `a crosswalk that gave no outcome is neither in the manifest nor called PROPOSED`(
    set: String
  ) throws {
    var cases = try InventedCases.golden()
    cases.episodes.removeAll { $0.id != "e3" }

    let manifest = try ManifestTests.manifest(of: cases.folder(set))

    #expect(manifest["crosswalks"] == [])
    #expect(manifest["frameworks"] == [])
    for file in cases.folder(set).files where file.name != "dictionary.csv" {
      #expect(!String(decoding: file.bytes, as: UTF8.self).contains("PROPOSED"), "\(file.name)")
    }
  }

  /// A pair of the first edition with an active crosswalk, and one of the third with its own, which
  /// is proposed.
  private static func twoCrosswalks() throws -> InventedCases {
    var library = try InventedReference.library(compass: .active)
    var json = try #require(library.crosswalks.first?.json.object)
    json["id"] = "compass-3-to-common"
    json["state"] = "proposed"
    json["source"] = ["instrument": "compass", "version": "3"]
    library.crosswalks.append(try Crosswalk(bytes: JSON.object(json).canonical))
    return try InventedCases(
      [
        InventedCases.episode("e1", "A1", district: "Hill", readings("r1", "1")),
        InventedCases.episode(
          "e2",
          "B2",
          district: "Fen",
          closed: "2025-07-04",
          readings("r3", "3")
        ),
      ],
      library: library
    )
  }

  private static func readings(_ id: String, _ edition: String) throws -> [CaseReading] {
    try [("2025-01-20", "a"), ("2025-05-19", "b")].map { date, end in
      try InventedCases.reading(
        id + end,
        date,
        InventedCases.compass(edition),
        home: "3",
        school: "5",
        friends: "7"
      )
    }
  }
}
