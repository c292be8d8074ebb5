import Casework
import Storage
import SyncProtocol
import Testing

extension LedgerContractTests {
  @Test(arguments: Engine.allCases)
  func `pages of records and backfills are cut by id`(_ engine: Engine) throws {
    try withFamily(engine) { ledger, family in
      try ledger.commitOne { writer, seq in
        for number in [14, 12, 10, 13, 11] {
          try writer.put(Invented.record(number, in: family, version: seq))
        }
      }
      let scope = try ledger.scope(of: World.practitioner)

      try ledger.read { reader throws in
        let notes = try reader.records(
          of: .note,
          family: nil,
          after: Invented.id(10),
          limit: 3,
          in: scope
        )
        #expect(notes.map(\.id) == [Invented.id(11), Invented.id(12), Invented.id(13)])
        let rest = try reader.backfill(of: family, after: Invented.id(12), limit: 9, in: scope)
        #expect(rest.map(\.id) == [Invented.id(13), Invented.id(14)])
        #expect(try reader.backfill(of: family, after: nil, limit: 0, in: scope) == [])
        #expect(
          try reader.records(of: .note, family: nil, after: nil, limit: -1, in: scope) == []
        )
      }
    }
  }

  @Test(arguments: Engine.allCases)
  func `a change that a later one replaced is left out`(_ engine: Engine) throws {
    try withFamily(engine) { ledger, family in
      try ledger.commitOne { try $0.put(Invented.record(10, in: family, version: $1)) }
      try ledger.commitOne { try $0.put(Invented.record(11, in: family, version: $1)) }
      let last = Invented.record(10, in: family, version: 5, text: "Last.")
      try ledger.commitOne { writer, seq in
        try writer.put(Invented.record(10, in: family, version: seq))
        try writer.put(last)
      }
      let scope = try ledger.scope(of: World.practitioner)

      let all = try ledger.read { try $0.changes(after: 2, through: 5, limit: 9, in: scope) }
      let earlier = try ledger.read { try $0.changes(after: 2, through: 4, limit: 9, in: scope) }

      #expect(all.map(\.seq) == [4, 5])
      #expect(all.last?.record == last)
      #expect(earlier.map(\.seq) == [3, 4])
      #expect(earlier.first?.record == last)
    }
  }

  @Test(arguments: Engine.allCases, [1, 2, 3])
  func `the last commit of a page is whole`(_ engine: Engine, _ limit: Int) throws {
    try withFamily(engine) { ledger, family in
      for start in [10, 20] {
        try ledger.commitOne { writer, seq in
          for number in start..<start + 3 {
            try writer.put(Invented.record(number, in: family, version: seq))
          }
        }
      }
      let scope = try ledger.scope(of: World.practitioner)

      let page = try ledger.read { try $0.changes(after: 2, through: 4, limit: limit, in: scope) }

      #expect(page.map(\.id) == [Invented.id(10), Invented.id(11), Invented.id(12)])
      #expect(page.map(\.seq) == [3, 3, 3])
    }
  }

  @Test(arguments: Engine.allCases)
  func `the bounds of a reading of changes are kept`(_ engine: Engine) throws {
    try withFamily(engine) { ledger, family in
      for number in 10..<14 {
        try ledger.commitOne { try $0.put(Invented.record(number, in: family, version: $1)) }
      }
      let scope = try ledger.scope(of: World.practitioner)

      let cases: [(after: Int64, through: Int64, limit: Int, seqs: [Int64])] = [
        (3, 5, 9, [4, 5]), (4, 4, 9, []), (5, 3, 9, []), (-7, 3, 9, [3]),
        (.min, .max, 9, [3, 4, 5, 6]), (0, .max, .max, [3, 4, 5, 6]), (2, 6, 0, [3]),
        (2, 6, -1, [3]),
      ]
      let found = try ledger.read { reader throws in
        try cases.map {
          try reader.changes(after: $0.after, through: $0.through, limit: $0.limit, in: scope)
            .map(\.seq)
        }
      }
      #expect(found == cases.map(\.seqs))
    }
  }

  @Test(arguments: Engine.allCases)
  func `a far change is found behind many commits that do not matter`(_ engine: Engine) throws {
    try withFamily(engine) { ledger, family in
      let other: FamilyID = Invented.id(1009)
      let units = (0..<300).map { number -> LedgerUnit in
        { writer in
          let seq = try writer.clock().head + 1
          try writer.put(
            Invented.record(20 + number, in: number == 299 ? family : other, version: seq)
          )
          return try writer.appendNext()
        }
      }
      #expect(try ledger.commit(units).count == 300)
      let scope = try ledger.scope(of: World.practitioner)

      let page = try ledger.read { try $0.changes(after: 2, through: 302, limit: 1, in: scope) }

      #expect(page.map(\.seq) == [302])
    }
  }

  @Test(arguments: Engine.allCases)
  func `a record that moves to another family departs before it arrives`(_ engine: Engine) throws {
    try withFamily(engine) { ledger, family in
      let other: FamilyID = Invented.id(1002)
      let before = Invented.record(10, in: family, version: 3)
      let after = Invented.record(10, in: other, version: 4)
      try ledger.commitOne { writer, _ in try writer.put(before) }
      try ledger.commitOne { writer, seq in
        try writer.open(Holding(family: other, holder: .unit(World.team), mask: .all, from: seq))
        try writer.put(after)
      }
      let both = try ledger.scope(of: World.practitioner)

      try ledger.read { reader throws in
        let departure = LedgerChange(
          seq: 4,
          effect: .movedOut,
          id: before.id,
          type: .note,
          family: family,
          record: nil
        )
        let arrival = LedgerChange(
          seq: 4,
          effect: .put,
          id: after.id,
          type: .note,
          family: other,
          record: after
        )
        // Its departure follows at its own seq; until then there is nothing to serve.
        let expected: [(scope: AccessScope, through: Int64, changes: [LedgerChange])] = [
          (both, 4, [departure, arrival]),
          (both.restricted(to: [family]), 4, [departure]),
          (both.restricted(to: [other]), 4, [arrival]),
          (both.restricted(to: [family]), 3, []),
        ]
        let found = try expected.map {
          try reader.changes(after: 2, through: $0.through, limit: 9, in: $0.scope)
        }
        #expect(found == expected.map(\.changes))
      }
    }
  }

  @Test(arguments: Engine.allCases)
  func `a record whose class has since become hidden is not served by an older change`(
    _ engine: Engine
  ) throws {
    try withFamily(engine) { ledger, family in
      for (version, recordClass) in [(3, .core), (4, .notes)] as [(Int64, RecordClass)] {
        try ledger.commitOne { writer, _ in
          try writer.put(
            Invented.record(
              10,
              type: .review,
              in: family,
              recordClass: recordClass,
              version: version
            )
          )
        }
      }
      try ledger.commitOne { writer, seq in
        try writer.close(family: family, holder: .unit(World.team), at: seq)
        let core = ClassMask(rawValue: RecordClass.core.rawValue)
        try writer.open(Holding(family: family, holder: .unit(World.team), mask: core, from: seq))
      }
      let scope = try ledger.scope(of: World.practitioner)

      let earlier = try ledger.read { try $0.changes(after: 2, through: 3, limit: 9, in: scope) }
      let all = try ledger.read { try $0.changes(after: 2, through: 5, limit: 9, in: scope) }

      #expect(earlier == [])
      #expect(all.map(\.effect) == [.movedOut])
    }
  }

  /// Commit 2 gives the team a family.
  private func withFamily(
    _ engine: Engine,
    _ body: (any Ledger, FamilyID) throws -> Void
  ) throws {
    try engine.withWorld { ledger in
      let family: FamilyID = Invented.id(1001)
      try ledger.commitOne {
        try $0.open(Holding(family: family, holder: .unit(World.team), mask: .all, from: $1))
      }
      try body(ledger, family)
    }
  }
}
