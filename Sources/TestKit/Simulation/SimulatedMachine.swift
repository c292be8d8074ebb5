import Casework
import SyncProtocol
import Synchronization

/// The clock, the randomness and the crashes of one simulated machine; time moves by hand.
final class SimulatedMachine: Sendable {
  private struct State {
    var wall: Int64
    var monotonic: Int64 = 0
    var boot = 1
    var randomness: UInt64
    /// How many failpoints are passed before the next crash; `nil` for no crash.
    var failpointsLeft: Int?
  }

  private let state: Mutex<State>
  private let name: String

  init(name: String, seed: UInt64, wall: Int64) {
    self.name = name
    state = Mutex(State(wall: wall, randomness: seed))
  }

  /// What the cores are handed.
  var surroundings: Surroundings {
    Surroundings(
      now: { self.state.withLock { $0.wall } },
      monotonic: { self.state.withLock { $0.monotonic } },
      boot: "\(name)-\(state.withLock { $0.boot })",
      random: { self.state.withLock { mix(&$0.randomness) } },
      reach: { _ in
        try self.state.withLock { state in
          guard let left = state.failpointsLeft else { return }
          state.failpointsLeft = left > 0 ? left - 1 : nil
          if left == 0 { throw SimulatedCrash() }
        }
      }
    )
  }

  /// Lets time pass on both clocks.
  func pass(_ milliseconds: Int64) {
    state.withLock {
      $0.wall += milliseconds
      $0.monotonic += milliseconds
    }
  }

  /// Sets the wall clock off by so much, as a careless person might.
  func jump(_ milliseconds: Int64) {
    state.withLock { $0.wall = max($0.wall + milliseconds, 0) }
  }

  /// Boots anew: the monotonic clock begins again, and the wall clock says what somebody set.
  func reboot() {
    state.withLock {
      $0.monotonic = 0
      $0.boot += 1
    }
  }

  /// Crashes at the failpoint that comes after so many others.
  func crash(afterFailpoints count: Int?) {
    state.withLock { $0.failpointsLeft = count }
  }
}

/// Thrown at a failpoint: the program is gone, what was committed stays.
struct SimulatedCrash: Error {}

/// One step of SplitMix64 (Steele, Lea and Flood 2014).
private func mix(_ state: inout UInt64) -> UInt64 {
  var generator = SplitMix64(seed: state)
  let word = generator.next()
  state &+= 0x9E37_79B9_7F4A_7C15
  return word
}

/// Seeded dice, so that a failing seed is the whole report.
typealias Dice = SplitMix64

extension SplitMix64 {
  /// Dice for one step of a run: they do not depend on what was rolled in the others, so that a step
  /// can be left out.
  init(seed: UInt64, step: Int) {
    var outer = SplitMix64(seed: seed)
    self.init(seed: outer.next() ^ (UInt64(truncatingIfNeeded: step) &* 0xD134_2543_DE82_EF95))
  }

  /// A word of randomness.
  mutating func word() -> UInt64 { next() }
}
