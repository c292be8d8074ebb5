import Instruments
import Reconciliation
import Testing
import WireFormat

@Suite struct CrosswalkCheckTests {
  private func codes(
    _ changes: [String: JSON] = [:],
    scale: InventedScale = .five
  ) throws -> [String] {
    let catalogue = InstrumentCatalogue(packs: [try inventedPack(areas: ["a", "b"], scale: scale)])
    return CrosswalkCheck.problems(
      of: try inventedCrosswalk(changes),
      catalogue: catalogue,
      frameworks: [try inventedFramework()]
    ).map(\.code)
  }

  /// The edges of the invented crosswalk, the first of them with changes.
  private func edges(_ changes: [String: JSON], adding more: [JSON] = []) throws -> JSON {
    var first = try #require(inventedEdge("a", "calm").object)
    for (name, value) in changes { first[name] = value }
    return .array([.object(first), inventedEdge("b", "calm")] + more)
  }

  private func bands(_ points: JSON) -> JSON {
    [["scale": "star5", "points": points]]
  }

  @Test func `a whole crosswalk has no problem`() throws {
    #expect(try codes() == [])
  }

  @Test func `an instrument that is not installed is told`() throws {
    #expect(
      try codes(["source": ["instrument": "tool", "version": "2"]]) == ["unknown_instrument"]
    )
  }

  @Test func `a framework that is not there is told beside the instrument`() throws {
    #expect(
      try codes([
        "source": ["instrument": "other", "version": "1"],
        "target": ["framework": "common", "version": "2"],
      ]) == ["unknown_instrument", "unknown_framework"]
    )
  }

  @Test func `an area without an edge and without a reason is told with its layer`() throws {
    #expect(
      try codes(["edges": [inventedEdge("a", "calm")]]) == ["unmapped_area:b:outcomes"]
    )
  }

  @Test func `a reason takes the place of an edge`() throws {
    let noMap: JSON = [["area": "b", "layer": "outcomes", "rationale": "Invented."]]

    #expect(try codes(["edges": [inventedEdge("a", "calm")], "noMap": noMap]) == [])
  }

  private static let unsoundReasons: [(entry: JSON, code: String)] = [
    (["area": "b", "layer": "outcomes", "rationale": " "], "missing_rationale:b:outcomes"),
    (["area": "a", "layer": "outcomes", "rationale": "x"], "no_map_of_mapped_area:a:outcomes"),
    (["area": "c", "layer": "outcomes", "rationale": "x"], "no_map_of_unknown_area:c"),
    (["area": "b", "layer": "goals", "rationale": "x"], "no_map_in_unknown_layer:b:goals"),
  ]

  @Test(arguments: unsoundReasons)
  func `a reason must be sound`(entry: JSON, code: String) throws {
    let codes = try codes(["edges": [inventedEdge("a", "calm")], "noMap": [entry]])

    #expect(codes.contains(code))
  }

  @Test func `an edge from an area that the instrument lacks is told`() throws {
    let more = inventedEdge("c", "calm")

    #expect(
      try codes(["edges": edges([:], adding: [more])]) == ["edge_from_unknown_area:c"]
    )
  }

  @Test func `an edge to an outcome that the framework lacks is told`() throws {
    #expect(
      try codes(["edges": edges(["outcome": "gone"])]) == ["edge_to_unknown_outcome:gone"]
    )
  }

  @Test func `an edge that names another layer is told, and the area is unmapped`() throws {
    #expect(
      try codes(["edges": edges(["layer": "goals"])])
        == ["edge_in_wrong_layer:a:calm", "unmapped_area:a:outcomes"]
    )
  }

  @Test func `an edge into a layer to which nothing is mapped is told`() throws {
    let changed = try edges(["outcome": "goal", "layer": "goals"])

    #expect(
      try codes(["edges": changed])
        == ["edge_to_unmappable_layer:a:goal", "unmapped_area:a:outcomes"]
    )
  }

  @Test(arguments: ["related-to", "not-related-to"])
  func `a primary edge that is only related is told`(relationship: String) throws {
    #expect(
      try codes(["edges": edges(["relationship": .string(relationship)])])
        == ["related_primary:a:calm"]
    )
  }

  @Test func `two primary edges of one area in one layer are told`() throws {
    let second = inventedEdge("a", "thriving")
    let contributory = inventedEdge("a", "thriving", role: "contributory")

    #expect(try codes(["edges": edges([:], adding: [second])]) == ["two_primaries:a:outcomes"])
    #expect(try codes(["edges": edges([:], adding: [contributory])]) == [])
  }

  @Test func `the same edge twice is told`() throws {
    let again = inventedEdge("a", "calm", role: "contributory")

    #expect(try codes(["edges": edges([:], adding: [again])]) == ["duplicate_edge:a:calm"])
  }

  @Test func `an edge without a rationale or an author is told`() throws {
    #expect(
      try codes(["edges": edges(["rationale": "", "author": " "])])
        == ["missing_rationale:a:calm", "missing_author:a:calm"]
    )
  }

  @Test func `a scale without bands is told`() throws {
    #expect(try codes(["bandMaps": []]) == ["bands_missing:star5"])
  }

  @Test func `a point without bands is told`() throws {
    let points: JSON = ["1": [1, 1], "2": [2, 2], "3": [3, 3], "5": [5, 5]]

    #expect(try codes(["bandMaps": bands(points)]) == ["bands_missing_point:star5:4"])
  }

  @Test func `bands of a point or a scale that is not there are told`() throws {
    let points: JSON = [
      "1": [1, 1], "2": [2, 2], "3": [3, 3], "4": [4, 4], "5": [5, 5], "6": [5, 5],
    ]

    #expect(try codes(["bandMaps": bands(points)]) == ["bands_of_unknown_point:star5:6"])
    #expect(
      try codes(["bandMaps": [["scale": "other", "points": ["1": [1, 1]]]]])
        == ["bands_of_unknown_point:other", "bands_missing:star5"]
    )
  }

  @Test(arguments: [[0, 1], [1, 6], [2, 1]] as [JSON])
  func `bands that are no interval from 1 to 5 are told`(first: JSON) throws {
    let points: JSON = ["1": first, "2": [2, 6], "3": [3, 6], "4": [4, 6], "5": [5, 6]]

    #expect(try codes(["bandMaps": bands(points)]).contains("bands_out_of_range:star5:1"))
  }

  @Test(arguments: [[3, 3], [2, 4]] as [JSON])
  func `a better point with a lower band is told`(second: JSON) throws {
    let points: JSON = ["1": [1, 1], "2": second, "3": [2, 3], "4": [4, 4], "5": [5, 5]]

    #expect(try codes(["bandMaps": bands(points)]) == ["bands_not_monotone:star5"])
  }

  @Test func `where lower is better the bands must fall with the codes`() throws {
    var scale = InventedScale.five
    scale.isReversed = true
    let falling: JSON = ["1": [5, 5], "2": [4, 4], "3": [3, 3], "4": [2, 2], "5": [1, 1]]

    #expect(try codes(scale: scale) == ["bands_not_monotone:star5"])
    #expect(try codes(["bandMaps": bands(falling)], scale: scale) == [])
  }

  @Test func `two band maps of one scale are told`() throws {
    let points: JSON = ["1": [1, 1], "2": [2, 2], "3": [3, 3], "4": [4, 4], "5": [5, 5]]
    let map: JSON = ["scale": "star5", "points": points]

    #expect(try codes(["bandMaps": [map, map]]) == ["duplicate_bands:star5"])
  }

  @Test func `every problem is a sentence that says what to do`() throws {
    let catalogue = InstrumentCatalogue(packs: [try inventedPack(areas: ["a", "b"], scale: .five)])
    let problems = CrosswalkCheck.problems(
      of: try inventedCrosswalk(["edges": [], "bandMaps": []]),
      catalogue: catalogue,
      frameworks: [try inventedFramework()]
    )

    #expect(
      problems.map(\.description) == [
        "The area a has no edge in the layer outcomes; draw one or say in noMap why there is none.",
        "The area b has no edge in the layer outcomes; draw one or say in noMap why there is none.",
        "The scale star5 has no bands; give each of its points some.",
      ]
    )
  }
}
