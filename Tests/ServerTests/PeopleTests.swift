import Testing
import WireFormat

/// Units, workers, devices, instruments and who one is.
@Suite struct PeopleTests {
  @Test func `an administrator adds a unit and a worker, and nobody else does`() async throws {
    try await World.with { world in
      let unit: JSON = ["kind": "team", "title": "Welland", "parent": .string(world["North"])]
      let refused = try await world.ask("sam", "POST", "/v1/units", json: unit)
      let key = ["Idempotency-Key": newID()]
      let made = try await world.ask("root", "POST", "/v1/units", fields: key, json: unit)
      let again = try await world.ask("root", "POST", "/v1/units", fields: key, json: unit)
      let id = made.json["id"]?.string ?? ""
      let worker: JSON = [
        "name": "Lin (invented)",
        "places": [["unit": .string(id), "role": "practitioner"]],
      ]
      let orphan = try await world.ask("root", "POST", "/v1/units", json: ["kind": "team"])
      let hired = try await world.make("root", "/v1/workers", worker)
      let odd = try await world.ask("root", "POST", "/v1/workers", json: ["name": "Nobody"])
      let code = try await world.make(
        "root",
        "/v1/workers/\(hired["id"]?.string ?? "")/enrolments",
        [:]
      )
      let token = try await World.enrol(try #require(code["code"]?.string), on: world.server)
      let who = try await world.server.request("GET", "/v1/whoami", token: token)
      let units = try await world.ask("priya", "GET", "/v1/units")
      let workers = try await world.ask("priya", "GET", "/v1/workers?limit=200")

      #expect(refused.status == 403)
      #expect(made.status == 201)
      #expect(again.json == made.json)
      #expect([orphan.code, odd.code] == ["missing-field", "missing-field"])
      #expect(who.json["worker"]?["name"] == "Lin (invented)")
      #expect(who.json["roles"] == ["practitioner"])
      #expect(who.json["units"] == [.string(id)])
      #expect(units.json["items"]?.array?.count == 6)
      #expect(workers.json["items"]?.array?.count == 12)
    }
  }

  @Test func `a worker sees and ends own devices, a supervisor those of the unit`() async throws {
    try await World.with { world in
      let own = try await world.ask("priya", "GET", "/v1/devices")
      let device = try #require(own.json["items"]?.array?.first)
      let bySupervisor = try await world.ask("nell", "GET", "/v1/devices?worker=\(world["priya"])")
      let byAuditor = try await world.ask("dot", "GET", "/v1/devices?worker=\(world["priya"])")
      let byColleague = try await world.ask("jo", "GET", "/v1/devices?worker=\(world["priya"])")
      let outside = try await world.ask("nell", "GET", "/v1/devices?worker=\(world["jo"])")
      let odd = try await world.ask("nell", "GET", "/v1/devices?worker=x")

      #expect(
        Set(device.object?.keys ?? [:].keys) == [
          "id", "worker", "title", "status", "enrolled", "last_sync", "hands_in_until",
        ]
      )
      #expect(bySupervisor.json == own.json)
      #expect(byAuditor.json == own.json)
      #expect([byColleague.status, outside.status, odd.status] == [404, 404, 404])
      let path = "/v1/devices/\(device["id"]?.string ?? "")"
      let stolen = try await world.ask("jo", "DELETE", path)
      let ended = try await world.ask("priya", "DELETE", path)
      let afterwards = try await world.ask("priya", "GET", "/v1/whoami")
      #expect(stolen.status == 404)
      #expect(ended.json["status"] == "revoked")
      #expect(afterwards.code == "device-revoked")
    }
  }

  @Test func `a practitioner invites own devices or nobody's, and says for how long`() async throws
  {
    try await World.with { world in
      let path = "/v1/workers/\(world["priya"])/enrolments"
      let colleague = try await world.ask("jo", "POST", path, json: [:])
      let odd = try await world.ask("nell", "POST", path, json: ["hours": 1000])
      let unknown = try await world.ask("nell", "POST", path, json: ["days": 1])

      #expect(colleague.status == 403)
      #expect(odd.code == "invalid-field")
      #expect(unknown.code == "unknown-field")
    }
  }

  @Test func `instruments are listed and shown whole, with what may be used`() async throws {
    try await World.with { world in
      let listed = try await world.ask("priya", "GET", "/v1/instruments")
      let enabled = (listed.json["items"]?.array ?? []).map { [$0["id"], $0["enabled"]] }
      let shown = try await world.ask("priya", "GET", "/v1/instruments/demo-compass/1")
      let missing = try await world.ask("priya", "GET", "/v1/instruments/demo-compass/2")
      let pack = try JSON(strict: try Repository.bytes("Seeds/instruments/demo-compass-1.json"))

      #expect(
        enabled == [["demo-compass", true], ["demo-steps", true], ["family-star", false]]
      )
      #expect(shown.json["pack"] == pack)
      #expect(missing.status == 404)
    }
  }
}
