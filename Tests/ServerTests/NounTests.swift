import Testing
import WireFormat

/// One test for each noun: made, listed, edited, and refused when the input is wrong.
@Suite struct NounTests {
  @Test func `a family is made, listed and edited, and refused without a name`() async throws {
    try await World.with { world in
      let made = try await world.make(
        "priya",
        "/v1/families",
        ["name": "Carr (invented)", "authority": "peterborough"]
      )
      let id = made["id"]?.string ?? ""
      let version = made["version"]?.int ?? 0
      let edited = try await world.ask(
        "priya",
        "PATCH",
        "/v1/families/\(id)",
        fields: ["If-Match": "\"\(version)\""],
        json: ["contact": "Letters only"]
      )
      let listed = try await world.ask("priya", "GET", "/v1/families")
      let refused = try await world.ask(
        "priya",
        "POST",
        "/v1/families",
        json: ["authority": "peterborough"]
      )

      #expect(made["fields"]?["name"] == "Carr (invented)")
      #expect(made["author"]?.string == world["priya"])
      #expect(edited.status == 200)
      #expect(edited.json["fields"]?["contact"] == "Letters only")
      #expect(edited.fields["etag"] == "\"\(edited.json["version"]?.int ?? 0)\"")
      #expect(ids(listed) == [world["star"], id])
      #expect(refused.status == 422)
      #expect(refused.code == "missing-field")
    }
  }

  /// A body that is taken and one that is not, for each noun of a family.
  static let nouns: [(String, JSON, JSON)] = [
    ("members", Bodies.member, ["role": "king"]),
    ("episodes", Bodies.episode, ["tier": "more"]),
    ("goals", Bodies.goal, ["text": ""]),
    ("notes", Bodies.note, ["text": "Undated."]),
  ]

  @Test(arguments: nouns)
  func `a record of a family is made, listed and shown, and refused when it is wrong`(
    noun: String,
    body: JSON,
    wrong: JSON
  ) async throws {
    try await World.with { world in
      let path = "/v1/families/\(world["star"])/\(noun)"
      let made = try await world.make("priya", path, body)
      let id = made["id"]?.string ?? ""
      let listed = try await world.ask("priya", "GET", path)
      let shown = try await world.ask("priya", "GET", "/v1/\(noun)/\(id)")
      let refused = try await world.ask("priya", "POST", path, json: wrong)

      #expect(ids(listed) == [id])
      #expect(shown.json == made)
      #expect(made["family"]?.string == world["star"])
      #expect(refused.status == 422)
      #expect(try await ids(world.ask("priya", "GET", path)) == [id])
    }
  }

  @Test func `a record is found under its own noun alone`() async throws {
    try await World.with { world in
      let made = try await world.make("priya", "/v1/families/\(world["star"])/goals", Bodies.goal)
      let id = made["id"]?.string ?? ""
      for path in [
        "members", "episodes", "notes", "readings", "assignments", "reviews", "families",
      ] {
        let shown = try await world.ask("priya", "GET", "/v1/\(path)/\(id)")
        #expect(shown.status == 404, "\(path)")
      }
      let below = try await world.ask(
        "priya",
        "POST",
        "/v1/families/\(id)/goals",
        json: Bodies.goal
      )
      let edited = try await world.ask(
        "priya",
        "PATCH",
        "/v1/members/\(id)",
        fields: ["If-Match": "\"\(made["version"]?.int ?? 0)\""],
        json: ["name": "Wren Ashdown"]
      )

      #expect(below.status == 404)
      #expect(edited.status == 404)
    }
  }

