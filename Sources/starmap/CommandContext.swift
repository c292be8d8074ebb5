import Foundation
import Machine
import StarmapDevice
import SyncProtocol

/// Where a command runs: a profile, the clocks, the environment.
struct CommandContext: Sendable {
  /// The profile's folder.
  let home: String
  /// The environment's variables.
  let environment: [String: String]
  /// Time, randomness and failpoints.
  let surroundings: Surroundings

  /// The context of this process: `STARMAP_HOME`, or the user's data folder.
  static func process() -> CommandContext {
    let environment = ProcessInfo.processInfo.environment
    let base = environment["XDG_DATA_HOME"] ?? (NSHomeDirectory() + "/.local/share")
    let named = environment["STARMAP_HOME"] ?? ""
    return CommandContext(
      home: named.isEmpty ? base + "/starmap" : named,
      environment: environment,
      surroundings: .process(environment)
    )
  }

  /// The same, in another profile.
  func inProfile(_ home: String) -> CommandContext {
    CommandContext(home: home, environment: environment, surroundings: surroundings)
  }

  /// The profile's device, enrolled.
  func device() throws -> Device {
    let device = try Device.open(directory: home, surroundings: surroundings)
    guard try device.identity() != nil else {
      throw Failure(
        .signInNeeded,
        code: "not-enrolled",
        "This profile (\(home)) is not enrolled with a server.",
        next: "starmap enrol --server URL --code CODE"
      )
    }
    return device
  }
}
