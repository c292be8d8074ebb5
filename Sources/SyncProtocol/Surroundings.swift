package import Casework

/// What the cores may not ask for themselves: time, randomness, and the places where a test may
/// stop them.
///
/// Both ends take it as a value, so a simulation that hands in its own is deterministic.
package struct Surroundings: Sendable {
  /// Wall-clock milliseconds since 1970; may jump.
  package var now: @Sendable () -> Int64
  /// Monotonic milliseconds since the boot named by ``boot``.
  package var monotonic: @Sendable () -> Int64
  /// Names the present boot of the machine; two boots never share a name.
  package var boot: String
  /// Sixty-four random bits.
  package var random: @Sendable () -> UInt64
  /// Called at every named failpoint; a test stops the process there.
  package var reach: @Sendable (Failpoint) throws -> Void

  /// Makes surroundings from their parts.
  package init(
    now: @escaping @Sendable () -> Int64,
    monotonic: @escaping @Sendable () -> Int64,
    boot: String,
    random: @escaping @Sendable () -> UInt64,
    reach: @escaping @Sendable (Failpoint) throws -> Void = { _ in }
  ) {
    self.now = now
    self.monotonic = monotonic
    self.boot = boot
    self.random = random
    self.reach = reach
  }

  /// Mints a new id of any kind.
  package func newID<Kind>(_ kind: Kind.Type = Kind.self) -> Identifier<Kind> {
    Identifier<Kind>(milliseconds: now(), random: (random(), random()))
  }

  /// The moment to write into an operation.
  package func moment() -> Moment {
    Moment(wall: now(), monotonic: monotonic(), boot: boot)
  }
}

/// The places where a test may kill a process or throw, by their public names.
///
/// `STARMAP_FAILPOINT=name` or `name:count` makes a program kill itself when it reaches the place
/// for the count-th time.
package enum Failpoint: String, CaseIterable, Sendable {
  case captureBeforeCommit = "capture.before-commit"
  case captureAfterCommit = "capture.after-commit"
  case pushBeforeSend = "push.before-send"
  case pushAfterAnswer = "push.after-answer"
  case pushAfterResults = "push.after-results"
  case pullAfterAnswer = "pull.after-answer"
  case pullBeforeCommit = "pull.before-commit"
  case pullAfterCommit = "pull.after-commit"
  case serverBeforeCommit = "server.before-commit"
  case serverAfterCommit = "server.after-commit"
  case serverWhileJudging = "server.while-judging"
  case serverImportHalfWay = "server.import-half-way"
  case serverRestoreCopied = "server.restore-copied"
  case serverRestoreBeforeRename = "server.restore-before-rename"
  case serverRestoreAfterRename = "server.restore-after-rename"

  /// Whether it lies on the device; the others lie on the server.
  package var isOnDevice: Bool { !rawValue.hasPrefix("server.") }
}
