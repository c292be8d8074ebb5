import Audit
import Testing
import WireFormat

/// A crosswalk that fails its check is refused whole; what needs no crosswalk is still told.
@Suite struct RefusedCrosswalkTests {
  /// The study with one member of the ladder's first edge changed, or with the edge taken out.
  private func study(_ change: ([JSON]) -> [JSON]) throws -> InventedStudy {
    var study = InventedStudy()
    var crosswalks = try #require(study.drafts[0]["crosswalks"]?.array)
    let edges = try #require(crosswalks[0]["edges"]?.array)
    crosswalks[0] = crosswalks[0].setting("edges", to: .array(change(edges)))
    study.drafts[0] = study.drafts[0].setting("crosswalks", to: .array(crosswalks))
    return study
  }

  @Test func `an area without an edge or a reason is named with its layer`() throws {
    let aggregates = try study { Array($0.dropFirst()) }.aggregates()

    #expect(aggregates.member("crosswalks/ladder/status") == "refused")
    #expect(aggregates.member("crosswalks/ladder/problems") == ["unmapped_area:home:main"])
    #expect(aggregates.member("crosswalks/tally/status") == "proposed")
  }

  @Test func `native areas and pairing are still reported, and no outcome of that instrument`()
    throws
  {
    let sound = try InventedStudy().aggregates()

    let aggregates = try study { Array($0.dropFirst()) }.aggregates()

    #expect(aggregates["areas"] == sound["areas"])
    #expect(aggregates["pairing"] == sound["pairing"])
    #expect(aggregates["authorities"] == sound["authorities"])
    #expect(aggregates.member("outcomes/Northvale") == nil)
    #expect(aggregates.member("positiveProgress/results/Northvale") == nil)
    #expect(aggregates.member("outcomes/Southmere") == sound.member("outcomes/Southmere"))
    #expect(aggregates["crossAuthority"] == .null)
  }

  @Test(arguments: [
    ("relationship", JSON.string("related-to"), "related_primary:home:X1"),
    ("relationship", .string("cousin"), "unknown_relationship:home:X1"),
    ("role", .string("main"), "unknown_role:home:X1"),
    ("weight", .int(0), "weight_not_positive:home:X1"),
    ("weight", .int(-1), "weight_not_positive:home:X1"),
    ("rationale", .string(""), "missing_rationale:home:X1"),
  ])
  func `an edge that no crosswalk can have refuses the whole of it`(
    _ member: String,
    _ value: JSON,
    _ code: String
  ) throws {
    let study = try study { edges in
      [edges[0].setting(member, to: value)] + edges.dropFirst()
    }

    #expect(try study.value("crosswalks/ladder/status") == "refused")
    #expect(try study.value("crosswalks/ladder/problems") == [.string(code)])
  }

  @Test func `without any crosswalk the study is told in native terms alone`() throws {
    var study = InventedStudy()
    study.drafts = []

    let aggregates = try study.aggregates()

    #expect(aggregates["crosswalks"] == [:])
    #expect(aggregates["outcomes"] == [:])
    #expect(aggregates.member("areas/Northvale/ladder/home/improved") == 1)
    #expect(aggregates.member("labels/crosswalkState") == "PROPOSED")
  }

  @Test func `bands come from the instruments where a crosswalk brings none, else from it`() throws
  {
    var study = InventedStudy()
    let first = "outcomes/Northvale/ladder/outcomes/X1/levelA/first/2/lowerCount"
    // Baselines 6, 2 and 1 are bands 1, 4 and 5.
    #expect(try study.value(first) == 2)

    let points = Dictionary(uniqueKeysWithValues: (0...6).map { ("\($0)", JSON.array([1, 1])) })
    var crosswalks = try #require(study.drafts[0]["crosswalks"]?.array)
    crosswalks[0] = crosswalks[0].setting(
      "bandMaps",
      to: [["scaleId": "rungs", "points": .object(points)]]
    )
    study.drafts[0] = study.drafts[0].setting("crosswalks", to: .array(crosswalks))
    #expect(try study.value(first) == 0)
  }
}
