import Casework
import DeviceStore
import StarmapDevice
import SyncProtocol
import Testing
import WireFormat

/// What a push looks like, and what follows from the answer to it as a whole.
struct PushTests {
  private func withGoals(_ count: Int) throws -> TestDevice {
    let test = try TestDevice()
    try test.receiveFamily()
    for index in 0..<count {
      _ = try test.device.add(
        .goal,
        ["text": .string("Invented goal \(index)")],
        family: Invented.family
      )
    }
    return test
  }

  @Test func `a push is what the protocol says`() throws {
    let test = try withGoals(3)
    let bytes = try test.entries().map(\.bytes)
    var server = ScriptedServer()

    _ = try server.sync(test) { request, _ in
      request.isPush ? try .results(of: request) : .nothingNew()
    }

    let request = server.requests[0]
    let identity = try #require(try test.device.identity())
    #expect(request.method == "POST")
    #expect(request.path == "/v1/push")
    #expect(
      request.headers == [
        "Authorization": "Bearer \(identity.token)", "Content-Encoding": "gzip",
        "Content-Type": "application/x-ndjson", "Sync-Protocol": "1", "Sync-Schema": "1",
      ]
    )
    let push = try request.push()
    #expect(push.lines.map { Array($0) } == bytes)
    #expect(push.envelope.device == identity.device)
    #expect(push.envelope.generation == 1)
    #expect(push.envelope.sent == test.machine.surroundings.moment())
    #expect(server.requests[1].path == "/v1/pull?cursor=c10")
    #expect(server.requests[1].body == [])
  }

  @Test func `more than fits is pushed in order until the outbox is empty`() throws {
    let test = try withGoals(Limits.pushOperationsMax + 7)
    var server = ScriptedServer()

    let outcome = try server.sync(test) { request, _ in
      request.isPush ? try .results(of: request) : .nothingNew()
    }

    let pushes = try server.requests.filter(\.isPush).map {
      try $0.pushedOperations().map(\.number)
    }
    #expect(pushes == [Array(1...500), Array(501...507)])
    #expect(outcome.sent == 507)
    #expect(outcome.unsent == 0)
  }

  @Test func `a group is never split over two pushes`() throws {
    let test = try withGoals(Limits.pushOperationsMax - 1)
    _ = try test.device.addFamily(Invented.familyFields)
    var server = ScriptedServer()

    _ = try server.sync(test) { request, _ in
      request.isPush ? try .results(of: request) : .nothingNew()
    }

    let pushes = try server.requests.filter(\.isPush).map { try $0.push().lines.count }
    #expect(pushes == [499, 2])
  }

  @Test func `a push that is too large is halved until it fits`() throws {
    let test = try withGoals(8)
    var server = ScriptedServer()

    let outcome = try server.sync(test) { request, _ in
      guard request.isPush else { return .nothingNew() }
      return try request.push().lines.count > 2
        ? .problem(413, .tooLarge) : try .results(of: request)
    }

    #expect(
      try server.requests.filter(\.isPush).map { try $0.push().lines.count } == [8, 4, 2, 2, 2, 2]
    )
    #expect(outcome.sent == 8)
    #expect(outcome.isComplete)
  }

  @Test func `a server that answers one at a time is not sent everything each time`() throws {
    let test = try withGoals(9)
    var server = ScriptedServer()

    let outcome = try server.sync(test) { request, _ in
      guard request.isPush else { return .nothingNew() }
      return try .results(of: request) { $0 == 0 ? .applied : .retry }
    }

    let sizes = try server.requests.filter(\.isPush).map { try $0.push().lines.count }
    #expect(sizes == [9, 1, 2, 1, 2, 1, 2, 1, 1])
    #expect(outcome.sent == 9)
    #expect(outcome.unsent == 0)
  }

  @Test func `after pushes that were taken whole more is sent at once again`() throws {
    let test = try withGoals(20)
    var server = ScriptedServer()

    let outcome = try server.sync(test) { request, count in
      guard request.isPush else { return .nothingNew() }
      return try .results(of: request) { count == 0 && $0 > 0 ? .retry : .applied }
    }

    let sizes = try server.requests.filter(\.isPush).map { try $0.push().lines.count }
    #expect(sizes == [20, 1, 2, 4, 8, 4])
    #expect(outcome.isComplete)
  }

  @Test func `a group that is too large ends the push and not the sync`() throws {
    let test = try TestDevice()
    _ = try test.device.addFamily(Invented.familyFields)
    var server = ScriptedServer()

    let outcome = try server.sync(test) { request, _ in
      request.isPush ? .problem(413, .tooLarge) : .nothingNew()
    }

    #expect(server.requests.last?.isPush == false)
    #expect(server.requests.count < 12)
    #expect(outcome.unsent == 2)
    #expect(outcome.problem == .refused(Refusal(.tooLarge, "Invented.")))
  }

  @Test(
    arguments: [
      (503, ProblemCode.unavailable), (507, .storageFull), (500, .serverFault),
      (400, .invalidRequest), (426, .clientTooOld),
    ]
  )
  func `a push that fails never prevents the pull and drops nothing`(
    status: Int,
    code: ProblemCode
  ) throws {
    let test = try withGoals(2)
    let bytes = try test.entries().map(\.bytes)
    var server = ScriptedServer()

    let outcome = try server.sync(test) { request, _ in
      request.isPush ? .problem(status, code) : .nothingNew(seq: 33)
    }

    #expect(server.requests.map(\.isPush) == [true, false])
    #expect(try test.entries().map(\.bytes) == bytes)
    #expect(outcome.unsent == 2)
    #expect(outcome.isReachable)
    #expect(outcome.problem != nil)
    #expect(try test.text(.seq) == "33")
    #expect(try test.text(.lastFullSync) == nil)
  }

  @Test func `no answer ends the sync and keeps everything`() throws {
    let test = try withGoals(2)
    let bytes = try test.entries().map(\.bytes)
    var server = ScriptedServer()

    let outcome = try server.sync(test) { _, _ in .lost }

    #expect(server.requests.map(\.isPush) == [true])
    #expect(try test.entries().map(\.bytes) == bytes)
    #expect(try test.entries().map(\.state) == [.sent, .sent])
    #expect(!outcome.isReachable)
    #expect(outcome.unsent == 2)
  }

  @Test func `a revoked device says so, asks no more and keeps its work`() throws {
    let test = try withGoals(1)
    var server = ScriptedServer()

    let outcome = try server.sync(test) { _, _ in .problem(403, .deviceRevoked) }

    #expect(server.requests.count == 1)
    #expect(outcome.problem == .deviceRevoked(Refusal(.deviceRevoked, "Invented.")))
    #expect(outcome.unsent == 1)
  }

  @Test func `after a gap answered operations that are still here are sent again`() throws {
    let test = try withGoals(2)
    var server = ScriptedServer()
    _ = try server.sync(test) { request, _ in
      request.isPush ? try .results(of: request) : .nothingNew()
    }
    _ = try test.device.add(.goal, ["text": "Third"], family: Invented.family)
    let bytes = try test.entries().map(\.bytes)
    server = ScriptedServer()

    let outcome = try server.sync(test) { request, count in
      guard request.isPush else { return .nothingNew() }
      return count == 0 ? .problem(409, .gap, ["expected": 2]) : try .results(of: request)
    }

    #expect(
      try server.requests.filter(\.isPush).map { try $0.pushedOperations().map(\.number) }
        == [[3], [2, 3]]
    )
    #expect(try server.requests[1].push().lines.map { Array($0) } == Array(bytes.dropFirst()))
    #expect(outcome.unsent == 0)
  }

  @Test func `a fork begins a new generation under the same ids`() throws {
    let test = try withGoals(1)
    var server = ScriptedServer()
    _ = try server.sync(test) { request, _ in
      request.isPush ? try .results(of: request) : .problem(503, .unavailable)
    }
    let goal = try #require(try test.device.goals(of: Invented.family).first)
    let once = try test.device.edit(goal, changes: ["text": "Once"])
    try test.device.edit(once, changes: ["text": "Twice"])
    let before = try test.operations().dropFirst()
    server = ScriptedServer()

    let outcome = try server.sync(test) { request, count in
      guard request.isPush else { return .nothingNew() }
      return count == 0 ? .problem(409, .deviceForked) : try .results(of: request, from: 30)
    }

    let after = try server.requests[1].pushedOperations()
    #expect(try server.requests[1].push().envelope.generation == 2)
    #expect(after.map(\.generation) == [2, 2])
    #expect(after.map(\.number) == [1, 2])
    #expect(after.map(\.id) == before.map(\.id))
    #expect(after.map(\.data) == before.map(\.data))
    // The first followed an operation that the server answered with seq 20, the second the first.
    #expect(after.map(\.base) == [["text": 20], [:]])
    #expect(after.map(\.previous) == [[:], ["text": 1]])
    #expect(outcome.unsent == 0)
    _ = try test.device.add(.goal, ["text": "Next"], family: Invented.family)
    #expect(try test.operations().last?.number == 3)
    #expect(try test.operations().last?.generation == 2)
  }

  @Test func `a server that finds a fork in everything does not hold the sync for ever`() throws {
    let test = try withGoals(1)
    var server = ScriptedServer()

    let outcome = try server.sync(test) { request, _ in
      request.isPush ? .problem(409, .deviceForked) : .nothingNew()
    }

    #expect(server.requests.last?.isPush == false)
    #expect(outcome.unsent == 1)
    #expect(outcome.problem == .refused(Refusal(.deviceForked, "Invented.")))
  }
}
