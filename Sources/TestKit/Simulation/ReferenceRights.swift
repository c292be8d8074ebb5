import Casework
import Storage
import SyncProtocol
import WireFormat

/// Who may see and assign which family, at which commit, by what was accepted.
struct ReferenceRights: Sendable {
  /// From which commit on somebody holds a family, and before which that ended.
  private struct Hold<Holder: Hashable & Sendable>: Sendable {
    let holder: Holder
    let from: Int64
    var to: Int64?

    /// Whether it holds at a commit, or after the newest when that is `nil`.
    func isActive(at seq: Int64?) -> Bool {
      guard let seq else { return to == nil }
      return from <= seq && to.map { seq < $0 } ?? true
    }
  }

  /// Who works where: worker to units, and whether as a supervisor.
  private var places: [WorkerID: [(unit: UnitID, isSupervisor: Bool)]] = [:]
  private var parents: [UnitID: UnitID] = [:]
  private var homes: [FamilyID: [Hold<UnitID>]] = [:]
  private var assigned: [FamilyID: [Hold<WorkerID>]] = [:]
  /// Who was assigned by which record, while that lasts.
  private var openAssignments: [RecordID: (family: FamilyID, worker: WorkerID)] = [:]

  /// Begins with what a seeded server holds.
  init(seeded writer: any LedgerWriter) throws {
    for record in try writer.references(of: .unit) {
      guard let unit = (try? JSON(strict: record.body)).flatMap({ UnitRecord(json: $0) }) else {
        continue
      }
      parents[unit.id] = unit.parent
    }
    for record in try writer.references(of: .worker) {
      guard let worker = (try? JSON(strict: record.body)).flatMap({ WorkerRecord(json: $0) }) else {
        continue
      }
      places[worker.id] = worker.places.compactMap { place in
        switch place.role {
        case .practitioner: (place.unit, false)
        case .supervisor: (place.unit, true)
        default: nil
        }
      }
    }
    for record in try writer.recordsForJudging(of: .family) {
      for holding in try writer.openHoldings(of: record.family) {
        switch holding.holder {
        case .worker(let worker):
          assigned[record.family, default: []].append(Hold(holder: worker, from: holding.from))
        case .unit(let unit):
          homes[record.family, default: []].append(Hold(holder: unit, from: holding.from))
        case .supervisors: break
        }
      }
      for record in try writer.recordsForJudging(of: .assignment, in: record.family) {
        guard let assignment = try? Assignment(json: JSON(strict: record.body)) else { continue }
        openAssignments[record.id] = (record.family, assignment.worker)
      }
    }
  }

  // MARK: Questions

  /// Every family, in order.
  var everyFamily: [FamilyID] { homes.keys.sorted() }

  /// Whether there is such a family.
  func knows(_ family: FamilyID) -> Bool {
    homes[family] != nil
  }

  /// Whether a worker may see a family, or a tray, at a commit; now when that is `nil`.
  func sees(_ worker: WorkerID, _ family: FamilyID, at seq: Int64? = nil) -> Bool {
    if family == .reference || family == worker.retagged() { return true }
    if (assigned[family] ?? []).contains(where: { $0.holder == worker && $0.isActive(at: seq) }) {
      return true
    }
    let own = places[worker] ?? []
    if homes[family] != nil {
      return home(of: family, at: seq).map { home in
        own.contains { $0.isSupervisor ? isBelow(home, $0.unit) : $0.unit == home }
      } ?? false
    }
    // The tray of a worker below a supervisor.
    guard let other = places.keys.first(where: { $0.retagged() == family }) else { return false }
    return (places[other] ?? []).contains { place in
      own.contains { $0.isSupervisor && isBelow(place.unit, $0.unit) }
    }
  }

  /// Whether a worker supervises the home of a family.
  func supervises(_ worker: WorkerID, _ family: FamilyID, at seq: Int64? = nil) -> Bool {
    guard let home = home(of: family, at: seq) else { return false }
    return (places[worker] ?? []).contains { $0.isSupervisor && isBelow(home, $0.unit) }
  }

  /// The families, without trays, that a worker may see.
  func families(of worker: WorkerID) -> Set<FamilyID> {
    Set(homes.keys.filter { sees(worker, $0) })
  }

  /// Whether a worker is assigned to a family now.
  func isAssigned(_ worker: WorkerID, to family: FamilyID) -> Bool {
    (assigned[family] ?? []).contains { $0.holder == worker && $0.isActive(at: nil) }
  }

  /// Whether an assignment has not ended.
  func isOpen(_ assignment: RecordID) -> Bool {
    openAssignments[assignment] != nil
  }

  private func home(of family: FamilyID, at seq: Int64?) -> UnitID? {
    homes[family]?.first { $0.isActive(at: seq) }?.holder
  }

  private func isBelow(_ unit: UnitID, _ above: UnitID) -> Bool {
    var present: UnitID? = unit
    while let here = present {
      if here == above { return true }
      present = parents[here]
    }
    return false
  }

  // MARK: Changes

  /// A family is made by a worker, in a unit or in the worker's own.
  mutating func add(_ family: FamilyID, in unit: UnitID?, by worker: WorkerID, at seq: Int64) {
    guard let home = unit ?? places[worker]?.map(\.unit).min() else { return }
    homes[family] = [Hold(holder: home, from: seq)]
  }

  /// A worker begins to work with a family.
  mutating func start(
    _ worker: WorkerID,
    _ family: FamilyID,
    record: RecordID,
    at seq: Int64
  ) {
    assigned[family, default: []].append(Hold(holder: worker, from: seq))
    openAssignments[record] = (family, worker)
  }

  /// An assignment ends.
  mutating func end(_ record: RecordID, at seq: Int64) {
    guard let ended = openAssignments.removeValue(forKey: record) else { return }
    close(ended.family, at: seq) { $0 == ended.worker }
  }

  /// A family passes to a worker, and perhaps to another home.
  ///
  /// - Returns: Whether that began an assignment.
  mutating func handOver(
    _ family: FamilyID,
    to worker: WorkerID,
    unit: UnitID?,
    record: RecordID,
    at seq: Int64
  ) -> Bool {
    let wasAssigned = isAssigned(worker, to: family)
    openAssignments = openAssignments.filter {
      $0.value.family != family || $0.value.worker == worker
    }
    close(family, at: seq) { $0 != worker }
    if !wasAssigned { start(worker, family, record: record, at: seq) }
    if let unit, home(of: family, at: nil) != unit {
      for index in (homes[family] ?? []).indices where homes[family]?[index].to == nil {
        homes[family]?[index].to = seq
      }
      homes[family, default: []].append(Hold(holder: unit, from: seq))
    }
    return !wasAssigned
  }

  /// Forgets a family that was erased.
  mutating func erase(_ family: FamilyID) {
    homes[family] = nil
    assigned[family] = nil
    openAssignments = openAssignments.filter { $0.value.family != family }
  }

  private mutating func close(
    _ family: FamilyID,
    at seq: Int64,
    where isEnded: (WorkerID) -> Bool
  ) {
    for index in (assigned[family] ?? []).indices {
      guard let hold = assigned[family]?[index], hold.to == nil, isEnded(hold.holder) else {
        continue
      }
      assigned[family]?[index].to = seq
    }
  }
}
