import Casework
import Storage
import SyncProtocol
import Testing

/// What every engine promises; the extensions of this suite hold one topic each.
struct LedgerContractTests {
  @Test(arguments: Engine.allCases)
  func `a new ledger stands at zero under its epoch`(_ engine: Engine) throws {
    try engine.withLedger { ledger in
      let clock = try ledger.read { try $0.clock() }

      #expect(
        clock == LedgerClock(epoch: Invented.epoch, head: 0, floor: 0, backupSeq: 0, chain: 0)
      )
    }
  }

  @Test(arguments: Engine.allCases)
  func `commits are numbered without gaps after a unit that threw`(_ engine: Engine) throws {
    try engine.withLedger { ledger in
      let results = try ledger.commit([
        { try $0.appendNext() },
        {
          try $0.appendNext()
          throw Broken()
        },
        { try $0.appendNext() },
      ])

      #expect(try results[0].get() as? Int64 == 1)
      #expect(throws: Broken.self) { try results[1].get() }
      #expect(try results[2].get() as? Int64 == 2)
      #expect(try ledger.head() == 2)
    }
  }

  @Test(arguments: Engine.allCases)
  func `a unit that threw leaves nothing behind and spoils no other`(_ engine: Engine) throws {
    try engine.withLedger { ledger in
      let family: FamilyID = Invented.id(1)
      let results = try ledger.commit([
        { writer in
          try writer.put(Invented.record(10, in: family, version: 1))
          return try writer.appendNext()
        },
        { writer in
          try writer.put(Invented.record(11, in: family, version: 2))
          try writer.take(familyCode: "K7Q", for: family)
          try writer.store(Invented.result(seq: 2))
          try writer.appendNext()
          throw Broken()
        },
        { writer in
          try writer.put(Invented.record(12, in: family, version: 2))
          return try writer.appendNext()
        },
      ])

      let outcomes = results.map { (try? $0.get()) != nil }
      #expect(outcomes == [true, false, true])
      let kept = try ledger.commitRaw { writer in
        [
          try writer.recordForJudging(Invented.id(10)) != nil,
          try writer.recordForJudging(Invented.id(11)) != nil,
          try writer.recordForJudging(Invented.id(12)) != nil,
          try writer.isTaken(familyCode: "K7Q"),
          try writer.result(of: Invented.id(1)) != nil,
        ]
      }
      #expect(kept == [true, false, true, false, false])
    }
  }

  @Test(arguments: Engine.allCases)
  func `a unit sees what the units before it did`(_ engine: Engine) throws {
    try engine.withLedger { ledger in
      let results = try ledger.commit([
        { writer in
          try writer.put(Invented.record(10, in: Invented.id(1), version: 1))
          return try writer.appendNext()
        },
        { try $0.recordForJudging(Invented.id(10))?.version },
      ])

      #expect(try results[1].get() as? Int64 == 1)
    }
  }

  @Test(arguments: Engine.allCases)
  func `a savepoint that threw leaves nothing behind and the rest stands`(
    _ engine: Engine
  ) throws {
    try engine.withLedger { ledger in
      let family: FamilyID = Invented.id(1)
      try ledger.commitOne { writer, seq in
        try writer.put(Invented.record(10, in: family, version: seq))
        try writer.failingSavepoint {
          try writer.put(Invented.record(11, in: family, version: seq))
          try writer.savepoint {
            try writer.put(Invented.record(12, in: family, version: seq))
          }
        }
        try writer.savepoint {
          try writer.put(Invented.record(13, in: family, version: seq))
        }
      }

      let ids = try ledger.commitRaw { writer in
        try (10...13).filter { try writer.recordForJudging(Invented.id($0)) != nil }
      }
      #expect(ids == [10, 13])
    }
  }

  @Test(arguments: Engine.allCases)
  func `a unit that only a failed savepoint wrote in needs no commit entry`(
    _ engine: Engine
  ) throws {
    try engine.withLedger { ledger in
      let head = try ledger.commitRaw { writer in
        try writer.failingSavepoint {
          try writer.put(Invented.record(10, in: Invented.id(1), version: 1))
        }
        return try writer.clock().head
      }

      #expect(head == 0)
    }
  }

  @Test(arguments: Engine.allCases)
  func `a unit that writes without appending its commit fails and leaves nothing`(
    _ engine: Engine
  ) throws {
    try engine.withLedger { ledger in
      let results = try ledger.commit([
        { try $0.put(Invented.record(10, in: Invented.id(1), version: 1)) },
        { try $0.store(Invented.result(seq: 1)) },
        { try $0.appendNext() },
      ])

      #expect(throws: StorageError.self) { try results[0].get() }
      #expect(throws: StorageError.self) { try results[1].get() }
      #expect(try results[2].get() as? Int64 == 1)
      let found = try ledger.commitRaw { writer in
        [
          try writer.recordForJudging(Invented.id(10)) == nil,
          try writer.result(of: Invented.id(1)) == nil,
        ]
      }
      #expect(found == [true, true])
    }
  }

  @Test(arguments: Engine.allCases, [-1, 0, 1, 3, Int64.max])
  func `a commit that does not follow the head is refused`(
    _ engine: Engine,
    _ seq: Int64
  ) throws {
    try engine.withLedger { ledger in
      try ledger.commitOne { _, _ in }

      let refusal = try ledger.rawRefusal { try $0.append(Invented.entry(seq)) }

      #expect(refusal == .failed)
      #expect(try ledger.head() == 1)
    }
  }

  @Test(arguments: Engine.allCases, [0, 1, 3, Int64.max])
  func `a record under any number but the one in progress is refused`(
    _ engine: Engine,
    _ version: Int64
  ) throws {
    try engine.withLedger { ledger in
      try ledger.commitOne { _, _ in }

      let code = try ledger.refusal { writer, _ in
        try writer.put(Invented.record(10, in: Invented.id(1), version: version))
      }

      #expect(code == .failed)
    }
  }

  @Test(arguments: Engine.allCases)
  func `every commit keeps its time and chain, and commit 0 has chain 0`(_ engine: Engine) throws {
    try engine.withLedger { ledger in
      var chains: [UInt64] = [0]
      for seq in 1...5 as ClosedRange<Int64> {
        try ledger.commitOne { _, _ in }
        chains.append(Invented.entry(seq, after: chains[chains.count - 1]).chain)
      }

      let expected = chains
      try ledger.read { reader throws in
        let found = try (0...5).map { try reader.chain(at: $0) }
        #expect(found == expected)
        #expect(try reader.clock().chain == expected[5])
        #expect(try reader.chain(at: 6) == nil)
        #expect(try reader.chain(at: -1) == nil)
        #expect(try reader.time(ofCommit: 3) == 1_700_000_000_003)
        #expect(try reader.time(ofCommit: 0) == nil)
        #expect(try reader.time(ofCommit: 6) == nil)
      }
    }
  }

  @Test(arguments: Engine.allCases)
  func `the marks of floor and backup move up to the head and the floor never sinks`(
    _ engine: Engine
  ) throws {
    try engine.withLedger { ledger in
      for _ in 0..<3 { try ledger.commitOne { _, _ in } }
      try ledger.commitRaw { writer in
        try writer.setBackupSeq(3)
        try writer.setFloor(2)
      }

      let refusals = [
        try ledger.rawRefusal { try $0.setFloor(1) },
        try ledger.rawRefusal { try $0.setFloor(4) },
        try ledger.rawRefusal { try $0.setBackupSeq(4) },
      ]
      #expect(refusals == [.failed, .failed, .failed])
      let clock = try ledger.read { try $0.clock() }
      #expect(clock.floor == 2)
      #expect(clock.backupSeq == 3)
    }
  }

  @Test(arguments: Engine.allCases)
  func `an error thrown while reading reaches the reader unchanged`(_ engine: Engine) throws {
    try engine.withLedger { ledger in
      var thrown: (any Error)?
      do {
        try ledger.read { _ in throw Broken() }
      } catch {
        thrown = error
      }

      #expect(thrown as? Broken == Broken())
    }
  }

  @Test(arguments: Engine.allCases)
  func `a closed ledger refuses with a storage error`(_ engine: Engine) throws {
    let ledger = try engine.withLedger { $0 }

    #expect(throws: StorageError.self) { try ledger.head() }
    #expect(throws: StorageError.self) { try ledger.stored(Invented.id(1)) }
    #expect(throws: StorageError.self) { try ledger.close() }
  }
}
