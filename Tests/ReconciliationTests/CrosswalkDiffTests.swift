import Reconciliation
import Testing
import WireFormat

/// In what two versions of a crosswalk differ, and what that demands of the number.
@Suite struct CrosswalkDiffTests {
  /// An invented edge with changes.
  private static func edge(
    _ area: String,
    _ outcome: String,
    _ changes: [String: JSON] = [:]
  ) -> JSON {
    var edge = inventedEdge(area, outcome).object ?? [:]
    for (name, value) in changes { edge[name] = value }
    return .object(edge)
  }

  private static func edges(_ change: [String: JSON]) -> [String: JSON] {
    ["edges": [edge("a", "calm", change), edge("b", "calm")]]
  }

  private static let bands: JSON = [
    [
      "scale": "star5",
      "points": ["1": [1, 2], "2": [2, 2], "3": [3, 3], "4": [4, 4], "5": [5, 5]],
    ]
  ]

  /// What is changed, how large a step that demands, and the word for it.
  static let changes: [(changes: [String: JSON], step: VersionStep, what: String)] = [
    (edges(["relationship": "equivalent"]), .major, "relationship"),
    (edges(["role": "contributory"]), .major, "role"),
    (edges(["weightPercent": 50]), .major, "weight"),
    (edges(["layer": "goals"]), .major, "layer"),
    (["edges": [edge("a", "calm")]], .major, "edge-removed"),
    (
      ["edges": [edge("a", "calm"), edge("b", "calm"), edge("b", "thriving")]], .major,
      "edge-added"
    ),
    (
      ["edges": [edge("a", "calm"), edge("b", "calm"), edge("c", "calm")]], .minor, "edge-added"
    ),
    (["target": ["framework": "common", "version": "2"]], .major, "target"),
    (["source": ["instrument": "other", "version": "1"]], .major, "instrument"),
    (["source": ["instrument": "tool", "version": "2"]], .minor, "edition"),
    (["bandMaps": bands], .major, "bands"),
    (["bandMaps": []], .major, "bands"),
    (
      ["noMap": [["area": "c", "layer": "outcomes", "rationale": "Invented."]]], .minor,
      "left-out-added"
    ),
    (
      ["noMap": [["area": "a", "layer": "outcomes", "rationale": "Invented."]]], .major,
      "left-out-added"
    ),
    (edges(["rationale": "Other words."]), .patch, "rationale"),
    (edges(["confidence": "high"]), .patch, "confidence"),
    (edges(["justification": "adjudicated"]), .patch, "justification"),
    (edges(["author": "Somebody"]), .patch, "author"),
    (["needs": "A signature"], .patch, "needs"), (["note": "A note."], .patch, "note"),
  ]

  @Test(arguments: changes.indices)
  func `every kind of change demands its step`(_ index: Int) throws {
    let (changes, step, what) = Self.changes[index]
    let before = try inventedCrosswalk(["version": "1.0.0"])
    let after = try inventedCrosswalk(changes.merging(["version": "1.0.1"]) { $1 })

    let diff = CrosswalkDiff(from: before, to: after)

    #expect(diff.demands == step)
    #expect(diff.changes.first?.what == what)
    #expect((diff.versionProblem == nil) == (step == .patch))
  }

  @Test func `the same content demands no more than another number`() throws {
    let before = try inventedCrosswalk(["version": "1.0.0"])

    #expect(CrosswalkDiff(from: before, to: before).changes == [])
    #expect(
      CrosswalkDiff(from: before, to: try inventedCrosswalk(["version": "1.0.1"])).versionProblem
        == nil
    )
    #expect(CrosswalkDiff(from: before, to: before).versionProblem != nil)
  }

  @Test func `a number that is too small is named with the one to write`() throws {
    let diff = CrosswalkDiff(
      from: try inventedCrosswalk(["version": "1.2.3"]),
      to: try inventedCrosswalk(
        Self.edges(["weightPercent": 50]).merging(["version": "1.3.0"]) { $1 }
      )
    )

    #expect(
      diff.versionProblem
        == "tool-to-common@1.3.0 follows 1.2.3 with a major change (weight a calm); "
        + "write 2.0.0 or higher."
    )
    #expect(diff.changes.first?.before == "100")
    #expect(diff.changes.first?.after == "50")
  }
}
