import StarmapDevice
import SyncProtocol

/// Syncs when the server hints that there is something, every 15 minutes, and after failures with growing
/// pauses, until something only a person can mend.
struct SyncWatch {
  let context: CommandContext
  let device: Device
  let identity: Identity
  let transport: HTTPTransport
  let isJSON: Bool

  /// Runs until the process is stopped.
  ///
  /// - Throws: ``Failure`` when this device cannot receive any more, `DeviceStoreError`,
  ///   `CancellationError`.
  func run() async throws {
    var pauses = SyncPauses()
    var failure: Failure?
    while true {
      var outcome: SyncOutcome?
      var wait: NudgeWait?
      do {
        wait = try await transport.nudge(token: identity.token, within: SyncPauses.secondsMax) {
          outcome = try await once()
        }
      } catch let error as TransportError {
        failure = tell(Failure(explaining: error), after: failure)
      } catch let busy as Failure where busy.exit == .busy {
        failure = tell(busy, after: failure)
      }
      if let outcome {
        failure = try take(outcome, after: failure)
      }
      let random = context.surroundings.random()
      let pause: Int64
      if let outcome, outcome.isQuiet, wait == .head || wait == .quiet {
        _ = pauses.milliseconds(after: outcome, random: random)
        pause = wait == .head ? SyncPauses.afterHint(random: random) : 0
      } else {
        // A stream that ends at once is a failure too: the server restarts, or has no room.
        let hasFailed = outcome?.isQuiet != false
        pause = pauses.milliseconds(after: hasFailed ? nil : outcome, random: random)
      }
      try await Task.sleep(for: .milliseconds(pause))
    }
  }

  private func once() async throws -> SyncOutcome {
    let lock = try SyncLock(directory: context.home)
    defer { lock.release() }
    return try await device.sync(over: transport)
  }

  private func take(_ outcome: SyncOutcome, after last: Failure?) throws -> Failure? {
    if let failure = Failure(outcome) {
      guard failure.exit == .unreachable else { throw failure }
      return tell(failure, after: last)
    }
    if outcome.hasNews {
      let report = try SyncCommand.report(outcome)
      Output.show(report, command: SyncCommand.words, asJSON: isJSON)
    }
    return nil
  }

  /// Says what failed, once for a row of the same failures.
  private func tell(_ failure: Failure, after last: Failure?) -> Failure {
    if failure.code != last?.code {
      Output.show(failure, command: SyncCommand.words, asJSON: isJSON)
    }
    return failure
  }
}

extension SyncOutcome {
  /// Whether nothing is left to do now.
  fileprivate var isQuiet: Bool { problem == nil && unsent == 0 }

  /// Whether there is anything to tell.
  fileprivate var hasNews: Bool {
    sent + received + entered + left + held + differing + unsent > 0
  }
}
