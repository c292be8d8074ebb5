import SyncProtocol
import Testing
import WireFormat

/// One request that a server must survive, and the one answer it may get.
struct HostileInput: Sendable, CustomTestStringConvertible {
  let name: String
  let status: Int
  let code: String
  /// The bytes, with the token of somebody who is signed in.
  let bytes: @Sendable (_ token: String) -> [UInt8]

  var testDescription: String { name }

  init(_ name: String, _ status: Int, _ code: String, raw: String) {
    self.name = name
    self.status = status
    self.code = code
    bytes = { Array(raw.replacing("TOKEN", with: $0).utf8) }
  }

  init(
    _ name: String,
    _ status: Int,
    _ code: String,
    method: String = "POST",
    path: String = "/v1/families",
    fields: [(String, String)] = [("Content-Type", "application/json")],
    body: [UInt8] = []
  ) {
    self.name = name
    self.status = status
    self.code = code
    bytes = { token in
      var head =
        "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(token)\r\n"
      for field in fields { head += "\(field.0): \(field.1)\r\n" }
      if method != "GET" { head += "Content-Length: \(body.count)\r\n" }
      return Array((head + "\r\n").utf8) + body
    }
  }

  static func json(_ name: String, _ status: Int, _ code: String, _ text: String) -> Self {
    Self(name, status, code, body: Array(text.utf8))
  }

  static func push(
    _ name: String,
    _ status: Int,
    _ code: String,
    _ body: [UInt8],
    encoding: String? = nil
  ) -> Self {
    let encodings = encoding.map { [("Content-Encoding", $0)] } ?? []
    return Self(
      name,
      status,
      code,
      path: "/v1/push",
      fields: [("Content-Type", "application/x-ndjson")] + encodings,
      body: body
    )
  }
}

@Suite struct HostileInputTests {
  static let hosts: [HostileInput] = [
    HostileInput("no host", 400, "invalid-host", raw: "GET /v1/hello HTTP/1.1\r\n\r\n"),
    HostileInput(
      "two hosts",
      400,
      "invalid-host",
      raw: "GET /v1/hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"
    ),
    HostileInput("an empty host", 400, "invalid-host", raw: "GET / HTTP/1.1\r\nHost: \r\n\r\n"),
    HostileInput(
      "a host with a path",
      400,
      "invalid-host",
      raw: "GET /v1/hello HTTP/1.1\r\nHost: localhost/evil\r\n\r\n"
    ),
    HostileInput(
      "a host with a user",
      400,
      "invalid-host",
      raw: "GET /v1/hello HTTP/1.1\r\nHost: me@localhost\r\n\r\n"
    ),
    HostileInput(
      "a port that is none",
      400,
      "invalid-host",
      raw: "GET /v1/hello HTTP/1.1\r\nHost: localhost:99999\r\n\r\n"
    ),
    HostileInput(
      "a host in broken brackets",
      400,
      "invalid-host",
      raw: "GET /v1/hello HTTP/1.1\r\nHost: [::1\r\n\r\n"
    ),
  ]

  static let malformed: [HostileInput] = [
    HostileInput("no HTTP at all", 400, "invalid-request", raw: "hello there\r\n\r\n"),
    HostileInput(
      "two lengths",
      400,
      "invalid-request",
      raw: "POST /v1/push HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"
    ),
    HostileInput(
      "a length and chunks",
      400,
      "invalid-request",
      raw: "POST /v1/push HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
        + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    ),
    HostileInput(
      "a chunk that is none",
      400,
      "invalid-request",
      raw: "POST /v1/families HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer TOKEN\r\n"
        + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
    ),
    HostileInput(
      "a field name with a space",
      400,
      "invalid-request",
      raw: "GET /v1/hello HTTP/1.1\r\nHost: a\r\nBad Name: x\r\n\r\n"
    ),
    HostileInput(
      "too many fields",
      400,
      "invalid-request",
      raw: "GET /v1/hello HTTP/1.1\r\nHost: a\r\n"
        + (0..<2000).map { "X-\($0): y\r\n" }.joined() + "\r\n"
    ),
    HostileInput(
      "a field that is too long",
      400,
      "invalid-request",
      raw:
        "GET /v1/hello HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "y", count: 20_000))\r\n\r\n"
    ),
    HostileInput(
      "a target that is too long",
      400,
      "invalid-request",
      raw: "GET /v1/\(String(repeating: "y", count: 3000)) HTTP/1.1\r\nHost: a\r\n\r\n"
    ),
  ]

