import Exports
import Reconciliation
import Testing
import WireFormat

/// The two warnings: that a crosswalk is not signed off, and that a definition is assumed.
struct NoticeTests {
  @Test(arguments: InventedCases.sets, [ReferenceState.active, .approved])
  func `nothing says PROPOSED once every crosswalk is signed off`(
    set: String,
    state: ReferenceState
  ) throws {
    var cases = try InventedCases.golden()
    cases.library = try InventedReference.library(compass: state, map: state)

    for file in cases.folder(set).files where file.name != "dictionary.csv" {
      #expect(!text(file.bytes).contains("PROPOSED"), "\(file.name)")
    }
    #expect(!text(cases.lines(set)).contains("PROPOSED"))
  }

  @Test(arguments: [ReferenceState.proposed, .draft])
  func `PROPOSED stands beside the outcomes of the crosswalk that is not signed off alone`(
    state: ReferenceState
  ) throws {
    var cases = try InventedCases.golden()
    cases.library = try InventedReference.library(compass: .active, map: state)

    for name in ["progress", "outcomes", "outcomes-bands"] {
      let rows = try cases.table(name).rows
      #expect(Set(rows.map { $0["crosswalk_state"] }).isSuperset(of: ["active", "PROPOSED"]))
      for row in rows {
        let expected =
          row["outcome"] == "" ? "" : row["instrument"] == "map" ? "PROPOSED" : "active"
        #expect(row["crosswalk_state"] == expected, "\(name)")
        #expect(
          row["crosswalk"] == (expected.isEmpty ? "" : "\(row["instrument"] ?? "")-to-common@1")
        )
      }
    }
    for set in InventedCases.sets {
      let notes = try notes(cases.folder(set)).filter { $0.contains("PROPOSED") }
      // The other sets hold native scores alone, behind which there is no crosswalk.
      #expect(
        notes
          == (set == "progress"
            ? ["PROPOSED: not signed off by both authorities: map-to-common@1 (\(state.rawValue))."]
            : [])
      )
    }
  }

  @Test(arguments: InventedCases.sets)
  func `an assumed definition is named in each row of its instrument and in no other`(
    set: String
  ) throws {
    let cases = try InventedCases.golden()

    for table in try cases.folder(set).tables() where table.columns.contains("definition") {
      // An episode that is not in the cohort is judged by no instrument.
      let instruments = Set(table.rows.map { $0["instrument"] }).subtracting([""])
      #expect(
        instruments == (table.name.hasPrefix("left-out") ? ["compass"] : ["compass", "map"]),
        "\(table.name)"
      )
      for row in table.rows {
        let expected = row["instrument"] == "map" ? InventedReference.assumption : ""
        #expect(row["definition"] == expected, "\(table.name)")
      }
    }
    let manifest = try ManifestTests.manifest(of: cases.folder(set))
    #expect(
      manifest["instruments"]?.array?.map { $0["definition"] }
        == [nil, nil, .string(InventedReference.assumption)]
    )
    #expect(try notes(cases.folder(set)).count { $0 == InventedReference.assumption } == 1)
    #expect(try notes(cases.folder(set)).count { $0.hasPrefix("Different tools:") } == 1)
  }

  @Test(arguments: InventedCases.sets)
  func `nothing names the assumption when only other instruments were used`(
    set: String
  ) throws {
    var cases = try InventedCases.golden()
    cases.episodes.removeAll { $0.authority == "South" }

    for file in cases.folder(set).files {
      #expect(!text(file.bytes).contains(InventedReference.assumption), "\(file.name)")
    }
    #expect(!text(cases.lines(set)).contains(InventedReference.assumption))
  }

  @Test(arguments: InventedCases.sets)
  func `the assumption is named beside an instrument that nobody has a reading of`(
    set: String
  ) throws {
    let cases = try InventedCases.golden().without(instrument: "map")

    for table in try cases.folder(set).tables() where table.columns.contains("definition") {
      for row in table.rows {
        let expected = row["instrument"] == "map" ? InventedReference.assumption : ""
        #expect(row["definition"] == expected, "\(table.name)")
      }
    }
    #expect(try notes(cases.folder(set)).contains(InventedReference.assumption))
  }

  private func notes(_ folder: ExportFolder) throws -> [String] {
    try #require(try ManifestTests.manifest(of: folder)["notes"]?.array).compactMap(\.string)
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
