import Casework
import SQLiteStorage
import StarmapDevice
import Storage
import SyncProtocol
import WireFormat

/// Random captures, edits, handovers, syncs and crashes over a bad network, from a seed; then the network
/// heals, and what was promised is checked.
///
/// Real cores and real SQLite throughout; only the clocks, the randomness and the network are simulated.
package final class Simulation {
  /// What one run did, for a report.
  package struct Trace: Hashable, Sendable {
    /// Operations that people saved.
    package let saved: Int
    /// The server's newest seq at the end.
    package let head: Int64
    /// The chain value there: equal seeds give equal traces.
    package let chain: UInt64
  }

  private let server: SimulatedServer
  private let devices: [SimulatedDevice]
  private var dice: Dice
  private var worker: [WorkerID] = []

  /// Makes a world from a seed.
  ///
  /// - Parameters:
  ///   - seed: The seed; equal seeds play equally.
  ///   - bug: A mistake to plant.
  /// - Throws: What setting up throws.
  package init(seed: UInt64, bug: PlantedBug? = nil) throws {
    var dice = Dice(seed: seed)
    let start: Int64 = 1_795_000_000_000
    let machine = SimulatedMachine(name: "server", seed: dice.word(), wall: start)
    server = try SimulatedServer(
      machine: machine,
      seed: try SimulatedWorld.console(),
      bug: bug,
      pageChangesMax: 1 + dice.roll(4)
    )
    var devices: [SimulatedDevice] = []
    for (index, key) in ["supervisor", "first", "second", "first"].enumerated() {
      let drift = Int64(dice.roll(7) - 3) * 3_600_000
      let name = "\(key)-\(index)"
      let device = try SimulatedDevice(
        name: name,
        machine: SimulatedMachine(name: name, seed: dice.word(), wall: start + drift)
      )
      try SimulatedWorld.enrol(device, as: key, at: server)
      devices.append(device)
    }
    self.devices = devices
    self.dice = dice
  }

  /// Plays a number of steps, heals, settles and checks.
  ///
  /// - Parameter steps: How many steps to play before the faults stop.
  /// - Returns: What happened.
  /// - Throws: ``SimulationFailure`` when a promise is broken.
  package func run(steps: Int = 60) throws -> Trace {
    for device in devices { _ = try device.sync(with: server) { false } }
    worker = try devices[0].device.workers().filter { record in
      record.places.contains { $0.role == .practitioner }
    }.map(\.id)
    for _ in 0..<steps { try step() }
    try settle()
    return try check()
  }

  // MARK: Disorder

  private func step() throws {
    guard let device = dice.pick(devices) else { return }
    server.machine.pass(Int64(dice.roll(60_000)))
    device.machine.pass(Int64(dice.roll(60_000)))
    if dice.once(in: 12) { device.machine.jump(Int64(dice.roll(200) - 100) * 86_400_000) }
    device.machine.crash(afterFailpoints: dice.once(in: 4) ? dice.roll(6) : nil)
    server.machine.crash(afterFailpoints: dice.once(in: 8) ? dice.roll(2) : nil)
    if dice.once(in: 3) {
      _ = try device.sync(with: server) { dice.once(in: 6) }
    } else {
      try device.save { try SimulatedWork.act($0, workers: worker, dice: &dice) }
    }
    device.machine.crash(afterFailpoints: nil)
    server.machine.crash(afterFailpoints: nil)
  }

  /// The faults stop: every device must come to rest in a few rounds, with no human act.
  private func settle() throws {
    for round in 0..<6 {
      var isQuiet = true
      for device in devices {
        let outcome = try device.sync(with: server) { false }
        let isDone = outcome.map { $0.problem == nil && $0.unsent == 0 && $0.received == 0 }
        isQuiet = isQuiet && isDone == true
      }
      if isQuiet { return }
      if round == 5 {
        throw SimulationFailure(message: "a device does not come to rest after the faults stopped")
      }
    }
  }

  // MARK: Promises

  private func check() throws -> Trace {
    let clock = try server.ledger.read { try $0.clock() }
    for device in devices {
      try checkNothingIsLost(device)
      try checkRows(device)
    }
    return Trace(
      saved: devices.reduce(0) { $0 + $1.saved.count },
      head: clock.head,
      chain: clock.chain
    )
  }

  /// Every operation that was saved is answered, once, and stands or is held with its bytes.
  private func checkNothingIsLost(_ device: SimulatedDevice) throws {
    let saved = device.saved
    let lost = try server.ledger.commit([
      { writer in
        try saved.filter { id in
          guard let stored = try writer.result(of: id) else { return true }
          guard stored.isRefused else { return false }
          let answer = (try? JSON(strict: stored.answer)).flatMap { OperationResult(json: $0) }
          return try (answer?.reviews ?? []).compactMap { try writer.quarantined(review: $0) }
            .isEmpty
        }
      }
    ])
    let missing = try lost.first?.get() as? [OperationID] ?? saved
    guard missing.isEmpty else {
      throw SimulationFailure(
        message: "\(device.name): \(missing.count) saved operations are lost, first \(missing[0])"
      )
    }
  }

  /// The device holds exactly what a new device of the same worker would be given.
  private func checkRows(_ device: SimulatedDevice) throws {
    guard let identity = try device.device.identity() else { return }
    let principal = Principal(worker: identity.worker, device: identity.device)
    var expected: [RecordID: PulledRecord] = [:]
    try server.ledger.read { reader in
      let scope = try reader.scope(of: principal, at: try reader.clock().head)
      for family in scope.families.keys {
        for record in try reader.backfill(of: family, after: nil, limit: 10_000, in: scope) {
          expected[record.id] = PulledRecord(
            version: record.version,
            typeName: record.type.rawValue,
            record: record.id,
            family: record.family,
            author: record.author,
            made: record.made,
            body: record.body
          )
        }
      }
    }
    let held = try device.rows()
    let differing = Set(expected.keys).union(held.keys).filter { expected[$0] != held[$0] }
    guard let first = differing.sorted().first else { return }
    let type = expected[first]?.typeName ?? held[first]?.typeName ?? ""
    throw SimulationFailure(
      message: "\(device.name): \(differing.count) rows differ from the server's, first a \(type): "
        + (expected[first] == nil ? "it should not be there" : "it is missing or old")
    )
  }
}
