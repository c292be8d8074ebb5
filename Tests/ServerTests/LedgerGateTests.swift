import Casework
import Dispatch
import Foundation
import Instruments
import Logging
import Machine
import SQLiteStorage
import Storage
import SyncProtocol
import SyncServer
import Testing
import WireFormat

@testable import Server

/// A ledger that counts its transactions, and waits in each until it is let on.
private final class CountingLedger: Ledger {
  let inner: any Ledger
  let entered = DispatchSemaphore(value: 0)
  let mayGo = DispatchSemaphore(value: 0)
  private let sizes = Counts()

  init() throws {
    inner = try EmptyLedger.make()
  }

  /// How many units each transaction had.
  var unitsOfCommits: [Int] { sizes.all }

  func commit(_ units: [LedgerUnit]) throws(StorageError) -> [LedgerUnitResult] {
    entered.signal()
    mayGo.wait()
    sizes.add(units.count)
    return try inner.commit(units)
  }

  func read<Value>(_ body: (any LedgerReader) throws -> Value) throws -> Value {
    try inner.read(body)
  }

  func backUp(to path: String) throws(StorageError) { try inner.backUp(to: path) }

  func close() throws(StorageError) { try inner.close() }

  private final class Counts: Sendable {
    private let log = TestLog()

    var all: [Int] { log.events.compactMap { $0["msg"]?.string.flatMap { Int($0) } } }

    func add(_ count: Int) { log.logger.info("\(count)") }
  }
}

private struct Broken: Error, Equatable {
  let number: Int
}

@Suite struct LedgerGateTests {
  private func gate(
    _ ledger: any Ledger,
    limits: ServerLimits = ServerLimits(),
    reach: @escaping @Sendable (Failpoint) throws -> Void = { _ in }
  ) throws -> LedgerGate {
    var surroundings = Surroundings.process([:])
    surroundings.reach = reach
    return try LedgerGate(ledger: ledger, surroundings: surroundings, limits: limits)
  }

  /// Waits on a thread of its own.
  private func wait(for semaphore: DispatchSemaphore) async {
    await DispatchQueue(label: "waiting").onThread { semaphore.wait() }
  }

  @Test func `what waits while a transaction runs goes into the next one together`() async throws {
    let ledger = try CountingLedger()
    let gate = try gate(ledger)

    let first = Task { try await gate.commit { _, _ in 0 } }
    await wait(for: ledger.entered)
    let others = (1...20).map { number in
      Task {
        try await gate.commit { _, _ in
          if number == 7 { throw Broken(number: 7) }
          return number
        }
      }
    }
    while await gate.waitingCount < 20 { await Task.yield() }
    for _ in 0..<2 { ledger.mayGo.signal() }
    var results: [Result<Int, any Error>] = [await first.result]
    for other in others { results.append(await other.result) }

    #expect(ledger.unitsOfCommits == [1, 20])
    for (number, result) in results.enumerated() {
      if number == 7 {
        #expect(throws: Broken(number: 7)) { try result.get() }
      } else {
        #expect(try result.get() == number)
      }
    }
  }

  @Test func `a transaction takes no more pushes and bytes than it may, and any single push`()
    async throws
  {
    let ledger = try CountingLedger()
    var limits = ServerLimits()
    limits.commitUnitsMax = 3
    limits.commitBytesMax = 100
    let gate = try gate(ledger, limits: limits)
    let first = Task { try await gate.commit { _, _ in 0 } }
    await wait(for: ledger.entered)

    var others: [Task<Int, any Error>] = []
    for (number, byteCount) in [10, 20, 30, 40, 60, 1, 500, 1].enumerated() {
      others.append(Task { try await gate.commit(byteCount: byteCount) { _, _ in number } })
      while await gate.waitingCount <= number { await Task.yield() }
    }
    for _ in 0..<6 { ledger.mayGo.signal() }

    #expect(try await first.value == 0)
    for (number, other) in others.enumerated() { #expect(try await other.value == number) }
    // Three at most; 40 and 60 fit, and one byte more does not; the large one goes alone.
    #expect(ledger.unitsOfCommits == [1, 3, 2, 1, 1, 1])
  }

  @Test func `beyond what may wait the answer is that the server is busy`() async throws {
    let ledger = try CountingLedger()
    var limits = ServerLimits()
    limits.waitingMax = 2
    let gate = try gate(ledger, limits: limits)
    let running = Task { try await gate.commit { _, _ in 1 } }
    await wait(for: ledger.entered)
    let waiting = (0..<2).map { _ in Task { try await gate.commit { _, _ in 2 } } }
    while await gate.waitingCount < 2 { await Task.yield() }

    await #expect {
      try await gate.admit()
    } throws: { ($0 as? Problem)?.code == .unavailable }
    await #expect {
      try await gate.commit { _, _ in 3 }
    } throws: { ($0 as? Problem)?.code == .unavailable }
    for _ in 0..<2 { ledger.mayGo.signal() }
    #expect(try await running.value == 1)
    for task in waiting { #expect(try await task.value == 2) }
    try await gate.admit()
  }

  @Test func `a failure before the commit keeps nothing, one after it keeps everything`()
    async throws
  {
    for (failpoint, isKept) in [(Failpoint.serverBeforeCommit, false), (.serverAfterCommit, true)] {
      let ledger = try EmptyLedger.make()
      let gate = try gate(ledger) { if $0 == failpoint { throw Broken(number: 1) } }

      await #expect(throws: Broken(number: 1)) {
        try await gate.commit { core, writer in
          try core.console(["command": "admin.create", "name": "Root (invented)"], into: writer)
        }
      }

      let head = try ledger.read { reader in try reader.clock().head }
      #expect((head > 0) == isKept)
    }
  }

  @Test func `a unit meets the instruments that one before it in the queue installs`() async throws
  {
    let ledger = try CountingLedger()
    let gate = try gate(ledger)
    let pack = try JSON(strict: try Repository.bytes("Seeds/instruments/demo-compass-1.json"))
    let running = Task { try await gate.commit { _, _ in 0 } }
    await wait(for: ledger.entered)
    let installing = Task {
      try await gate.commit(changesInstruments: true) { core, writer in
        try core.console(["command": "pack.add", "pack": pack], into: writer)
      }
    }
    while await gate.waitingCount < 1 { await Task.yield() }
    let following = Task { try await gate.commit { core, _ in core.catalogue.ids } }
    while await gate.waitingCount < 2 { await Task.yield() }
    for _ in 0..<3 { ledger.mayGo.signal() }

    _ = try await running.value
    _ = try await installing.value
    #expect(try await following.value == ["demo-compass"])
    #expect(await gate.core.catalogue.ids == ["demo-compass"])
  }

  @Test func `no more read at once than may, and nobody is forgotten`() async throws {
    let ledger = try EmptyLedger.make()
    var limits = ServerLimits()
    limits.readersMax = 2
    let gate = try gate(ledger, limits: limits)
    let inside = DispatchSemaphore(value: 2)

    let reads = (0..<40).map { number in
      Task {
        try await gate.read { _, _ in
          let isFree = inside.wait(timeout: .now()) == .success
          defer { if isFree { inside.signal() } }
          return (number, isFree)
        }
      }
    }

    for (number, read) in reads.enumerated() {
      let (answered, wasFree) = try await read.value
      #expect(answered == number)
      #expect(wasFree)
    }
  }
}
