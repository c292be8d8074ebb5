import Casework
import SyncProtocol
import Testing
import WireFormat

/// Push and pull over HTTP; what they mean is tested where they are decided.
@Suite struct SyncRouteTests {
  /// A push of one invented note by the device of a token.
  private func push(
    _ numbers: ClosedRange<Int>,
    device: String,
    family: String,
    id: (Int) -> OperationID
  ) -> [UInt8] {
    let moment = Moment(wall: 1_790_000_000_000, monotonic: 5000, boot: "boot")
    let envelope = PushEnvelope(
      device: DeviceID(device) ?? DeviceID(high: 0, low: 0),
      generation: 1,
      sent: moment
    )
    let lines = numbers.map { number in
      Operation(
        generation: 1,
        number: number,
        id: id(number),
        kind: .noteAdd,
        record: id(number).retagged(),
        family: FamilyID(family) ?? .reference,
        seen: 1,
        at: moment,
        stamp: Stamp(milliseconds: 1_790_000_000_000, counter: 0),
        data: ["text": "Invented.", "date": "2026-09-02"]
      ).line[...]
    }
    return PushRequest(envelope: envelope, lines: lines).body
  }

  private func deviceID(of who: String, in world: World) async throws -> String {
    let answer = try await world.ask(who, "GET", "/v1/whoami")
    return try #require(answer.json["device"]?.string)
  }

  @Test(arguments: [false, true])
  func `a push is stored, answered, pulled, and answered again`(isCompressed: Bool) async throws {
    try await World.with { world in
      let device = try await deviceID(of: "priya", in: world)
      let body = push(1...3, device: device, family: world["star"]) {
        OperationID(milliseconds: 1_790_000_000_000, random: (1, UInt64($0)))
      }
      var fields = ["Content-Type": "application/x-ndjson"]
      if isCompressed { fields["Content-Encoding"] = "gzip" }
      let sent = isCompressed ? try Gzip.compress(body) : body
      func send() async throws -> PushResponse? {
        PushResponse(
          body: try await world.server.request(
            "POST",
            "/v1/push",
            token: world.tokens["priya"],
            fields: fields,
            bytes: sent
          ).body
        )
      }
      let first = try await send()
      let again = try await send()
      let pulled = PullPage(body: try await world.ask("priya", "GET", "/v1/pull").body)
      let notes = pulled?.lines.compactMap { line -> PulledRecord? in
        if case .put(let record) = line, record.type == .note { return record }
        return nil
      }

      #expect(first?.results.map(\.status) == [.applied, .applied, .applied])
      #expect(again?.results.map(\.isRepeat) == [true, true, true])
      #expect(notes?.count == 3)
      #expect(pulled?.end.isMore == false)
    }
  }

  @Test(arguments: [
    ("gzip", true), ("deflate, GZIP;q=0.5", true), ("*", true), ("identity", false),
    ("gzip;q=0", false), ("gzip; q=0.0, br", false), (nil, false),
  ])
  func `an answer of some length is compressed for those who take gzip`(
    accept: String?,
    isCompressed: Bool
  ) async throws {
    try await World.with { world in
      func pull(_ accept: String?) async throws -> RawAnswer {
        try await world.server.request(
          "GET",
          "/v1/pull",
          token: world.tokens["priya"],
          fields: accept.map { ["Accept-Encoding": $0] } ?? [:]
        )
      }
      let plain = try await pull(nil)
      let asked = try await pull(accept)

      #expect(plain.body.count > 2000)
      #expect(plain.fields["content-encoding"] == nil)
      #expect((asked.fields["content-encoding"] == "gzip") == isCompressed)
      if isCompressed {
        #expect(asked.body.count * 2 < plain.body.count)
        #expect(try Gzip.decompress(asked.body, limit: plain.body.count) == plain.body)
      } else {
        #expect(asked.body == plain.body)
      }
    }
  }

  @Test func `a short answer, and one under an entity tag, are sent as they are`() async throws {
    try await World.with { world in
      let fields = ["Accept-Encoding": "gzip"]
      let family = try await world.ask("priya", "GET", "/v1/families/" + world["star"])
      #expect(family.fields["etag"] != nil)
      for path in ["/v1/families/" + world["star"], "/v1/reviews?state=closed"] {
        let answer = try await world.server.request(
          "GET",
          path,
          token: world.tokens["priya"],
          fields: fields
        )
        #expect(answer.status == 200)
        #expect(answer.fields["content-encoding"] == nil, "\(path)")
      }
    }
  }

  @Test func `a new device that reads many pages one after the other holds every record`()
    async throws
  {
    try await World.with { world in
      let device = try await deviceID(of: "priya", in: world)
      for round in 0..<5 {
        let body = push(round * 500 + 1...round * 500 + 500, device: device, family: world["star"])
        {
          OperationID(milliseconds: 1_790_000_000_000, random: (1, UInt64($0)))
        }
        let answer = try await world.server.request(
          "POST",
          "/v1/push",
          token: world.tokens["priya"],
          fields: ["Content-Type": "application/x-ndjson"],
          bytes: body
        )
        try #require(answer.status == 200)
      }
      var notes: Set<RecordID> = []
      var cursor: String?
      var pageCount = 0
      while pageCount < 100 {
        let path = "/v1/pull" + (cursor.map { "?cursor=\($0)" } ?? "")
        let page = try #require(PullPage(body: try await world.ask("priya", "GET", path).body))
        pageCount += 1
        for case .put(let record) in page.lines where record.type == .note {
          #expect(notes.insert(record.record).inserted)
        }
        guard page.end.isMore else { break }
        cursor = page.end.cursor
      }

      #expect(notes.count >= 2500)
      #expect(pageCount >= 3)
    }
  }