  static let paths: [HostileInput] = [
    HostileInput("an unknown path", 404, "not-found", method: "GET", path: "/v2/hello", fields: []),
    HostileInput(
      "a path upwards",
      404,
      "not-found",
      method: "GET",
      path: "/v1/families/..%2f..%2fetc",
      fields: []
    ),
    HostileInput(
      "an id that is none",
      404,
      "not-found",
      method: "GET",
      path: "/v1/families/1'%20or%20'1'='1",
      fields: []
    ),
    HostileInput(
      "another method",
      405,
      "method-not-allowed",
      method: "DELETE",
      path: "/v1/families",
      fields: []
    ),
    HostileInput(
      "a query that is not known",
      400,
      "invalid-request",
      method: "GET",
      path: "/v1/families?sort=name",
      fields: []
    ),
    HostileInput(
      "a query that is there twice",
      400,
      "invalid-request",
      method: "GET",
      path: "/v1/families?limit=1&limit=2",
      fields: []
    ),
    HostileInput(
      "a limit beyond the largest",
      400,
      "invalid-request",
      method: "GET",
      path: "/v1/families?limit=201",
      fields: []
    ),
    HostileInput(
      "a cursor that is none",
      400,
      "invalid-request",
      method: "GET",
      path: "/v1/families?cursor=1",
      fields: []
    ),
    HostileInput(
      "a pull cursor that is none",
      410,
      "cursor-expired",
      method: "GET",
      path: "/v1/pull?cursor=%00",
      fields: []
    ),
    HostileInput(
      "a body where none belongs",
      400,
      "invalid-request",
      method: "GET",
      path: "/v1/families",
      fields: [("Content-Length", "2")],
      body: Array("{}".utf8)
    ),
  ]

