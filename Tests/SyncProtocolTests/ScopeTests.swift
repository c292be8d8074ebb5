import Casework
import SyncProtocol
import Testing

/// A partnership with two authorities; each has a district, each district a team.
struct ScopeTests {
  private static let partnership: UnitID = Samples.id(100)
  private static let north: UnitID = Samples.id(110)
  private static let northDistrict: UnitID = Samples.id(111)
  private static let northTeam: UnitID = Samples.id(112)
  private static let south: UnitID = Samples.id(120)
  private static let southTeam: UnitID = Samples.id(122)

  private static let parents: [UnitID: UnitID] = [
    north: partnership, northDistrict: north, northTeam: northDistrict, south: partnership,
    southTeam: south,
  ]

  private static let worker: WorkerID = Samples.id(4)
  private static let stranger: WorkerID = Samples.id(5)
  private static let family: FamilyID = Samples.id(3)
  private static let principal = Principal(worker: worker, device: Samples.id(7))

  private static func member(
    _ role: Role,
    of unit: UnitID,
    from: Int64 = 1,
    to: Int64? = nil
  ) -> Membership {
    Membership(worker: worker, unit: unit, role: role, from: from, to: to)
  }

  private static func holding(
    _ holder: Holder,
    _ mask: ClassMask = .all,
    family: FamilyID = family,
    from: Int64 = 1,
    to: Int64? = nil
  ) -> Holding {
    Holding(family: family, holder: holder, mask: mask, from: from, to: to)
  }

  private static func scope(
    at seq: Int64 = 50,
    _ memberships: [Membership],
    _ holdings: [Holding]
  ) -> AccessScope {
    AccessScope(
      principal: principal,
      seq: seq,
      memberships: memberships,
      parents: parents,
      holdings: holdings
    )
  }

  /// What everyone sees: the reference records and their own tray.
  private static let nothing: [FamilyID: ClassMask] = [
    .reference: .all, worker.retagged(): .all,
  ]

  @Test(arguments: [
    (Role.practitioner, northTeam, true), (.practitioner, northDistrict, false),
    (.practitioner, southTeam, false), (.supervisor, northTeam, true),
    (.supervisor, northDistrict, true), (.supervisor, north, true),
    (.supervisor, partnership, true), (.supervisor, south, false), (.supervisor, southTeam, false),
  ])
  func `a family of a unit is seen in it and by the supervisors above`(
    _ role: Role,
    _ unit: UnitID,
    _ isSeen: Bool
  ) {
    let scope = Self.scope([Self.member(role, of: unit)], [Self.holding(.unit(Self.northTeam))])

    #expect(scope.includes(Self.family, .core) == isSeen)
  }

  @Test(arguments: [Role.partnershipLead, .partner, .auditor, .administrator])
  func `a role without cases sees no family, not even an assigned one`(_ role: Role) {
    let scope = Self.scope(
      [Self.member(role, of: Self.partnership)],
      [Self.holding(.unit(Self.northTeam)), Self.holding(.worker(Self.worker))]
    )

    #expect(scope.families == Self.nothing)
    #expect(scope.units == [])
    #expect(scope.roles == [role])
  }

  @Test func `an assigned family is seen in whichever unit it lies`() {
    let scope = Self.scope(
      [Self.member(.practitioner, of: Self.southTeam)],
      [Self.holding(.worker(Self.worker)), Self.holding(.unit(Self.northTeam))]
    )

    #expect(scope.includes(Self.family, .notes))
  }

  @Test func `somebody else's assignment shows nothing`() {
    let scope = Self.scope(
      [Self.member(.practitioner, of: Self.southTeam)],
      [Self.holding(.worker(Self.stranger))]
    )

    #expect(scope.families == Self.nothing)
  }

  @Test func `grant, revoke and grant again hold from their first to before their last seq`() {
    let holdings = [
      Self.holding(.worker(Self.worker), from: 10, to: 20),
      Self.holding(.worker(Self.worker), from: 30),
    ]
    let member = [Self.member(.practitioner, of: Self.northTeam)]

    let seen = [9, 10, 19, 20, 29, 30, 1000].filter {
      Self.scope(at: Int64($0), member, holdings).includes(Self.family, .core)
    }
    #expect(seen == [10, 19, 30, 1000])
  }

  @Test func `a membership that ended shows nothing any more`() {
    let holdings = [Self.holding(.worker(Self.worker)), Self.holding(.unit(Self.northTeam))]
    let member = [Self.member(.practitioner, of: Self.northTeam, from: 10, to: 20)]

    let seen = [9, 10, 19, 20].filter {
      Self.scope(at: Int64($0), member, holdings).includes(Self.family, .core)
    }
    #expect(seen == [10, 19])
  }

