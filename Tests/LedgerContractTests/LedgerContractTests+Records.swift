import Casework
import Storage
import SyncProtocol
import Testing

extension LedgerContractTests {
  @Test(arguments: Engine.allCases, RecordType.allCases)
  func `a record of every type comes back whole`(_ engine: Engine, _ type: RecordType) throws {
    try engine.withLedger { ledger in
      let family: FamilyID = type.isReference ? .reference : Invented.id(1)
      let record = StoredRecord(
        id: Invented.id(10),
        type: type,
        family: family,
        recordClass: type.recordClass,
        version: 1,
        author: nil,
        made: -5,
        body: [0, 0xFF, 0x7B, 0]
      )
      try ledger.commitOne { writer, _ in try writer.put(record) }

      let stored = try ledger.stored(record.id)

      #expect(stored == record)
    }
  }

  @Test(arguments: Engine.allCases)
  func `a later put replaces the row`(_ engine: Engine) throws {
    try engine.withLedger { ledger in
      let family: FamilyID = Invented.id(1)
      try ledger.commitOne { try $0.put(Invented.record(10, in: family, version: $1)) }
      let later = Invented.record(10, in: family, version: 2, text: "Another.")
      try ledger.commitOne { writer, _ in try writer.put(later) }

      #expect(try ledger.stored(later.id) == later)
    }
  }

  @Test(arguments: Engine.allCases, [RecordType.reading, .consent])
  func `a reading and a consent are never changed`(_ engine: Engine, _ type: RecordType) throws {
    try engine.withLedger { ledger in
      let stored = Invented.record(10, type: type, in: Invented.id(1), version: 1)
      try ledger.commitOne { writer, _ in try writer.put(stored) }

      let code = try ledger.refusal { writer, seq in
        var changed = stored
        changed.version = seq
        changed.body.append(0x20)
        try writer.put(changed)
      }

      #expect(code == .failed)
      #expect(try ledger.stored(stored.id) == stored)
      #expect(try ledger.head() == 1)
    }
  }

  @Test(arguments: Engine.allCases)
  func `a record never changes its type`(_ engine: Engine) throws {
    try engine.withLedger { ledger in
      try ledger.commitOne {
        try $0.put(Invented.record(10, type: .goal, in: Invented.id(1), version: $1))
      }

      let code = try ledger.refusal {
        try $0.put(Invented.record(10, type: .note, in: Invented.id(1), version: $1))
      }

      #expect(code == .failed)
    }
  }

  @Test(arguments: Engine.allCases)
  func
    `readings for judging are those of the family on a day, and records those of the type and family`(
      _ engine: Engine
    ) throws
  {
    let day = try #require(CalendarDay("2026-11-24"))
    try engine.withLedger { ledger in
      let one: FamilyID = Invented.id(1)
      let other: FamilyID = Invented.id(2)
      try ledger.commitOne { writer, seq in
        try writer.put(Invented.reading(13, in: one, day: "2026-11-24", version: seq))
        try writer.put(Invented.reading(11, in: one, day: "2026-11-24", version: seq))
        try writer.put(Invented.reading(16, in: one, day: "2026-11-25", version: seq))
        try writer.put(Invented.reading(12, in: other, day: "2026-11-24", version: seq))
        // No reading that a server would take, but one that must not stop it either.
        try writer.put(Invented.record(17, type: .reading, in: one, version: seq))
        try writer.put(Invented.record(14, type: .assignment, in: one, version: seq))
        try writer.put(Invented.record(15, type: .goal, in: one, version: seq))
      }

      let found = try ledger.commitRaw { writer in
        [
          try writer.readingsForJudging(of: one, on: day).map(\.id),
          try writer.recordsForJudging(of: .assignment, in: one).map(\.id),
          try writer.readingsForJudging(of: Invented.id(3), on: day).map(\.id),
        ]
      }

      #expect(found == [[Invented.id(11), Invented.id(13)], [Invented.id(14)], []])
    }
  }

  @Test(arguments: Engine.allCases)
  func `reference records are listed by type and id`(_ engine: Engine) throws {
    try engine.withLedger { ledger in
      let tray = Invented.record(13, type: .worker, in: Invented.id(1), version: 1)
      try ledger.commitOne { writer, seq in
        try writer.put(Invented.record(12, type: .worker, in: .reference, version: seq))
        try writer.put(Invented.record(11, type: .worker, in: .reference, version: seq))
        try writer.put(Invented.record(10, type: .unit, in: .reference, version: seq))
        try writer.put(tray)
      }

      try ledger.read { reader throws in
        #expect(
          try reader.references(of: .worker).map(\.id) == [Invented.id(11), Invented.id(12)]
        )
        #expect(try reader.reference(Invented.id(10), type: .unit)?.id == Invented.id(10))
        #expect(try reader.reference(Invented.id(10), type: .worker) == nil)
        #expect(try reader.reference(tray.id, type: .worker) == nil)
        #expect(try reader.references(of: .instrument) == [])
      }
    }
  }
}
