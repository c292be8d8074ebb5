import Casework
import DeviceStore
import StarmapDevice
import SyncProtocol
import Testing
import WireFormat

/// What a pull looks like, and what follows from the answer to it.
struct PullTests {
  private let lines = [
    PullLine.put(.family(Invented.otherFamily, version: 21, code: "B2C")),
    PullLine.ready(Invented.otherFamily),
  ]

  @Test func `the first pull has no cursor and the next goes on from the page's`() throws {
    let test = try TestDevice()
    var server = ScriptedServer()

    let outcome = try server.sync(test) { _, count in
      count == 0
        ? .page(lines, seq: 0, cursor: "half", isMore: true) : .page([], seq: 21, cursor: "whole")
    }

    #expect(server.requests.map(\.path) == ["/v1/pull", "/v1/pull?cursor=half"])
    #expect(try test.text(.cursor) == "whole")
    #expect(outcome.received == 1)
    #expect(outcome.isComplete)
    #expect(try test.device.status().lastFullSync == test.machine.now)
  }

  @Test(arguments: [30, 25])
  func `a sync that ends an earlier one's pull goes on to where the server stood when it began`(
    newHead: Int64
  ) throws {
    let test = try TestDevice()
    var server = ScriptedServer()
    func page(
      _ lines: [PullLine],
      _ cursor: String,
      seq: Int64,
      head: Int64
    ) -> ScriptedServer.Reply {
      let end = PullEnd(
        cursor: cursor,
        seq: seq,
        isMore: false,
        head: head,
        epoch: "e1",
        backupSeq: 0
      )
      return .answer(SyncAnswer(status: 200, body: PullPage(lines: lines, end: end).body))
    }

    let outcome = try server.sync(test) { _, count in
      count == 0
        ? page([], "then", seq: 21, head: 30)
        : page(lines, "now", seq: newHead, head: newHead)
    }

    // A head that has fallen is another history's: what comes next must tell, and no sync goes on for ever.
    #expect(server.requests.map(\.path) == ["/v1/pull", "/v1/pull?cursor=then"])
    #expect(outcome.received == 1)
    #expect(try test.text(.cursor) == "now")
    #expect(outcome.isComplete)
  }

  @Test(arguments: [1, 10, 80])
  func `a page that was cut off counts as lost and changes nothing`(missing: Int) throws {
    let test = try TestDevice()
    let end = PullEnd.test(seq: 21)
    let body = PullPage(lines: lines, end: end).body.dropLast(missing)
    var server = ScriptedServer()

    let outcome = try server.sync(test) { _, _ in
      .answer(SyncAnswer(status: 200, body: Array(body)))
    }

    #expect(outcome.problem == .unreadable)
    #expect(!outcome.isReachable)
    #expect(try test.text(.cursor) == nil)
    #expect(try test.rows() == [])
  }

  @Test func `a server that serves the same page for ever does not hold the sync`() throws {
    let test = try TestDevice()
    var server = ScriptedServer()

    let outcome = try server.sync(test) { _, _ in
      .page(lines, seq: 0, cursor: "same", isMore: true)
    }

    #expect(server.requests.count == 2)
    #expect(outcome.problem == .unreadable)
  }

  @Test func `a version that is too old to receive has still sent`() throws {
    let test = try TestDevice()
    try test.receiveFamily()
    _ = try test.device.add(.goal, ["text": "Goal"], family: Invented.family)
    var server = ScriptedServer()

    let outcome = try server.sync(test) { request, _ in
      request.isPush ? try .results(of: request) : .problem(426, .clientTooOld)
    }

    #expect(outcome.accepted == 1)
    #expect(outcome.unsent == 0)
    #expect(outcome.problem == .clientTooOld(Refusal(.clientTooOld, "Invented.")))
    #expect(try test.text(.lastFullSync) == nil)
  }

  @Test func `nothing new without a body is up to date`() throws {
    let test = try TestDevice()
    var server = ScriptedServer()

    let outcome = try server.sync(test) { _, _ in
      .answer(SyncAnswer(status: 304, body: []))
    }

    #expect(outcome.isComplete)
    #expect(try test.device.status().lastFullSync != nil)
  }

  @Test func `a device names the backup that it knows, but not while its cursor must move on`()
    throws
  {
    let test = try TestDevice()
    try test.receiveFamily()
    var server = ScriptedServer()

    _ = try server.sync(test) { _, _ in .nothingNew(seq: 20, backupSeq: 7) }
    _ = try server.sync(test) { _, _ in .answer(SyncAnswer(status: 304, body: [])) }
    _ = try test.device.add(.goal, ["text": "Goal"], family: Invented.family)
    _ = try server.sync(test) { request, _ in
      guard request.isPush else { return .nothingNew(seq: 21, backupSeq: 7) }
      let results = try request.pushedOperations().map {
        OperationResult(number: $0.number, id: $0.id, status: .applied, seq: 21)
      }
      let response = PushResponse(
        epoch: "e1",
        head: 21,
        backupSeq: 7,
        point: "c21",
        results: results
      )
      return .answer(SyncAnswer(status: 200, body: response.body))
    }

    let tags = server.requests.filter { !$0.isPush }.map { $0.headers["If-None-Match"] }
    #expect(tags == ["W/\"0\"", "W/\"7\"", nil])
    #expect(try test.text(.seq) == "21")
  }

  @Test func `a page that another sync of the profile has overtaken is not applied`() throws {
    let test = try TestDevice()
    try test.receiveFamily()
    var server = ScriptedServer()

    _ = try server.sync(test) { _, count in
      guard count == 0 else { return .nothingNew(seq: 40) }
      // While the answer travels, another process applies everything up to 40.
      try test.pull([.evict(Invented.family)], seq: 40)
      return .page(
        [.put(.family(Invented.family, version: 30, code: "K7Q"))],
        seq: 30
      )
    }

    #expect(server.requests.map(\.path) == ["/v1/pull?cursor=c10", "/v1/pull?cursor=c40"])
    #expect(try test.device.families() == [])
    #expect(try test.text(.seq) == "40")
  }

  @Test func `a session that is asked twice says the same, and ignores an answer to nothing`()
    throws
  {
    let test = try TestDevice()
    var session = try SyncSession(device: test.device)
    try session.receive(SyncAnswer(status: 500, body: []))

    let first = try session.next()
    #expect(try session.next() == first)
  }
}
