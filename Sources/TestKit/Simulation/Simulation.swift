import Casework
import DeviceStore
import SQLiteStorage
import StarmapDevice
import Storage
import SyncProtocol

/// Random captures, edits, handovers, syncs, restores and crashes over a bad network, from a seed; then
/// the network heals, and what was promised is checked.
///
/// Real cores and real SQLite throughout; only the clocks, the randomness and the network are simulated.
/// Every step rolls dice of its own, so that a failing run can be shortened by leaving steps out.
package final class Simulation {
  /// What one run did, for a report.
  package struct Trace: Hashable, Sendable {
    /// Operations that people saved.
    package let saved: Int
    /// The server's newest seq at the end.
    package let head: Int64
    /// The chain value there: equal seeds give equal traces.
    package let chain: UInt64
    /// A digest of every row that the devices hold.
    package let rows: UInt64
  }

  let server: SimulatedServer
  private(set) var devices: [SimulatedDevice]
  let network: SimulatedNetwork
  var witnesses: [Witness] = []
  private let seed: UInt64
  private let isOnFiles: Bool
  private var people = SimulatedWork.People()
  private let hasClones: Bool
  /// What was played, a line a step.
  package private(set) var journal: [String] = []

  /// Makes a world from a seed.
  ///
  /// - Parameters:
  ///   - seed: The seed; equal seeds play equally.
  ///   - bug: A mistake to plant.
  ///   - folder: Where the stores are files that are opened again after every crash and reboot; in
  ///     memory when `nil`.
  /// - Throws: What setting up throws.
  package init(seed: UInt64, bug: PlantedBug? = nil, folder: String? = nil) throws {
    self.seed = seed
    isOnFiles = folder != nil
    var dice = Dice(seed: seed)
    let start: Int64 = 1_795_000_000_000
    let server = try SimulatedServer(
      machine: SimulatedMachine(name: "server", seed: dice.word(), wall: start),
      seed: try SimulatedWorld.console(),
      bug: bug,
      strain: ServerStrain(
        pageChangesMax: 1 + dice.roll(4),
        // Never less than the longest group, which always goes as a whole.
        pushLinesMax: dice.once(in: 3) ? SimulatedWork.groupOperationsMax + dice.roll(3) : nil
      ),
      directory: folder.map { $0 + "/server" }
    )
    self.server = server
    var devices: [SimulatedDevice] = []
    for (index, key) in ["supervisor", "first", "second", "first"].enumerated() {
      let drift = Int64(dice.roll(7) - 3) * 3_600_000
      let name = "\(key)-\(index)"
      let device = try SimulatedDevice(
        name: name,
        machine: SimulatedMachine(name: name, seed: dice.word(), wall: start + drift),
        pushOperationsMax: dice.once(in: 3) ? 1 + dice.roll(3) : Limits.pushOperationsMax,
        directory: folder.map { $0 + "/" + name }
      )
      try SimulatedWorld.enrol(device, as: key, at: server)
      devices.append(device)
    }
    self.devices = devices
    hasClones = dice.once(in: 3)
    network = SimulatedNetwork(server: server) { request, answer, device in
      if let fault = server.fault { throw fault }
      try Promises.check(answer, to: request, of: device, at: server)
    }
  }

  /// Plays a number of steps, heals, settles and checks.
  ///
  /// - Parameters:
  ///   - steps: How many steps to play before the faults stop.
  ///   - omitted: Steps to leave out.
  /// - Returns: What happened.
  /// - Throws: ``SimulationFailure`` when a promise is broken.
  package func run(steps: Int = 60, omitting omitted: Set<Int> = []) throws -> Trace {
    network.isFaulty = false
    for device in devices { _ = try device.sync(over: network) }
    people = try SimulatedWork.People(devices[0].device)
    network.isFaulty = true
    for step in 0..<steps where !omitted.contains(step) {
      var dice = Dice(seed: seed, step: step)
      if isOnFiles, step % 7 == 6 { try server.restart() }
      network.roll(dice.word())
      server.groupsTaken = dice.once(in: 8) ? dice.roll(3) : nil
      journal.append("\(step): \(try play(&dice))")
      if let fault = server.fault { throw fault }
    }
    server.groupsTaken = nil
    network.heal()
    if let fault = server.fault { throw fault }
    try settle()
    try checkEverything()
    let clock = try server.ledger.read { try $0.clock() }
    return Trace(
      saved: devices.reduce(0) { $0 + $1.saved.count },
      head: clock.head,
      chain: clock.chain,
      rows: CommitChain.digest(try devices.flatMap { try $0.lines() })
    )
  }

  // MARK: Disorder

  /// Plays one step, and says what it was.
  private func play(_ dice: inout Dice) throws -> String {
    guard let device = dice.pick(devices) else { return "nothing" }
    server.machine.pass(Int64(dice.roll(60_000)))
    device.machine.pass(Int64(dice.roll(60_000)))
    if dice.once(in: 12) {
      device.machine.jump(
        Int64(dice.roll(200) - 100) * (dice.once(in: 4) ? 3_153_600_000 : 86_400_000)
      )
    }
    if dice.once(in: 20) { try device.reboot() }
    if dice.once(in: 15) {
      server.machine.jump(
        Int64(dice.roll(200) - 100) * (dice.once(in: 4) ? 86_400_000 : 3_600_000)
      )
    }
    switch dice.roll(60) {
    case 0:
      try server.backUp(isVerified: dice.once(in: 2))
      return "the server is backed up"
    case 1:
      let mintsEpoch = dice.once(in: 2)
      try server.restore(mintsEpoch: mintsEpoch)
      return "the server is restored" + (mintsEpoch ? "" : " by copying files")
    case 2:
      try server.advanceFloor(keeping: Int64(dice.roll(6)))
      return "the floor rises"
    case 3:
      try device.backUp()
      return "\(device.name) is backed up"
    case 4:
      try device.putBack()
      return "\(device.name) is put back"
    case 5:
      network.deliverLate()
      return "a late request arrives"
    case 8 where dice.once(in: 2):
      guard server.model.rights.everyFamily.count > 2,
        let family = dice.pick(server.model.rights.everyFamily)
      else { return "nothing" }
      try server.erase(family)
      return "a family is erased"
    case 6, 7:
      try witness(dice.word())
      return "a reader reads"
    case 9, 10, 11:
      return try syncTogether(&dice)
    case 12, 13, 14,
      15 where hasClones:
      return try cloneOrEnd(device, dice.word())
    default: return try actOrSync(device, &dice)
    }
  }

  private func actOrSync(_ device: SimulatedDevice, _ dice: inout Dice) throws -> String {
    let before = try device.operations()
    var words = "\(device.name) "
    device.machine.crash(afterFailpoints: dice.once(in: 4) ? dice.roll(6) : nil)
    server.machine.crash(afterFailpoints: dice.once(in: 8) ? dice.roll(3) : nil)
    if dice.once(in: 3) {
      let outcome = try device.sync(over: network, mustVerify: dice.once(in: 8))
      words += outcome.map { "syncs: \($0.sent) sent, \($0.received) received" } ?? "dies syncing"
      if let problem = outcome?.problem { words += ", \(problem.sentence.prefix(60))" }
    } else {
      try device.save { try SimulatedWork.act($0, people: people, dice: &dice) }
      let new = try device.device.store.read { try $0.entries([.pending]) }
        .filter { !before.contains($0.id) }.compactMap { try? $0.operation.kindName }
      words += "saves \(new.joined(separator: " "))"
    }
    device.machine.crash(afterFailpoints: nil)
    server.machine.crash(afterFailpoints: nil)
    try checkOwnWordsAreShown(device)
    return words
  }

  /// Several devices sync at once: what they push at the same time is judged in one transaction.
  private func syncTogether(_ dice: inout Dice) throws -> String {
    let chosen = devices.filter { _ in dice.once(in: 2) }
    var syncs = try chosen.map { try SimulatedSync($0) }
    server.machine.crash(afterFailpoints: dice.once(in: 8) ? dice.roll(6) : nil)
    while true {
      var pushes: [(index: Int, request: SyncRequest)] = []
      var isQuiet = true
      for index in syncs.indices {
        guard let request = try syncs[index].next() else { continue }
        isQuiet = false
        if request.path == "/v1/push" {
          pushes.append((index, request))
        } else {
          try syncs[index].take(try network.exchange(request, of: syncs[index].device))
        }
      }
      let answers = try network.exchange(
        together: pushes.map { ($0.request, syncs[$0.index].device) }
      )
      for (push, answer) in zip(pushes, answers) { try syncs[push.index].take(answer) }
      if isQuiet { break }
    }
    server.machine.crash(afterFailpoints: nil)
    for device in chosen { try checkOwnWordsAreShown(device) }
    return "\(chosen.map(\.name).joined(separator: ", ")) sync together"
  }

  /// A second phone comes to life with a device's backup while the first goes on, or one of the two ends.
  private func cloneOrEnd(_ device: SimulatedDevice, _ word: UInt64) throws -> String {
    if let index = devices.firstIndex(where: \.isClone) {
      let ended = devices.remove(at: index)
      // What only it had is lost with it, and nobody can help.
      return "\(ended.name) is no more"
    }
    guard let clone = try SimulatedDevice(cloning: device, name: "\(device.name) again", seed: word)
    else {
      try device.backUp()
      return "\(device.name) is backed up"
    }
    devices.append(clone)
    return "\(clone.name) comes to life"
  }

  /// A witness begins, or one goes on.
  private func witness(_ word: UInt64) throws {
    var dice = Dice(seed: word)
    if witnesses.count < 6, dice.once(in: 2), let device = dice.pick(devices),
      let identity = try device.device.identity()
    {
      let principal = Principal(worker: identity.worker, device: identity.device)
      witnesses.append(Witness(principal: principal))
    }
    guard !witnesses.isEmpty else { return }
    try witnesses[dice.roll(witnesses.count)].goOn(
      at: server,
      pages: 1 + dice.roll(5),
      changesMax: 1 + dice.roll(5)
    )
  }

  /// The faults stop: every device must come to rest in a few rounds, with no human act.
  private func settle() throws {
    for _ in 0..<6 {
      var isQuiet = true
      for device in devices {
        let outcome = try device.sync(over: network)
        let isDone = outcome.map { $0.problem == nil && $0.unsent == 0 && $0.received == 0 }
        isQuiet = isQuiet && isDone == true
      }
      if isQuiet { return }
    }
    throw SimulationFailure(message: "a device does not come to rest after the faults stopped")
  }
}
