package import SyncProtocol
import Synchronization

extension Surroundings {
  /// Surroundings that a test holds in its hand: its clock, and randomness from a seed.
  ///
  /// The name of the boot is that of the moment of the call; take new ones after a reboot.
  ///
  /// - Parameters:
  ///   - clock: The clock, which the test moves.
  ///   - seed: The seed of the randomness.
  ///   - reach: Called at every failpoint.
  /// - Returns: The surroundings.
  package static func test(
    _ clock: TestClock,
    seed: UInt64,
    reach: @escaping @Sendable (Failpoint) throws -> Void = { _ in }
  ) -> Surroundings {
    let randomness = SharedRandomness(seed: seed)
    return Surroundings(
      now: { clock.wall },
      monotonic: { clock.monotonic },
      boot: clock.boot,
      random: { randomness.next() },
      reach: reach
    )
  }
}

/// One sequence of numbers for all who hold it.
private final class SharedRandomness: Sendable {
  private let generator: Mutex<SplitMix64>

  init(seed: UInt64) {
    generator = Mutex(SplitMix64(seed: seed))
  }

  func next() -> UInt64 {
    generator.withLock { $0.next() }
  }
}
