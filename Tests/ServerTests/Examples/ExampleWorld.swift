import Casework
import Foundation
import Machine
import SyncProtocol
import Testing
import WireFormat

/// What the placeholders of an example stand for, on a server that holds `API/examples/world.json`.
final class ExampleWorld {
  private let server: TestServer
  private let world: JSON
  private var values: [String: JSON] = [:]
  private var saved: [String: JSON] = [:]
  private let surroundings = Surroundings.process([:])

  /// Loads the world into a server.
  init(_ server: TestServer, world: JSON) async throws {
    self.server = server
    self.world = world
    let packs = try (world["packs"]?.array ?? []).map {
      try ExampleFiles.json("Seeds/instruments/\($0.string ?? "").json")
    }
    let seeded = try await server.console([
      "command": "seed", "packs": .array(packs), "caseload": world,
    ])
    try #require(seeded.status == 200)
    for (name, list) in [("worker", "workers"), ("family", "families")] {
      for item in seeded.json[list]?.array ?? [] {
        values["\(name):\(item["key"]?.string ?? "")"] = item["id"]
      }
    }
    let units = try await server.console(["command": "unit.list"]).json["units"]?.array ?? []
    for unit in world["units"]?.array ?? [] {
      values["unit:\(unit["key"]?.string ?? "")"] =
        units.first { $0["title"] == unit["title"] }?["id"]
    }
  }

  /// Enrols a device of the world.
  func enrol(_ key: String) async throws {
    let device = try #require(world["devices"]?.array?.first { $0["key"]?.string == key })
    let body = try await filled([
      "code": .string("{{code:\(key)}}"), "device": .string("{{device:\(key)}}"),
      "title": device["title"] ?? "Device", "token": .string("{{token:\(key)}}"),
    ])
    let answer = try await server.request("POST", "/v1/enrol", json: body)
    try #require(answer.status == 200)
  }

  /// What was kept so far.
  var kept: [String: JSON] {
    get { saved }
    set { saved = newValue }
  }

  /// The same JSON with its placeholders filled; matchers stay.
  func filled(_ json: JSON) async throws -> JSON {
    switch json {
    case .string(let text): return try await filled(text)
    case .array(let elements):
      var filledElements: [JSON] = []
      for element in elements { filledElements.append(try await filled(element)) }
      return .array(filledElements)
    case .object(let members):
      var filledMembers: [String: JSON] = [:]
      for (name, value) in members { filledMembers[name] = try await filled(value) }
      return .object(filledMembers)
    default: return json
    }
  }

  private func filled(_ text: String) async throws -> JSON {
    if let only = Placeholder.only(in: text) {
      // What the same response is about to keep is compared later, by `ExampleMatch`.
      let isLater = only.hasPrefix("saved:") && saved[String(only.dropFirst(6))] == nil
      return Placeholder.isMatcher(only) || isLater ? .string(text) : try await value(only)
    }
    var rest = text[...]
    var result = ""
    while let open = rest.range(of: "{{"), let end = rest.range(of: "}}") {
      result += rest[..<open.lowerBound]
      let value = try await value(String(rest[open.upperBound..<end.lowerBound]))
      result += value.string ?? value.canonicalText
      rest = rest[end.upperBound...]
    }
    return .string(result + rest)
  }

  private func value(_ name: String) async throws -> JSON {
    if name.hasPrefix("saved:") { return try #require(saved[String(name.dropFirst(6))]) }
    if let known = values[name] { return known }
    let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
    let minted: JSON
    switch parts.first {
    case "device", "uuid":
      minted = .string(surroundings.newID(RecordTag.self).description)
    case "token":
      minted = .string(
        Base64URL.encode((0..<32).map { _ in UInt8(truncatingIfNeeded: surroundings.random()) })
      )
    case "code":
      let device = world["devices"]?.array?.first { $0["key"]?.string == parts.last }
      let worker = try #require(values["worker:\(device?["worker"]?.string ?? "")"])
      let issued = try await server.console(["command": "enrolment.issue", "worker": worker])
      minted = try #require(issued.json["code"])
    default:
      throw UnknownPlaceholder(name: name)
    }
    values[name] = minted
    return minted
  }
}

/// A placeholder that `API/examples/README.md` does not know.
struct UnknownPlaceholder: Error {
  let name: String
}

/// Where the example files lie.
enum ExampleFiles {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// A file of the repository as JSON.
  static func json(_ path: String) throws -> JSON {
    try JSON(strict: Array(try Data(contentsOf: root.appendingPathComponent(path))))
  }

  /// The names of the exchanges.
  static let names: [String] = {
    let folder = root.appendingPathComponent("API/examples").path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".json") && $0 != "world.json" }.sorted()
  }()
}
