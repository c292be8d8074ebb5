import Testing
import WireFormat

/// The rounds of mappers over REST; how agreement is reckoned is tested where it is.
@Suite struct MappingRouteTests {
  private static let areas = [
    "home", "learning", "money", "health", "feelings", "friends", "safety", "family-life",
  ]

  /// A sheet that says the same of every pair, but for some outcomes of the first area.
  private static func sheet(
    round: Int64 = 1,
    voice: String = "mapper",
    relationship: String = "related-to",
    areas: [String] = areas,
    changes: [String: JSON] = [:]
  ) -> JSON {
    var json: [String: JSON] = [
      "source": ["instrument": "demo-compass", "version": "1"],
      "target": ["framework": "common", "version": "1"], "round": .int(round),
      "voice": .string(voice),
      "votes": .array(
        areas.flatMap { area in
          ["calm", "thriving"].map { outcome in
            [
              "area": .string(area), "outcome": .string(outcome),
              "relationship": .string(relationship),
            ]
          }
        }
      ),
    ]
    for (name, value) in changes { json[name] = value }
    return .object(json)
  }

  private func rounds(_ world: World, as who: String = "lea") async throws -> JSON {
    let answer = try await world.ask(who, "GET", "/v1/mappings")
    try #require(answer.status == 200, "\(answer.json)")
    return answer.json["items"]?.array?.first ?? .null
  }

  @Test func `only partnership leads hand in sheets, and who sees no crosswalk sees no mapping`()
    async throws
  {
    try await World.with { world in
      try await InventedReferences.install(in: world)

      for who in ["priya", "sam", "dot", "root"] {
        let answer = try await world.ask(who, "POST", "/v1/mappings", json: Self.sheet())
        #expect(answer.code == "forbidden", "\(who): \(answer.json)")
      }
      for who in ["priya", "sam", "root"] {
        let hidden = try await world.ask(who, "GET", "/v1/mappings")
        #expect(hidden.code == "forbidden", "\(who)")
      }
      #expect(try await world.ask("dot", "GET", "/v1/mappings").json["items"] == [])
      // Lev has no place in an authority, so he votes for none.
      let nowhere = try await world.ask("lev", "POST", "/v1/mappings", json: Self.sheet())
      #expect(nowhere.code == "forbidden")
      #expect(try await rounds(world) == .null)
    }
  }

  @Test func `a round needs two different mappers of each authority, and shows no vote before`()
    async throws
  {
    try await World.with { world in
      try await InventedReferences.install(in: world)
      for who in ["lea", "lin", "lou"] {
        let answer = try await world.ask(who, "POST", "/v1/mappings", json: Self.sheet())
        try #require(answer.status == 201, "\(answer.json)")
      }
      let again = try await world.ask("lou", "POST", "/v1/mappings", json: Self.sheet())

      #expect(again.code == "already-exists")
      let shown = try await rounds(world)
      #expect(shown["next"] == ["do": "vote", "round": 1])
      let round = try #require(shown["rounds"]?.array?.first)
      #expect(round["complete"] == false)
      #expect(round["votes"] == nil && round["ac1"] == nil)
      #expect(
        round["mappers"]?.array?.map { $0["by"] } == [
          "Lea (invented)", "Lin (invented)", "Lou (invented)",
        ]
      )
      #expect(round["mappers"]?.array?.map { $0["authority"] } == ["North", "North", "South"])
    }
  }

  @Test func `a sheet never changes, whatever its mapper hands in later`() async throws {
    try await World.with { world in
      try await InventedReferences.install(in: world)
      _ = try await world.ask("lea", "POST", "/v1/mappings", json: Self.sheet())
      let before = try await rounds(world)

      let other = try await world.ask(
        "lea",
        "POST",
        "/v1/mappings",
        json: Self.sheet(relationship: "equivalent")
      )

      #expect(other.code == "already-exists")
      #expect(try await rounds(world) == before)
      for method in ["PUT", "PATCH", "DELETE"] {
        let answer = try await world.ask("lea", method, "/v1/mappings", json: Self.sheet())
        #expect([404, 405].contains(answer.status), "\(method) \(answer.status)")
      }
    }
  }

  @Test func `a sheet with what does not belong, or without what does, is refused with the place`()
    async throws
  {
    try await World.with { world in
      try await InventedReferences.install(in: world)
      let twice = Self.sheet(areas: Self.areas + ["home"])
      let cases: [(JSON, String)] = [
        (Self.sheet(areas: Array(Self.areas.dropLast())), "missing-field"),
        (Self.sheet(areas: Self.areas + ["weather"]), "invalid-field"),
        (Self.sheet(relationship: "much-alike"), "invalid-reference"),
        (Self.sheet(voice: "oracle"), "invalid-reference"), (twice, "invalid-reference"),
        (Self.sheet(round: 2), "wrong-state"), (Self.sheet(round: 3), "invalid-reference"),
        (Self.sheet(voice: "adjudicator"), "wrong-state"),
        (Self.sheet(changes: ["colour": "red"]), "invalid-reference"),
        (
          Self.sheet(changes: ["source": ["instrument": "no-such", "version": "1"]]),
          "unknown-edition"
        ),
        (Self.sheet(changes: ["target": ["framework": "no-such", "version": "1"]]), "not-found"),
        ([], "invalid-request"),
      ]

      for (sheet, code) in cases {
        let answer = try await world.ask("lea", "POST", "/v1/mappings", json: sheet)
        #expect(answer.code == code, "\(sheet["round"] ?? .null): \(answer.json)")
        #expect((400..<500).contains(answer.status))
      }
      #expect(try await rounds(world) == .null)
    }
  }
}
