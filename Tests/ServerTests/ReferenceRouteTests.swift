import Testing
import WireFormat

/// The life of reference data over REST.
@Suite struct ReferenceRouteTests {
  /// Proposes the invented crosswalk as somebody and gives its path.
  @discardableResult
  static func propose(
    _ world: World,
    as who: String = "lea",
    version: String = "1.0.0",
    changes: [String: JSON] = [:]
  ) async throws -> String {
    let answer = try await world.ask(
      who,
      "POST",
      "/v1/references",
      json: ["content": InventedReferences.crosswalk(version: version, changes)]
    )
    try #require(answer.status == 201, "\(answer.json)")
    return "/v1/references/crosswalk/compass-to-common/\(version)"
  }

  @Test func `a version is approved by another person of each authority and then put into use`()
    async throws
  {
    try await World.with { world in
      try await InventedReferences.install(in: world)
      let path = try await Self.propose(world)

      let first = try await world.ask("lin", "POST", "\(path)/approve", json: [:])
      #expect(first.json["state"] == "proposed", "\(first.json)")
      #expect(first.json["label"] == "PROPOSED")
      let second = try await world.ask("lou", "POST", "\(path)/approve", json: ["reason": "Read."])
      #expect(second.json["state"] == "approved")
      let third = try await world.ask("lev", "POST", "\(path)/activate", json: [:])
      #expect(third.json["state"] == "active")

      let shown = try await world.ask("dot", "GET", path)
      #expect(shown.json["label"] == "active")
      #expect(shown.json["proposed_by"] == "Lea (invented)")
      let approvals = shown.json["approvals"]?.array ?? []
      #expect(approvals.map { $0["authority"] } == ["North", "South"])
      #expect(approvals.map { $0["by"] } == ["Lin (invented)", "Lou (invented)"])
      let steps = (shown.json["steps"]?.array ?? []).map { $0["step"] }
      #expect(steps == ["propose", "approve", "approve", "activate"])
      let listed = try await world.ask("lea", "GET", "/v1/references?kind=crosswalk")
      #expect((listed.json["items"]?.array ?? []).map { $0["state"] } == ["active"])
    }
  }

  @Test func `nobody signs off their own proposal, twice, for no authority or without the role`()
    async throws
  {
    try await World.with { world in
      try await InventedReferences.install(in: world)
      let path = try await Self.propose(world)
      for (who, code) in [
        ("lea", "second-person-needed"), ("lev", "forbidden"), ("dot", "forbidden"),
        ("sam", "not-found"), ("priya", "not-found"), ("root", "not-found"),
      ] {
        let answer = try await world.ask(who, "POST", "\(path)/approve", json: [:])
        #expect(answer.code == code, "\(who) \(answer.json)")
      }
      _ = try await world.ask("lin", "POST", "\(path)/approve", json: [:])
      let again = try await world.ask("lin", "POST", "\(path)/approve", json: [:])
      #expect(again.code == "already-exists")
      let early = try await world.ask("lou", "POST", "\(path)/activate", json: [:])
      #expect(early.code == "wrong-state")
      let shown = try await world.ask("lea", "GET", path)
      #expect(shown.json["state"] == "proposed")
      #expect(shown.json["approvals"]?.array?.count == 1)
    }
  }

  @Test func `a later version supersedes the one in use, and a withdrawal needs a reason`()
    async throws
  {
    try await World.with { world in
      try await InventedReferences.install(in: world)
      for version in ["1.0.0", "1.0.1"] {
        let path = try await Self.propose(world, version: version)
        for (who, step) in [("lin", "approve"), ("lou", "approve"), ("lea", "activate")] {
          let answer = try await world.ask(who, "POST", "\(path)/\(step)", json: [:])
          try #require(answer.status == 200, "\(answer.json)")
        }
      }
      let path = "/v1/references/crosswalk/compass-to-common"
      #expect(try await world.ask("lea", "GET", "\(path)/1.0.0").json["state"] == "superseded")
      let bare = try await world.ask("lou", "POST", "\(path)/1.0.1/withdraw", json: [:])
      #expect(bare.code == "reason-required")
      let reason: JSON = ["reason": "An outcome was misread."]
      let withdrawn = try await world.ask("lou", "POST", "\(path)/1.0.1/withdraw", json: reason)
      #expect(withdrawn.json["label"] == "WITHDRAWN")
      #expect(withdrawn.json["withdrawn"]?["reason"] == "An outcome was misread.")
      let revived = try await world.ask("lea", "POST", "\(path)/1.0.1/activate", json: [:])
      #expect(revived.code == "wrong-state")
    }
  }

  @Test func `a version never changes, and its number must be as large as what changes`()
    async throws
  {
    try await World.with { world in
      try await InventedReferences.install(in: world)
      try await Self.propose(world)
      func refusal(_ version: String, _ changes: [String: JSON]) async throws -> JSON {
        try await world.ask(
          "lea",
          "POST",
          "/v1/references",
          json: ["content": InventedReferences.crosswalk(version: version, changes)]
        ).json
      }
      let lighter: [String: JSON] = ["edges": InventedReferences.edges(weight: 50)]

      try await Self.propose(world)
      #expect(try await refusal("1.0.0", lighter)["code"] == "immutable")
      #expect(try await refusal("1.0.1", lighter)["code"] == "invalid-reference")
      #expect(try await refusal("1.1.0", lighter)["code"] == "invalid-reference")
      #expect(try await refusal("two", lighter)["code"] == "invalid-reference")
      try await Self.propose(world, version: "2.0.0", changes: lighter)
      let diff = try await world.ask(
        "dot",
        "GET",
        "/v1/references/crosswalk/compass-to-common/2.0.0/diff"
      )
      #expect(diff.json["from"] == "1.0.0")
      #expect(diff.json["demands"] == "major")
      #expect(diff.json["changes"]?.array?.count == 2)
      #expect(diff.json["problem"] == .null)
    }
  }

  @Test
  func `a draft is only stored until it is proposed, and a file's own claim counts for nothing`()
    async throws
  {
    try await World.with { world in
      try await InventedReferences.install(in: world)
      let content = InventedReferences.crosswalk(version: "1.0.0", ["state": "active"])
      let body: JSON = ["content": content, "draft": true]
      let stored = try await world.ask("lea", "POST", "/v1/references", json: body)
      #expect(stored.json["state"] == "draft", "\(stored.json)")
      let path = "/v1/references/crosswalk/compass-to-common/1.0.0"
      let proposed = try await world.ask("lin", "POST", "\(path)/propose", json: [:])
      #expect(proposed.json["state"] == "proposed")
      #expect(proposed.json["proposed_by"] == "Lin (invented)")
      let own = try await world.ask("lin", "POST", "\(path)/approve", json: [:])
      #expect(own.code == "second-person-needed")

      let console = try await world.server.console([
        "command": "reference.add",
        "reference": InventedReferences.crosswalk(
          version: "1.0.1",
          ["state": "approved", "needs": "nothing"]
        ),
      ])
      #expect(console.json["state"] == "proposed", "\(console.json)")
    }
  }
}