  @Test func `a push beyond the number that is due names that number`() async throws {
    try await World.with { world in
      let device = try await deviceID(of: "priya", in: world)
      let answer = try await world.server.request(
        "POST",
        "/v1/push",
        token: world.tokens["priya"],
        fields: ["Content-Type": "application/x-ndjson"],
        bytes: push(4...4, device: device, family: world["star"]) {
          OperationID(milliseconds: 1_790_000_000_000, random: (1, UInt64($0)))
        }
      )

      #expect(answer.status == 409)
      #expect(answer.code == "gap")
      #expect(answer.json["expected"]?.int == 1)
    }
  }

  @Test
  func `a device that knows everything is told so in a few bytes, until there is something new`()
    async throws
  {
    try await World.with { world in
      let pulled = PullPage(body: try await world.ask("priya", "GET", "/v1/pull").body)
      let path = "/v1/pull?cursor=\(try #require(pulled).end.cursor)"
      let full = try await world.ask("priya", "GET", path)
      let tag = try #require(full.fields["etag"])
      func ask(_ tag: String) async throws -> RawAnswer {
        try await world.ask("priya", "GET", path, fields: ["If-None-Match": tag])
      }
      let known = try await ask(tag)
      let other = try await ask("W/\"7\"")
      let whole = try await world.ask("priya", "GET", "/v1/pull", fields: ["If-None-Match": tag])
      let pushed = try await world.ask(
        "priya",
        "GET",
        "\(path)&known=\(try #require(pulled).end.cursor)",
        fields: ["If-None-Match": tag]
      )
      _ = try await world.make(
        "priya",
        "/v1/families/\(world["star"])/notes",
        ["text": "Invented note", "date": "2026-11-20"]
      )
      let new = try await ask(tag)

      #expect(full.status == 200)
      #expect(known.status == 304)
      #expect(known.body.isEmpty)
      #expect(known.fields["cache-control"] == "no-store")
      #expect(other.status == 200)
      #expect(whole.status == 200)
      #expect(pushed.status == 200)
      #expect(new.status == 200)
      #expect(PullPage(body: new.body)?.lines.isEmpty == false)
    }
  }

  @Test func `a cursor of another history is refused`() async throws {
    try await World.with { world in
      let cursor = Cursor(epoch: 99, seq: 1, chain: 1)
      let answer = try await world.ask("priya", "GET", "/v1/pull?cursor=\(cursor.text)")

      #expect(answer.status == 409)
      #expect(answer.code == "log-forked")
    }
  }

  @Test func `a push from a client that is too old is taken all the same`() async throws {
    try await World.with { world in
      let device = try await deviceID(of: "priya", in: world)
      let answer = try await world.server.request(
        "POST",
        "/v1/push",
        token: world.tokens["priya"],
        fields: ["Content-Type": "application/x-ndjson", "Sync-Protocol": "0"],
        bytes: push(1...1, device: device, family: world["star"]) {
          OperationID(milliseconds: 1_790_000_000_000, random: (1, UInt64($0)))
        }
      )

      #expect(answer.status == 200)
    }
  }

  @Test func `an enrolment code works once, and again for the same device only`() async throws {
    try await World.with { world in
      let invited = try await world.ask(
        "nell",
        "POST",
        "/v1/workers/\(world["priya"])/enrolments",
        json: ["hours": 1]
      )
      let code = try #require(invited.json["code"]?.string)
      let token = Base64URL.encode([UInt8](repeating: 7, count: 32))
      func enrol(_ device: String) async throws -> RawAnswer {
        try await world.server.request(
          "POST",
          "/v1/enrol",
          json: [
            "code": .string(code), "device": .string(device), "title": "Second (invented)",
            "token": .string(token),
          ]
        )
      }
      let device = newID()
      let first = try await enrol(device)
      let lost = try await enrol(device)
      let thief = try await enrol(newID())

      #expect(invited.status == 201)
      #expect([first.status, lost.status, thief.status] == [200, 200, 403])
      #expect(thief.code == "enrolment-code-invalid")
      let who = try await world.server.request("GET", "/v1/whoami", token: token)
      #expect(who.json["worker"]?["id"]?.string == world["priya"])
    }
  }

  @Test func `a push that unpacks to more than it may is refused before it is read`() async throws {
    try await World.with { world in
      let device = try await deviceID(of: "priya", in: world)
      let start = push(1...1, device: device, family: world["star"]) {
        OperationID(milliseconds: 1_790_000_000_000, random: (1, UInt64($0)))
      }
      // One more line that no operation is; what is judged at all would be answered with a 200.
      let rest = [UInt8](repeating: UInt8(ascii: " "), count: Limits.pushBytesMax - start.count)
      func send(_ extra: [UInt8]) async throws -> Int {
        try await world.server.request(
          "POST",
          "/v1/push",
          token: world.tokens["priya"],
          fields: ["Content-Type": "application/x-ndjson", "Content-Encoding": "gzip"],
          bytes: try Gzip.compress(start + rest + extra)
        ).status
      }

      #expect(try await send([UInt8(ascii: " "), UInt8(ascii: "\n")]) == 413)
      #expect(try await send([]) == 400)
    }
  }
}
