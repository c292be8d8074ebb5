import Casework
import Storage
import SyncProtocol
import Testing

extension LedgerContractTests {
  /// What is news, and for whom of ``World/everyone``.
  enum News: CaseIterable, Sendable {
    case heldByTeam, heldByWorker, tray, reference, holdingBegins, holdingEnds, membershipBegins
    case membershipEnds

    var reaches: [Bool] {
      switch self {
      case .heldByTeam, .holdingBegins, .holdingEnds: [true, true, false, false, true]
      case .heldByWorker: [false, false, true, false, false]
      case .tray: [true, false, false, false, false]
      case .reference: [true, true, true, true, true]
      case .membershipBegins: [false, false, false, true, false]
      case .membershipEnds: [false, false, true, false, false]
      }
    }

    func happen(_ writer: any LedgerWriter, _ seq: Int64) throws {
      switch self {
      case .heldByTeam:
        try writer.put(Invented.record(10, in: Invented.id(1001), version: seq))
      case .heldByWorker:
        try writer.put(Invented.record(10, in: Invented.id(1002), version: seq))
      case .tray:
        try writer.put(
          Invented.record(
            10,
            type: .review,
            in: World.practitioner.worker.retagged(),
            version: seq
          )
        )
      case .reference:
        try writer.put(Invented.record(10, type: .unit, in: .reference, version: seq))
      case .holdingBegins:
        try writer.open(
          Holding(family: Invented.id(1003), holder: .unit(World.team), mask: .all, from: seq)
        )
      case .holdingEnds:
        try writer.close(family: Invented.id(1001), holder: .unit(World.team), at: seq)
      case .membershipBegins:
        try writer.open(
          Membership(worker: World.lead.worker, unit: World.team, role: .practitioner, from: seq)
        )
      case .membershipEnds:
        try writer.close(
          worker: World.otherPractitioner.worker,
          unit: World.otherTeam,
          at: seq
        )
      }
    }
  }

  @Test(arguments: Engine.allCases, News.allCases)
  func `news reaches those who see it and nobody else`(_ engine: Engine, _ news: News) throws {
    try engine.withWorld { ledger in
      try ledger.commitOne { writer, seq in
        try writer.open(
          Holding(family: Invented.id(1001), holder: .unit(World.team), mask: .all, from: seq)
        )
        try writer.open(
          Holding(
            family: Invented.id(1002),
            holder: .worker(World.otherPractitioner.worker),
            mask: .all,
            from: seq
          )
        )
      }
      try ledger.commitOne { try news.happen($0, $1) }

      let reached = try ledger.read { reader throws in
        try World.everyone.map { try reader.newestSeq(visibleTo: $0) == 3 }
      }
      #expect(reached == news.reaches)
    }
  }

  @Test(arguments: Engine.allCases)
  func `nobody hears of a commit that was rolled back`(_ engine: Engine) throws {
    try engine.withWorld { ledger in
      do {
        try ledger.commitOne { writer, seq in
          try writer.put(Invented.record(10, type: .unit, in: .reference, version: seq))
          try writer.open(
            Holding(family: Invented.id(1), holder: .unit(World.team), mask: .all, from: seq)
          )
          throw Broken()
        }
      } catch is Broken {}

      let newest = try ledger.read { try $0.newestSeq(visibleTo: World.practitioner) }
      #expect(newest == 1)
    }
  }
}
