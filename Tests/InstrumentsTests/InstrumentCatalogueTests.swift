import Instruments
import Testing

@Suite struct InstrumentCatalogueTests {
  private let first: InstrumentPack
  private let second: InstrumentPack

  init() throws {
    first = try TestPacks.seed("family-star-plus-1")
    second = try TestPacks.seed("family-star-plus-2")
  }

  @Test func `editions stand from the oldest to the newest whatever the order of the packs`() {
    let catalogue = InstrumentCatalogue(packs: [second, first])

    #expect(catalogue.editions(of: "family-star-plus").map(\.key.edition) == ["1", "2"])
    #expect(catalogue.all.map(\.key) == [first.key, second.key])
    #expect(catalogue.ids == ["family-star-plus"])
  }

  @Test func `edition 10 is newer than edition 9`() throws {
    let packs = try ["10", "9"].map { edition in
      try TestPacks.seed(
        "demo-steps-1",
        replacing: #""edition":"1""#,
        with: "\"edition\":\"\(edition)\""
      )
    }

    #expect(
      InstrumentCatalogue(packs: packs).editions(of: "demo-steps").map(\.key.edition)
        == ["9", "10"]
    )
  }

  @Test func `a licence is recorded for one edition at a time`() {
    let catalogue = InstrumentCatalogue(packs: [first, second], licensed: [first.key])

    #expect(catalogue.isEnabled(first.key))
    #expect(!catalogue.isEnabled(second.key))
    #expect(!catalogue.isEnabled(InstrumentKey(id: "family-star-plus", edition: "3")))
  }

  @Test func `a reference inside the pack enables nothing`() throws {
    let pack = try TestPacks.seed(
      "family-star-plus-1",
      replacing: #""isRequired":true"#,
      with: #""isRequired":true,"reference":"L-1""#
    )

    #expect(pack.licence.reference == "L-1")
    #expect(!InstrumentCatalogue(packs: [pack]).isEnabled(pack.key))
  }

  @Test func `the edition to offer is the newest enabled one of that day`() throws {
    let both = InstrumentCatalogue(packs: [first, second], licensed: [first.key, second.key])
    let old = InstrumentCatalogue(packs: [first, second], licensed: [first.key])

    #expect(both.edition(of: "family-star-plus", on: try day("2023-05-22")) == second)
    #expect(both.edition(of: "family-star-plus", on: try day("2023-05-21")) == first)
    #expect(old.edition(of: "family-star-plus", on: try day("2026-01-01")) == first)
    #expect(both.edition(of: "my-star", on: try day("2026-01-01")) == nil)
  }

  @Test func `the later edition says which earlier ones may come first and not the reverse`() throws
  {
    let other = try TestPacks.seed("family-star-1")
    let catalogue = InstrumentCatalogue(packs: [first, second, other])

    #expect(catalogue.compatibility(from: first.key, to: second.key) == .publisherAsserted)
    #expect(catalogue.compatibility(from: second.key, to: first.key) == nil)
    #expect(catalogue.compatibility(from: first.key, to: first.key) == nil)
    #expect(catalogue.compatibility(from: other.key, to: second.key) == nil)
  }

  @Test func `of two packs with one key the first stays`() throws {
    let renamed = try TestPacks.seed(
      "family-star-plus-1",
      replacing: "Physical health",
      with: "Renamed"
    )

    let catalogue = InstrumentCatalogue(packs: [first, renamed])

    #expect(catalogue.pack(first.key) == first)
  }
}
