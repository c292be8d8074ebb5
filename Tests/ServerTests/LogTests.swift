import Logging
import Server
import Testing
import WireFormat

@Suite struct LogTests {
  @Test func `an event is one line of JSON whatever its message holds`() {
    let log = TestLog()
    let message = "one\ntwo \"three\" \u{1B}[31m {\"level\":\"info\"}"
    log.logger.warning("\(message)", metadata: ["route": "/v1/x", "list": ["a", "b\n"]])

    #expect(log.text.split(separator: "\n").count == 1)
    #expect(
      log.events == [
        [
          "ts": "2026-09-21T14:13:20.000Z", "level": "warning", "log": "test",
          "msg": .string(message), "route": "/v1/x", "list": ["a", "b\n"],
        ]
      ]
    )
  }

  @Test func `an error is logged by its type alone`() {
    struct Odd: Error { let name = "Wren Ashdown" }
    let log = TestLog()
    log.logger.error("failed", error: Odd())

    #expect(log.events.first?["error"] == "Odd")
    #expect(!log.text.contains("Wren"))
  }

  @Test func `a request leaves its route in the log, and no id, query, name or token`() async throws
  {
    try await World.with { world in
      let made = try await world.make(
        "priya",
        "/v1/families/\(world["star"])/members",
        Bodies.member
      )
      let id = try #require(made["id"]?.string)
      _ = try await world.ask("priya", "GET", "/v1/members/\(id)")
      _ = try await world.ask("priya", "GET", "/v1/families?limit=1&cursor=\(world["star"])")
      _ = try await world.ask("priya", "GET", "/v1/wren-ashdown")
      let refused = try await world.ask(
        "priya",
        "PATCH",
        "/v1/members/\(id)",
        json: ["name": "Wren Ashdown"]
      )

      let text = world.server.log.text
      let events = world.server.log.events.filter { $0["msg"] == "request" }
      #expect(
        events.suffix(5).map { [$0["method"], $0["route"], $0["status"]] } == [
          ["POST", "/v1/families/{id}/members", "201"], ["GET", "/v1/members/{id}", "200"],
          ["GET", "/v1/families", "200"], ["GET", "none", "404"],
          ["PATCH", "/v1/members/{id}", "428"],
        ]
      )
      for secret in [id, world["star"], world.tokens["priya"] ?? "", "Wren", "wren", "Ashdown"] {
        #expect(!text.contains(secret))
      }
      #expect(text.contains(try #require(refused.json["request_id"]?.string)))
      #expect(refused.fields["x-request-id"] == refused.json["request_id"]?.string)
    }
  }
}
