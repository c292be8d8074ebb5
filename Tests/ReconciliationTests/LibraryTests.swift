import Instruments
import Reconciliation
import Testing
import WireFormat

@Suite struct LibraryTests {
  private let target = FrameworkKey(id: "common", version: "1")

  private func choice(
    _ crosswalks: [Crosswalk],
    edition: String = "1",
    packs: [InstrumentPack]? = nil
  ) throws -> (crosswalk: Crosswalk, viaEdition: Bool)? {
    let library = ReconciliationLibrary(
      frameworks: [try inventedFramework()],
      crosswalks: crosswalks
    )
    let standard = [
      try inventedPack(areas: ["a", "b"], scale: .five),
      try inventedPack(edition: "2", areas: ["b", "a"], scale: .five, follows: ["1"]),
    ]
    return library.crosswalk(
      for: InstrumentKey(id: "tool", edition: edition),
      framework: target,
      catalogue: InstrumentCatalogue(packs: packs ?? standard)
    )
  }

  @Test func `a crosswalk serves its own edition and is lent to the one that follows`() throws {
    let crosswalk = try inventedCrosswalk()

    #expect(try choice([crosswalk])?.viaEdition == false)
    #expect(try choice([crosswalk], edition: "2")?.viaEdition == true)
  }

  @Test func `it is not lent backwards`() throws {
    let later = try inventedCrosswalk(["source": ["instrument": "tool", "version": "2"]])

    #expect(try choice([later]) == nil)
  }

  @Test func `it is not lent to an edition with other areas`() throws {
    let packs = [
      try inventedPack(areas: ["a", "b"], scale: .five),
      try inventedPack(edition: "2", areas: ["a", "b", "c"], scale: .five, follows: ["1"]),
    ]

    #expect(try choice([try inventedCrosswalk()], edition: "2", packs: packs) == nil)
  }

  @Test func `one made for the edition goes before one that is lent`() throws {
    let own = try inventedCrosswalk([
      "id": "own", "state": "draft", "source": ["instrument": "tool", "version": "2"],
    ])
    let lent = try inventedCrosswalk(["state": "active"])

    #expect(try choice([lent, own], edition: "2")?.crosswalk == own)
  }

  @Test func `a signed-off version goes before a newer proposal, and 10 is newer than 9`() throws {
    let active = try inventedCrosswalk(["version": "0.9.0", "state": "active"])
    let nine = try inventedCrosswalk(["version": "0.9.1"])
    let ten = try inventedCrosswalk(["version": "0.10.0"])

    #expect(try choice([ten, active, nine])?.crosswalk == active)
    #expect(try choice([ten, nine])?.crosswalk == ten)
    #expect(try choice([nine, ten])?.crosswalk == ten)
  }

  @Test(arguments: ["superseded", "withdrawn"])
  func `a version that is used no more is not chosen`(state: JSON) throws {
    #expect(try choice([try inventedCrosswalk(["state": state])]) == nil)
  }

  @Test func `a crosswalk to another framework is not chosen`() throws {
    let other = try inventedCrosswalk(["target": ["framework": "common", "version": "2"]])

    #expect(try choice([other]) == nil)
  }
}
