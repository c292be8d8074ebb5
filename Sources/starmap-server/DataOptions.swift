import ArgumentParser
import Foundation

/// Where the server's data lies; shared by every command that needs it.
struct DataOptions: ParsableArguments {
  @Option(
    help: "The server's data folder. Also: STARMAP_SERVER_DATA.",
    completion: .directory
  )
  var data: String?

  @Flag(help: "Print JSON instead of sentences.")
  var json = false

  /// The folder to use: the flag, the environment, or the user's data folder.
  var directory: String {
    if let data { return data }
    let environment = ProcessInfo.processInfo.environment
    if let named = environment["STARMAP_SERVER_DATA"], !named.isEmpty { return named }
    let base = environment["XDG_DATA_HOME"] ?? (NSHomeDirectory() + "/.local/share")
    return base + "/starmap-server"
  }
}
