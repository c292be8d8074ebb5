import Casework
import DeviceStore
import StarmapDevice
import SyncProtocol
import Testing
import WireFormat

/// What a device does with each answer to an operation.
struct ResultTests {
  private func withGoal() throws -> TestDevice {
    let test = try TestDevice()
    try test.receiveFamily()
    _ = try test.device.add(.goal, ["text": "Invented goal"], family: Invented.family)
    return test
  }

  @Test(
    arguments: [
      OperationStatus.applied, .merged, .noop, .late, .proposed,
    ]
  )
  func `an accepted operation is kept as acked`(status: OperationStatus) throws {
    let test = try withGoal()
    var server = ScriptedServer()

    let outcome = try server.sync(test) { request, _ in
      request.isPush ? try .results(of: request) { _ in status } : .nothingNew()
    }

    #expect(try test.entries().map(\.state) == [.acked])
    #expect(try test.entries().map(\.seq) == [20])
    #expect(outcome.sent == 1)
    #expect(outcome.accepted == 1)
    #expect(outcome.held == 0)
    #expect(outcome.late == (status == .late ? 1 : 0))
    #expect(outcome.proposed == (status == .proposed || status == .merged ? 1 : 0))
    #expect(outcome.isComplete)
  }

  @Test(arguments: [OperationStatus.rejected, .blocked, .quarantined])
  func `a held operation keeps its bytes, leaves the unsent count and is no success`(
    status: OperationStatus
  ) throws {
    let test = try withGoal()
    let bytes = try test.entries().map(\.bytes)
    var server = ScriptedServer()

    let outcome = try server.sync(test) { request, _ in
      request.isPush ? try .results(of: request) { _ in status } : .nothingNew()
    }

    #expect(try test.entries().map(\.state) == [.refused])
    #expect(try test.entries().map(\.bytes) == bytes)
    #expect(try test.entries().first?.answer?.problem?.code == .invalidField)
    #expect(outcome.held == 1)
    #expect(outcome.unsent == 0)
    #expect(outcome.problem == nil)
    #expect(!outcome.isComplete)
    #expect(try test.device.goals(of: Invented.family) == [])
  }

  @Test func `retry keeps the operation and everything after it, and the pull goes on`() throws {
    let test = try withGoal()
    _ = try test.device.add(.goal, ["text": "Another"], family: Invented.family)
    let bytes = try test.entries().map(\.bytes)
    var server = ScriptedServer()

    let outcome = try server.sync(test) { request, count in
      request.isPush
        ? try .results(of: request) { count == 0 && $0 == 0 ? .applied : .retry } : .nothingNew()
    }

    // While the server takes something, the rest is sent on at once; then it is left for later.
    #expect(server.requests.map(\.isPush) == [true, true, false])
    #expect(try test.entries().map(\.state) == [.acked, .sent])
    #expect(try test.entries().map(\.bytes) == bytes)
    #expect(outcome.unsent == 1)
    #expect(!outcome.isComplete)
  }

  @Test func `an answer that repeats the first one counts like it`() throws {
    let test = try withGoal()
    var server = ScriptedServer()

    _ = try server.sync(test) { request, _ in
      guard request.isPush else { return .nothingNew() }
      let operation = try request.pushedOperations()[0]
      let first = OperationResult(
        number: operation.number,
        id: operation.id,
        status: .applied,
        seq: 15
      )
      let response = PushResponse(epoch: "e1", head: 15, backupSeq: 0, results: [first.repeated])
      return .answer(SyncAnswer(status: 200, body: response.body))
    }

    #expect(try test.entries().map(\.state) == [.acked])
    #expect(try test.entries().map(\.seq) == [15])
  }

  @Test func `an answer that this version does not know keeps its operation and counts the others`()
    throws
  {
    let test = try withGoal()
    _ = try test.device.add(.goal, ["text": "Another"], family: Invented.family)
    var server = ScriptedServer()

    let outcome = try server.sync(test) { request, count in
      guard request.isPush, count == 0 else {
        return request.isPush ? .problem(503, .unavailable) : .nothingNew()
      }
      let operations = try request.pushedOperations()
      let known = OperationResult(
        number: operations[1].number,
        id: operations[1].id,
        status: .applied,
        seq: 21
      )
      let unknown: JSON = [
        "n": 1, "id": .string(operations[0].id.description), "status": "enchanted", "seq": 20,
      ]
      let body: JSON = [
        "epoch": "e1", "head": 21, "backup_seq": 0, "results": .array([unknown, known.json]),
      ]
      return .answer(SyncAnswer(status: 200, body: body.canonical))
    }

    #expect(try test.entries().map(\.state) == [.sent, .acked])
    #expect(outcome.unsent == 1)
  }

  @Test func `an answer under another id changes nothing`() throws {
    let test = try withGoal()
    var server = ScriptedServer()

    _ = try server.sync(test) { request, _ in
      guard request.isPush else { return .nothingNew() }
      let other = OperationResult(
        number: 1,
        id: OperationID(high: 5, low: 5),
        status: .applied,
        seq: 20
      )
      let response = PushResponse(epoch: "e1", head: 20, backupSeq: 0, results: [other])
      return .answer(SyncAnswer(status: 200, body: response.body))
    }

    #expect(try test.entries().map(\.state) == [.sent])
  }

  @Test func `a held operation stays until its review item is closed and backed up`() throws {
    let test = try withGoal()
    let operation = try test.operations()[0]
    var item = ReviewItem(
      kind: .rejected,
      opened: 5,
      subjectType: .goal,
      subject: operation.record,
      author: Invented.worker
    )
    var server = ScriptedServer()
    _ = try server.sync(test) { request, _ in
      request.isPush
        ? try .results(of: request) { _ in .rejected }
        : .page(
          [.put(.review(operation.id.retagged(), version: 20, item))],
          seq: 20,
          backupSeq: 30
        )
    }
    #expect(try test.entries().map(\.state) == [.refused])
    test.machine.pass(7 * 86_400_000)

    item.decision = ReviewItem.Decision(
      choice: .noted,
      worker: Invented.worker,
      made: 6,
      note: nil
    )
    _ = try server.sync(test) { [item] _, _ in
      .page(
        [.put(.review(operation.id.retagged(), version: 21, item))],
        seq: 21,
        backupSeq: 30
      )
    }

    #expect(try test.entries() == [])
  }

  @Test func `a held operation that a cut-off sync could not report is reported by the next`()
    throws
  {
    let test = try withGoal()
    test.machine.set { $0.crashAt = .pushAfterResults }
    var server = ScriptedServer()
    #expect(throws: TestMachine.Crash.self) {
      try server.sync(test) { request, _ in try .results(of: request) { _ in .rejected } }
    }
    test.machine.set { $0.crashAt = nil }

    let outcome = try server.sync(test) { _, _ in .nothingNew() }
    let later = try server.sync(test) { _, _ in .nothingNew() }

    #expect(outcome.held == 1)
    #expect(later.held == 0)
  }
}
