import Casework
import DeviceStore
import Foundation
import GRDB
import StarmapDevice
import SyncProtocol
import Testing
import WireFormat

/// How long a device keeps the bytes of what was answered.
struct RetentionTests {
  private let day: Int64 = 86_400_000

  /// A device whose one goal is answered with seq 20 and settled, while no verified backup holds it.
  private func answered() throws -> TestDevice {
    let test = try TestDevice()
    try test.receiveFamily()
    _ = try test.device.add(.goal, ["text": "Mornings"], family: Invented.family)
    var server = ScriptedServer()
    _ = try server.sync(test) { request, _ in
      request.isPush ? try .results(of: request) : .nothingNew(seq: 20, backupSeq: 19)
    }
    return test
  }

  /// A sync that brings nothing but what the server's backups hold.
  private func sync(_ test: TestDevice, backupSeq: Int64) throws {
    var server = ScriptedServer()
    _ = try server.sync(test) { request, _ in
      request.path == "/v1/verify"
        ? .answer(SyncAnswer(status: 200, body: VerifyAnswer(differing: []).json.canonical))
        : .nothingNew(seq: 20, backupSeq: backupSeq)
    }
  }

  @Test func `accepted bytes stay until a verified backup holds them, however long it takes`()
    throws
  {
    let test = try answered()
    let bytes = try test.entries().map(\.bytes)
    test.machine.pass(400 * day)

    try sync(test, backupSeq: 19)
    #expect(try test.entries().map(\.state) == [.settled])
    #expect(try test.entries().map(\.bytes) == bytes)
    #expect(try test.device.status().notBackedUp == 1)
    try sync(test, backupSeq: 20)

    #expect(try test.entries() == [])
    #expect(try test.device.status().notBackedUp == 0)
  }

  @Test func `accepted bytes stay for seven days although a verified backup holds them`() throws {
    let test = try answered()

    test.machine.pass(7 * day - 1)
    try sync(test, backupSeq: 20)
    #expect(try test.entries().map(\.state) == [.settled])
    #expect(try test.device.status().notBackedUp == 0)
    test.machine.pass(1)
    try sync(test, backupSeq: 20)

    #expect(try test.entries() == [])
  }

  @Test func `a refused operation whose item is closed stays for seven days too`() throws {
    let test = try TestDevice()
    try test.receiveFamily()
    _ = try test.device.add(.goal, ["text": "Mornings"], family: Invented.family)
    let operation = try test.operations()[0]
    var item = ReviewItem(
      kind: .rejected,
      opened: 5,
      subjectType: .goal,
      subject: operation.record,
      author: Invented.worker
    )
    item.decision = ReviewItem.Decision(
      choice: .noted,
      worker: Invented.worker,
      made: 6,
      note: nil
    )
    var server = ScriptedServer()
    _ = try server.sync(test) { [item] request, _ in
      request.isPush
        ? try .results(of: request) { _ in .rejected }
        : .page(
          [.put(.review(operation.id.retagged(), version: 20, item))],
          seq: 20,
          backupSeq: 30
        )
    }

    test.machine.pass(7 * day - 1)
    try sync(test, backupSeq: 30)
    #expect(try test.entries().map(\.state) == [.refused])
    test.machine.pass(1)
    try sync(test, backupSeq: 30)

    #expect(try test.entries() == [])
  }

  @Test func `what a lost backup held is sent again to a server restored from an older one`() throws
  {
    let test = try answered()
    try sync(test, backupSeq: 20)
    let before = try test.entries().map(\.id)
    var server = ScriptedServer()

    _ = try server.sync(test) { request, _ in
      if request.isPush { return try .results(of: request, from: 13) }
      if request.path == "/v1/ancestor" { return .ancestor(seq: 12) }
      return request.path == "/v1/pull?cursor=c20"
        ? .problem(409, .logForked) : .page([], seq: 13, cursor: "new", backupSeq: 0)
    }

    #expect(try server.requests.first { $0.isPush }?.pushedOperations().map(\.id) == before)
  }

  @Test func `the days begin again with the answer after a restore`() throws {
    let test = try answered()
    test.machine.pass(6 * day)
    var server = ScriptedServer()
    _ = try server.sync(test) { request, _ in
      if request.isPush { return try .results(of: request, from: 13) }
      if request.path == "/v1/ancestor" { return .ancestor(seq: 12) }
      return request.path == "/v1/pull?cursor=c20"
        ? .problem(409, .logForked) : .nothingNew(seq: 20, backupSeq: 20)
    }

    test.machine.pass(6 * day)
    try sync(test, backupSeq: 20)
    #expect(try test.entries().map(\.state) == [.settled])
    test.machine.pass(day)
    try sync(test, backupSeq: 20)

    #expect(try test.entries() == [])
  }

  @Test func `a clock that was ten years ahead at the answer keeps the bytes for seven days`()
    throws
  {
    let test = try TestDevice()
    try test.receiveFamily()
    _ = try test.device.add(.goal, ["text": "Mornings"], family: Invented.family)
    test.machine.set { $0.now += 3650 * 86_400_000 }
    try answer(test)
    test.machine.set { $0.now -= 3650 * 86_400_000 }

    try sync(test, backupSeq: 20)
    test.machine.pass(7 * day - 1)
    try sync(test, backupSeq: 20)
    #expect(try test.entries().map(\.state) == [.settled])
    test.machine.pass(1)
    try sync(test, backupSeq: 20)

    #expect(try test.entries() == [])
  }

  @Test func `a clock that jumps ahead lets go of what a verified backup holds, and of no more`()
    throws
  {
    let test = try answered()
    test.machine.set { $0.now += 3650 * 86_400_000 }

    try sync(test, backupSeq: 19)
    #expect(try test.entries().map(\.state) == [.settled])
    try sync(test, backupSeq: 20)

    #expect(try test.entries() == [])
  }

  @Test func `a store from before the days were counted counts them from its next sync`() throws {
    try withProfile { directory in
      let machine = TestMachine()
      do {
        let test = try TestDevice(directory: directory, machine: machine)
        try test.receiveFamily()
        _ = try test.device.add(.goal, ["text": "Mornings"], family: Invented.family)
        try answer(test)
      }
      let file = try DatabaseQueue(path: directory + "/" + DeviceStore.fileName)
      try file.writeWithoutTransaction { database in
        try database.execute(
          sql: "ALTER TABLE outbox DROP COLUMN answered; PRAGMA user_version = 1"
        )
      }
      try file.close()
      machine.pass(30 * day)

      let test = try TestDevice(directory: directory, machine: machine)
      try sync(test, backupSeq: 20)
      #expect(try test.entries().map(\.state) == [.settled])
      machine.pass(7 * day)
      try sync(test, backupSeq: 20)

      #expect(try test.entries() == [])
    }
  }

  private func answer(_ test: TestDevice) throws {
    var server = ScriptedServer()
    _ = try server.sync(test) { request, _ in
      request.isPush ? try .results(of: request) : .nothingNew(seq: 20, backupSeq: 0)
    }
  }
}