  @Test(arguments: [("goals", Bodies.goal), ("notes", Bodies.note)])
  func `what is deleted is listed apart, and brought back with the version of its deletion`(
    noun: String,
    body: JSON
  ) async throws {
    try await World.with { world in
      let family = "/v1/families/\(world["star"])"
      let made = try await world.make("priya", "\(family)/\(noun)", body)
      let path = "/v1/\(noun)/\(made["id"]?.string ?? "")"
      func act(_ method: String, _ path: String, version: Int64?) async throws -> RawAnswer {
        try await world.ask(
          "priya",
          method,
          path,
          fields: version.map { ["If-Match": "\"\($0)\""] } ?? [:]
        )
      }
      let blind = try await act("DELETE", path, version: nil)
      let stale = try await act("DELETE", path, version: 1)
      let deleted = try await act("DELETE", path, version: made["version"]?.int)
      let shown = try await world.ask("priya", "GET", path)
      let listed = try await world.ask("priya", "GET", "\(family)/\(noun)")
      let apart = try await world.ask("priya", "GET", "\(family)/deleted")
      let elsewhere = try await world.ask("jo", "GET", "\(family)/deleted")
      let restored = try await act("POST", path + "/restore", version: deleted.json["version"]?.int)
      let back = try await world.ask("priya", "GET", path)

      #expect(blind.status == 428)
      #expect(stale.status == 412)
      #expect(deleted.status == 200)
      #expect(deleted.json["fields"]?["deleted"] == true)
      #expect(shown.status == 404)
      #expect(ids(listed) == [])
      #expect(ids(apart) == [made["id"]?.string])
      #expect(elsewhere.status == 404)
      #expect(restored.status == 200)
      #expect(back.json["fields"] == made["fields"])
    }
  }

  @Test func `an edit needs the version that was seen, and the newest one`() async throws {
    try await World.with { world in
      let made = try await world.make("priya", "/v1/families/\(world["star"])/goals", Bodies.goal)
      let path = "/v1/goals/\(made["id"]?.string ?? "")"
      let seen = ["If-Match": "\"\(made["version"]?.int ?? 0)\""]
      let blind = try await world.ask("priya", "PATCH", path, json: ["status": "met"])
      let first = try await world.ask(
        "priya",
        "PATCH",
        path,
        fields: seen,
        json: ["status": "met"]
      )
      let second = try await world.ask(
        "nell",
        "PATCH",
        path,
        fields: seen,
        json: ["status": "dropped"]
      )

      #expect([blind.status, first.status, second.status] == [428, 200, 412])
      #expect(blind.code == "precondition-required")
      #expect(second.code == "stale-version")
      let now = try await world.ask("priya", "GET", path)
      #expect(now.json["fields"]?["status"] == "met")
    }
  }

  @Test func `an episode is closed and reopened, and not closed twice`() async throws {
    try await World.with { world in
      let made = try await world.make(
        "priya",
        "/v1/families/\(world["star"])/episodes",
        Bodies.episode
      )
      let path = "/v1/episodes/\(made["id"]?.string ?? "")"
      let closing: JSON = [
        "closedOn": "2026-10-01", "closureReason": "outcomesAchieved", "stepUpEvent": "none",
      ]
      func turn(_ verb: String, _ seen: JSON, _ body: JSON) async throws -> RawAnswer {
        try await world.ask(
          "priya",
          "POST",
          "\(path)/\(verb)",
          fields: ["If-Match": "\"\(seen["version"]?.int ?? 0)\""],
          json: body
        )
      }
      let closed = try await turn("close", made, closing)
      let again = try await turn("close", closed.json, closing)
      let silent = try await turn("reopen", closed.json, [:])
      let reopened = try await turn("reopen", closed.json, ["reason": "Came back (invented)."])

      #expect(closed.json["fields"]?["status"] == "closed")
      #expect(again.code == "wrong-state")
      #expect(silent.code == "reason-required")
      #expect(reopened.json["fields"]?["status"] == "open")
    }
  }

  @Test func `a supervisor assigns, ends and hands over, and a practitioner does not`() async throws
  {
    try await World.with { world in
      let family = "/v1/families/\(world["star"])"
      let refused = try await world.ask(
        "priya",
        "POST",
        "\(family)/assignments",
        json: Bodies.assignment(world["jo"])
      )
      let made = try await world.make(
        "sam",
        "\(family)/assignments",
        Bodies.assignment(world["jo"])
      )
      let twice = try await world.ask(
        "sam",
        "POST",
        "\(family)/assignments",
        json: Bodies.assignment(world["jo"])
      )
      let seenByJo = try await world.ask("jo", "GET", family)
      let ended = try await world.ask(
        "sam",
        "POST",
        "/v1/assignments/\(made["id"]?.string ?? "")/end",
        fields: ["If-Match": "\"\(made["version"]?.int ?? 0)\""],
        json: ["endedOn": "2026-09-10"]
      )
      let afterwards = try await world.ask("jo", "GET", family)
      let handed = try await world.ask(
        "sam",
        "POST",
        "\(family)/handover",
        json: Bodies.handover(to: world["jo"])
      )
      let again = try await world.ask(
        "sam",
        "POST",
        "\(family)/handover",
        json: Bodies.handover(to: world["jo"])
      )

      #expect(refused.status == 403)
      #expect(twice.code == "already-exists")
      #expect(seenByJo.status == 200)
      #expect(ended.json["fields"]?["endedOn"] == "2026-09-10")
      #expect(afterwards.status == 404)
      #expect(handed.json["fields"]?["worker"]?.string == world["jo"])
      #expect(again.json["id"] == handed.json["id"])
    }
  }

