import Casework
import Storage
import SyncProtocol

/// One thing that happens in a history.
enum HistoryStep: Sendable {
  case put(StoredRecord)
  case hold(FamilyID, Holder, ClassMask)
  case letGo(FamilyID, Holder)
  case join(WorkerID, UnitID, Role)
  case leave(WorkerID, UnitID)
  case erase(FamilyID)

  /// Does it in a ledger.
  func happen(_ writer: any LedgerWriter, _ seq: Int64) throws {
    switch self {
    case .put(let draft):
      var record = draft
      record.version = seq
      guard try !writer.isErased(record.family) else { return }
      try writer.put(record)
    case .hold(let family, let holder, let mask):
      try writer.open(Holding(family: family, holder: holder, mask: mask, from: seq))
    case .letGo(let family, let holder):
      try writer.close(family: family, holder: holder, at: seq)
    case .join(let worker, let unit, let role):
      try writer.open(Membership(worker: worker, unit: unit, role: role, from: seq))
    case .leave(let worker, let unit):
      try writer.close(worker: worker, unit: unit, at: seq)
    case .erase(let family):
      _ = try writer.erase(Erasure(family: family, seq: seq, time: seq, reason: .request))
    }
  }

  static let families: [FamilyID] =
    [.reference, World.practitioner.worker.retagged()] + (1001...1004).map { Invented.id($0) }

  /// Rolls a step; few ids, so that rare meetings are common.
  static func roll(_ dice: inout Dice) -> HistoryStep {
    let family = dice.pick(families, or: .reference)
    let unit = dice.pick(World.units, or: World.units[0]).id
    let worker = dice.pick(World.everyone, or: World.practitioner).worker
    let holder = dice.pick(
      [.worker(worker), .unit(unit), .supervisors(unit)],
      or: Holder.unit(unit)
    )
    switch Int.random(in: 0..<12, using: &dice) {
    case 0, 1:
      let mask: ClassMask =
        dice.happens(oneIn: 2) ? .all : ClassMask(rawValue: .random(in: 0...7, using: &dice))
      return .hold(family, holder, mask)
    case 2: return .letGo(family, holder)
    case 3: return .join(worker, unit, dice.pick(Role.allCases, or: .practitioner))
    case 4: return .leave(worker, unit)
    case 5 where dice.happens(oneIn: 3) && family != families[0] && family != families[1]:
      return .erase(family)
    default: return .put(record(in: family, &dice))
    }
  }

  private static func record(in family: FamilyID, _ dice: inout Dice) -> StoredRecord {
    let number = Int.random(in: 10..<30, using: &dice)
    let type: RecordType = number % 3 == 0 ? .review : number % 3 == 1 ? .note : .goal
    let recordClass = dice.pick(RecordClass.allCases, or: .core)
    // Most records stay in the family of their number, so that moving is the exception.
    let usual = families[number % families.count]
    var record = Invented.record(
      number,
      type: type,
      in: dice.happens(oneIn: 8) ? family : usual,
      recordClass: type == .review && dice.happens(oneIn: 4) ? recordClass : type.recordClass,
      version: 0,
      text: "\(dice.next())"
    )
    record.isDeleted = type != .review && dice.happens(oneIn: 5)
    return record
  }
}

/// A unit of a history: what it does, and what of it comes to nothing.
struct HistoryUnit: Sendable {
  /// Done in a savepoint that throws, before the rest.
  let undone: [HistoryStep]
  /// What stands, unless the unit fails.
  let steps: [HistoryStep]
  /// Whether it throws in the end.
  let fails: Bool

  static func roll(_ dice: inout Dice) -> HistoryUnit {
    HistoryUnit(
      undone: dice.happens(oneIn: 4) ? [.roll(&dice), .roll(&dice)] : [],
      steps: (0..<Int.random(in: 1...4, using: &dice)).map { _ in .roll(&dice) },
      fails: dice.happens(oneIn: 5)
    )
  }

  /// Does it in a ledger, under a commit of its own.
  func happen(_ writer: any LedgerWriter) throws {
    let seq = try writer.clock().head + 1
    if !undone.isEmpty {
      try writer.failingSavepoint {
        for step in undone { try step.happen(writer, seq) }
      }
    }
    for step in steps { try step.happen(writer, seq) }
    try writer.appendNext()
    if fails { throw Broken() }
  }
}
