import Casework
import DeviceStore
import Instruments
import StarmapDevice
import SyncProtocol
import Testing
import WireFormat

/// Everything read again beside the old rows.
struct ReplacementTests {
  private let keptGoal = RecordID(high: 3, low: 1)
  private let goneGoal = RecordID(high: 3, low: 2)

  private func goal(_ id: RecordID, version: Int64, _ text: String) -> PullLine {
    .put(
      .mutable(
        .goal,
        id,
        family: Invented.family,
        version: version,
        ["text": .string(text), "status": "open"]
      )
    )
  }

  /// A device with two goals of the server's, one edit and one goal of its own.
  private func prepared() throws -> TestDevice {
    let test = try TestDevice()
    try test.receiveFamily()
    try test.pull(
      [goal(keptGoal, version: 11, "kept"), goal(goneGoal, version: 12, "gone")],
      seq: 12
    )
    try test.device.edit(
      try test.device.record(of: .goal, named: keptGoal.description),
      changes: ["text": "Mine"]
    )
    _ = try test.device.add(.goal, ["text": "My own"], family: Invented.family)
    return test
  }

  private func texts(_ test: TestDevice) throws -> [String?] {
    try test.device.goals(of: Invented.family).map { $0.json["text"]?.string }
  }

  @Test func `an expired cursor reads everything again and leaves what is unsent alone`() throws {
    let test = try prepared()
    let unsent = try test.entries().map(\.bytes)
    var server = ScriptedServer()

    var seen: Set<[String?]> = []
    let outcome = try server.sync(test) { request, _ in
      if request.isPush { return .problem(503, .unavailable) }
      if request.path == "/v1/pull?cursor=c12" { return .problem(410, .cursorExpired) }
      seen.insert(try texts(test))
      if request.path == "/v1/pull?known=c12" {
        return .page(
          [.put(.family(Invented.family, version: 2, code: "K7Q"))],
          seq: 0,
          cursor: "half",
          isMore: true
        )
      }
      return .page(
        [goal(keptGoal, version: 40, "kept, newer"), .ready(Invented.family)],
        seq: 50,
        cursor: "whole"
      )
    }

    #expect(
      server.requests.map(\.path)
        == [
          "/v1/push", "/v1/pull?cursor=c12", "/v1/pull?known=c12",
          "/v1/pull?cursor=half&known=c12",
        ]
    )
    // While it was read again the old rows were there.
    #expect(seen == [["Mine", "gone", "My own"]])
    #expect(try test.entries().map(\.bytes) == unsent)
    #expect(outcome.unsent == 2)
    #expect(try texts(test) == ["Mine", "My own"])
    #expect(try test.text(.cursor) == "whole")
    #expect(try test.text(.replacing) == nil)
    #expect(try test.device.catalogue().ids == [])
  }

  @Test func `a row that is not served again stays while an edit of it waits, and no longer`()
    throws
  {
    let test = try TestDevice()
    try test.receiveFamily()
    try test.pull([goal(goneGoal, version: 12, "gone")], seq: 12)
    try test.device.edit(
      try test.device.record(of: .goal, named: goneGoal.description),
      changes: ["text": "Mine"]
    )
    var server = ScriptedServer()
    let family = PullLine.put(.family(Invented.family, version: 2, code: "K7Q"))

    _ = try server.sync(test) { request, _ in
      if request.isPush { return .problem(503, .unavailable) }
      return request.path == "/v1/pull?cursor=c12"
        ? .problem(410, .cursorExpired) : .page([family, .ready(Invented.family)], seq: 50)
    }
    #expect(try texts(test) == ["Mine"])
    #expect(try test.device.goals(of: Invented.family).map(\.json["status"]) == ["open"])

    _ = try server.sync(test) { request, _ in
      request.isPush ? try .results(of: request) { _ in .rejected } : .nothingNew(seq: 50)
    }
    #expect(try test.rows().filter { $0.type == .goal } == [])
  }

  @Test func `a replacement that was cut off goes on where it stood`() throws {
    let test = try prepared()
    var server = ScriptedServer()
    _ = try server.sync(test) { request, count in
      if request.isPush { return .problem(503, .unavailable) }
      if request.path == "/v1/pull?cursor=c12" { return .problem(410, .cursorExpired) }
      if request.path == "/v1/pull?known=c12" {
        return .page(
          [.put(.family(Invented.family, version: 2, code: "K7Q"))],
          seq: 0,
          cursor: "half",
          isMore: true
        )
      }
      return .lost
    }
    #expect(try texts(test) == ["Mine", "gone", "My own"])
    server = ScriptedServer()

    _ = try server.sync(test) { request, _ in
      request.isPush
        ? .problem(503, .unavailable)
        : .page([goal(keptGoal, version: 40, "kept"), .ready(Invented.family)], seq: 50)
    }

    #expect(server.requests.map(\.path) == ["/v1/push", "/v1/pull?cursor=half&known=c12"])
    #expect(try test.device.families().map(\.code) == ["K7Q"])
    #expect(try texts(test) == ["Mine", "My own"])
  }

  @Test func `rows of a restored server replace newer ones`() throws {
    let test = try TestDevice()
    try test.receiveFamily()
    try test.pull([goal(keptGoal, version: 90, "lost by the server")], seq: 90)
    var server = ScriptedServer()

    _ = try server.sync(test) { request, _ in
      if request.path == "/v1/ancestor" { return .ancestor(seq: 0) }
      return request.path == "/v1/pull?cursor=c90"
        ? .problem(409, .logForked)
        : .page(
          [
            .put(.family(Invented.family, version: 2, code: "K7Q")),
            goal(keptGoal, version: 11, "restored"), .ready(Invented.family),
          ],
          seq: 12
        )
    }

    #expect(try texts(test) == ["restored"])
    #expect(try test.text(.seq) == "12")
  }

  @Test func `a restored server is offered again what it had accepted, under the same ids`() throws
  {
    let test = try TestDevice()
    try test.receiveFamily()
    _ = try test.device.add(.goal, ["text": "Accepted, then lost"], family: Invented.family)
    var server = ScriptedServer()
    _ = try server.sync(test) { request, _ in
      request.isPush ? try .results(of: request) : .nothingNew(seq: 20, backupSeq: 5)
    }
    #expect(try test.entries().map(\.state) == [.settled])
    let before = try test.entries().map(\.id)
    server = ScriptedServer()

    let outcome = try server.sync(test) { request, _ in
      if request.isPush { return try .results(of: request, from: 13) }
      if request.path == "/v1/ancestor" { return .ancestor(seq: 12) }
      return request.path == "/v1/pull?cursor=c20"
        ? .problem(409, .logForked) : .page([], seq: 13, cursor: "new", backupSeq: 5)
    }

    #expect(
      server.requests.map(\.path)
        == ["/v1/pull?cursor=c20", "/v1/ancestor", "/v1/push", "/v1/pull"]
    )
    #expect(try server.requests[2].pushedOperations().map(\.id) == before)
    #expect(outcome.accepted == 1)
    #expect(outcome.isComplete)
  }

  @Test func `a server that refuses every history does not hold the sync for ever`() throws {
    let test = try prepared()
    var server = ScriptedServer()

    let outcome = try server.sync(test) { request, _ in
      if request.path == "/v1/ancestor" { return .ancestor(seq: 0) }
      return request.isPush ? try .results(of: request) : .problem(409, .logForked)
    }

    #expect(outcome.problem == .refused(Refusal(.logForked, "Invented.")))
    #expect(try texts(test) == ["Mine", "gone", "My own"])
  }
}
