import Casework
import Storage
import SyncProtocol
import Testing

extension LedgerContractTests {
  @Test(arguments: Engine.allCases, 1...12 as ClosedRange<UInt64>)
  func `a device that pulls from any commit holds what it sees at the head`(
    _ engine: Engine,
    _ seed: UInt64
  ) throws {
    try withHistory(engine, seed) { reader, naive, dice in
      for principal in World.everyone {
        let expected = naive.visible(to: principal, at: naive.head)
        for start in stride(from: Int64(0), through: naive.head, by: 3) {
          var device = NaiveDevice(principal)
          let limit = Int.random(in: 1...4, using: &dice)
          try device.pull(from: reader, to: start, limit: limit)
          try device.pull(from: reader, to: naive.head, limit: limit)
          #expect(device.rows == expected, "\(principal.worker) from \(start), pages of \(limit)")
        }
      }
    }
  }

  @Test(arguments: Engine.allCases, 1...12 as ClosedRange<UInt64>)
  func `scopes of all times are those of the pure rule`(
    _ engine: Engine,
    _ seed: UInt64
  ) throws {
    try withHistory(engine, seed) { reader, naive, _ in
      for principal in World.everyone {
        for seq in 0...naive.head {
          let found = try reader.scope(of: principal, at: seq)
          #expect(found == naive.scope(of: principal, at: seq))
        }
      }
    }
  }

  @Test(arguments: Engine.allCases, 1...12 as ClosedRange<UInt64>)
  func `changes are those of the naive ledger`(_ engine: Engine, _ seed: UInt64) throws {
    try withHistory(engine, seed) { reader, naive, dice in
      for _ in 0..<150 {
        let principal = dice.pick(World.everyone, or: World.practitioner)
        let scope = naive.scope(of: principal, at: .random(in: 0...naive.head, using: &dice))
        let after = Int64.random(in: 0...naive.head, using: &dice)
        let through = Int64.random(in: after...naive.head, using: &dice)
        let limit = Int.random(in: 1...12, using: &dice)
        let found = try reader.changes(after: after, through: through, limit: limit, in: scope)
        let expected = naive.changes(after: after, through: through, limit: limit, in: scope)
        #expect(found == expected, "after \(after) through \(through), \(limit)")
      }
    }
  }

  @Test(arguments: Engine.allCases, 1...12 as ClosedRange<UInt64>)
  func `no change in what a worker sees is newer than the newest seq`(
    _ engine: Engine,
    _ seed: UInt64
  ) throws {
    try withHistory(engine, seed, afterEveryTransaction: true) { reader, naive, _ in
      for principal in World.everyone {
        let newest = try reader.newestSeq(visibleTo: principal)
        let scope = naive.scope(of: principal, at: naive.head)
        let events = naive.events.filter {
          $0.seq > newest && scope.includes($0.record.family, $0.record.recordClass)
        }
        #expect(events.map(\.seq) == [])
        for seq in newest...naive.head {
          #expect(naive.scope(of: principal, at: seq).families == scope.families)
          #expect(
            naive.visible(to: principal, at: seq) == naive.visible(to: principal, at: naive.head)
          )
        }
      }
    }
  }

  @Test(arguments: Engine.allCases, 1...12 as ClosedRange<UInt64>)
  func `pages of records are those of the naive ledger`(_ engine: Engine, _ seed: UInt64) throws {
    try withHistory(engine, seed) { reader, naive, dice in
      let rows = naive.records.values.sorted { $0.id < $1.id }
      for _ in 0..<150 {
        let principal = dice.pick(World.everyone, or: World.practitioner)
        let scope = naive.scope(of: principal, at: .random(in: 0...naive.head, using: &dice))
        let type = dice.pick([.note, .goal, .review], or: RecordType.note)
        let family = dice.happens(oneIn: 2) ? nil : dice.pick(HistoryStep.families, or: .reference)
        let after = dice.happens(oneIn: 2) ? nil : dice.pick(rows.map(\.id), or: Invented.id(1))
        let limit = Int.random(in: 1...8, using: &dice)
        let found = try reader.records(
          of: type,
          family: family,
          after: after,
          limit: limit,
          in: scope
        )
        let expected = rows.filter { row in
          row.type == type && !row.isDeleted && scope.includes(row.family, row.recordClass)
            && (family.map { $0 == row.family } ?? true) && (after.map { $0 < row.id } ?? true)
        }
        #expect(found == Array(expected.prefix(limit)))
      }
    }
  }

  @Test(arguments: Engine.allCases, 1...6 as ClosedRange<UInt64>)
  func `what was deleted is found only by who asks for it and may see it`(
    _ engine: Engine,
    _ seed: UInt64
  ) throws {
    try withHistory(engine, seed) { reader, naive, _ in
      let rows = naive.records.values.sorted { $0.id < $1.id }
      #expect(naive.events.contains { $0.effect == .gone })
      for principal in World.everyone {
        let scope = naive.scope(of: principal, at: naive.head)
        for family in HistoryStep.families {
          let expected = rows.filter { row in
            row.isDeleted && row.family == family && scope.includes(family, row.recordClass)
          }
          #expect(try reader.deletedRecords(of: family, in: scope) == expected)
        }
        for row in rows {
          let sees = scope.includes(row.family, row.recordClass)
          let whole = try reader.recordOrDeleted(row.id, in: scope)
          let shown = try reader.record(row.id, in: scope)
          #expect(whole == (sees ? row : nil))
          #expect(shown == (sees && !row.isDeleted ? row : nil))
        }
      }
    }
  }

  /// Rolls a history of some forty commits, of which parts fail, and lets both ledgers live it.
  ///
  /// The body runs at its end, or after every transaction of it.
  private func withHistory(
    _ engine: Engine,
    _ seed: UInt64,
    afterEveryTransaction isEvery: Bool = false,
    _ body: (any LedgerReader, NaiveLedger, inout Dice) throws -> Void
  ) throws {
    try engine.withWorld { ledger in
      var dice = Dice(seed: seed)
      var naive = NaiveLedger()
      while naive.head < 40 {
        let units = (0..<Int.random(in: 1...3, using: &dice)).map { _ in HistoryUnit.roll(&dice) }
        let results = try ledger.commit(units.map { unit in { try unit.happen($0) } })
        for (unit, result) in zip(units, results) where !unit.fails {
          _ = try result.get()
          naive.take(unit.steps)
        }
        guard isEvery || naive.head >= 40 else { continue }
        try ledger.read { reader in
          let head = try reader.clock().head
          #expect(head == naive.head)
          try body(reader, naive, &dice)
        }
      }
    }
  }
}
