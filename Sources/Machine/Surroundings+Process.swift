import Foundation
package import SyncProtocol

extension Surroundings {
  /// The clocks and the randomness of the machine that this process runs on.
  ///
  /// - Parameter environment: The process's variables; `STARMAP_FAILPOINT=name` or `name:count` makes the
  ///   process kill itself at that place, which tests use.
  /// - Returns: Surroundings for a program.
  package static func process(
    _ environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> Surroundings {
    let trap = FailpointTrap(environment["STARMAP_FAILPOINT"])
    return Surroundings(
      now: { Int64(Date().timeIntervalSince1970 * 1000) },
      monotonic: { Int64(ProcessInfo.processInfo.systemUptime * 1000) },
      boot: Boot.name(),
      random: { UInt64.random(in: .min ... .max) },
      reach: { trap.reach($0) }
    )
  }
}
