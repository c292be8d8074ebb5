package import Casework
import Instruments
package import SQLiteStorage
package import Storage
package import SyncProtocol
package import SyncServer
package import WireFormat

/// A server without a network: the real core over a real ledger in memory, an invented partnership,
/// and time that moves by hand.
package final class ServerWorld {
  /// The ledger.
  package let ledger: SQLiteLedger
  /// The server's clock.
  package let clock: TestClock
  /// The units and the workers.
  package let people: InventedPartnership
  /// The core, with the instruments that are installed at present.
  package private(set) var core: ServerCore
  /// Seeds of the devices to come, so that no two mint the same ids.
  private var seeds: SplitMix64

  /// The packs under `Seeds/` that every world has; the Star among them has no licence recorded.
  package static let packs = [
    "demo-compass-1", "demo-steps-1", "map-assumed-0", "family-star-plus-2",
  ]

  /// Makes a world.
  ///
  /// - Parameters:
  ///   - seed: The seed of all its randomness.
  ///   - reach: Called at every failpoint of the server.
  /// - Throws: What making the ledger or reading the packs throws.
  package init(
    seed: UInt64 = 1,
    reach: @escaping @Sendable (Failpoint) throws -> Void = { _ in }
  ) throws {
    seeds = SplitMix64(seed: seed)
    clock = TestClock()
    let surroundings = Surroundings.test(clock, seed: seeds.next(), reach: reach)
    ledger = try SQLiteLedger.inMemory(
      epoch: Epoch(prefix: surroundings.random(), suffix: surroundings.random())
    )
    let bare = ServerCore(
      surroundings: surroundings,
      catalogue: InstrumentCatalogue(packs: [InstrumentPack]())
    )
    core = bare
    let packs = try Self.packs.map { try Seeds.pack($0) }
    people = try ledger.commit { writer in
      for pack in packs { try bare.installPack(bytes: pack, by: nil, into: writer) }
      return try InventedPartnership(core: bare, writer: writer)
    }
    try renewCatalogue()
  }

  /// Carries out one unit of work in one commit.
  ///
  /// - Parameter body: The work, with the present core.
  /// - Returns: What it returns.
  /// - Throws: What it throws, and then nothing is kept.
  package func commit<Value: Sendable>(
    _ body: @escaping @Sendable (ServerCore, any LedgerWriter) throws -> Value
  ) throws -> Value {
    let core = core
    return try ledger.commit { writer in try body(core, writer) }
  }

  /// Reads from one snapshot.
  package func read<Value>(_ body: (any LedgerReader) throws -> Value) throws -> Value {
    try ledger.read(body)
  }

  /// Carries out a command of the server's own console, and takes up instruments that it brought.
  @discardableResult
  package func console(_ request: JSON) throws -> JSON {
    let answer = try commit { core, writer in try core.console(request, into: writer) }
    try renewCatalogue()
    return answer
  }

  /// The newest seq.
  package var head: Int64 {
    get throws { try read { try $0.clock().head } }
  }

  /// Issues a code for a worker and lets a new device in with it.
  ///
  /// - Parameters:
  ///   - worker: Whose device it is.
  ///   - name: Names the device's machine.
  /// - Returns: The device, which holds nothing yet.
  /// - Throws: What enrolling throws.
  package func device(of worker: WorkerID, _ name: String = "device") throws -> ScriptedDevice {
    let issued = try console([
      "command": "enrolment.issue", "worker": .string(worker.description),
    ])
    let own = TestClock(name, wall: clock.wall)
    let device = ScriptedDevice(
      world: self,
      worker: worker,
      clock: own,
      surroundings: Surroundings.test(own, seed: seeds.next())
    )
    try device.enrol(code: issued["code"]?.string ?? "")
    return device
  }

  private func renewCatalogue() throws {
    core = ServerCore(
      surroundings: core.surroundings,
      catalogue: try ledger.read { try ServerCore.catalogue(from: $0) }
    )
  }
}

extension SQLiteLedger {
  /// Carries out one unit of work in one commit.
  ///
  /// - Parameter unit: The work.
  /// - Returns: What it returns.
  /// - Throws: What it throws, and then nothing is kept.
  package func commit<Value: Sendable>(
    _ unit: @escaping @Sendable (any LedgerWriter) throws -> Value
  ) throws -> Value {
    let results = try commit([{ writer in try unit(writer) }])
    guard let value = try results.first?.get() as? Value else {
      throw StorageError(.failed, "The commit had another result than its unit.")
    }
    return value
  }
}
