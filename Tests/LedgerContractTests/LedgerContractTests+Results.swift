import Casework
import Storage
import SyncProtocol
import Testing

extension LedgerContractTests {
  @Test(arguments: Engine.allCases)
  func `an answer is found by its number and by its operation`(_ engine: Engine) throws {
    try engine.withLedger { ledger in
      let result = Invented.result(device: 3, number: 7, operation: 9, isRefused: true)
      try ledger.commitOne { writer, _ in try writer.store(result) }

      let found = try ledger.commitRaw { writer in
        [
          try writer.result(device: Invented.id(3), generation: 1, number: 7),
          try writer.result(of: Invented.id(9)),
          try writer.result(device: Invented.id(3), generation: 2, number: 7),
          try writer.result(device: Invented.id(4), generation: 1, number: 7),
          try writer.result(device: Invented.id(3), generation: 1, number: 8),
          try writer.result(of: Invented.id(8)),
        ]
      }

      #expect(found == [result, result, nil, nil, nil, nil])
    }
  }

  @Test(arguments: Engine.allCases)
  func `a number or an operation is answered once`(_ engine: Engine) throws {
    try engine.withLedger { ledger in
      let first = Invented.result(device: 1, number: 1, operation: 1)
      try ledger.commitOne { writer, _ in try writer.store(first) }

      let sameNumber = try ledger.refusal {
        try $0.store(Invented.result(device: 1, number: 1, operation: 2, seq: $1))
      }
      let sameOperation = try ledger.refusal {
        try $0.store(Invented.result(device: 2, number: 1, operation: 1, seq: $1))
      }

      #expect(sameNumber == .failed)
      #expect(sameOperation == .failed)
      let kept = try ledger.commitRaw { try $0.result(of: Invented.id(1)) }
      #expect(kept == first)
      #expect(try ledger.head() == 1)
    }
  }

  @Test(arguments: Engine.allCases)
  func `a unit can go on after a refused duplicate`(_ engine: Engine) throws {
    try engine.withLedger { ledger in
      try ledger.commitOne { writer, _ in try writer.store(Invented.result()) }

      try ledger.commitOne { writer, seq in
        do {
          try writer.savepoint { try writer.store(Invented.result(seq: seq)) }
          throw Broken()
        } catch is StorageError {}
        try writer.put(Invented.record(10, in: Invented.id(1), version: seq))
      }

      #expect(try ledger.stored(Invented.id(10)) != nil)
    }
  }

  @Test(arguments: Engine.allCases)
  func `a record counts as refused only when what would have made it was`(
    _ engine: Engine
  ) throws {
    try engine.withLedger { ledger in
      try ledger.commitOne { writer, seq in
        let rows: [(kind: String, record: Int, isRefused: Bool)] = [
          ("note.add", 1, true), ("note.set", 2, true), ("note.add", 3, false),
          ("note.set", 4, true), ("note.add", 4, true),
          ("unreadable", 5, true),
        ]
        for (index, row) in rows.enumerated() {
          try writer.store(
            Invented.result(
              number: index + 1,
              operation: index + 1,
              kindName: row.kind,
              record: row.record,
              isRefused: row.isRefused,
              seq: seq
            )
          )
        }
      }

      let refused = try ledger.commitRaw { writer in
        try (1...6).filter { try writer.wasRefused(record: Invented.id($0)) }
      }

      #expect(refused == [1, 4])
    }
  }

  @Test(
    arguments: Engine.allCases,
    [[], [0], [0xFF, 0xFE, 0, 0x0A], Array(repeating: 0x7B, count: 262_144)] as [[UInt8]]
  )
  func `quarantined bytes come back as they came`(_ engine: Engine, _ line: [UInt8]) throws {
    try engine.withLedger { ledger in
      let operation = QuarantinedOperation(
        review: Invented.id(1),
        device: Invented.id(2),
        line: line
      )
      try ledger.commitRaw { try $0.quarantine(operation) }

      let refusal = try ledger.rawRefusal { try $0.quarantine(operation) }
      let kept = try ledger.commitRaw { try $0.quarantined(review: operation.review) }
      let unknown = try ledger.commitRaw { try $0.quarantined(review: Invented.id(3)) }

      #expect(refusal == .failed)
      #expect(kept == operation)
      #expect(unknown == nil)
    }
  }

  @Test(arguments: Engine.allCases)
  func `a family code is taken once`(_ engine: Engine) throws {
    try engine.withLedger { ledger in
      try ledger.commitRaw { try $0.take(familyCode: "K7Q", for: Invented.id(1)) }

      let refusal = try ledger.rawRefusal { try $0.take(familyCode: "K7Q", for: Invented.id(2)) }
      let taken = try ledger.commitRaw { writer in
        try ["K7Q", "K7R"].map { try writer.isTaken(familyCode: $0) }
      }

      #expect(refusal == .failed)
      #expect(taken == [true, false])
    }
  }

  @Test(arguments: Engine.allCases)
  func `the activity log is read in order from any entry`(_ engine: Engine) throws {
    try engine.withLedger { ledger in
      let entries = (1...5).map { entry($0) }
      try ledger.commitRaw { writer in
        for entry in entries.prefix(2) { try writer.log(entry) }
        try writer.failingSavepoint { try writer.log(entries[4]) }
        for entry in entries.dropFirst(2) { try writer.log(entry) }
      }

      try ledger.read { reader throws in
        #expect(try reader.activity(after: 0, limit: 100) == entries)
        #expect(try reader.activity(after: 2, limit: 2) == Array(entries[2...3]))
        #expect(try reader.activity(after: 5, limit: 100) == [])
        #expect(try reader.activity(after: 0, limit: -1) == [])
      }
    }
  }

  /// An entry that lacks one of its parts, another for each number.
  private func entry(_ number: Int) -> ActivityEntry {
    ActivityEntry(
      time: Int64(number),
      seq: 0,
      worker: number == 1 ? nil : Invented.id(1),
      device: number == 2 ? nil : Invented.id(2),
      action: "note.add",
      family: number == 3 ? nil : Invented.id(3),
      record: number == 4 ? nil : Invented.id(4)
    )
  }
}
