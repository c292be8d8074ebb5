/// How long to wait before the next sync that nobody asked for.
///
/// After a failure the longest wait doubles from 2 seconds to 15 minutes, and the wait is drawn evenly from
/// it ("full jitter"), so that devices which lost the same server do not come back together. Where the server
/// asked for a wait it begins after that: many were asked at the same moment.
package struct SyncPauses: Sendable {
  /// The longest wait, in seconds.
  package static let secondsMax: Int64 = 900

  private var failures = 0

  /// Begins with no failure.
  package init() {}

  /// The wait after a sync.
  ///
  /// - Parameters:
  ///   - outcome: How the sync ended; `nil` when it could not even begin.
  ///   - random: Sixty-four random bits.
  /// - Returns: Milliseconds; after a failure always more than the server asked for.
  package mutating func milliseconds(after outcome: SyncOutcome?, random: UInt64) -> Int64 {
    let asked = Int64(outcome?.retryAfterSeconds ?? 0) * 1000
    if let outcome, outcome.problem == nil, outcome.unsent == 0 {
      failures = 0
      return max(Self.secondsMax * 1000, asked)
    }
    failures = min(failures + 1, 20)
    let longest = min(Self.secondsMax * 1000, 1000 << Int64(failures))
    return asked + Int64(random % UInt64(longest)) + 1
  }

  /// The wait between a hint and the pull that it asks for: 1 to 3 seconds, so that the devices of a family
  /// do not all pull at once and a burst of hints is one pull.
  ///
  /// - Parameter random: Sixty-four random bits.
  /// - Returns: Milliseconds.
  package static func afterHint(random: UInt64) -> Int64 {
    1000 + Int64(random % 2001)
  }
}
