import Casework
import DeviceStore
import StarmapDevice
import SyncProtocol
import WireFormat

/// A real device core over a real store in memory, with a network that loses, cuts, doubles and delays.
final class SimulatedDevice {
  let name: String
  let machine: SimulatedMachine
  private(set) var device: Device
  /// Where its store is a file; `nil` in memory, and after it was put back.
  private var directory: String?
  /// Every operation whose saving returned success and that this device still has to answer for.
  private(set) var saved: Set<OperationID> = []
  /// The family of everything that was ever saved.
  private(set) var families: [OperationID: FamilyID] = [:]
  /// Answers whose effects were seen to have arrived.
  var arrived: Set<OwnWords.Answered> = []
  /// A copy of the store, as the phone's own backup has it, and what had been saved by then.
  private var backup: (store: DeviceStore, saved: Set<OperationID>)?

  /// Whether it was made from the backup of another that lives on.
  let isClone: Bool
  /// The most operations that it sends at once.
  private let pushOperationsMax: Int

  init(
    name: String,
    machine: SimulatedMachine,
    pushOperationsMax: Int = Limits.pushOperationsMax,
    directory: String? = nil
  ) throws {
    self.name = name
    self.machine = machine
    self.pushOperationsMax = pushOperationsMax
    self.directory = directory
    isClone = false
    let store = try directory.map { try DeviceStore.open(directory: $0) } ?? DeviceStore.inMemory()
    device = Device(store: store, surroundings: machine.surroundings)
  }

  /// A second phone that was set up from the backup of the first, which goes on.
  ///
  /// - Parameters:
  ///   - original: The first phone, which has made a backup.
  ///   - name: What reports call it.
  ///   - seed: Its own randomness.
  /// - Throws: `DeviceStoreError`.
  init?(cloning original: SimulatedDevice, name: String, seed: UInt64) throws {
    guard let backup = original.backup else { return nil }
    self.name = name
    machine = SimulatedMachine(
      name: name,
      seed: seed,
      wall: original.machine.surroundings.now()
    )
    pushOperationsMax = original.pushOperationsMax
    directory = nil
    isClone = true
    saved = backup.saved
    families = original.families
    device = Device(
      store: try backup.store.copyInMemory(),
      surroundings: machine.surroundings
    )
  }

  /// The program starts again, with nothing but what the store holds.
  func restart() throws {
    let store = try directory.map { try DeviceStore.open(directory: $0) } ?? device.store
    device = Device(store: store, surroundings: machine.surroundings)
  }

  /// Saves something, and remembers what was promised; a crash before the commit promises nothing.
  func save(_ work: (Device) throws -> Void) throws {
    let before = try operations()
    do {
      try work(device)
    } catch is SimulatedCrash {
      // The program is gone; whatever was committed is a promise all the same.
      try restart()
    } catch is Refusal {
      // What the device itself refuses never becomes work.
    }
    let new = try operations().subtracting(before)
    saved.formUnion(new)
    let entries = try device.store.read { try $0.entries([.pending, .sent]) }
    for entry in entries where new.contains(entry.id) {
      families[entry.id] = try entry.operation.family
    }
  }

  /// The phone makes a backup of itself.
  func backUp() throws {
    backup = (try device.store.copyInMemory(), saved)
  }

  /// The phone is put back as it was at its backup.
  ///
  /// What was saved after that is the phone's no more: what was not sent is lost with it, and nobody
  /// can help.
  func putBack() throws {
    guard let backup else { return }
    directory = nil
    device = Device(store: try backup.store.copyInMemory(), surroundings: machine.surroundings)
    saved = backup.saved
    arrived = []
  }

  /// The phone is turned off and on.
  func reboot() throws {
    machine.reboot()
    try restart()
  }

  /// What the server has still to answer.
  func operations() throws -> Set<OperationID> {
    try device.store.read { Set(try $0.entries([.pending, .sent]).map(\.id)) }
  }

  /// Syncs over a network.
  ///
  /// - Parameters:
  ///   - network: What becomes of each exchange.
  ///   - mustVerify: Compares everything at the end.
  /// - Returns: How it ended; `nil` when the program crashed on the way.
  /// - Throws: ``SimulationFailure`` when the sync does not end or breaks a promise, and what the
  ///   store throws.
  func sync(over network: SimulatedNetwork, mustVerify: Bool = false) throws -> SyncOutcome? {
    var sync = try SimulatedSync(self, mustVerify: mustVerify)
    while let request = try sync.next() {
      try sync.take(try network.exchange(request, of: self))
    }
    return sync.outcome
  }

  /// Begins a sync.
  func session(mustVerify: Bool) throws -> SyncSession {
    try SyncSession(
      device: device,
      mustVerify: mustVerify,
      familiesPerQuestion: 1,
      pushOperationsMax: pushOperationsMax
    )
  }

  /// The bytes of every row, and the device's name before them.
  func lines() throws -> [UInt8] {
    let rows = try rows().sorted { $0.key < $1.key }
    return Array(name.utf8) + rows.flatMap { $0.value.line + [UInt8(ascii: "\n")] }
  }

  /// Every row of the server that the device holds, by id.
  func rows() throws -> [RecordID: PulledRecord] {
    var rows: [RecordID: PulledRecord] = [:]
    for type in RecordType.allCases {
      for record in try device.store.read({ try $0.records(ofType: type.rawValue) }) {
        rows[record.record] = record
      }
    }
    return rows
  }
}

/// What a simulation found wrong.
package struct SimulationFailure: Error, CustomStringConvertible {
  /// One sentence; the seed is added by the runner.
  package let message: String

  /// The sentence.
  package var description: String { message }
}
