import Dispatch
import Foundation
import SyncProtocol

/// Kills the process at a named place, so that a test can see what a crash there leaves behind.
///
/// Without the variable it does nothing. A semaphore counts the times, whichever thread comes by.
final class FailpointTrap: Sendable {
  private let name: String?
  private let count: Counter

  init(_ setting: String?) {
    let parts = (setting ?? "").split(separator: ":", maxSplits: 1)
    name = parts.first.map(String.init)
    count = Counter(parts.count > 1 ? Int(parts[1]) ?? 1 : 1)
  }

  /// Notes that a place was reached, and kills the process when its turn has come.
  func reach(_ failpoint: Failpoint) {
    guard failpoint.rawValue == name else { return }
    guard count.countDown() else { return }
    kill(getpid(), SIGKILL)
  }
}

/// A number that goes down once per call, whichever thread calls.
private final class Counter: Sendable {
  private let semaphore: DispatchSemaphore

  /// The semaphore holds one signal less than the times to let pass.
  init(_ times: Int) {
    semaphore = DispatchSemaphore(value: 0)
    for _ in 1..<max(times, 1) { semaphore.signal() }
  }

  /// Whether the turn has come.
  func countDown() -> Bool {
    semaphore.wait(timeout: .now()) == .timedOut
  }
}
