import Foundation
import Server
import Testing
import WireFormat

/// An invented partnership on a server: two teams, a family each, everybody with a device.
struct World: Sendable {
  let server: TestServer
  /// The tokens of the devices, by the key of their worker.
  let tokens: [String: String]
  /// The ids of workers, units and families, by key.
  let ids: [String: String]

  /// Runs a test in a world of its own.
  static func with<Value: Sendable>(
    limits: ServerLimits = ServerLimits(),
    _ body: @escaping @Sendable (World) async throws -> Value
  ) async throws -> Value {
    try await TestServer.with(limits: limits) {
      try await body(try await World(on: $0))
    }
  }

  /// Seeds a server and enrols a device for everybody.
  init(on server: TestServer) async throws {
    self.server = server
    var packs: [JSON] = []
    for name in ["demo-compass-1", "demo-steps-1", "family-star-1"] {
      packs.append(try JSON(strict: try Repository.bytes("Seeds/instruments/\(name).json")))
    }
    let seeded = try await server.console([
      "command": "seed", "packs": .array(packs), "caseload": Self.caseload,
    ])
    try #require(seeded.status == 200, "\(seeded.json)")
    var tokens: [String: String] = [:]
    var ids: [String: String] = [:]
    for worker in seeded.json["workers"]?.array ?? [] {
      let key = try #require(worker["key"]?.string)
      ids[key] = worker["id"]?.string
      tokens[key] = try await Self.enrol(try #require(worker["code"]?.string), on: server)
    }
    for family in seeded.json["families"]?.array ?? [] {
      ids[try #require(family["key"]?.string)] = family["id"]?.string
    }
    let units = try await server.request("GET", "/v1/units", token: tokens["sam"])
    for unit in units.json["items"]?.array ?? [] {
      ids[try #require(unit["fields"]?["title"]?.string)] = unit["id"]?.string
    }
    self.tokens = tokens
    self.ids = ids
  }

  /// Enrols a device with a code and gives its token.
  static func enrol(_ code: String, on server: TestServer) async throws -> String {
    let token = Base64URL.encode((0..<32).map { _ in UInt8.random(in: .min ... .max) })
    let answer = try await server.request(
      "POST",
      "/v1/enrol",
      json: [
        "code": .string(code), "device": .string(newID()), "title": "Invented device",
        "token": .string(token),
      ]
    )
    try #require(answer.status == 200, "\(answer.json)")
    return token
  }

  /// An id or token that must be there.
  subscript(key: String) -> String { ids[key] ?? "missing-\(key)" }

  /// Asks as somebody.
  func ask(
    _ who: String,
    _ method: String,
    _ path: String,
    fields: [String: String] = [:],
    json: JSON? = nil
  ) async throws -> RawAnswer {
    try await server.request(method, path, token: tokens[who], fields: fields, json: json)
  }

  /// Makes a record as somebody and gives it.
  func make(_ who: String, _ path: String, _ json: JSON) async throws -> JSON {
    let answer = try await ask(who, "POST", path, json: json)
    try #require(answer.status == 201, "\(path): \(answer.json)")
    return answer.json
  }

  private static let caseload: JSON = [
    "units": [
      ["key": "all", "kind": "partnership", "title": "Fen partnership (invented)"],
      ["key": "north", "kind": "authority", "title": "North", "parent": "all"],
      ["key": "south", "kind": "authority", "title": "South", "parent": "all"],
      ["key": "nene", "kind": "team", "title": "Nene", "parent": "north"],
      ["key": "ouse", "kind": "team", "title": "Ouse", "parent": "south"],
    ],
    "workers": [
      worker("sam", "Sam (invented)", "all", "supervisor"),
      worker("ada", "Ada (invented)", "all", "supervisor"),
      worker("nell", "Nell (invented)", "nene", "supervisor"),
      worker("priya", "Priya (invented)", "nene", "practitioner"),
      worker("jo", "Jo (invented)", "ouse", "practitioner"),
      worker("root", "Root (invented)", "all", "administrator"),
      worker("dot", "Dot (invented)", "all", "auditor"),
      worker("lea", "Lea (invented)", "north", "partnershipLead"),
      worker("lin", "Lin (invented)", "north", "partnershipLead"),
      worker("lou", "Lou (invented)", "south", "partnershipLead"),
      worker("lev", "Lev (invented)", "all", "partnershipLead"),
    ],
    "families": [
      [
        "key": "star", "unit": "nene", "workers": ["priya"],
        "fields": ["name": "Ashdown (invented)", "authority": "peterborough"],
      ],
      [
        "key": "moon", "unit": "ouse", "workers": ["jo"],
        "fields": ["name": "Marsh (invented)", "authority": "cambridgeshire"],
      ],
    ],
  ]

  private static func worker(
    _ key: String,
    _ name: String,
    _ unit: String,
    _ role: String
  ) -> JSON {
    [
      "key": .string(key), "name": .string(name),
      "places": [["unit": .string(unit), "role": .string(role)]],
    ]
  }
}

/// A new id as text.
func newID() -> String {
  UUID().uuidString.lowercased()
}

/// Files of the repository, from the place of this one.
enum Repository {
  static func path(_ name: String) -> String {
    URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent(name).path
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  static func text(_ name: String) throws -> String {
    String(decoding: try bytes(name), as: UTF8.self)
  }
}
