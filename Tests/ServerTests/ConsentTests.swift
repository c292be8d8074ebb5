import Testing
import WireFormat

/// Consents over REST: recorded, listed with how they stand, and refused when they are wrong.
@Suite struct ConsentTests {
  private func path(_ world: World) -> String { "/v1/families/\(world["star"])/consents" }

  private func states(_ answer: RawAnswer) -> [String?] {
    (answer.json["consent_states"]?.array ?? []).map { $0["state"]?.string }
  }

  private func ids(_ answer: RawAnswer) -> [String?] {
    (answer.json["items"]?.array ?? []).map { $0["id"]?.string }
  }

  @Test func `a consent is given, withdrawn and shown, and the list says how it stands`()
    async throws
  {
    try await World.with { world in
      let empty = try await world.ask("priya", "GET", path(world))
      let given = try await world.make("priya", path(world) + "/give", Bodies.consent)
      let before = try await world.ask("nell", "GET", path(world))
      let withdrawn = try await world.make(
        "nell",
        path(world) + "/withdraw",
        ["purpose": "sharing", "date": "2025-09-02"]
      )
      let after = try await world.ask("priya", "GET", path(world))
      let shown = try await world.ask("priya", "GET", "/v1/consents/\(given["id"]?.string ?? "")")

      #expect(empty.json == ["items": [], "next": nil, "consent_states": []])
      #expect(
        given["fields"]
          == ["event": "given", "purpose": "sharing", "date": "2025-09-02", "how": "written"]
      )
      #expect(given["author"]?.string == world["priya"])
      #expect(states(before) == ["given"])
      #expect(
        after.json["consent_states"] == [
          [
            "purpose": "sharing", "member": nil, "state": "withdrawn", "date": "2025-09-02",
            "consent": withdrawn["id"] ?? nil,
          ]
        ]
      )
      #expect(ids(after) == [given["id"]?.string, withdrawn["id"]?.string])
      #expect(shown.json == given)
    }
  }

  @Test func `every page of the list says how things stand by all events`() async throws {
    try await World.with { world in
      var made: [String?] = []
      for (verb, day) in [("give", "01"), ("withdraw", "02"), ("give", "03")] {
        let record = try await world.make(
          "priya",
          path(world) + "/\(verb)",
          ["purpose": "service", "date": .string("2025-09-\(day)"), "how": "spoken"]
        )
        made.append(record["id"]?.string)
      }

      let first = try await world.ask("priya", "GET", path(world) + "?limit=2")
      let next = try #require(first.json["next"]?.string)
      let second = try await world.ask("priya", "GET", path(world) + "?limit=2&cursor=\(next)")

      #expect(ids(first) + ids(second) == made)
      #expect(second.json["next"] == .null)
      #expect(states(first) == ["given"])
      #expect(states(second) == ["given"])
    }
  }

  @Test func `a repeat under one key records one event`() async throws {
    try await World.with { world in
      let key = newID()
      let answers = [
        try await world.ask(
          "priya",
          "POST",
          path(world) + "/give",
          fields: ["Idempotency-Key": key],
          json: Bodies.consent
        ),
        try await world.ask(
          "priya",
          "POST",
          path(world) + "/give",
          fields: ["Idempotency-Key": key],
          json: Bodies.consent
        ),
      ]

      #expect(answers.map(\.status) == [201, 201])
      #expect(answers[0].json == answers[1].json)
      #expect(try await ids(world.ask("priya", "GET", path(world))).count == 1)
    }
  }

  static let wrong: [(JSON, String)] = [
    (["purpose": "newsletter", "date": "2025-09-02", "how": "written"], "invalid-field"),
    (["date": "2025-09-02", "how": "written"], "missing-field"),
    (["purpose": "service", "date": "2025-09-02"], "missing-field"),
    (["purpose": "service", "date": "2199-09-02", "how": "written"], "date-in-future"),
    (["purpose": "service", "date": "2025-09-02", "how": "written", "by": "x"], "unknown-field"),
  ]

  @Test(arguments: wrong)
  func `what is wrong is refused with its code and not recorded`(
    body: JSON,
    code: String
  ) async throws {
    try await World.with { world in
      let refused = try await world.ask("priya", "POST", path(world) + "/give", json: body)

      #expect(refused.status == 422)
      #expect(refused.code == code)
      #expect(try await ids(world.ask("priya", "GET", path(world))) == [])
    }
  }

  @Test func `nothing about a consent can be edited or taken away`() async throws {
    try await World.with { world in
      let given = try await world.make("priya", path(world) + "/give", Bodies.consent)
      let own = "/v1/consents/\(given["id"]?.string ?? "")"
      let fields = ["If-Match": "\"\(given["version"]?.int ?? 0)\""]

      for method in ["PATCH", "DELETE", "PUT"] {
        let answer = try await world.ask("priya", method, own, fields: fields, json: [:])
        #expect(answer.status == 405, "\(method)")
      }
    }
  }
}
