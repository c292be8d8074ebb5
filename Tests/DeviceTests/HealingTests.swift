import Casework
import DeviceStore
import StarmapDevice
import SyncProtocol
import Testing
import WireFormat

/// What a device does when the server was put back from a backup.
struct HealingTests {
  /// A goal that was added and edited, both answered, the edit after the common commit.
  private func edited() throws -> (test: TestDevice, goal: RecordView) {
    let test = try TestDevice()
    try test.receiveFamily()
    _ = try test.device.add(.goal, ["text": "Mornings"], family: Invented.family)
    var server = ScriptedServer()
    _ = try server.sync(test) { request, _ in
      if request.isPush { return try .results(of: request, from: 11) }
      return .page(
        [.put(try served(test, version: 11, text: "Mornings"))],
        seq: 11
      )
    }
    let goal = try #require(try test.device.goals(of: Invented.family).first)
    _ = try test.device.edit(goal, changes: ["text": "Evenings"])
    server = ScriptedServer()
    _ = try server.sync(test) { request, _ in
      if request.isPush { return try .results(of: request, from: 20) }
      return .page([.put(try served(test, version: 20, text: "Evenings"))], seq: 20)
    }
    return (test, try #require(try test.device.goals(of: Invented.family).first))
  }

  private func served(_ test: TestDevice, version: Int64, text: String) throws -> PulledRecord {
    let goal = try #require(try test.device.goals(of: Invented.family).first)
    let set = FieldVersion(
      version: version,
      stamp: Stamp(milliseconds: 1, counter: 0),
      author: Invented.worker,
      origin: nil
    )
    return PulledRecord(
      version: version,
      typeName: RecordType.goal.rawValue,
      record: goal.id,
      family: Invented.family,
      author: nil,
      made: 1,
      body: RecordState(fields: ["text": .string(text)], versions: ["text": set]).body
    )
  }

  @Test func `what was answered after the histories parted is sent again, and nothing before`()
    throws
  {
    let (test, _) = try edited()
    var server = ScriptedServer()

    _ = try server.sync(test) { request, _ in
      if request.path == "/v1/ancestor" { return .ancestor(seq: 15) }
      if request.isPush { return try .results(of: request, from: 16) }
      return request.path == "/v1/pull" ? .nothingNew(seq: 16) : .problem(409, .logForked)
    }

    let pushed = try #require(server.requests.first { $0.isPush })
    #expect(try pushed.pushedOperations().map(\.kind) == [.goalSet])
    #expect(try pushed.push().envelope.generation == 2)
  }

  @Test func `an edit of a version that the server lost no longer claims to have seen it`() throws {
    let (test, goal) = try edited()
    _ = try test.device.edit(goal, changes: ["text": "Weekends"])
    var server = ScriptedServer()

    _ = try server.sync(test) { request, _ in
      if request.path == "/v1/ancestor" { return .ancestor(seq: 15) }
      if request.isPush {
        return try request.push().envelope.generation == 1
          ? .problem(409, .logForked) : .results(of: request, from: 16)
      }
      return .nothingNew(seq: 17)
    }

    let pushed = try server.requests.filter(\.isPush).last.map { try $0.pushedOperations() } ?? []
    #expect(pushed.map(\.number) == [1, 2])
    #expect(pushed.map(\.base) == [["text": 11], [:]])
    #expect(pushed.last?.previous == ["text": 1])
    #expect(pushed.allSatisfy { $0.seen <= 15 })
  }

  @Test func `what was answered again is shown until everything was read again`() throws {
    let (test, goal) = try edited()
    _ = try test.device.edit(goal, changes: ["text": "Weekends"])
    var server = ScriptedServer()

    // The numbers of the present history are smaller than those that the rows have.
    _ = try server.sync(test) { request, _ in
      if request.path == "/v1/ancestor" { return .ancestor(seq: 15) }
      guard request.isPush else { return .lost }
      return try request.push().envelope.generation == 1
        ? .problem(409, .logForked) : .results(of: request, from: 16)
    }

    let shown = try #require(try test.device.goals(of: Invented.family).first)
    #expect(shown.json["text"] == "Weekends")
    #expect(!shown.isPending)
    #expect(try test.entries().suffix(2).map(\.state) == [.acked, .acked])
  }

  @Test func `a second loss does not count rows of the first as shared`() throws {
    let (test, _) = try edited()
    var server = ScriptedServer()
    _ = try server.sync(test) { request, count in
      if request.path == "/v1/ancestor" { return .ancestor(seq: count < 3 ? 15 : 18) }
      if request.isPush { return try .results(of: request, from: 16) }
      return count > 4 ? .lost : .problem(409, .logForked)
    }

    #expect(try test.text(.shared) == "15")
  }

  @Test func `rights are judged by what was seen where nothing shared is known`() throws {
    let (test, goal) = try edited()
    _ = try test.device.edit(goal, changes: ["text": "Weekends"])
    var server = ScriptedServer()

    _ = try server.sync(test) { request, _ in
      if request.path == "/v1/ancestor" { return .problem(404, .notFound) }
      if request.isPush {
        return try request.push().envelope.generation == 1
          ? .problem(409, .logForked) : .results(of: request, from: 16)
      }
      return .nothingNew(seq: 17)
    }

    let pushed = try server.requests.filter(\.isPush).last.map { try $0.pushedOperations() } ?? []
    #expect(pushed.map(\.kind) == [.goalAdd, .goalSet, .goalSet])
    #expect(pushed.last?.seen == 20)
    #expect(pushed.allSatisfy { $0.base.isEmpty })
  }

  @Test func `what is saved before everything was read again claims nothing of the lost history`()
    throws
  {
    let (test, goal) = try edited()
    var server = ScriptedServer()
    _ = try server.sync(test) { request, _ in
      if request.path == "/v1/ancestor" { return .ancestor(seq: 15) }
      return request.path == "/v1/pull?cursor=c20" ? .problem(409, .logForked) : .lost
    }

    let family = try #require(try test.device.families().first)
    _ = try test.device.edit(family.record, changes: ["contact": "School"])
    _ = try test.device.edit(goal, changes: ["text": "Weekends"])

    let saved = Array(try test.operations().suffix(2))
    #expect(saved.map(\.seen) == [15, 15])
    #expect(saved.map(\.base) == [[:], [:]])
    #expect(saved.last?.previous == ["text": 1])
  }

  @Test func `a push shows the newest place that the device has heard of`() throws {
    let (test, goal) = try edited()
    _ = try test.device.edit(goal, changes: ["text": "Weekends"])
    var server = ScriptedServer()

    _ = try server.sync(test) { request, _ in
      request.isPush ? try .results(of: request, from: 21) : .nothingNew(seq: 21)
    }

    #expect(try server.requests.first?.push().envelope.known == "c20")
  }

  @Test func `rows that are not the server's are told and read again`() throws {
    let (test, _) = try edited()
    var server = ScriptedServer()

    let outcome = try server.sync(test, mustVerify: true) { request, _ in
      request.path == "/v1/verify"
        ? .answer(
          SyncAnswer(
            status: 200,
            body: VerifyAnswer(differing: [Invented.family]).json.canonical
          )
        )
        : .page([.put(.family(Invented.family, version: 2, code: "K7Q"))], seq: 20)
    }

    #expect(outcome.differing == 1)
    #expect(
      server.requests.map(\.path) == ["/v1/pull?cursor=c20", "/v1/verify", "/v1/pull?known=c20"]
    )
    let question = try VerifyRequest(json: try JSON(strict: server.requests[1].body))
    #expect(question.families[Invented.family]?.count == 2)
    #expect(try test.device.goals(of: Invented.family).isEmpty)
  }

  @Test func `everything is compared once a week without being asked`() throws {
    let (test, _) = try edited()
    var server = ScriptedServer()
    _ = try server.sync(test) { _, _ in .nothingNew(seq: 20) }
    #expect(server.requests.map(\.path) == ["/v1/pull?cursor=c20"])
    test.machine.pass(7 * 86_400_000)
    server = ScriptedServer()

    let outcome = try server.sync(test) { request, _ in
      request.path == "/v1/verify"
        ? .answer(SyncAnswer(status: 200, body: VerifyAnswer(differing: []).json.canonical))
        : .nothingNew(seq: 20)
    }

    #expect(server.requests.map(\.path) == ["/v1/pull?cursor=c20", "/v1/verify"])
    #expect(outcome.isComplete)
  }
}
