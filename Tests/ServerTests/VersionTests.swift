import Casework
import SyncProtocol
import TestKit
import Testing
import WireFormat

@testable import Server

/// Servers that are newer than today's devices: the window of protocols moves on, unsent work gets in.
@Suite struct VersionTests {
  private func limits(_ protocols: ClosedRange<Int>) -> ServerLimits {
    var limits = ServerLimits()
    limits.protocols = protocols
    return limits
  }

  private func push(in world: World) async throws -> (status: Int, body: [UInt8]) {
    let whoami = try await world.ask("priya", "GET", "/v1/whoami")
    let device = try #require(whoami.json["device"]?.string.flatMap { DeviceID($0) })
    let moment = Moment(wall: 1_790_000_000_000, monotonic: 5000, boot: "boot")
    let id = OperationID(milliseconds: 1_790_000_000_000, random: (4, 4))
    let line = Operation(
      generation: 1,
      number: 1,
      id: id,
      kind: .noteAdd,
      record: id.retagged(),
      family: try #require(FamilyID(world["star"])),
      seen: 1,
      at: moment,
      stamp: Stamp(milliseconds: 1_790_000_000_000, counter: 0),
      data: ["text": "Invented.", "date": "2026-09-02"]
    ).line
    let envelope = PushEnvelope(device: device, generation: 1, sent: moment)
    let answer = try await world.server.request(
      "POST",
      "/v1/push",
      token: world.tokens["priya"],
      fields: ["Content-Type": "application/x-ndjson", "Sync-Protocol": "1"],
      bytes: PushRequest(envelope: envelope, lines: [line[...]]).body
    )
    return (answer.status, answer.body)
  }

  @Test func `the protocol before the newest is answered in everything`() async throws {
    try await World.with(limits: limits(1...2)) { world in
      let hello = try await world.server.request("GET", "/v1/hello")
      #expect(hello.json["protocol"] == ["min": 1, "max": 2])

      let pushed = try await push(in: world)
      let pulled = try await world.server.request(
        "GET",
        "/v1/pull",
        token: world.tokens["priya"],
        fields: ["Sync-Protocol": "1"]
      )

      #expect(PushResponse(body: pushed.body)?.results.map(\.status) == [.applied])
      #expect(pulled.status == 200)
    }
  }

  @Test func `one that is older still may push and is told to upgrade when it pulls`() async throws
  {
    try await World.with(limits: limits(2...3)) { world in
      let pushed = try await push(in: world)
      let pulled = try await world.server.request(
        "GET",
        "/v1/pull",
        token: world.tokens["priya"],
        fields: ["Sync-Protocol": "1"]
      )

      #expect(pushed.status == 200)
      #expect(PushResponse(body: pushed.body)?.results.map(\.status) == [.applied])
      #expect(pulled.status == 426)
      #expect(pulled.code == "client-too-old")
    }
  }

  // MARK: Two versions at once

  private func limits(_ protocols: ClosedRange<Int>, dialect: ProtocolDialect) -> ServerLimits {
    var limits = limits(protocols)
    limits.dialects = [OlderProtocol.version: dialect]
    return limits
  }

  /// Sends operations as a device of the older version saved and sends them.
  private func pushOlder(
    _ operations: [SyncProtocol.Operation],
    in world: World
  ) async throws -> RawAnswer {
    let whoami = try await world.ask("priya", "GET", "/v1/whoami")
    let device = try #require(whoami.json["device"]?.string.flatMap { DeviceID($0) })
    let moment = Moment(wall: 1_790_000_000_000, monotonic: 5000, boot: "boot")
    let envelope = PushEnvelope(device: device, generation: 1, sent: moment)
    let lines = operations.map { OlderProtocol.line($0)[...] }
    return try await world.server.request(
      "POST",
      "/v1/push",
      token: world.tokens["priya"],
      fields: [
        "Content-Type": "application/x-ndjson", "Sync-Protocol": "\(OlderProtocol.version)",
      ],
      bytes: PushRequest(envelope: envelope, lines: lines).body
    )
  }

