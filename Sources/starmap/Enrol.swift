import ArgumentParser
import Casework
import Foundation
import StarmapDevice
import WireFormat

/// Lets this device in.
struct EnrolCommand: StarmapCommand {
  static let words = "enrol"
  static let configuration = CommandConfiguration(
    commandName: "enrol",
    abstract: "Enrol this device with a one-time code from your administrator or supervisor.",
    discussion: "Example: starmap enrol --server https://progress.example.org --code ABCD-…"
  )

  @OptionGroup var global: GlobalOptions

  @Option(help: "The server's address.")
  var server: String

  @Option(help: "The one-time code; asked for, or read from standard input, if left out.")
  var code: String?

  @Option(help: "What you call this device.")
  var title = "This device"

  func perform(in context: CommandContext) async throws -> Report {
    let device = try Device.open(directory: context.home, surroundings: context.surroundings)
    if let identity = try device.identity() {
      throw Failure(
        .refused,
        code: "already-enrolled",
        "This profile is enrolled already, for \(identity.workerName). "
          + "Use another STARMAP_HOME for another device.",
        next: "starmap whoami"
      )
    }
    let typed = try code ?? ask()
    let body = try device.prepareEnrolment(server: server, code: typed, title: title)
    let transport = try HTTPTransport(server: server)
    let answer: SyncAnswer
    do {
      answer = try await transport.call(method: "POST", path: "/v1/enrol", json: body)
      try await transport.shutdown()
    } catch {
      try? await transport.shutdown()
      throw error
    }
    guard answer.status == 200, let json = try? JSON(strict: answer.body) else {
      throw Failure(refusedBy: answer)
    }
    let identity = try device.completeEnrolment(json)
    return Report(
      data: [
        "worker": .string(identity.workerName), "device": .string(identity.device.description),
      ],
      lines: [
        "Enrolled for \(identity.workerName). Receive your families with: starmap sync"
      ]
    )
  }

  private func ask() throws -> String {
    guard !global.noInput else { throw Failure.usage("--code is missing.") }
    if isatty(0) == 1 { Output.tell("One-time code:") }
    guard let line = readLine(), !line.isEmpty else { throw Failure.usage("--code is missing.") }
    return line
  }
}

/// Says whose device this is.
struct WhoamiCommand: StarmapCommand {
  static let words = "whoami"
  static let configuration = CommandConfiguration(
    commandName: "whoami",
    abstract: "Say whose device this is, and which server it belongs to."
  )

  @OptionGroup var global: GlobalOptions

  func perform(in context: CommandContext) async throws -> Report {
    guard let identity = try context.device().identity() else { return Report() }
    return Report(
      data: [
        "worker": .string(identity.worker.description), "name": .string(identity.workerName),
        "device": .string(identity.device.description), "server": .string(identity.server),
      ],
      lines: ["\(identity.workerName), at \(identity.server)", "Device \(identity.device)"]
    )
  }
}
