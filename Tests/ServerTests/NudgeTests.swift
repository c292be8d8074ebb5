import Server
import Testing
import WireFormat

/// Hints that there is something to pull.
@Suite struct NudgeTests {
  private static var quick: ServerLimits {
    var limits = ServerLimits()
    limits.nudgeMilliseconds = 20
    limits.nudgeAliveMilliseconds = 50
    return limits
  }

  /// An open stream of somebody, as soon as the server listens.
  private func stream(_ who: String, in world: World) async throws -> RawConnection {
    let connection = try RawConnection(port: world.server.port)
    await connection.send(
      "GET /v1/nudge HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(world.tokens[who] ?? "")\r\n\r\n"
    )
    let start = try #require(await connection.text(until: ":\n\n"))
    #expect(start.hasPrefix("HTTP/1.1 200 OK"))
    #expect(start.contains("text/event-stream"))
    return connection
  }

  private func addNote(as who: String, in world: World) async throws {
    _ = try await world.make(
      who,
      "/v1/families/\(world["star"])/notes",
      ["text": "Invented note", "date": "2026-11-01"]
    )
  }

  @Test func `whoever sees a family hears of its changes, and the hint carries nothing`()
    async throws
  {
    try await World.with(limits: Self.quick) { world in
      let nell = try await stream("nell", in: world)

      try await addNote(as: "priya", in: world)

      let heard = try #require(await nell.text(until: "event: head\ndata: {}\n\n"))
      #expect(!heard.contains("Invented"))
    }
  }

  @Test func `whoever does not see the family hears nothing but signs of life`() async throws {
    try await World.with(limits: Self.quick) { world in
      let jo = try await stream("jo", in: world)
      let nell = try await stream("nell", in: world)

      try await addNote(as: "priya", in: world)

      // Once Nell has heard, all hints of the commit have been given.
      _ = try #require(await nell.text(until: "event: head"))
      let heard = try #require(await jo.text(until: ":\n\n"))
      #expect(!heard.contains("event"))
      await world.server.running.stop()
      let rest = String(decoding: try #require(await jo.everything()), as: UTF8.self)
      #expect(!rest.contains("event: head"))
      #expect(rest.contains("event: bye"))
    }
  }

  @Test func `the stream of a revoked device ends`() async throws {
    try await World.with(limits: Self.quick) { world in
      let priya = try await stream("priya", in: world)
      let devices = try await world.ask("priya", "GET", "/v1/devices")
      let device = devices.json["items"]?.array?.first?["id"]?.string ?? ""

      _ = try await world.ask("nell", "DELETE", "/v1/devices/\(device)")

      _ = try #require(await priya.text(until: "event: bye\ndata: {}\n\n"))
    }
  }

  @Test func `a second stream of a device ends the first, and too many are refused`() async throws {
    var limits = Self.quick
    limits.nudgesMax = 1
    try await World.with(limits: limits) { world in
      let first = try await stream("priya", in: world)
      let second = try await stream("priya", in: world)

      _ = try #require(await first.text(until: "event: bye"))
      let refused = try await world.ask("nell", "GET", "/v1/nudge")
      #expect(refused.status == 503)
      #expect(refused.code == "unavailable")
      try await addNote(as: "nell", in: world)
      _ = try #require(await second.text(until: "event: head"))
    }
  }
}
