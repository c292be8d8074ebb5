import Casework
import Storage
import SyncProtocol
import Testing

extension LedgerContractTests {
  private static let family: FamilyID = Invented.id(1001)
  private static let author: DeviceID = Invented.id(501)

  private static func erasure(at seq: Int64) -> Erasure {
    Erasure(family: family, seq: seq, time: 5, reason: .retentionEnded)
  }

  /// A family with an episode that was edited, a goal that was deleted and an item with raw bytes, written by a
  /// device in commit 2 and 3; and a note of another family.
  private func fill(_ ledger: any Ledger) throws {
    let family = Self.family
    try ledger.commitOne { writer, seq in
      try writer.save(
        StoredDevice(
          id: Self.author,
          worker: World.practitioner.worker,
          title: "Invented",
          tokenHash: "a",
          enrolled: 0
        )
      )
      try writer.open(Holding(family: family, holder: .unit(World.team), mask: .all, from: seq))
      for (number, type) in [(10, RecordType.episode), (11, .goal), (12, .review)] {
        try writer.put(Invented.record(number, type: type, in: family, version: seq))
      }
      try writer.quarantine(
        QuarantinedOperation(review: Invented.id(12), device: Invented.id(777), line: [1])
      )
      try writer.put(Invented.record(20, in: Invented.id(1002), version: seq))
    }
    _ = try ledger.commitRaw { writer in
      try writer.put(Invented.record(10, type: .episode, in: family, version: 3, text: "Later."))
      var goal = Invented.record(11, type: .goal, in: family, version: 3)
      goal.isDeleted = true
      try writer.put(goal)
      try writer.log(
        ActivityEntry(
          time: 0,
          seq: 3,
          worker: World.practitioner.worker,
          device: Self.author,
          action: "goal.delete",
          family: family,
          record: goal.id
        )
      )
      try writer.appendNext()
      return true
    }
  }

  @Test(arguments: Engine.allCases)
  func `an erased family leaves its ids and nothing else, and nothing can be written to it`(
    _ engine: Engine
  ) throws {
    try engine.withWorld { ledger in
      try fill(ledger)
      try ledger.commitOne { writer, seq in
        let count = try writer.erase(Self.erasure(at: seq))
        #expect(count == 3)
      }

      for number in 10...12 { #expect(try ledger.stored(Invented.id(number)) == nil) }
      #expect(try ledger.stored(Invented.id(20)) != nil)
      let found = try ledger.commitRaw { writer in
        (
          try writer.quarantinedOperations(),
          try writer.isErased(Self.family), try writer.isErased(Invented.id(1002, FamilyTag.self)),
          try (10...12).map { try writer.isErased(Invented.id($0, RecordTag.self)) },
          try writer.isErased(Invented.id(20, RecordTag.self)),
          try writer.recordIDs(everIn: Self.family),
          try writer.openHoldings(of: Self.family)
        )
      }
      #expect(found.0 == [])
      #expect(found.1 && !found.2)
      #expect(found.3 == [true, true, true] && !found.4)
      #expect(found.5 == (10...12).map { Invented.id($0) })
      #expect(found.6 == [])
      let past = try ledger.read { reader in
        try reader.past(
          Invented.id(10),
          at: 2,
          in: try reader.scope(of: World.practitioner, at: 2)
        )
      }
      #expect(past == nil)
      let code = try ledger.refusal {
        try $0.put(Invented.record(30, in: Self.family, version: $1))
      }
      #expect(code == .failed)
    }
  }

  @Test(arguments: Engine.allCases)
  func `whoever wrote about an erased family hears of it, once, whether or not it is still seen`(
    _ engine: Engine
  ) throws {
    try engine.withWorld { ledger in
      try fill(ledger)
      try ledger.commitOne { writer, seq in
        try writer.close(family: Self.family, holder: .unit(World.team), at: seq)
      }
      try ledger.commitOne { writer, seq in _ = try writer.erase(Self.erasure(at: seq)) }
      try ledger.commitOne { writer, seq in
        let count = try writer.erase(Self.erasure(at: seq))
        #expect(count == 0)
        try writer.put(Invented.record(21, in: Invented.id(1002), version: seq))
      }

      try ledger.read { reader in
        #expect(try reader.erasures(after: 0, through: 9) == [Self.erasure(at: 5)])
        #expect(try reader.erasures(after: 5, through: 9) == [])
        #expect(try reader.erasures(after: 0, through: 4) == [])
        for device in [Self.author, Invented.id(777)] {
          let told = try reader.erasures(toldTo: device, after: 4, through: 9)
          #expect(told == [Self.erasure(at: 5)])
          #expect(try reader.erasures(toldTo: device, after: 5, through: 9) == [])
        }
        #expect(try reader.erasures(toldTo: Invented.id(778), after: 0, through: 9) == [])
        #expect(try reader.newestSeq(visibleTo: World.practitioner) == 5)
        #expect(try reader.newestSeq(visibleTo: World.otherPractitioner) < 5)
      }
    }
  }

  @Test(arguments: Engine.allCases)
  func `a record that had moved to another family is that one's and stays`(
    _ engine: Engine
  ) throws {
    try engine.withWorld { ledger in
      try fill(ledger)
      try ledger.commitOne { writer, seq in
        try writer.put(
          Invented.record(10, type: .episode, in: Invented.id(1002), version: seq, text: "Moved.")
        )
      }
      let mentioned = try ledger.commitRaw { try $0.recordIDs(everIn: Self.family) }
      try ledger.commitOne { writer, seq in _ = try writer.erase(Self.erasure(at: seq)) }

      #expect(mentioned == [Invented.id(11), Invented.id(12)])
      #expect(try ledger.stored(Invented.id(10))?.family == Invented.id(1002))
      let isErased = try ledger.commitRaw { writer in
        try (10...12).map { try writer.isErased(Invented.id($0, RecordTag.self)) }
      }
      #expect(isErased == [false, true, true])
    }
  }

  @Test(arguments: Engine.allCases)
  func `an item that lies elsewhere is removed with its raw bytes`(_ engine: Engine) throws {
    try engine.withWorld { ledger in
      let tray: FamilyID = World.practitioner.worker.retagged()
      try ledger.commitOne { writer, seq in
        try writer.put(Invented.record(12, type: .review, in: tray, version: seq))
        try writer.quarantine(
          QuarantinedOperation(review: Invented.id(12), device: Invented.id(777), line: [1])
        )
      }
      try ledger.commitOne { writer, seq in
        try writer.erase(Invented.id(12, RecordTag.self), at: seq)
        try writer.erase(Invented.id(13, RecordTag.self), at: seq)
      }

      #expect(try ledger.stored(Invented.id(12)) == nil)
      #expect(try ledger.commitRaw { try $0.quarantinedOperations() } == [])
      let changes = try ledger.read { reader in
        try reader.changes(
          after: 2,
          through: 3,
          limit: 9,
          in: try reader.scope(of: World.practitioner, at: 3)
        )
      }
      #expect(changes.map(\.effect) == [.gone])
    }
  }
}
