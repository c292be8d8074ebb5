import ArgumentParser
import WireFormat

/// Lets the server forget where devices stood that were away for very long.
struct AdminFloor: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "floor",
    abstract: "Let cursors expire that are older than so many days.",
    discussion: """
      A device that was away for longer reads everything again; nothing that it has not sent is touched. \
      Without --force the floor stays below what every active device has shown that it has seen.
      """
  )

  @OptionGroup var data: DataOptions

  @Option(help: "Days that stay, from 30.")
  var keepDays: Int64 = 400

  @Flag(help: "Also past devices that have not been seen since; they are listed.")
  var force = false

  func run() async throws {
    try await reporting("admin floor", asJSON: data.json) {
      let answer = try await Console(data: data).send([
        "command": "floor.raise", "keep_days": .int(keepDays), "force": .bool(force),
      ])
      guard !data.json else { return say(answer, command: "admin floor") }
      let devices = answer["devices"]?.array ?? []
      say("Cursors below commit \(answer["floor"]?.int ?? 0) have expired.")
      guard !devices.isEmpty else { return }
      say(
        force
          ? "These devices will read everything again when they return:"
          : "It stays below these devices; --force does not:"
      )
      for device in devices {
        say("  \(device["title"]?.string ?? "–"), seen \(device["seen"]?.int ?? 0)")
      }
    }
  }
}
