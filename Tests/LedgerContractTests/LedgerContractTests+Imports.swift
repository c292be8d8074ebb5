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
        let head = try reader.clock().head
        #expect(
          try reader.homes(in: all, at: head) == [moved: World.district, other: World.otherTeam]
        )
        #expect(try reader.homes(in: some, at: head) == [moved: World.district])
        #expect(try reader.homes(in: some, at: head - 1) == [moved: World.team])
        #expect(try reader.homes(in: some, at: head - 2) == [:])
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

  @Test(arguments: Engine.allCases)
  func `an episode keeps its past, to be read in scope alone`(_ engine: Engine) throws {
    try engine.withWorld { ledger in
      let family: FamilyID = Invented.id(1)
      var seqs: [Int64] = []
      for name in ["first", "second", "third"] {
        let seq = try ledger.commitOne { writer, seq in
          if name == "first" {
            try writer.open(
              Holding(family: family, holder: .unit(World.team), mask: .all, from: seq)
            )
          }
          try writer.put(
            Invented.record(9, type: .episode, in: family, version: seq, text: name)
          )
          return seq
        }
        seqs.append(seq)
      }

      let scope = try ledger.scope(of: World.supervisor)
      let blind = try ledger.scope(of: World.otherPractitioner)
      try ledger.read { reader throws in
        let id: RecordID = Invented.id(9)
        let known = try [seqs[0] - 1, seqs[0], seqs[1], seqs[2], seqs[2] + 5].map { seq in
          try reader.past(id, at: seq, in: scope)
        }
        let texts = ["first", "second", "third", "third"]
        let versions = [seqs[0], seqs[1], seqs[2], seqs[2]]
        #expect(
          known == [nil]
            + zip(texts, versions).map { text, version in
              Invented.record(9, type: .episode, in: family, version: version, text: text)
            }
        )
        #expect(try reader.past(id, at: seqs[0], in: blind) == nil)
      }
    }
  }

  @Test(arguments: Engine.allCases)
  func `the families that are held are those that somebody holds at that seq`(
    _ engine: Engine
  ) throws {
    try engine.withWorld { ledger in
      let (held, ended, tray): (FamilyID, FamilyID, FamilyID) = (
        Invented.id(1), Invented.id(2), Invented.id(3)
      )
      try ledger.commitOne { writer, seq in
        for family in [ended, held] {
          for holder in [Holder.unit(World.team), .worker(World.practitioner.worker)] {
            try writer.open(Holding(family: family, holder: holder, mask: .all, from: seq))
          }
        }
        try writer.open(
          Holding(family: tray, holder: .supervisors(World.team), mask: .all, from: seq)
        )
      }
      try ledger.commitOne { writer, seq in
        for holder in [Holder.unit(World.team), .worker(World.practitioner.worker)] {
          try writer.close(family: ended, holder: holder, at: seq)
        }
      }

      try ledger.read { reader throws in
        let head = try reader.clock().head
        #expect(try reader.heldFamilies(at: head) == [held])
        #expect(try reader.heldFamilies(at: head - 1) == [held, ended])
        #expect(try reader.heldFamilies(at: head - 2) == [])
      }
    }
  }

  @Test(arguments: Engine.allCases, ReferenceTypes.all)
  func `a version of reference data is never changed`(
    _ engine: Engine,
    _ type: RecordType
  ) throws {
    try engine.withWorld { ledger in
      let family: FamilyID = type.isReference ? .reference : .study
      let first = Invented.record(20, type: type, in: family, version: 2)
      try ledger.commitOne { writer, _ in try writer.put(first) }
      var other = first
      other.version = 3
      other.body = [UInt8]("{\"other\":1}".utf8)
      let changed = other

      #expect(throws: (any Error).self) {
        try ledger.commitOne { writer, _ in try writer.put(changed) }
      }
      try ledger.read { reader throws in
        let stored =
          type.isReference
          ? try reader.references(of: type) : try reader.studyRecords(of: type)
        #expect(stored.map(\.body) == [first.body])
      }
    }
  }
}

/// The types whose records never change.
enum ReferenceTypes {
  static let all: [RecordType] = [
    .framework, .crosswalk, .policy, .changeRule, .compatibility, .linkTable, .disclosure,
    .decision, .mapping, .release,
  ]
}
