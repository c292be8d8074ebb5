import Casework
import Storage
import SyncProtocol

/// A small invented partnership: four units, and workers who see different parts of it.
enum World {
  static let partnership: UnitID = Invented.id(100)
  static let district: UnitID = Invented.id(101)
  static let team: UnitID = Invented.id(102)
  static let otherTeam: UnitID = Invented.id(103)

  /// The units, each after the one above it.
  static let units = [
    UnitRecord(id: partnership, kind: .partnership, title: "Invented partnership", parent: nil),
    UnitRecord(id: district, kind: .district, title: "Invented district", parent: partnership),
    UnitRecord(id: team, kind: .team, title: "Invented team", parent: district),
    UnitRecord(id: otherTeam, kind: .team, title: "Another team", parent: partnership),
  ]

  static let practitioner = Invented.principal(1)
  static let districtSupervisor = Invented.principal(2)
  static let otherPractitioner = Invented.principal(3)
  static let lead = Invented.principal(4)
  static let supervisor = Invented.principal(5)
  static let everyone = [practitioner, districtSupervisor, otherPractitioner, lead, supervisor]

  /// Their memberships, from commit 1.
  static let memberships = [
    Membership(worker: practitioner.worker, unit: team, role: .practitioner, from: 1),
    Membership(worker: districtSupervisor.worker, unit: district, role: .supervisor, from: 1),
    Membership(worker: otherPractitioner.worker, unit: otherTeam, role: .practitioner, from: 1),
    Membership(worker: lead.worker, unit: partnership, role: .partnershipLead, from: 1),
    Membership(worker: supervisor.worker, unit: partnership, role: .supervisor, from: 1),
  ]

  /// Makes commit 1 of an empty ledger.
  static func found(_ ledger: any Ledger) throws {
    try ledger.commitOne { writer, _ in
      for unit in units { try writer.add(unit) }
      for membership in memberships { try writer.open(membership) }
    }
  }
}

extension Engine {
  /// Runs a test against a ledger whose commit 1 is the ``World``.
  func withWorld<Value>(_ body: (any Ledger) throws -> Value) throws -> Value {
    try withLedger { ledger in
      try World.found(ledger)
      return try body(ledger)
    }
  }
}

extension Ledger {
  /// What a worker sees at the head.
  func scope(of principal: Principal) throws -> AccessScope {
    try read { try $0.scope(of: principal, at: try $0.clock().head) }
  }
}
