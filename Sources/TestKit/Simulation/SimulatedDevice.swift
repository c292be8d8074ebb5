import Casework
import DeviceStore
import StarmapDevice
import SyncProtocol
import WireFormat

/// A real device core over a real store in memory, with a network that loses requests and answers.
final class SimulatedDevice {
  let name: String
  let machine: SimulatedMachine
  let device: Device
  /// Every operation whose saving returned success.
  private(set) var saved: [OperationID] = []

  init(name: String, machine: SimulatedMachine) throws {
    self.name = name
    self.machine = machine
    device = Device(store: try DeviceStore.inMemory(), surroundings: machine.surroundings)
  }

  /// Saves something, and remembers what was promised; a crash before the commit promises nothing.
  func save(_ work: (Device) throws -> Void) throws {
    let before = try operations()
    do {
      try work(device)
    } catch is SimulatedCrash {
      // The program is gone; whatever was committed is a promise all the same.
    } catch is Refusal {
      // What the device itself refuses never becomes work.
    }
    saved += try operations().filter { !before.contains($0) }
  }

  private func operations() throws -> [OperationID] {
    try device.store.read { try $0.entries([.pending, .sent]).map(\.id) }
  }

  /// Syncs over a network that may lose each request and each answer.
  ///
  /// - Parameters:
  ///   - server: The server.
  ///   - loses: Asked twice for each exchange, before and after.
  /// - Returns: How it ended; `nil` when the program crashed on the way.
  /// - Throws: ``SimulationFailure`` when the sync does not end, and what the store throws.
  func sync(with server: SimulatedServer, loses: () -> Bool) throws -> SyncOutcome? {
    do {
      var session = try SyncSession(device: device)
      // A session that does not end is a bug of its own; the bound makes it show.
      for _ in 0..<10_000 {
        switch try session.next() {
        case .done(let outcome): return outcome
        case .send(let request):
          machine.pass(50)
          server.machine.pass(50)
          if loses() {
            session.lost()
          } else if let answer = server.answerWithoutCommit(request) {
            try session.receive(answer)
          } else {
            let answer = server.answer(request)
            if loses() { session.lost() } else { try session.receive(answer) }
          }
        }
      }
      throw SimulationFailure(message: "\(name): the sync did not come to an end")
    } catch is SimulatedCrash {
      return nil
    }
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
