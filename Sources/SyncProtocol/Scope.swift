package import Casework

/// Who holds a family.
package enum Holder: Hashable, Sendable {
  /// One worker, by assignment.
  case worker(WorkerID)
  /// Everyone in a unit, and the supervisors above it.
  case unit(UnitID)
  /// Only the supervisors of a unit and above: the trays of its workers.
  case supervisors(UnitID)
}

/// An interval of the commit sequence during which somebody holds a family.
package struct Holding: Hashable, Sendable {
  /// The family, or the tray of a worker.
  package let family: FamilyID
  /// Who holds it.
  package let holder: Holder
  /// Which classes the holder sees.
  package let mask: ClassMask
  /// The first seq at which it holds.
  package let from: Int64
  /// The first seq at which it no longer holds; `nil` while it does.
  package let to: Int64?

  /// Makes a holding from its parts.
  package init(family: FamilyID, holder: Holder, mask: ClassMask, from: Int64, to: Int64? = nil) {
    self.family = family
    self.holder = holder
    self.mask = mask
    self.from = from
    self.to = to
  }
}

/// An interval of the commit sequence during which a worker has a role in a unit.
package struct Membership: Hashable, Sendable {
  /// The worker.
  package let worker: WorkerID
  /// The unit.
  package let unit: UnitID
  /// The role.
  package let role: Role
  /// The first seq at which it holds.
  package let from: Int64
  /// The first seq at which it no longer holds; `nil` while it does.
  package let to: Int64?

  /// Makes a membership from its parts.
  package init(worker: WorkerID, unit: UnitID, role: Role, from: Int64, to: Int64? = nil) {
    self.worker = worker
    self.unit = unit
    self.role = role
    self.from = from
    self.to = to
  }
}

/// Somebody who is signed in, and the device they use.
package struct Principal: Hashable, Sendable {
  /// The worker.
  package let worker: WorkerID
  /// The device.
  package let device: DeviceID

  /// Makes a principal from its parts.
  package init(worker: WorkerID, device: DeviceID) {
    self.worker = worker
    self.device = device
  }
}

/// What a principal may see at one seq: a required argument of every read of case content.
package struct AccessScope: Hashable, Sendable {
  /// Whose scope it is.
  package let principal: Principal
  /// The seq at which it was reckoned.
  package let seq: Int64
  /// The worker's roles at that seq.
  package let roles: Set<Role>
  /// The units that the worker may act for: own units, for a supervisor with their subtrees.
  package let units: Set<UnitID>
  /// The visible classes of each visible family.
  package let families: [FamilyID: ClassMask]
  /// The families held in the subtree of a unit that the worker supervises.
  package let supervised: Set<FamilyID>

  /// Whether records of `recordClass` in `family` may be seen.
  package func includes(_ family: FamilyID, _ recordClass: RecordClass) -> Bool {
    families[family]?.includes(recordClass) ?? false
  }

  /// The same scope over only some of its families.
  package func restricted(to families: Set<FamilyID>) -> AccessScope {
    AccessScope(restricting: self, to: families)
  }

  /// The same scope at another seq, between which nothing that it follows from has changed, for one of the
  /// worker's devices: what may be seen never hangs on the device.
  package func unchanged(at seq: Int64, on device: DeviceID) -> AccessScope {
    AccessScope(repeating: self, at: seq, on: device)
  }

  private init(repeating scope: AccessScope, at seq: Int64, on device: DeviceID) {
    principal = Principal(worker: scope.principal.worker, device: device)
    self.seq = seq
    roles = scope.roles
    units = scope.units
    supervised = scope.supervised
    families = scope.families
  }

  /// The scope over many families in which figures are counted for somebody who may see no single one
  /// of them; whatever is read in it must be counted and never shown.
  ///
  /// - Parameters:
  ///   - action: The figures.
  ///   - scope: The worker's own scope.
  ///   - families: Every family that is counted.
  /// - Returns: The scope; `nil` unless the worker's reach for the action is the whole partnership.
  package static func forFigures(
    _ action: Action,
    of scope: AccessScope,
    families: [FamilyID]
  ) -> AccessScope? {
    guard scope.reach(for: action) == .partnership else { return nil }
    return AccessScope(counting: scope, families: families)
  }

  private init(counting scope: AccessScope, families counted: [FamilyID]) {
    principal = scope.principal
    seq = scope.seq
    roles = scope.roles
    units = scope.units
    supervised = []
    families = Dictionary(
      counted.map { ($0, [.core, .scores] as ClassMask) } + [(.reference, .all)]
    ) { first, _ in first }
  }

  private init(restricting scope: AccessScope, to kept: Set<FamilyID>) {
    principal = scope.principal
    seq = scope.seq
    roles = scope.roles
    units = scope.units
    supervised = scope.supervised.intersection(kept)
    families = scope.families.filter { kept.contains($0.key) }
  }

  /// Whether the worker may do `action` to a family: assigning takes supervision of that family.
  package func allows(_ action: Action, on family: FamilyID) -> Bool {
    action == .assign ? supervised.contains(family) : allows(action)
  }

  /// Whether one of the worker's roles allows `action`.
  package func allows(_ action: Action) -> Bool {
    roles.contains { AccessTable.reach(of: $0, for: action) != .none }
  }

  /// The furthest reach for `action`, in the order in which ``Reach`` lists them.
  package func reach(for action: Action) -> Reach {
    let order = Reach.allCases
    return
      roles
      .map { AccessTable.reach(of: $0, for: action) }
      .max { (order.firstIndex(of: $0) ?? 0) < (order.firstIndex(of: $1) ?? 0) } ?? .none
  }
}

