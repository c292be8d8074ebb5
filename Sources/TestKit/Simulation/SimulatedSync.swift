import StarmapDevice
import SyncProtocol

/// One sync of a simulated device, a request at a time, so that several can go on at once.
struct SimulatedSync {
  let device: SimulatedDevice
  /// How it ended; `nil` while it goes on, and when the program crashed on the way.
  private(set) var outcome: SyncOutcome?
  /// The machine that goes on; `nil` once it is over.
  private var session: SyncSession?
  // A session that does not end is a bug of its own; the bound makes it show.
  private var requestsLeft = 10_000

  init(_ device: SimulatedDevice, mustVerify: Bool = false) throws {
    self.device = device
    try step { $0.session = try device.session(mustVerify: mustVerify) }
  }

  /// The next request; `nil` when the sync is over.
  mutating func next() throws -> SyncRequest? {
    var request: SyncRequest?
    try step { sync in
      switch try sync.session?.next() {
      case .done(let outcome):
        sync.outcome = outcome
        sync.session = nil
      case .send(let due):
        sync.device.machine.pass(50)
        request = due
      case nil: break
      }
    }
    guard requestsLeft > 0 else {
      throw SimulationFailure(message: "\(device.name): the sync did not come to an end")
    }
    requestsLeft -= 1
    return request
  }

  /// Takes the answer to it, or that there was none.
  mutating func take(_ answer: SyncAnswer?) throws {
    try step { sync in
      if let answer { try sync.session?.receive(answer) } else { sync.session?.lost() }
    }
  }

  /// Runs a part of the program; a crash ends it.
  private mutating func step(_ body: (inout SimulatedSync) throws -> Void) throws {
    do {
      try body(&self)
    } catch is SimulatedCrash {
      session = nil
      try device.restart()
    }
  }
}
