import Casework
import HTTPTypes
import Hummingbird
import Machine
import Testing
import WireFormat

@testable import Server

/// What holds for every route there is; a new route without a row here fails.
@Suite struct EveryRouteTests {
  /// The routes that answer without a token.
  private static let open: Set<String> = ["GET /v1/hello", "POST /v1/enrol"]

  /// Which record of another team's family stands for the ids in a path, by what comes before it.
  private static let foreign: [String: String] = [
    "families": "family", "members": "member", "episodes": "episode", "goals": "goal",
    "notes": "note", "assignments": "assignment", "readings": "reading", "reviews": "review",
    "consents": "consent",
    "workers": "nobody", "devices": "device", "instruments": "nothing",
    "references": "family",
  ]

  /// Whether a route is read at a path of its own and its answer ends.
  private static func isWholeGet(_ route: Route) -> Bool {
    route.method == .get && !route.path.contains("{") && route.path != "/v1/nudge"
  }

  @Test func `the router has exactly the routes of the table`() throws {
    let gate = try LedgerGate(ledger: EmptyLedger.make(), surroundings: .process([:]))
    let board = Switchboard(
      routes: Route.all,
      gate: gate,
      version: "",
      limits: ServerLimits()
    )
    let known = board.router.routes.map { "\($0.method.rawValue) \($0.path)" }

    #expect(known.sorted() == Route.all.map(\.name).sorted())
    #expect(Set(known).count == known.count)
  }

  @Test func `no route but hello and enrol answers without a token`() async throws {
    try await World.with { world in
      for route in Route.all where !Self.open.contains(route.name) {
        for token in [nil, "not-a-token"] {
          let answer = try await world.server.request(
            route.method.rawValue,
            route.path.replacing(/\{[a-z]+\}/, with: newID()),
            token: token,
            json: route.takes == .nothing ? nil : [:]
          )
          #expect(answer.status == 401, "\(route.name)")
          #expect(answer.code == "unauthenticated", "\(route.name)")
          #expect(answer.fields["www-authenticate"] == "Bearer", "\(route.name)")
        }
      }
    }
  }

  @Test func `a revoked device is refused everywhere at its next request`() async throws {
    try await World.with { world in
      let devices = try await world.ask("priya", "GET", "/v1/devices")
      let device = devices.json["items"]?.array?.first?["id"]?.string ?? ""
      let revoked = try await world.ask("nell", "DELETE", "/v1/devices/\(device)")
      #expect(revoked.json["status"] == "revoked")

      for route in Route.all where !Self.open.contains(route.name) {
        let answer = try await world.ask(
          "priya",
          route.method.rawValue,
          route.path.replacing(/\{[a-z]+\}/, with: newID()),
          json: route.takes == .nothing ? nil : [:]
        )
        #expect(answer.code == "device-revoked", "\(route.name)")
      }
    }
  }

  @Test func `what lies outside the scope does not exist, on every route`() async throws {
    try await World.with { world in
      let records = try await Self.recordsOfMoon(in: world)
      for route in Route.all where route.path.contains("{") {
        let noun = String(route.path.split(separator: "/")[1])
        let key = try #require(Self.foreign[noun], "\(route.name) has no row")
        for id in [records[key], newID()] {
          let answer = try await world.ask(
            "priya",
            route.method.rawValue,
            route.path.replacing("{id}", with: id ?? "").replacing("{edition}", with: "1"),
            fields: ["If-Match": "\"1\""],
            json: route.takes == .nothing ? nil : [:]
          )
          #expect(answer.status == 404, "\(route.name) \(answer.json)")
          #expect(answer.code == "not-found", "\(route.name)")
        }
      }
    }
  }

  @Test func `lists hold nothing from outside the scope`() async throws {
    try await World.with { world in
      let hidden = try await Self.recordsOfMoon(in: world)
      for path in ["/v1/families", "/v1/reviews?state=all", "/v1/devices"] {
        let answer = try await world.ask("priya", "GET", path)
        let ids = (answer.json["items"]?.array ?? []).compactMap { $0["id"]?.string }
        #expect(Set(ids).isDisjoint(with: hidden.values), "\(path)")
      }
      let pulled = try await world.ask("priya", "GET", "/v1/pull")
      let text = String(decoding: pulled.body, as: UTF8.self)
      for key in ["family", "member", "episode", "goal", "note", "consent", "reading", "review"] {
        #expect(!text.contains(try #require(hidden[key])), "\(key)")
      }
    }
  }

  @Test func `HEAD answers wherever GET does, with the same header and no body`() async throws {
    try await World.with { world in
      for route in Route.all where Self.isWholeGet(route) {
        let token = world.tokens["sam"]
        let got = try await world.server.request("GET", route.path, token: token)
        let headed = try await world.server.request("HEAD", route.path, token: token)
        #expect(headed.status == got.status, "\(route.name)")
        #expect(headed.fields["content-type"] == got.fields["content-type"], "\(route.name)")
        #expect(headed.body.isEmpty)
      }
      let missing = try await world.server.request("HEAD", "/v1/nothing")
      #expect(missing.status == 404)
    }
  }

  @Test func `another method gets 405 and is told which there are`() async throws {
    try await World.with { world in
      for route in Route.all {
        let answer = try await world.ask("sam", "PUT", route.path)
        #expect(answer.status == 405, "\(route.name)")
        #expect(answer.fields["allow"]?.contains(route.method.rawValue) == true, "\(route.name)")
      }
    }
  }

  @Test func `nothing may be kept by what carries an answer`() async throws {
    try await World.with { world in
      for route in Route.all where Self.isWholeGet(route) {
        let answer = try await world.ask("sam", "GET", route.path)
        #expect(answer.fields["cache-control"] == "no-store", "\(route.name)")
        #expect(answer.fields["x-content-type-options"] == "nosniff", "\(route.name)")
        #expect(answer.fields["content-security-policy"]?.contains("default-src 'none'") == true)
        #expect(answer.fields["x-request-id"]?.isEmpty == false)
      }
    }
  }

  /// A record of every type in the family of another team, by type.
  private static func recordsOfMoon(in world: World) async throws -> [String: String] {
    let path = "/v1/families/\(world["moon"])"
    var records: [String: String] = ["family": world["moon"]]
    for (type, noun, body) in [
      ("member", "members", Bodies.member), ("episode", "episodes", Bodies.episode),
      ("goal", "goals", Bodies.goal), ("note", "notes", Bodies.note),
      ("reading", "readings", Bodies.reading()), ("consent", "consents/give", Bodies.consent),
    ] {
      records[type] = try await world.make("jo", "\(path)/\(noun)", body)["id"]?.string
    }
    let correction: JSON = ["reason": "A slip.", "changes": ["scores": ["home": "4"]]]
    _ = try await world.make("jo", "/v1/readings/\(records["reading"] ?? "")/correct", correction)
    let lists = [
      ("assignment", "\(path)/assignments"), ("review", "/v1/reviews"), ("device", "/v1/devices"),
    ]
    for (type, list) in lists {
      let listed = try await world.ask("jo", "GET", list)
      records[type] = listed.json["items"]?.array?.first?["id"]?.string
    }
    try #require(records.count == 10)
    return records
  }
}

extension Route {
  /// The method and the path.
  var name: String { "\(method.rawValue) \(path)" }
}