  private func operation(
    _ number: Int,
    _ kind: OperationKind,
    _ record: RecordID? = nil,
    base: [String: Int64] = [:],
    in world: World,
    _ data: JSON
  ) throws -> SyncProtocol.Operation {
    let id = OperationID(milliseconds: 1_790_000_000_000, random: (7, UInt64(number)))
    return SyncProtocol.Operation(
      generation: 1,
      number: number,
      id: id,
      kind: kind,
      record: record ?? id.retagged(),
      family: try #require(FamilyID(world["star"])),
      seen: 1,
      at: Moment(wall: 1_790_000_000_000, monotonic: 5000, boot: "boot"),
      stamp: Stamp(milliseconds: 1_790_000_000_000, counter: 0),
      base: base,
      data: data
    )
  }

  @Test func `a device of the version before is understood and answered in its own words`()
    async throws
  {
    try await World.with(limits: limits(0...1, dialect: OlderProtocol.dialect)) { world in
      let note = try operation(1, .noteAdd, in: world, ["text": "Old", "date": "2026-09-02"])
      let bad = try operation(2, .noteAdd, in: world, ["text": "Old"])
      let pushed = try await pushOlder([note, bad], in: world)
      let pulled = try await world.server.request(
        "GET",
        "/v1/pull",
        token: world.tokens["priya"],
        fields: ["Sync-Protocol": "\(OlderProtocol.version)"]
      )
      let shown = try await world.ask("priya", "GET", "/v1/notes/\(note.record)")

      #expect(pushed.json["results"]?.array?.map { $0["status"] } == ["done", "refused"])
      #expect(shown.json["fields"]?["text"] == "Old")
      let kinds = pulled.body.split(separator: UInt8(ascii: "\n"))
        .compactMap { try? JSON(strict: $0).array?.first?.string }
      #expect(kinds.contains("complete"))
      #expect(!kinds.contains("ready"))
      let today = PullPage(body: try await world.ask("priya", "GET", "/v1/pull").body)
      let records = today?.lines.compactMap { line -> RecordID? in
        if case .put(let record) = line { return record.record }
        return nil
      }
      #expect(records?.contains(note.record) == true)
    }
  }

  @Test func `a version that is no longer served may still push in its own words`() async throws {
    try await World.with(limits: limits(1...1, dialect: OlderProtocol.dialect)) { world in
      let note = try operation(1, .noteAdd, in: world, ["text": "Old", "date": "2026-09-02"])
      let pushed = try await pushOlder([note], in: world)
      let pulled = try await world.server.request(
        "GET",
        "/v1/pull",
        token: world.tokens["priya"],
        fields: ["Sync-Protocol": "\(OlderProtocol.version)"]
      )

      #expect(pushed.json["results"]?.array?.map { $0["status"] } == ["done"])
      #expect(try await world.ask("priya", "GET", "/v1/notes/\(note.record)").status == 200)
      #expect(pulled.status == 426)
      #expect(pulled.code == "client-too-old")
    }
  }

  @Test func `an older device's edit leaves alone what it does not know`() async throws {
    try await World.with(limits: limits(0...1, dialect: OlderProtocol.dialect)) { world in
      let goal = try operation(1, .goalAdd, in: world, ["text": "Invented", "status": "open"])
      _ = try await pushOlder([goal], in: world)
      let added = try await world.ask("priya", "GET", "/v1/goals/\(goal.record)")
      let version = try #require(added.json["version"]?.int)
      let edit = try operation(
        2,
        .goalSet,
        goal.record,
        base: ["text": version],
        in: world,
        ["text": "Invented anew"]
      )
      let pushed = try await pushOlder([edit], in: world)
      let edited = try await world.ask("priya", "GET", "/v1/goals/\(goal.record)")

      #expect(pushed.json["results"]?.array?.map { $0["status"] } == ["done"])
      var expected = added.json["fields"]?.object
      expected?["text"] = "Invented anew"
      #expect(edited.json["fields"]?.object == expected)
      #expect(expected?["status"] != nil)
    }
  }
}
