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

/// Runs a command's work, and turns every failure into one sentence and an exit code.
func reporting(_ work: () async throws -> Void) async throws {
  do {
    try await work()
  } catch let error as StorageError {
    tell(error.message)
    let code: ServerExit =
      switch error.code {
      case .locked: .busy
      case .tooNew: .configuration
      default: .failed
      }
    throw ArgumentParser.ExitCode(code.rawValue)
  } catch let refusal as Refusal {
    tell(refusal.detail)
    throw ArgumentParser.ExitCode(ServerExit.refused.rawValue)
  } catch let failure as ConfigurationFailure {
    tell(failure.message)
    throw ArgumentParser.ExitCode(ServerExit.configuration.rawValue)
  }
}

/// A setting or a file that cannot be used as given.
struct ConfigurationFailure: Error {
  let message: String
}

/// One line on standard error.
func tell(_ line: String) {
  FileHandle.standardError.write(Data(("starmap-server: " + line + "\n").utf8))
}

/// One line on standard output.
func say(_ line: String) {
  FileHandle.standardOutput.write(Data((line + "\n").utf8))
}

/// Prints JSON for scripts.
func say(_ json: JSON) {
  say(json.canonicalText)
}