  static let headers: [HostileInput] = [
    HostileInput("no type", 415, "unsupported-media-type", fields: [], body: Array("{}".utf8)),
    HostileInput(
      "a form",
      415,
      "unsupported-media-type",
      fields: [("Content-Type", "text/plain")],
      body: Array("{}".utf8)
    ),
    HostileInput(
      "two types",
      415,
      "unsupported-media-type",
      fields: [("Content-Type", "application/json"), ("Content-Type", "text/plain")],
      body: Array("{}".utf8)
    ),
    HostileInput(
      "JSON where lines belong",
      415,
      "unsupported-media-type",
      path: "/v1/push",
      body: Array("{}\n".utf8)
    ),
    HostileInput(
      "gzip where none is taken",
      415,
      "unsupported-encoding",
      fields: [("Content-Type", "application/json"), ("Content-Encoding", "gzip")],
      body: Array("{}".utf8)
    ),
    HostileInput(
      "an Idempotency-Key that is none",
      400,
      "invalid-request",
      fields: [("Content-Type", "application/json"), ("Idempotency-Key", "1")],
      body: Array(#"{"name":"A","authority":"peterborough"}"#.utf8)
    ),
    HostileInput(
      "a protocol version that does not exist yet",
      400,
      "invalid-request",
      method: "GET",
      path: "/v1/pull",
      fields: [("Sync-Protocol", "2")]
    ),
    HostileInput(
      "a protocol version that is no longer spoken",
      426,
      "client-too-old",
      method: "GET",
      path: "/v1/pull",
      fields: [("Sync-Protocol", "0")]
    ),
    HostileInput(
      "a token of another form",
      401,
      "unauthenticated",
      raw: "GET /v1/whoami HTTP/1.1\r\nHost: a\r\nAuthorization: Basic TOKEN\r\n\r\n"
    ),
    HostileInput(
      "two tokens",
      401,
      "unauthenticated",
      raw: "GET /v1/whoami HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer TOKEN\r\n"
        + "Authorization: Bearer TOKEN\r\n\r\n"
    ),
  ]

  static let bodies: [HostileInput] = [
    .json("nothing", 400, "invalid-json", ""),
    .json("a comma too many", 400, "invalid-json", #"{"name":"A",}"#),
    .json("a byte order mark", 400, "invalid-json", "\u{FEFF}{}"),
    .json("something after the value", 400, "invalid-json", "{} {}"),
    .json("a number beyond 64 bits", 400, "invalid-json", #"{"n":99999999999999999999}"#),
    .json("half a surrogate pair", 400, "invalid-json", #"{"name":"\ud800"}"#),
    .json("a comment", 400, "invalid-json", "{/* */}"),
    HostileInput("bytes that are no UTF-8", 400, "invalid-json", body: [0x7B, 0xFF, 0x7D]),
    .json("a name twice", 400, "duplicate-key", #"{"name":"A","name":"B"}"#),
    .json("a name twice, once escaped", 400, "duplicate-key", #"{"name":"A","n\u0061me":"B"}"#),
    .json(
      "33 levels",
      413,
      "too-large",
      #"{"a":"# + String(repeating: "[", count: 32) + String(repeating: "]", count: 32) + "}"
    ),
    .json(
      "two hundred thousand brackets",
      413,
      "too-large",
      String(repeating: "[", count: 200_000)
    ),
    .json("an array", 400, "invalid-request", "[]"),
    HostileInput(
      "a body beyond the limit",
      413,
      "too-large",
      body: [UInt8](repeating: 0x20, count: Limits.restBytesMax + 1)
    ),
    HostileInput(
      "a chunked body beyond the limit",
      413,
      "too-large",
      raw: "POST /v1/families HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer TOKEN\r\n"
        + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n50000\r\n"
        + String(repeating: " ", count: 0x50000) + "\r\n0\r\n\r\n"
    ),
    .json("a field that nobody has", 422, "unknown-field", #"{"name":"A","authority":"x","z":1}"#),
    .json("a code that nobody has", 422, "invalid-field", #"{"name":"A","authority":"Mars!"}"#),
    .json(
      "a field of the server's own",
      422,
      "server-field",
      #"{"name":"A","authority":"peterborough","code":"AAA"}"#
    ),
    .json(
      "a name without end",
      422,
      "invalid-field",
      #"{"authority":"peterborough","name":""# + String(repeating: "a", count: 201) + "\"}"
    ),
  ]

  static let pushes: [HostileInput] = [
    .push("a push without an end", 400, "invalid-request", Array("{}".utf8)),
    .push("a push without an envelope", 400, "invalid-request", Array("{}\n".utf8)),
    .push(
      "a push of somebody else's device",
      400,
      "invalid-request",
      Array(
        (#"{"boot":"b","dev":"01980000-0000-7000-8000-000000000001","gen":1,"mono":1,"wall":1}"#
          + "\n").utf8
      )
    ),
    .push("gzip that is none", 415, "unsupported-encoding", Array("{}\n".utf8), encoding: "gzip"),
    .push("zstd", 415, "unsupported-encoding", Array("{}\n".utf8), encoding: "zstd"),
    .push("gzip twice", 415, "unsupported-encoding", [1], encoding: "gzip, gzip"),
    .push(
      "a bomb",
      413,
      "too-large",
      (try? Gzip.compress([UInt8](repeating: 0x0A, count: Limits.pushBytesMax + 1))) ?? [],
      encoding: "gzip"
    ),
    .push(
      "a push beyond the limit on the wire",
      413,
      "too-large",
      [UInt8](repeating: 0x0A, count: Limits.pushWireBytesMax + 1)
    ),
    .push(
      "more operations than a push holds",
      413,
      "too-large",
      [UInt8](repeating: 0x0A, count: Limits.pushOperationsMax + 2)
    ),
  ]

  private static let all = hosts + malformed + paths + headers + bodies + pushes

  @Test func `every hostile request gets its problem, and the server serves on`() async throws {
    #expect(Self.all.count >= 60)
    try await World.with { world in
      let token = world.tokens["priya"] ?? ""
      for input in Self.all {
        let answer = try await world.server.exchange(input.bytes(token))
        #expect(answer.status == input.status, "\(input.name): \(answer.json)")
        #expect(answer.code == input.code, "\(input.name)")
        #expect(answer.fields["content-type"] == "application/problem+json", "\(input.name)")
        #expect(answer.json["status"]?.int == Int64(input.status), "\(input.name)")
        #expect(answer.json["title"]?.string?.isEmpty == false, "\(input.name)")
      }
      let families = try await world.ask("priya", "GET", "/v1/families")
      #expect(families.json["items"]?.array?.count == 1)
    }
  }

  @Test func `problems say nothing of the program inside`() async throws {
    try await World.with { world in
      for input in Self.all {
        let answer = try await world.server.exchange(input.bytes(world.tokens["priya"] ?? ""))
        let text = answer.json["detail"]?.string ?? ""
        for word in ["Swift", "NIO", "Hummingbird", "Error(", "Optional", "SQL", "Refusal"] {
          #expect(!text.contains(word), "\(input.name): \(text)")
        }
      }
    }
  }
}
