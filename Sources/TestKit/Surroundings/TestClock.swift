import Synchronization

/// A clock that only a test moves, and the boots of the machine that it belongs to.
package final class TestClock: Sendable {
  private struct State {
    var wall: Int64
    var monotonic: Int64 = 1_000
    var boot = 1
  }

  /// 2026-11-24 09:00 in UTC, the day on which every invented story begins.
  package static let start: Int64 = 1_795_510_800_000

  private let name: String
  private let state: Mutex<State>

  /// Makes a clock.
  ///
  /// - Parameters:
  ///   - name: Names the machine, and with a number each of its boots.
  ///   - wall: The wall clock at first, milliseconds since 1970.
  package init(_ name: String = "server", wall: Int64 = TestClock.start) {
    self.name = name
    state = Mutex(State(wall: wall))
  }

  /// Wall-clock milliseconds since 1970.
  package var wall: Int64 { state.withLock { $0.wall } }
  /// Milliseconds since the present boot.
  package var monotonic: Int64 { state.withLock { $0.monotonic } }
  /// The name of the present boot.
  package var boot: String { state.withLock { "\(name)-\($0.boot)" } }

  /// Lets time pass on both clocks, in milliseconds.
  package func pass(_ milliseconds: Int64) {
    state.withLock {
      $0.wall += milliseconds
      $0.monotonic += milliseconds
    }
  }

  /// Moves the wall clock alone, as a person or a network might.
  package func jump(_ milliseconds: Int64) {
    state.withLock { $0.wall += milliseconds }
  }

  /// Starts the machine again: another boot, whose monotonic clock begins anew.
  package func reboot() {
    state.withLock {
      $0.boot += 1
      $0.monotonic = 0
    }
  }
}
