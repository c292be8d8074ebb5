import Foundation
import Testing
import WireFormat

/// Every exchange of `API/examples`, against a real server on a real socket.
@Suite struct ExampleTests {
  @Test func `there are exchanges to play`() {
    #expect(ExampleFiles.names.count >= 15)
  }

  @Test(arguments: ExampleFiles.names)
  func `the exchange is answered as written`(name: String) async throws {
    let example = try ExampleFiles.json("API/examples/\(name)")
    let worldFile = try ExampleFiles.json("API/examples/world.json")

    let differences = try await TestServer.with { server in
      let world = try await ExampleWorld(server, world: worldFile)
      for device in example["given"]?["devices"]?.array ?? [] {
        try await world.enrol(device.string ?? "")
      }
      var differences: [String] = []
      for (index, exchange) in (example["exchanges"]?.array ?? []).enumerated() {
        let answer = try await play(exchange["request"] ?? .null, server, world)
        let response = try await world.filled(exchange["response"] ?? .null)
        if let found = compare(answer, with: response, world) {
          differences.append("exchange \(index): \(found)")
        }
      }
      return differences
    }

    #expect(differences.isEmpty)
  }

  private func play(
    _ template: JSON,
    _ server: TestServer,
    _ world: ExampleWorld
  ) async throws -> RawAnswer {
    let request = try await world.filled(template)
    var fields = ["Sync-Protocol": "1", "Sync-Schema": "1"]
    for (name, value) in request["headers"]?.object ?? [:] { fields[name] = value.string }
    var bytes: [UInt8] = []
    if let lines = request["lines"]?.array {
      bytes = lines.flatMap { $0.canonical + [UInt8(ascii: "\n")] }
      fields["Content-Type"] = fields["Content-Type"] ?? "application/x-ndjson"
    } else if let text = request["text"]?.string {
      bytes = Array(text.utf8)
    } else if let body = request["body"] {
      bytes = body.canonical
      fields["Content-Type"] = fields["Content-Type"] ?? "application/json"
    }
    return try await server.request(
      request["method"]?.string ?? "GET",
      request["path"]?.string ?? "/",
      fields: fields,
      bytes: bytes
    )
  }

  private func compare(
    _ answer: RawAnswer,
    with response: JSON,
    _ world: ExampleWorld
  ) -> String? {
    guard response["status"]?.int == Int64(answer.status) else {
      return "status \(answer.status): \(String(decoding: answer.body.prefix(300), as: UTF8.self))"
    }
    var match = ExampleMatch(kept: world.kept)
    defer { world.kept = match.kept }
    for (name, value) in response["headers"]?.object ?? [:] {
      let actual = answer.fields[name.lowercased()].map { JSON.string($0) } ?? .null
      if let found = match.difference(value, actual, at: name) { return found }
    }
    let lines = answer.body.split(separator: UInt8(ascii: "\n")).map {
      (try? JSON(strict: $0)) ?? .null
    }
    if let body = response["body"] { return match.difference(body, answer.json) }
    if let expected = response["lines"]?.array {
      return match.difference(.array(expected), .array(lines))
    }
    if let expected = response["contains"]?.array {
      return missing(expected, among: lines, &match)
    }
    return nil
  }

  /// The first expected line that is not there; each actual line serves once.
  private func missing(
    _ expected: [JSON],
    among lines: [JSON],
    _ match: inout ExampleMatch
  ) -> String? {
    var rest = lines
    for (number, line) in expected.enumerated() {
      let candidates = number == expected.count - 1 ? rest.indices.suffix(1) : rest.indices[...]
      var hit: Int?
      for index in candidates where hit == nil {
        var attempt = match
        if attempt.difference(line, rest[index]) == nil {
          match = attempt
          hit = index
        }
      }
      guard let hit else { return "line \(number) is not there: \(line.canonicalText.prefix(200))" }
      rest.remove(at: hit)
    }
    return nil
  }
}