extension AccessScope {
  /// Reckons the scope of `principal` at `seq` from intervals (sync design 3.8).
  ///
  /// A practitioner sees families held by the worker or by a unit the worker belongs to; a supervisor
  /// those held anywhere in the subtree of the unit, and the trays of its workers. Other roles see no
  /// family. Everyone sees the reference records and their own tray, the family whose id is their own.
  ///
  /// - Parameters:
  ///   - principal: Whose scope.
  ///   - seq: When, in the commit sequence.
  ///   - memberships: The worker's intervals; those of other workers are ignored.
  ///   - parents: The parent of each unit.
  ///   - holdings: Every interval that might matter; more do no harm.
  package init(
    principal: Principal,
    seq: Int64,
    memberships: [Membership],
    parents: [UnitID: UnitID],
    holdings: [Holding]
  ) {
    let active = memberships.filter {
      $0.worker == principal.worker && isActive($0.from, $0.to, at: seq)
    }
    var units = Set<UnitID>()
    var supervised = Set<UnitID>()
    for membership in active {
      let reach = AccessTable.reach(of: membership.role, for: .casework)
      if reach == .assigned { units.insert(membership.unit) }
      if reach == .subtree { supervised.insert(membership.unit) }
    }
    let everyUnit = Set(parents.keys).union(parents.values)
    var subtree = supervised
    for unit in everyUnit where isBelow(unit, supervised, parents: parents) { subtree.insert(unit) }

    var families: [FamilyID: ClassMask] = [
      .reference: .all, principal.worker.retagged(): .all,
    ]
    // Hundreds of families are looked up for every push: a table that grows is filled twice.
    families.reserveCapacity(holdings.count + families.count)
    var supervisedFamilies: Set<FamilyID> = []
    let seesFamilies = !units.isEmpty || !supervised.isEmpty
    for holding in holdings where isActive(holding.from, holding.to, at: seq) {
      let isHeld =
        switch holding.holder {
        case .worker(let worker): worker == principal.worker && seesFamilies
        case .unit(let unit): units.contains(unit) || subtree.contains(unit)
        case .supervisors(let unit): subtree.contains(unit)
        }
      if isHeld { families[holding.family, default: []].formUnion(holding.mask) }
      switch holding.holder {
      case .unit(let unit), .supervisors(let unit):
        if subtree.contains(unit) { supervisedFamilies.insert(holding.family) }
      case .worker: break
      }
    }
    self.principal = principal
    self.seq = seq
    roles = Set(active.map(\.role))
    self.units = units.union(subtree)
    self.supervised = supervisedFamilies
    self.families = families
  }
}

private func isActive(_ from: Int64, _ to: Int64?, at seq: Int64) -> Bool {
  from <= seq && (to.map { seq < $0 } ?? true)
}

private func isBelow(_ unit: UnitID, _ roots: Set<UnitID>, parents: [UnitID: UnitID]) -> Bool {
  var current = unit
  // A tree of units is a few levels deep; the bound only guards against a cycle in bad data.
  for _ in 0..<32 {
    if roots.contains(current) { return true }
    guard let parent = parents[current] else { return false }
    current = parent
  }
  return false
}
