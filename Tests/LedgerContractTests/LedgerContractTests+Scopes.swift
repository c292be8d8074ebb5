import Casework
import Storage
import SyncProtocol
import Testing

extension LedgerContractTests {
  @Test(arguments: Engine.allCases)
  func `no read shows a family outside the scope`(_ engine: Engine) throws {
    try engine.withWorld { ledger in
      let mine: FamilyID = Invented.id(1001)
      let others: FamilyID = Invented.id(1002)
      try ledger.commitOne { writer, seq in
        try writer.open(Holding(family: mine, holder: .unit(World.team), mask: .all, from: seq))
        try writer.open(
          Holding(family: others, holder: .unit(World.otherTeam), mask: .all, from: seq)
        )
        try writer.put(Invented.record(10, in: mine, version: seq))
        try writer.put(Invented.record(11, in: others, version: seq))
      }

      try ledger.read { reader throws in
        let scope = try reader.scope(of: World.practitioner, at: 2)
        #expect(try reader.record(Invented.id(10), in: scope)?.id == Invented.id(10))
        #expect(try reader.record(Invented.id(11), in: scope) == nil)
        #expect(try ids(reader.records(of: .note, in: scope)) == [10])
        #expect(try ids(reader.records(of: .note, family: others, in: scope)) == [])
        #expect(try ids(reader.backfill(of: mine, in: scope)) == [10])
        #expect(try ids(reader.backfill(of: others, in: scope)) == [])
        #expect(
          try reader.changes(after: 0, through: 2, limit: 10, in: scope).map(\.id)
            == [Invented.id(10)]
        )
      }
    }
  }

  @Test(arguments: Engine.allCases, [ClassMask(rawValue: 1), [], .all, ClassMask(rawValue: 6)])
  func `no read shows a class outside the mask`(_ engine: Engine, _ mask: ClassMask) throws {
    try engine.withWorld { ledger in
      let family: FamilyID = Invented.id(1001)
      try ledger.commitOne { writer, seq in
        try writer.open(
          Holding(
            family: family,
            holder: .worker(World.practitioner.worker),
            mask: mask,
            from: seq
          )
        )
        for (number, recordClass) in RecordClass.allCases.enumerated() {
          try writer.put(
            Invented.record(
              10 + number,
              type: .review,
              in: family,
              recordClass: recordClass,
              version: seq
            )
          )
        }
      }
      let visible = RecordClass.allCases.enumerated()
        .filter { mask.includes($0.element) }.map { 10 + $0.offset }

      try ledger.read { reader throws in
        let scope = try reader.scope(of: World.practitioner, at: 2)
        let single = try (10...12).filter { try reader.record(Invented.id($0), in: scope) != nil }
        #expect(single == visible)
        #expect(try ids(reader.records(of: .review, in: scope)) == visible)
        #expect(try ids(reader.records(of: .review, family: family, in: scope)) == visible)
        #expect(try ids(reader.backfill(of: family, in: scope)) == visible)
        let changes = try reader.changes(after: 0, through: 2, limit: 10, in: scope)
        #expect(changes.compactMap(\.record) == (try reader.backfill(of: family, in: scope)))
      }
    }
  }

  @Test(arguments: Engine.allCases)
  func `a scope that was read before follows every change of rights`(_ engine: Engine) throws {
    try engine.withWorld { ledger in
      let family: FamilyID = Invented.id(1001)
      let holder = Holder.worker(World.practitioner.worker)
      func sees(at seq: Int64? = nil) throws -> Bool {
        try ledger.read { reader in
          let scope = try reader.scope(
            of: World.practitioner,
            at: seq ?? (try reader.clock().head)
          )
          return scope.families[family] != nil
        }
      }
      #expect(try !sees())
      try ledger.commitOne { writer, seq in
        try writer.open(Holding(family: family, holder: holder, mask: .all, from: seq))
      }
      #expect(try sees())
      #expect(try !sees(at: 1))
      try ledger.commitOne { writer, seq in
        try writer.close(family: family, holder: holder, at: seq)
      }
      #expect(try !sees())
      #expect(try [sees(at: 1), sees(at: 2), sees(at: 3)] == [false, true, false])
      try ledger.commitOne { writer, seq in
        try writer.open(Holding(family: family, holder: .unit(World.team), mask: .all, from: seq))
      }
      #expect(try sees())
      try ledger.commitOne { writer, seq in
        try writer.close(worker: World.practitioner.worker, unit: World.team, at: seq)
      }
      #expect(try !sees())
      #expect(try sees(at: 4))
    }
  }

  @Test(arguments: Engine.allCases)
  func `a scope that followed from what was undone is forgotten`(_ engine: Engine) throws {
    struct Undone: Error {}
    try engine.withWorld { ledger in
      let families: [FamilyID] = [Invented.id(1001), Invented.id(1002)]
      let holder = Holder.worker(World.practitioner.worker)
      @Sendable func seen(_ reader: any LedgerReader, at seq: Int64) throws -> [Bool] {
        let scope = try reader.scope(of: World.practitioner, at: seq)
        return families.map { scope.families[$0] != nil }
      }
      let results = try ledger.commit([
        { writer in
          let seq = try writer.clock().head + 1
          try writer.open(Holding(family: families[0], holder: holder, mask: .all, from: seq))
          #expect(try seen(writer, at: seq) == [true, false])
          throw Undone()
        }
      ])
      #expect(throws: Undone.self) { _ = try results[0].get() }
      // As many changes of rights as were undone, and other ones.
      try ledger.commitOne { writer, seq in
        try writer.open(Holding(family: families[1], holder: holder, mask: .all, from: seq))
      }
      #expect(try ledger.read { try seen($0, at: 2) } == [false, true])
    }
  }

  @Test(arguments: Engine.allCases)
  func `everyone sees reference records and the own tray`(_ engine: Engine) throws {
    try engine.withWorld { ledger in
      let stranger = Invented.principal(77)
      try ledger.commitOne { writer, seq in
        try writer.put(Invented.record(10, type: .unit, in: .reference, version: seq))
        try writer.put(
          Invented.record(11, type: .review, in: stranger.worker.retagged(), version: seq)
        )
        try writer.put(
          Invented.record(12, type: .review, in: World.lead.worker.retagged(), version: seq)
        )
      }

      try ledger.read { reader throws in
        let scope = try reader.scope(of: stranger, at: 2)
        #expect(try ids(reader.records(of: .unit, in: scope)) == [10])
        #expect(try ids(reader.records(of: .review, in: scope)) == [11])
      }
    }
  }

  @Test(arguments: Engine.allCases)
  func `a holding reaches those whose role and unit see it`(_ engine: Engine) throws {
    try engine.withWorld { ledger in
      let held: FamilyID = Invented.id(1001)
      let tray: FamilyID = World.practitioner.worker.retagged()
      try ledger.commitOne { writer, seq in
        try writer.open(Holding(family: held, holder: .unit(World.team), mask: .all, from: seq))
        try writer.open(
          Holding(family: tray, holder: .supervisors(World.team), mask: .all, from: seq)
        )
      }

      let seen = try World.everyone.map { principal in
        let families = try ledger.scope(of: principal).families
        return [families[held] != nil, families[tray] != nil]
      }
      #expect(
        seen == [[true, true], [true, true], [false, false], [false, false], [true, true]]
      )
      let own = try ledger.scope(of: World.practitioner)
      #expect(own.units == [World.team])
      #expect(own.roles == [.practitioner])
    }
  }

  @Test(arguments: Engine.allCases)
  func `an earlier scope is the one that held then`(_ engine: Engine) throws {
    try engine.withWorld { ledger in
      let family: FamilyID = Invented.id(1001)
      let holder = Holder.worker(World.practitioner.worker)
      try ledger.commitOne {
        try $0.open(Holding(family: family, holder: holder, mask: .all, from: $1))
      }
      try ledger.commitOne { _, _ in }
      try ledger.commitOne { try $0.close(family: family, holder: holder, at: $1) }
      try ledger.commitOne {
        try $0.close(worker: World.practitioner.worker, unit: World.team, at: $1)
        try $0.open(Holding(family: family, holder: holder, mask: .all, from: $1))
      }

      let seen = try ledger.read { reader throws in
        try (0...5).map {
          try reader.scope(of: World.practitioner, at: $0).families[family] != nil
        }
      }
      #expect(seen == [false, false, true, true, false, false])
      let memberships = try ledger.commitRaw {
        try $0.memberships(of: World.practitioner.worker)
      }
      let ended = Membership(
        worker: World.practitioner.worker,
        unit: World.team,
        role: .practitioner,
        from: 1,
        to: 5
      )
      #expect(memberships == [ended])
    }
  }

  private func ids(_ records: [StoredRecord]) -> [Int] {
    records.map { Int($0.id.low & 0xFFFF) }
  }
}

extension LedgerReader {
  fileprivate func records(
    of type: RecordType,
    family: FamilyID? = nil,
    in scope: AccessScope
  ) throws -> [StoredRecord] {
    try records(of: type, family: family, after: nil, limit: 100, in: scope)
  }

  fileprivate func backfill(of family: FamilyID, in scope: AccessScope) throws -> [StoredRecord] {
    try backfill(of: family, after: nil, limit: 100, in: scope)
  }
}
