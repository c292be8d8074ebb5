import Casework
import Storage
import SyncProtocol
import Testing

extension LedgerContractTests {
  @Test(arguments: Engine.allCases)
  func `the home of a family is the unit that holds it now, and only in scope`(
    _ engine: Engine
  ) throws {
    try engine.withWorld { ledger in
      let (moved, other, unheld): (FamilyID, FamilyID, FamilyID) = (
        Invented.id(1), Invented.id(2), Invented.id(3)
      )
      try ledger.commitOne { writer, seq in
        for (family, unit) in [(moved, World.team), (other, World.otherTeam)] {
          try writer.open(Holding(family: family, holder: .unit(unit), mask: .all, from: seq))
        }
        for family in [moved, unheld] {
          try writer.open(
            Holding(
              family: family,
              holder: .worker(World.practitioner.worker),
              mask: .all,
              from: seq
            )
          )
        }
      }
      try ledger.commitOne { writer, seq in
        try writer.close(family: moved, holder: .unit(World.team), at: seq)
        try writer.open(
          Holding(family: moved, holder: .unit(World.district), mask: .all, from: seq)
        )
      }

      let all = try ledger.scope(of: World.supervisor)
      let some = try ledger.scope(of: World.practitioner)

      try ledger.read { reader throws in
        #expect(
          try reader.homes(in: all) == [moved: World.district, other: World.otherTeam]
        )
        #expect(try reader.homes(in: some) == [moved: World.district])
      }
    }
  }

  @Test(arguments: Engine.allCases)
  func `study records are read by type and reach nobody's scope`(_ engine: Engine) throws {
    try engine.withWorld { ledger in
      let row = Invented.record(10, type: .study, in: .study, version: 2)
      let run = Invented.record(11, type: .importRun, in: .study, version: 2)
      let note = Invented.record(12, in: Invented.id(1), version: 2)
      try ledger.commitOne { writer, _ in
        for record in [run, row, note] { try writer.put(record) }
      }

      let seen = try World.everyone.map { try ledger.scope(of: $0).families[.study] }
      #expect(seen == [nil, nil, nil, nil, nil])
      try ledger.read { reader throws in
        #expect(try reader.studyRecords(of: .study) == [row])
        #expect(try reader.studyRecords(of: .importRun) == [run])
        #expect(try reader.studyRecords(of: .note) == [])
      }
    }
  }

  @Test(arguments: Engine.allCases)
  func `an import judges the records of a type in every family`(_ engine: Engine) throws {
    try engine.withLedger { ledger in
      let first = Invented.record(10, type: .episode, in: Invented.id(2), version: 1)
      let second = Invented.record(11, type: .episode, in: Invented.id(1), version: 1)
      try ledger.commitOne { writer, seq in
        for record in [second, first] { try writer.put(record) }
        try writer.put(Invented.record(12, in: Invented.id(1), version: seq))
      }

      let found = try ledger.commitRaw { try $0.recordsForJudging(of: .episode) }

      #expect(found == [first, second])
    }
  }
}
