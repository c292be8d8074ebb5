import ArgumentParser
import Foundation
import StarmapDevice
import WireFormat

/// An invented worker of the demo.
struct DemoPerson: Sendable {
  /// The worker's key in the caseload.
  let key: String
  /// What the demo calls them.
  let name: String

  static let supervisor = DemoPerson(key: "supervisor", name: "sam")
  static let priya = DemoPerson(key: "peterborough", name: "priya")
  static let jo = DemoPerson(key: "cambridgeshire", name: "jo")
}

/// Where the demo plays: a folder, a server process, three profiles.
///
/// It runs the real commands in this process, each with the profile of the person who would have typed it.
final class DemoStage {
  static let people: [DemoPerson] = [.supervisor, .priya, .jo]

  let directory: String
  let seeds: String
  let isKept: Bool
  let isASCII: Bool
  /// The step that is being played.
  private(set) var stepName = "prepare"
  private(set) var address = ""
  private let serverPath: String
  private let tellsOnErrors: Bool
  private var server: Process?
  private var stepNumber = 0

  init(directory: String?, server: String?, seeds: String?, ascii: Bool, tellsOnErrors: Bool) throws
  {
    self.tellsOnErrors = tellsOnErrors
    isKept = directory != nil
    isASCII = ascii
    let manager = FileManager.default
    self.directory =
      directory
      ?? manager.temporaryDirectory.appendingPathComponent("starmap-demo-\(UUID().uuidString)").path
    if let present = try? manager.contentsOfDirectory(atPath: self.directory), !present.isEmpty {
      throw Failure.usage("\(self.directory) is not empty; name a new folder.")
    }
    do {
      try manager.createDirectory(atPath: self.directory, withIntermediateDirectories: true)
    } catch {
      throw Failure.usage("\(self.directory) cannot be made; name another folder.")
    }
    self.seeds = try Nearby.seeds(seeds)
    serverPath = try Nearby.server(server)
  }

  /// The server's log, once there is one.
  var serverLogPath: String? {
    let path = directory + "/server.log"
    return isKept && FileManager.default.fileExists(atPath: path) ? path : nil
  }

  private func narrate(_ line: String) {
    tellsOnErrors ? Output.tell(line) : Output.write(line)
  }

  /// Begins a step.
  func step(_ name: String, _ sentence: String) {
    stepName = name
    stepNumber += 1
    narrate("")
    narrate("\(stepNumber). \(sentence)")
  }

  /// One line of the narration.
  func say(_ line: String) {
    narrate(line.isEmpty ? "" : "   \(line)")
  }

  /// Fails the step when a claim does not hold.
  func check(_ isTrue: Bool, _ claim: String) throws {
    guard isTrue else { throw Failure(.failed, code: "demo", claim) }
  }

  /// A family's code.
  func known(_ families: [String: String], _ key: String) throws -> String {
    guard let code = families[key] else {
      throw Failure(.failed, code: "demo", "the family `\(key)` is not in the caseload")
    }
    return code
  }

  /// Runs a command as somebody, and shows it.
  @discardableResult
  func run(_ who: DemoPerson, _ arguments: [String]) async throws -> Report {
    let shown = arguments.map { $0.contains(" ") ? "'\($0)'" : $0 }.joined(separator: " ")
    narrate("   \(who.name)$ starmap \(shown)")
    guard let command = try Starmap.parseAsRoot(arguments) as? any StarmapCommand else {
      throw Failure(.failed, code: "demo", "`starmap \(shown)` is no such command")
    }
    let report = try await command.perform(in: context(of: who))
    for line in report.lines { narrate("      \(line)") }
    for message in report.messages { narrate("      \(message)") }
    return report
  }

  /// Runs a command that must fail in one way.
  func expect(_ exit: Exit, from who: DemoPerson, _ arguments: [String]) async throws {
    do {
      try await run(who, arguments)
    } catch {
      let failure = Failure(explaining: error)
      guard failure.exit == exit else { throw failure }
      narrate("      ✗ \(failure.message)")
      narrate(
        "      Everything that was saved is safe on this device. (exit \(exit.rawValue))"
      )
      return
    }
    throw Failure(.failed, code: "demo", "`starmap \(arguments.joined(separator: " "))` succeeded")
  }

  private func context(of who: DemoPerson) -> CommandContext {
    CommandContext.process().inProfile(directory + "/" + who.name)
  }

  // MARK: The server

  /// Starts the server on the port it had before, or a free one, and waits until it answers.
  func startServer() async throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: serverPath)
    let listen = address.isEmpty ? "127.0.0.1:0" : String(address.dropFirst("http://".count))
    process.arguments = [
      "serve", "--data", directory + "/server", "--listen", listen, "--health", "127.0.0.1:0",
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardInput = FileHandle.nullDevice
    process.standardError = try logHandle()
    do {
      try process.run()
    } catch {
      throw Failure(.failed, code: "demo", "the server's program \(serverPath) cannot be started")
    }
    server = process
    address = try Self.address(in: output.fileHandleForReading)
  }

  /// Reads the line in which the server tells its address; the end of the stream means that it did not start.
  private static func address(in handle: FileHandle) throws -> String {
    var text = ""
    while true {
      // What is there already, or the wait for more; `read(upToCount:)` would wait for all of it.
      let chunk = handle.availableData
      guard !chunk.isEmpty else { break }
      text += String(decoding: chunk, as: UTF8.self)
      if let line = text.split(separator: "\n").first(where: { $0.contains("Listening") }),
        let start = line.range(of: "http://"), text.hasSuffix("\n")
      {
        return String(line[start.lowerBound...].prefix { !$0.isWhitespace })
      }
    }
    throw Failure(.failed, code: "demo", "the server did not start")
  }

  private func logHandle() throws -> FileHandle {
    let path = directory + "/server.log"
    if !FileManager.default.fileExists(atPath: path) {
      _ = FileManager.default.createFile(atPath: path, contents: nil)
    }
    guard let handle = FileHandle(forWritingAtPath: path) else { return .nullDevice }
    try handle.seekToEnd()
    return handle
  }

  /// Stops the server and waits until it has gone.
  func stopServer() throws {
    guard let process = server else { return }
    server = nil
    process.terminate()
    process.waitUntilExit()
    try check(process.terminationStatus == 0, "the server did not stop cleanly")
  }

  /// Runs the server's program as its operator would.
  func admin(_ arguments: [String]) async throws -> JSON {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: serverPath)
    process.arguments = arguments + ["--data", directory + "/server"]
    let output = Pipe()
    process.standardOutput = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try check(process.terminationStatus == 0, "`starmap-server \(arguments[0])` failed")
    do {
      return try JSON(strict: Array(bytes.prefix { $0 != UInt8(ascii: "\n") }))["data"] ?? .null
    } catch {
      throw Failure(.failed, code: "demo", "`starmap-server \(arguments[0])` told nothing")
    }
  }

  /// Stops everything; a temporary folder goes, except the export that was asked for.
  func finish() {
    if let server {
      server.terminate()
      server.waitUntilExit()
    }
    server = nil
    guard !isKept else { return }
    for name in ["server", "server.log"] + Self.people.map(\.name) {
      try? FileManager.default.removeItem(atPath: directory + "/" + name)
    }
  }
}
