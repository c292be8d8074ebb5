import Foundation
import SyncProtocol
import Synchronization

/// Clocks, randomness and failpoints that a test moves by hand.
final class TestMachine: Sendable {
  struct Crash: Error {}

  struct State {
    /// 24 November 2026, 10:00 UTC.
    var now: Int64 = 1_795_514_400_000
    var monotonic: Int64 = 60_000
    var boot = "boot-1"
    var word: UInt64 = 0x9E37_79B9_7F4A_7C15
    var crashAt: Failpoint?
    var reached: [Failpoint] = []
  }

  private let state = Mutex(State())

  /// Lets time pass by both clocks.
  func pass(_ milliseconds: Int64) {
    state.withLock {
      $0.now += milliseconds
      $0.monotonic += milliseconds
    }
  }

  /// Changes what the test needs changed.
  func set(_ change: @Sendable (inout State) -> Void) {
    state.withLock { change(&$0) }
  }

  var now: Int64 { state.withLock { $0.now } }

  /// The failpoints that were reached since the last look.
  func takeReached() -> [Failpoint] {
    state.withLock { state in
      defer { state.reached = [] }
      return state.reached
    }
  }

  var surroundings: Surroundings {
    let boot = state.withLock { $0.boot }
    return Surroundings(
      now: { self.state.withLock { $0.now } },
      monotonic: { self.state.withLock { $0.monotonic } },
      boot: boot,
      random: { self.nextWord() },
      reach: { point in
        let crashes = self.state.withLock { state in
          state.reached.append(point)
          return state.crashAt == point
        }
        if crashes { throw Crash() }
      }
    )
  }

  /// The splitmix64 generator of Steele, Lea and Flood (2014).
  private func nextWord() -> UInt64 {
    state.withLock { state in
      state.word &+= 0x9E37_79B9_7F4A_7C15
      var word = state.word
      word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
      return word ^ (word >> 31)
    }
  }
}

/// Runs a test in a folder of its own, and removes it.
func withProfile<Value>(_ body: (String) throws -> Value) throws -> Value {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("starmap-" + UUID().uuidString)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.appendingPathComponent("profile").path)
}
