import Foundation
import WireFormat

/// A real server process for measuring, in a folder of its own.
final class BenchServer {
  let directory: String
  private(set) var address = ""
  private(set) var process: Process?
  /// What is added to the server's environment when it starts.
  var environment: [String: String] = [:]
  /// What is added to the server's command line when it starts.
  var flags: [String] = []
  private let programs: String

  init() throws {
    let executable = Bundle.main.executablePath ?? CommandLine.arguments[0]
    programs = URL(fileURLWithPath: executable).deletingLastPathComponent().path
    directory =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("starmap-bench-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
  }

  /// The path of a program of the product.
  func program(_ name: String) -> String { programs + "/" + name }

  /// Starts the server; returns when it has printed its address.
  func start() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program("starmap-server"))
    let listen = address.isEmpty ? "127.0.0.1:0" : String(address.dropFirst("http://".count))
    process.arguments =
      [
        "serve", "--data", directory + "/server", "--listen", listen, "--health", "127.0.0.1:0",
      ] + flags
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    self.process = process
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
    throw BenchFailure(message: "the server did not start")
  }

  /// Asks for `/v1/hello` over a plain socket until it is answered.
  func waitForAnswer() throws {
    let port = try port
    for _ in 0..<1000 {
      if PlainRequest.isAnswered(port: port) { return }
      usleep(1000)
    }
    throw BenchFailure(message: "the server does not answer")
  }

  /// The port that it listens on.
  var port: UInt16 {
    get throws {
      guard let port = address.split(separator: ":").last.flatMap({ UInt16($0) }) else {
        throw BenchFailure(message: "the server's address has no port")
      }
      return port
    }
  }

  /// Stops the server.
  func stop() {
    process?.terminate()
    process?.waitUntilExit()
    process = nil
  }

  /// Removes everything.
  func remove() {
    stop()
    try? FileManager.default.removeItem(atPath: directory)
  }

  /// Runs a program of the product to its end.
  @discardableResult
  func run(_ name: String, _ arguments: [String], home: String? = nil) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program(name))
    process.arguments = arguments
    var environment = ProcessInfo.processInfo.environment
    environment["STARMAP_HOME"] = home
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw BenchFailure(message: "\(name) \(arguments.joined(separator: " ")) failed")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The resident memory of the server, in MiB.
  func residentMegabytes() throws -> Double {
    guard let process,
      let status = try? String(
        contentsOfFile: "/proc/\(process.processIdentifier)/status",
        encoding: .utf8
      ),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
      let kilobytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({
        Double($0)
      })
    else { throw BenchFailure(message: "the server's memory cannot be read") }
    return kilobytes / 1024
  }
}

/// Why a measurement could not be made.
struct BenchFailure: Error {
  let message: String
}