  @Test func `a reading is made and listed, and refused off the scale`() async throws {
    try await World.with { world in
      let path = "/v1/families/\(world["star"])/readings"
      let made = try await world.make("priya", path, Bodies.reading())
      let listed = try await world.ask("priya", "GET", path)
      let refused = try await world.ask("priya", "POST", path, json: Bodies.reading(home: "11"))

      #expect(made["fields"]?["scores"] == Bodies.reading()["scores"])
      #expect(made["fields"]?["capturedOffline"] == false)
      #expect(ids(listed) == [made["id"]?.string])
      #expect(refused.status == 422)
      #expect(refused.code == "point-not-on-scale")
    }
  }

  @Test func `a correction takes effect when a second person approves it`() async throws {
    try await World.with { world in
      let made = try await world.make(
        "priya",
        "/v1/families/\(world["star"])/readings",
        Bodies.reading()
      )
      let path = "/v1/readings/\(made["id"]?.string ?? "")"
      let asked = try await world.make(
        "priya",
        "\(path)/correct",
        ["reason": "A slip.", "changes": ["scores": ["home": "4"]]]
      )
      let waiting = try await world.ask("priya", "GET", path)
      let queue = try await world.ask("sam", "GET", "/v1/reviews")
      let item = try #require(queue.json["items"]?.array?.first)
      let approved = try await world.ask(
        "sam",
        "POST",
        "/v1/reviews/\(item["id"]?.string ?? "")/resolve",
        fields: ["If-Match": "\"\(item["version"]?.int ?? 0)\""],
        json: ["choice": "approve"]
      )
      let effective = try await world.ask("priya", "GET", path)
      let corrections = try await world.ask("priya", "GET", "\(path)/corrections")
      let open = try await world.ask("sam", "GET", "/v1/reviews")
      let all = try await world.ask("sam", "GET", "/v1/reviews?state=all")

      #expect(waiting.json["effective"]?["scores"]?["home"] == "3")
      #expect(approved.status == 200)
      #expect(effective.json["fields"]?["scores"]?["home"] == "3")
      #expect(effective.json["effective"]?["scores"]?["home"] == "4")
      #expect(effective.json["corrected"] == true)
      #expect(ids(corrections) == [asked["id"]?.string])
      #expect(ids(open) == [])
      #expect(ids(all) == [item["id"]?.string])
    }
  }

  @Test func `a withdrawal needs a reason and a second person`() async throws {
    try await World.with { world in
      let made = try await world.make(
        "priya",
        "/v1/families/\(world["star"])/readings",
        Bodies.reading()
      )
      let path = "/v1/readings/\(made["id"]?.string ?? "")"
      let silent = try await world.ask("priya", "POST", "\(path)/withdraw", json: [:])
      _ = try await world.make("sam", "\(path)/withdraw", ["reason": "Wrong family (invented)."])
      let queue = try await world.ask("sam", "GET", "/v1/reviews")
      let item = try #require(queue.json["items"]?.array?.first)
      let own = try await world.ask(
        "sam",
        "POST",
        "/v1/reviews/\(item["id"]?.string ?? "")/resolve",
        fields: ["If-Match": "\"\(item["version"]?.int ?? 0)\""],
        json: ["choice": "approve"]
      )

      #expect(silent.code == "reason-required")
      #expect(own.status == 403)
      #expect(own.code == "second-person-needed")
      let shown = try await world.ask("priya", "GET", path)
      #expect(shown.json["withdrawn"] == false)
    }
  }

  private func ids(_ answer: RawAnswer) -> [String?] {
    (answer.json["items"]?.array ?? []).map { $0["id"]?.string }
  }
}
