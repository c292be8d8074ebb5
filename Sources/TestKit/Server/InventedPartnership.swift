package import Casework
import Storage
import SyncProtocol
import SyncServer
import WireFormat

/// The invented partnership of the tests: two authorities with a team each, and who works there.
package struct InventedPartnership: Sendable {
  /// The root of the tree.
  package let partnership: UnitID
  /// The authority above ``nene``.
  package let peterborough: UnitID
  /// The authority above ``ouse``.
  package let cambridgeshire: UnitID
  /// A team of Peterborough.
  package let nene: UnitID
  /// A team of Cambridgeshire.
  package let ouse: UnitID

  /// A practitioner of ``nene``.
  package let robin: WorkerID
  /// A practitioner of ``ouse``.
  package let wren: WorkerID
  /// A supervisor of the whole partnership.
  package let sam: WorkerID
  /// Another supervisor of the whole partnership.
  package let ada: WorkerID
  /// A supervisor of ``peterborough`` alone.
  package let priya: WorkerID
  /// An administrator.
  package let administrator: WorkerID
  /// A partner from outside.
  package let partner: WorkerID
  /// The partnership's lead.
  package let lead: WorkerID
  /// An auditor.
  package let auditor: WorkerID

  /// Adds the units and the workers.
  init(core: ServerCore, writer: any LedgerWriter) throws {
    var register = Register(core: core, writer: writer)
    partnership = try register.unit(.partnership, "Invented partnership", below: nil)
    peterborough = try register.unit(.authority, "Invented Peterborough", below: partnership)
    cambridgeshire = try register.unit(.authority, "Invented Cambridgeshire", below: partnership)
    nene = try register.unit(.team, "Invented Nene team", below: peterborough)
    ouse = try register.unit(.team, "Invented Ouse team", below: cambridgeshire)
    robin = try register.worker("Invented Robin", .practitioner, nene)
    wren = try register.worker("Invented Wren", .practitioner, ouse)
    sam = try register.worker("Invented Sam", .supervisor, partnership)
    ada = try register.worker("Invented Ada", .supervisor, partnership)
    priya = try register.worker("Invented Priya", .supervisor, peterborough)
    administrator = try register.worker("Invented administrator", .administrator, partnership)
    partner = try register.worker("Invented partner", .partner, partnership)
    lead = try register.worker("Invented lead", .partnershipLead, partnership)
    auditor = try register.worker("Invented auditor", .auditor, partnership)
  }
}

private struct Register {
  let core: ServerCore
  let writer: any LedgerWriter

  mutating func unit(_ kind: UnitKind, _ title: String, below parent: UnitID?) throws -> UnitID {
    let unit = UnitRecord(id: core.surroundings.newID(), kind: kind, title: title, parent: parent)
    try core.add(unit, by: nil, into: writer)
    return unit.id
  }

  mutating func worker(_ name: String, _ role: Role, _ unit: UnitID) throws -> WorkerID {
    let worker = WorkerRecord(
      id: core.surroundings.newID(),
      name: name,
      places: [WorkerRecord.Place(unit: unit, role: role)]
    )
    try core.add(worker, by: nil, into: writer)
    return worker.id
  }
}
