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

  /// Crashes at the failpoint that comes after so many others.
  func crash(afterFailpoints count: Int?) {
    state.withLock { $0.failpointsLeft = count }
  }
}

/// Thrown at a failpoint: the program is gone, what was committed stays.
struct SimulatedCrash: Error {}

/// One step of SplitMix64 (Steele, Lea and Flood 2014).
private func mix(_ state: inout UInt64) -> UInt64 {
  state &+= 0x9E37_79B9_7F4A_7C15
  var word = state
  word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
  word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
  return word ^ (word >> 31)
}

/// Seeded dice, so that a failing seed is the whole report.
struct Dice {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  /// A number from zero up to but not including `sides`.
  mutating func roll(_ sides: Int) -> Int {
    Int(mix(&state) % UInt64(max(sides, 1)))
  }

  /// True once in so many times.
  mutating func once(in times: Int) -> Bool {
    roll(times) == 0
  }

  /// One of some elements; `nil` when there are none.
  mutating func pick<Element>(_ elements: [Element]) -> Element? {
    elements.isEmpty ? nil : elements[roll(elements.count)]
  }

  /// A word of randomness.
  mutating func word() -> UInt64 {
    mix(&state)
  }
}
