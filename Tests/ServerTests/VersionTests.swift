import Casework
import SyncProtocol
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
}
