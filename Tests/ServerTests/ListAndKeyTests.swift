import Testing
import WireFormat

/// Pages of lists, and repeats of requests.
@Suite struct ListAndKeyTests {
  @Test func `pages bring every record once, also while others are added`() async throws {
    try await World.with { world in
      let path = "/v1/families/\(world["star"])/goals"
      var made: [String] = []
      for _ in 0..<7 { made.append(try await self.goal(in: world)) }
      var seen: [String] = []
      var next: String?
      repeat {
        let query = next.map { "&cursor=\($0)" } ?? ""
        let answer = try await world.ask("priya", "GET", "\(path)?limit=3\(query)")
        seen += (answer.json["items"]?.array ?? []).compactMap { $0["id"]?.string }
        next = answer.json["next"]?.string
        if seen.count == 3 { made.append(try await self.goal(in: world)) }
      } while next != nil

      #expect(seen == made.sorted())
    }
  }

  private func goal(in world: World) async throws -> String {
    let made = try await world.make("priya", "/v1/families/\(world["star"])/goals", Bodies.goal)
    return try #require(made["id"]?.string)
  }

  @Test(arguments: [
    ("families", ["name": "Carr (invented)", "authority": "peterborough"] as JSON),
    ("families/{star}/members", Bodies.member), ("families/{star}/readings", Bodies.reading()),
  ])
  func `a request that is repeated under its key makes one record`(
    path: String,
    body: JSON
  ) async throws {
    try await World.with { world in
      let path = "/v1/" + path.replacing("{star}", with: world["star"])
      let key = newID()
      let answers = try await withThrowingTaskGroup(of: RawAnswer.self) { group in
        for quote in ["", "\"", "", "\""] {
          group.addTask {
            try await world.ask(
              "priya",
              "POST",
              path,
              fields: ["Idempotency-Key": quote + key + quote],
              json: body
            )
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      let listed = try await world.ask("priya", "GET", path)
      let before = path == "/v1/families" ? 1 : 0

      #expect(answers.map(\.status) == [201, 201, 201, 201])
      #expect(Set(answers.compactMap { $0.json["id"]?.string }).count == 1)
      #expect(listed.json["items"]?.array?.count == before + 1)
    }
  }

  @Test func `a key that was used for another request is refused`() async throws {
    try await World.with { world in
      let key = ["Idempotency-Key": newID()]
      let path = "/v1/families/\(world["star"])"
      _ = try await world.ask("priya", "POST", "\(path)/goals", fields: key, json: Bodies.goal)
      let other = try await world.ask(
        "priya",
        "POST",
        "\(path)/members",
        fields: key,
        json: Bodies.member
      )

      #expect(other.status == 409)
      #expect(other.code == "id-reused")
    }
  }

  @Test(arguments: ["7", "W/\"7\"", "\"x\"", "*", "\"7\", \"8\""])
  func `a version that is no strong tag of ours is refused`(ifMatch: String) async throws {
    try await World.with { world in
      let answer = try await world.ask(
        "priya",
        "PATCH",
        "/v1/families/\(world["star"])",
        fields: ["If-Match": ifMatch],
        json: ["contact": "Letters only"]
      )

      #expect(answer.status == 400)
      #expect(answer.code == "invalid-request")
    }
  }

  @Test func `of two who edit one version at once only one succeeds`() async throws {
    try await World.with { world in
      let made = try await world.make("priya", "/v1/families/\(world["star"])/goals", Bodies.goal)
      let path = "/v1/goals/\(made["id"]?.string ?? "")"
      let version = made["version"]?.int ?? 0
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 0..<8 {
          group.addTask {
            try await world.ask(
              "priya",
              "PATCH",
              path,
              fields: ["If-Match": "\"\(version)\""],
              json: ["text": .string("Goal \(number)")]
            ).status
          }
        }
        return try await group.reduce(into: [Int]()) { $0.append($1) }
      }

      #expect(statuses.sorted() == [200, 412, 412, 412, 412, 412, 412, 412])
    }
  }
}
