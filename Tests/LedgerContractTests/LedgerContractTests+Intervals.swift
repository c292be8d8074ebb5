import Casework
import Storage
import SyncProtocol
import Testing

extension LedgerContractTests {
  @Test(arguments: Engine.allCases)
  func `open holdings are those of the family that have not ended`(_ engine: Engine) throws {
    try engine.withWorld { ledger in
      let family: FamilyID = Invented.id(1001)
      let unit = Holding(family: family, holder: .unit(World.team), mask: .all, from: 2)
      let worker = Holding(
        family: family,
        holder: .worker(World.practitioner.worker),
        mask: [],
        from: 2
      )
      let tray = Holding(
        family: family,
        holder: .supervisors(World.team),
        mask: ClassMask(rawValue: 255),
        from: 2
      )
      try ledger.commitOne { writer, _ in
        for holding in [unit, worker, tray] { try writer.open(holding) }
        try writer.open(
          Holding(family: Invented.id(1002), holder: .unit(World.team), mask: .all, from: 2)
        )
      }
      try ledger.commitOne { writer, seq in
        try writer.open(Holding(family: family, holder: unit.holder, mask: .all, from: seq))
        try writer.close(family: family, holder: worker.holder, at: seq)
      }

      let open = try ledger.commitRaw { try $0.openHoldings(of: family) }
      #expect(open == [unit, tray])
    }
  }

  @Test(arguments: Engine.allCases)
  func `an interval begins and ends with the commit in progress`(_ engine: Engine) throws {
    try engine.withWorld { ledger in
      let family: FamilyID = Invented.id(1001)
      let holder = Holder.unit(World.team)
      try ledger.commitOne {
        try $0.open(Holding(family: family, holder: holder, mask: .all, from: $1))
      }
      let units: [@Sendable (any LedgerWriter, Int64) throws -> Void] = [
        {
          try $0.open(
            Holding(family: family, holder: .unit(World.district), mask: .all, from: $1 - 1)
          )
        },
        {
          try $0.open(
            Holding(family: family, holder: .unit(World.district), mask: .all, from: $1 + 1)
          )
        },
        {
          try $0.open(
            Holding(family: family, holder: .unit(World.district), mask: .all, from: $1, to: $1 + 1)
          )
        },
        { try $0.close(family: family, holder: holder, at: $1 - 1) },
        { try $0.close(family: family, holder: holder, at: $1 + 1) },
        {
          try $0.open(
            Membership(worker: Invented.id(9), unit: World.team, role: .partner, from: $1 - 1)
          )
        },
        { try $0.close(worker: World.practitioner.worker, unit: World.team, at: $1 + 1) },
        { try $0.touch(family: family, seq: $1 + 1) },
      ]

      let refusals = try units.map { try ledger.refusal(of: $0) }
      #expect(refusals == Array(repeating: .failed, count: units.count))
    }
  }

  @Test(arguments: Engine.allCases)
  func `a unit comes after the one above it and before what refers to it`(
    _ engine: Engine
  ) throws {
    try engine.withWorld { ledger in
      let missing: UnitID = Invented.id(199)
      let orphan = UnitRecord(id: Invented.id(198), kind: .team, title: "Orphan", parent: missing)
      let again = World.units[3]
      let units: [@Sendable (any LedgerWriter, Int64) throws -> Void] = [
        { writer, _ in try writer.add(orphan) },
        { writer, _ in try writer.add(again) },
        {
          try $0.open(Membership(worker: Invented.id(9), unit: missing, role: .auditor, from: $1))
        },
        {
          try $0.open(Holding(family: Invented.id(1), holder: .unit(missing), mask: .all, from: $1))
        },
        {
          try $0.open(
            Holding(family: Invented.id(1), holder: .supervisors(missing), mask: .all, from: $1)
          )
        },
      ]

      let refusals = try units.map { try ledger.refusal(of: $0) }
      #expect(refusals == Array(repeating: .failed, count: units.count))
    }
  }

  @Test(arguments: Engine.allCases, Role.allCases)
  func `a membership of every role comes back`(_ engine: Engine, _ role: Role) throws {
    try engine.withWorld { ledger in
      let membership = Membership(
        worker: Invented.id(9),
        unit: World.team,
        role: role,
        from: 2
      )
      try ledger.commitOne { writer, _ in
        try writer.open(membership)
        try writer.open(membership)
      }

      let kept = try ledger.commitRaw { try $0.memberships(of: Invented.id(9)) }
      #expect(kept == [membership])
      #expect(try ledger.scope(of: Invented.principal(9)).roles == [role])
    }
  }

  @Test(arguments: Engine.allCases, UnitKind.allCases)
  func `a unit of every kind can be added`(_ engine: Engine, _ kind: UnitKind) throws {
    try engine.withWorld { ledger in
      let unit = UnitRecord(
        id: Invented.id(150),
        kind: kind,
        title: "Invented",
        parent: World.team
      )

      let refusal = try ledger.refusal { writer, _ in try writer.add(unit) }
      #expect(refusal == nil)
    }
  }
}
