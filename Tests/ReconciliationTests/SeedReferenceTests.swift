import Instruments
import Reconciliation
import Testing
import WireFormat

/// The reference data that is shipped, against the packs that are shipped.
@Suite struct SeedReferenceTests {
  @Test func `every seed crosswalk fits its instrument and its framework`() throws {
    let library = try Files.library()
    let catalogue = try Files.catalogue()

    let problems = library.crosswalks.flatMap {
      CrosswalkCheck.problems(of: $0, catalogue: catalogue, frameworks: library.frameworks)
    }

    #expect(problems == [])
    #expect(library.crosswalks.count == 7)
    #expect(library.frameworks.map(\.id) == ["cp-early-help-2021", "supporting-families-2022"])
  }

  @Test func `no seed crosswalk claims to be signed off`() throws {
    let library = try Files.library()

    #expect(library.crosswalks.allSatisfy { $0.state == .proposed && !$0.state.isSignedOff })
    #expect(library.crosswalks.allSatisfy { $0.needs == "partnership sign-off" })
  }

  @Test func `each file is named for its id and its version`() throws {
    let library = try Files.library()

    #expect(
      try Files.list("Seeds/crosswalks")
        == library.crosswalks.map { "Seeds/crosswalks/\($0.id)-\($0.version).json" }
    )
    #expect(
      try Files.list("Seeds/frameworks")
        == library.frameworks.map { "Seeds/frameworks/\($0.id)-\($0.version).json" }
    )
  }

  @Test func `the seed policy is the standard one`() throws {
    let library = try Files.library()

    #expect(library.policy == .standard)
    #expect(library.policy.contentHash == ProgressPolicy.standard.contentHash)
    #expect(library.framework?.id == "cp-early-help-2021")
  }

  @Test func `the primary areas are those of the independently computed table`() throws {
    let expected = try JSON(
      strict: Files.bytes("Tests/ReconciliationTests/Cases/crosswalks.json")
    )
    let library = try Files.library()
    let framework = try #require(library.framework)
    let crosswalks = library.crosswalks.filter { $0.target == framework.key }
    let outcomes = framework.mappableLayers.flatMap(\.outcomes).map(\.id)

    let table = crosswalks.map { crosswalk in
      let areas = outcomes.map { id in
        (id, JSON.array(crosswalk.primaryAreas(of: id).map(JSON.string)))
      }
      let row: JSON = [
        "status": .string(crosswalk.state.rawValue), "id": .string(crosswalk.id),
        "version": .string(crosswalk.version), "problems": [],
        "primaryAreas": .object(Dictionary(uniqueKeysWithValues: areas)),
      ]
      return (crosswalk.source.id, row)
    }

    #expect(JSON.object(Dictionary(uniqueKeysWithValues: table)) == expected)
  }
}