  @Test func `an interval of no length never holds`() {
    let holdings = [Self.holding(.worker(Self.worker), from: 10, to: 10)]
    let member = [Self.member(.practitioner, of: Self.northTeam)]

    #expect(Self.scope(at: 10, member, holdings).families == Self.nothing)
  }

  @Test func `masks of several holdings add up, and a missing class is not seen`() {
    let core = ClassMask(rawValue: RecordClass.core.rawValue)
    let notes = ClassMask(rawValue: RecordClass.notes.rawValue)
    let scope = Self.scope(
      [Self.member(.practitioner, of: Self.northTeam)],
      [Self.holding(.worker(Self.worker), core), Self.holding(.unit(Self.northTeam), notes)]
    )

    let seen = RecordClass.allCases.filter { scope.includes(Self.family, $0) }
    #expect(seen == [.core, .notes])
  }

  @Test func `a worker's tray is seen by the worker and by supervisors above, not by colleagues`() {
    let tray: FamilyID = Self.stranger.retagged()
    let holdings = [Self.holding(.supervisors(Self.northTeam), family: tray)]

    let seen = [
      Self.member(.practitioner, of: Self.northTeam), Self.member(.supervisor, of: Self.northTeam),
      Self.member(.supervisor, of: Self.partnership), Self.member(.supervisor, of: Self.south),
    ].map { Self.scope([$0], holdings).includes(tray, .core) }
    #expect(seen == [false, true, true, false])
  }

  @Test func `a supervisor acts for the whole subtree and a practitioner for the own unit`() {
    let supervisor = Self.scope([Self.member(.supervisor, of: Self.north)], [])
    let practitioner = Self.scope([Self.member(.practitioner, of: Self.north)], [])

    #expect(supervisor.units == [Self.north, Self.northDistrict, Self.northTeam])
    #expect(practitioner.units == [Self.north])
  }

  @Test func `memberships of other workers are nobody's business`() {
    let other = Membership(
      worker: Self.stranger,
      unit: Self.partnership,
      role: .supervisor,
      from: 1
    )

    let scope = Self.scope([other], [Self.holding(.unit(Self.northTeam))])
    #expect(scope.families == Self.nothing)
    #expect(scope.roles == [])
  }

  @Test func `a circle in the tree of units ends`() {
    let scope = AccessScope(
      principal: Self.principal,
      seq: 1,
      memberships: [Self.member(.supervisor, of: Self.partnership)],
      parents: [Self.north: Self.south, Self.south: Self.north],
      holdings: [Self.holding(.unit(Self.north))]
    )

    #expect(scope.families == Self.nothing)
  }

  @Test func `a restricted scope keeps its person and loses the other families`() {
    let other: FamilyID = Samples.id(33)
    let scope = Self.scope(
      [Self.member(.practitioner, of: Self.northTeam)],
      [Self.holding(.worker(Self.worker)), Self.holding(.worker(Self.worker), family: other)]
    )

    let restricted = scope.restricted(to: [other])
    #expect(restricted.families == [other: .all])
    #expect(restricted.units == scope.units)
    #expect(restricted.roles == scope.roles)
  }

  @Test func `holdings that concern others, or another time, change nothing`() {
    var dice = Dice(seed: 71)
    let units = [Self.partnership, Self.north, Self.northTeam, Self.south, Self.southTeam]
    for _ in 0..<500 {
      let memberships = [
        Self.member(
          dice.roll(2) == 0 ? .practitioner : .supervisor,
          of: units[dice.roll(units.count)]
        )
      ]
      let holdings = (0..<dice.roll(6)).map { _ in dice.holding(units) }
      let scope = Self.scope(memberships, holdings)

      let noise = (0..<20).map { _ in dice.holding(units) }.filter { holding in
        let isOver = holding.to.map { $0 <= 50 } ?? false
        return holding.from > 50 || isOver || holding.holder == .worker(Self.stranger)
      }
      let noisy = Self.scope(memberships, (holdings + noise).shuffled(using: &dice))
      #expect(noisy == scope)
    }
  }
}

extension Dice {
  fileprivate mutating func holding(_ units: [UnitID]) -> Holding {
    let unit = units[roll(units.count)]
    let holder: Holder =
      switch roll(4) {
      case 0: .worker(Samples.id(4))
      case 1: .worker(Samples.id(5))
      case 2: .unit(unit)
      default: .supervisors(unit)
      }
    let from = Int64(roll(100))
    return Holding(
      family: Samples.id(UInt64(roll(5) + 30)),
      holder: holder,
      mask: ClassMask(rawValue: UInt8(roll(8))),
      from: from,
      to: roll(2) == 0 ? nil : from + Int64(roll(60))
    )
  }
}
