import Foundation
import Testing
import WireFormat

/// A server of its own and profiles beside it, in a folder that goes with it.
final class Sandbox {
  let directory: String
  private(set) var address = ""
  private var server: Process?
  /// The one-time codes of the seeded workers, by key.
  private(set) var codes: [String: String] = [:]
  /// The codes of the seeded families, by key.
  private(set) var families: [String: String] = [:]
  /// The ids of the seeded workers, by key.
  private(set) var workers: [String: String] = [:]

  init() throws {
    directory =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("starmap-test-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(
      atPath: directory,
      withIntermediateDirectories: true
    )
  }

  /// A copy of another one whose server is stopped; its server takes a port of its own.
  convenience init(copyOf other: Sandbox) throws {
    try self.init()
    let files = FileManager.default
    for name in try files.contentsOfDirectory(atPath: other.directory) {
      try files.copyItem(
        atPath: other.directory + "/" + name,
        toPath: directory + "/" + name
      )
    }
    (codes, families, workers) = (other.codes, other.families, other.workers)
  }

  deinit {
    if let server, server.isRunning {
      kill(server.processIdentifier, SIGKILL)
      server.waitUntilExit()
    }
    try? FileManager.default.removeItem(atPath: directory)
  }

  /// The server's data folder.
  var data: String { directory + "/server" }

  /// The server's log so far.
  var log: String {
    (try? String(contentsOfFile: directory + "/server.log", encoding: .utf8)) ?? ""
  }

  /// The id of the server's process.
  var serverProcess: Int32? { server?.processIdentifier }

  /// Starts the server on its port and waits until it answers.
  func startServer(environment: [String: String] = [:], extra: [String] = []) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try Programs.path("starmap-server"))
    let listen = address.isEmpty ? "127.0.0.1:0" : String(address.dropFirst("http://".count))
    process.arguments =
      ["serve", "--data", data, "--listen", listen, "--health", "127.0.0.1:0"] + extra
    process.environment = ProcessInfo.processInfo.environment
      .filter { !$0.key.hasPrefix("STARMAP_") || $0.key == "STARMAP_MUTATION" }
      .merging(environment) { _, new in new }
    process.standardInput = FileHandle.nullDevice
    let log = directory + "/server.log"
    if !FileManager.default.fileExists(atPath: log) {
      _ = FileManager.default.createFile(atPath: log, contents: nil)
    }
    let errors = try #require(FileHandle(forWritingAtPath: log))
    try errors.seekToEnd()
    process.standardError = errors
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    server = process
    var text = ""
    while true {
      // What is there already, or the wait for more; `read(upToCount:)` would wait for all of it.
      let chunk = output.fileHandleForReading.availableData
      guard !chunk.isEmpty else { break }
      text += String(decoding: chunk, as: UTF8.self)
      guard let line = text.split(separator: "\n").first(where: { $0.contains("Listening") }),
        let start = line.range(of: "http://"), text.hasSuffix("\n")
      else { continue }
      address = String(line[start.lowerBound...].prefix { !$0.isWhitespace })
      return
    }
    Issue.record("the server did not start: \(self.log)")
  }

  /// Stops the server as its operator would.
  @discardableResult
  func stopServer() -> Int32 {
    guard let process = server else { return -1 }
    server = nil
    process.terminate()
    // Far longer than a server may take to stop; one that does not must not hold up all other tests.
    let limit = ContinuousClock.now + .seconds(300)
    while process.isRunning, ContinuousClock.now < limit { usleep(10_000) }
    if process.isRunning {
      Issue.record("the server did not stop: \(log)")
      kill(process.processIdentifier, SIGKILL)
    }
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// Kills the server without warning.
  func killServer() {
    guard let process = server else { return }
    server = nil
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Waits for a server that is to kill itself.
  func waitForServerToDie() -> Bool {
    guard let process = server else { return false }
    // One that never gets there must not hold up all other tests.
    let limit = ContinuousClock.now + .seconds(60)
    while process.isRunning, ContinuousClock.now < limit { usleep(10_000) }
    guard !process.isRunning else { return false }
    server = nil
    return process.terminationReason == .uncaughtSignal
  }

  /// Runs the server's program as its operator would.
  func admin(_ arguments: [String]) throws -> JSON {
    let ended = try runProgram("starmap-server", arguments + ["--data", data, "--json"])
    try #require(ended.status == 0, "\(arguments) said: \(ended.errors)")
    let json = try JSON(strict: Array(ended.output.utf8.prefix { $0 != UInt8(ascii: "\n") }))
    return try #require(json["data"])
  }

  /// Loads the seeds with the invented caseload.
  func seed() throws {
    let seeded = try admin(["admin", "seed", "--demo", repositoryRoot + "/Seeds"])
    for worker in seeded["workers"]?.array ?? [] {
      guard let key = worker["key"]?.string else { continue }
      codes[key] = worker["code"]?.string
      workers[key] = worker["id"]?.string
    }
    for family in seeded["families"]?.array ?? [] {
      if let key = family["key"]?.string { families[key] = family["code"]?.string }
    }
  }

  /// A started and seeded server.
  static func seeded() throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.startServer()
    try sandbox.seed()
    return sandbox
  }

  /// The profile of a worker, enrolled and synced.
  func profile(_ worker: String, name: String? = nil) throws -> Profile {
    let profile = Profile(home: directory + "/" + (name ?? worker))
    let code: String
    if let first = codes.removeValue(forKey: worker) {
      code = first
    } else {
      let id = try #require(workers[worker])
      code = try #require(try admin(["admin", "code", id])["code"]?.string)
    }
    try profile.succeed("enrol", "--server", address, "--code", code)
    try profile.succeed("sync")
    return profile
  }

  /// The code of a seeded family.
  func family(_ key: String) throws -> String {
    try #require(families[key])
  }
}

/// One device on this machine.
struct Profile: Sendable {
  let home: String

  /// Runs a command.
  func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Ended {
    try runProgram(
      "starmap",
      arguments,
      environment: environment.merging(["STARMAP_HOME": home]) { _, new in new }
    )
  }

  /// Runs a command with `--json` and gives its envelope.
  func json(_ arguments: String..., status: Int32) throws -> JSON {
    let ended = try run(arguments + ["--json"])
    #expect(ended.status == status, "\(arguments) said: \(ended.output) \(ended.errors)")
    return try JSON(strict: Array(ended.output.utf8.prefix { $0 != UInt8(ascii: "\n") }))
  }

  /// Runs a command that must succeed, and gives its data.
  @discardableResult
  func succeed(_ arguments: String...) throws -> JSON {
    try succeed(arguments)
  }

  /// Runs a command that must succeed, and gives its data.
  @discardableResult
  func succeed(_ arguments: [String]) throws -> JSON {
    let ended = try run(arguments + ["--json"])
    try #require(ended.status == 0, "\(arguments) said: \(ended.output) \(ended.errors)")
    let json = try JSON(strict: Array(ended.output.utf8.prefix { $0 != UInt8(ascii: "\n") }))
    return try #require(json["data"])
  }
}

/// A full set of scores for the invented compass.
func compass(_ home: Int) -> [String] {
  let areas = ["learning", "money", "health", "feelings", "friends", "safety", "family-life"]
  return ["--instrument", "demo-compass", "--by", "together", "--score", "home=\(home)"]
    + areas.flatMap { ["--score", "\($0)=5"] }
}
