import ArgumentParser
import Foundation
import Storage
import SyncProtocol
import WireFormat

/// The exit codes of `starmap-server`, chosen nowhere else.
enum ServerExit: Int32 {
  case failed = 1
  case refused = 8
  case busy = 75
  case configuration = 78
}

/// Runs a command's work, and turns every failure into one sentence, or one envelope, and an exit code.
func reporting(
  _ command: String,
  asJSON: Bool,
  _ work: () async throws -> Void
) async throws {
  do {
    try await work()
  } catch let error as StorageError {
    let exit: ServerExit =
      switch error.code {
      case .locked: .busy
      case .tooNew: .configuration
      default: .failed
      }
    throw failed(command, asJSON, "storage-\(error.code.rawValue)", error.message, exit)
  } catch let refusal as Refusal {
    throw failed(command, asJSON, refusal.code.rawValue, refusal.detail, .refused)
  } catch let failure as ConfigurationFailure {
    throw failed(command, asJSON, "configuration", failure.message, .configuration)
  }
}

private func failed(
  _ command: String,
  _ asJSON: Bool,
  _ code: String,
  _ message: String,
  _ exit: ServerExit
) -> ArgumentParser.ExitCode {
  if asJSON {
    say(
      JSON.object([
        "v": 1, "command": .string(command), "ok": false, "exit": .int(Int64(exit.rawValue)),
        "error": [
          "code": .string(code), "message": .string(message), "safe": true, "next": .null,
        ],
      ]).canonicalText
    )
  } else {
    tell(message)
  }
  return ArgumentParser.ExitCode(exit.rawValue)
}

/// A setting or a file that cannot be used as given.
struct ConfigurationFailure: Error {
  let message: String
}

/// One line on standard error.
func tell(_ line: String) {
  try? FileHandle.standardError.write(contentsOf: Data(("starmap-server: " + line + "\n").utf8))
}

/// One line on standard output.
func say(_ line: String) {
  // A reader that stops, as `head` does, is no fault of ours.
  try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
}

/// Prints what a command has to tell in the same envelope as `starmap`.
func say(_ data: JSON, command: String, isDone: Bool = true) {
  say(
    JSON.object([
      "v": 1, "command": .string(command), "ok": .bool(isDone),
      "exit": .int(isDone ? 0 : Int64(ServerExit.failed.rawValue)), "data": data, "messages": [],
    ]).canonicalText
  )
}
