import Testing
import WireFormat

/// An invented framework for the demonstration's compass, and crosswalks to it.
enum InventedReferences {
  /// Installs the framework and a policy that names it.
  static func install(in world: World) async throws {
    for reference in [framework, policy] {
      let answer = try await world.server.console([
        "command": "reference.add", "reference": reference,
      ])
      try #require(answer.status == 200, "\(answer.json)")
    }
  }

  static let framework: JSON = [
    "id": "common", "version": "1", "title": "Invented", "state": "proposed",
    "layers": [
      [
        "id": "outcomes", "title": "Outcomes", "mappable": true,
        "outcomes": [
          ["id": "calm", "label": "Calm", "order": 1],
          ["id": "thriving", "label": "Thriving", "order": 2],
        ],
      ]
    ],
  ]

  static let policy: JSON = [
    "id": "progress", "version": "1", "baselineBeforeDays": 14, "baselineWindowDays": 42,
    "minGapDays": 28, "afterEndDays": 28, "retrospective": "exclude", "minCoveragePercent": 50,
    "noIssuePolicy": "exclude", "framework": ["id": "common", "version": "1"],
    "mainInstrument": ["North": "demo-compass", "South": "demo-steps"],
  ]
}

extension InventedReferences {
  /// Two areas that feed one outcome.
  static func edges(weight: Int64 = 100, learning: String = "calm") -> JSON {
    .array(
      [("home", "calm"), ("learning", learning)].map { area, outcome in
        [
          "area": .string(area), "outcome": .string(outcome), "layer": "outcomes",
          "relationship": "source-is-narrower-than-target", "role": "primary",
          "weightPercent": .int(weight), "rationale": "Invented.", "author": "Nobody",
        ]
      }
    )
  }

  /// The invented crosswalk, with changes.
  static func crosswalk(version: String, _ changes: [String: JSON] = [:]) -> JSON {
    let others = ["money", "health", "feelings", "friends", "safety", "family-life"]
    var json: [String: JSON] = [
      "id": "compass-to-common", "version": .string(version), "state": "draft",
      "source": ["instrument": "demo-compass", "version": "1"],
      "target": ["framework": "common", "version": "1"], "edges": edges(),
      "noMap": .array(
        others.map { ["area": .string($0), "layer": "outcomes", "rationale": "Invented."] }
      ),
      "bandMaps": [
        [
          "scale": "compass10",
          "points": .object(
            Dictionary(
              (1...10).map { point in
                let band = JSON.int(Int64(point + 1) / 2)
                return ("\(point)", .array([band, band]))
              }
            ) { first, _ in first }
          ),
        ]
      ],
    ]
    for (name, value) in changes { json[name] = value }
    return .object(json)
  }

  /// A closed episode of the family that Priya works with, whose home rose and whose learning stayed.
  static func closeEpisode(in world: World) async throws {
    let star = "/v1/families/\(world["star"])"
    let episode = try await world.make("priya", "\(star)/episodes", Bodies.episode)
    let id = try #require(episode["id"]?.string)
    for (date, home) in [("2026-09-02", "3"), ("2026-10-20", "7")] {
      var body = Bodies.reading(home: home, date: date).object ?? [:]
      body["episode"] = .string(id)
      _ = try await world.make("priya", "\(star)/readings", .object(body))
    }
    let closed = try await world.ask(
      "priya",
      "POST",
      "/v1/episodes/\(id)/close",
      fields: ["If-Match": "\"\(episode["version"]?.int ?? 0)\""],
      json: ["closedOn": "2026-10-21", "closureReason": "other", "stepUpEvent": "none"]
    )
    try #require(closed.status == 200, "\(closed.json)")
  }

  /// A closed episode of one family more.
  static func closeAnother(in world: World) async throws {
    let added = try await world.ask(
      "nell",
      "POST",
      "/v1/families",
      json: [
        "name": "Reed (invented)", "authority": "peterborough", "unit": .string(world["Nene"]),
      ]
    )
    try #require(added.status == 201, "\(added.json)")
    let family = "/v1/families/\(added.json["id"]?.string ?? "")"
    let episode = try await world.make("nell", "\(family)/episodes", Bodies.episode)
    let closed = try await world.ask(
      "nell",
      "POST",
      "/v1/episodes/\(episode["id"]?.string ?? "")/close",
      fields: ["If-Match": "\"\(episode["version"]?.int ?? 0)\""],
      json: ["closedOn": "2026-10-21", "closureReason": "other", "stepUpEvent": "none"]
    )
    try #require(closed.status == 200, "\(closed.json)")
  }
}
