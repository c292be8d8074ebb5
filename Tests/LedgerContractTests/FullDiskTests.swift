import Casework
import Foundation
import SQLiteStorage
import Storage
import SyncProtocol
import Testing

/// A full disk, played by a quota of pages.
struct FullDiskTests {
  @Test(arguments: Engine.allCases)
  func `a commit that does not fit leaves nothing behind`(_ engine: Engine) throws {
    try withFullLedger(engine) { ledger in
      let before = try ledger.read { try $0.clock() }

      let code = try failure(of: ledger, [small(11), large(12), small(13)])

      #expect(code == .full)
      #expect(try ledger.read { try $0.clock() } == before)
      #expect(try ledger.stored(Invented.id(11)) == nil)
      #expect(try ledger.stored(Invented.id(12)) == nil)
      #expect(try ledger.stored(Invented.id(10))?.version == 1)
    }
  }

  @Test(arguments: Engine.allCases)
  func `a unit cannot hide that the disk is full`(_ engine: Engine) throws {
    try withFullLedger(engine) { ledger in
      let hiding: LedgerUnit = { writer in
        try writer.put(Invented.record(11, in: Invented.id(1), version: 2))
        do {
          try writer.savepoint { _ = try large(12)(writer) }
        } catch is StorageError {}
        do {
          try writer.appendNext()
        } catch is StorageError {}
        return 0
      }

      let code = try failure(of: ledger, [hiding, small(13)])

      #expect(code == .full)
      #expect(try ledger.head() == 1)
      #expect(try ledger.stored(Invented.id(11)) == nil)
      #expect(try ledger.stored(Invented.id(13)) == nil)
    }
  }

  @Test(arguments: Engine.allCases)
  func `the same commit works once there is room`(_ engine: Engine) throws {
    try withFullLedger(engine) { ledger in
      #expect(try failure(of: ledger, [large(11)]) == .full)

      try ledger.setPageLimit(100_000)

      #expect(try failure(of: ledger, [large(11), small(12)]) == nil)
      #expect(try ledger.head() == 3)
      #expect(try ledger.stored(Invented.id(11))?.body.count == 300_011)
    }
  }

  @Test func `a quota given at the start holds`() throws {
    let ledger = try SQLiteLedger.inMemory(epoch: Invented.epoch, pageLimit: 60)

    #expect(try failure(of: ledger, [large(11)]) == .full)
    try ledger.close()
  }

  /// A ledger with one record and room for no other page.
  private func withFullLedger(_ engine: Engine, _ body: (SQLiteLedger) throws -> Void) throws {
    try engine.withLedger { ledger in
      try ledger.commitOne { try $0.put(Invented.record(10, in: Invented.id(1), version: $1)) }
      guard let ledger = ledger as? SQLiteLedger else { return }
      try ledger.setPageLimit(1)
      try body(ledger)
    }
  }

  private func failure(
    of ledger: SQLiteLedger,
    _ units: [LedgerUnit]
  ) throws -> StorageError.Code? {
    do {
      for result in try ledger.commit(units) { _ = try result.get() }
      return nil
    } catch let error as StorageError {
      return error.code
    }
  }
}

private func small(_ number: Int) -> LedgerUnit {
  unit(number, text: "Small.")
}

private func large(_ number: Int) -> LedgerUnit {
  unit(number, text: String(repeating: "x", count: 300_000))
}

private func unit(_ number: Int, text: String) -> LedgerUnit {
  { writer in
    let seq = try writer.clock().head + 1
    try writer.put(Invented.record(number, in: Invented.id(1), version: seq, text: text))
    return try writer.appendNext()
  }
}
