import Foundation
import Logging
import Machine
import SQLiteStorage
import Server
import Storage
import SyncProtocol
import SyncServer
import WireFormat

/// A server on real sockets, for one test.
struct TestServer: Sendable {
  let running: RunningServer
  let directory: String
  let ledger: SQLiteLedger
  let log: TestLog

  /// The port where devices call.
  var port: Int { running.listen.port }

  /// Sends one request and reads its answer.
  func request(
    _ method: String,
    _ path: String,
    token: String? = nil,
    fields: [String: String] = [:],
    json: JSON? = nil,
    bytes: [UInt8] = []
  ) async throws -> RawAnswer {
    var fields = fields
    if let token { fields["Authorization"] = "Bearer \(token)" }
    if json != nil { fields["Content-Type"] = fields["Content-Type"] ?? "application/json" }
    let body = json?.canonical ?? bytes
    if json != nil || !bytes.isEmpty { fields["Content-Length"] = String(body.count) }
    var head = "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\n"
    for (name, value) in fields { head += "\(name): \(value)\r\n" }
    let connection = try RawConnection(port: port)
    await connection.send(Array((head + "\r\n").utf8) + body)
    guard let answer = await connection.answer(toHEAD: method == "HEAD") else { throw NoAnswer() }
    return answer
  }

  /// Sends bytes as they are and reads one answer.
  func exchange(_ bytes: [UInt8]) async throws -> RawAnswer {
    let connection = try RawConnection(port: port)
    await connection.send(bytes)
    guard let answer = await connection.answer() else { throw NoAnswer() }
    return answer
  }

  /// Asks the health address.
  func health(_ path: String) async throws -> RawAnswer {
    let connection = try RawConnection(port: running.health.port)
    await connection.send("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n")
    guard let answer = await connection.answer() else { throw NoAnswer() }
    return answer
  }

  /// Gives a command at the operator's socket.
  func console(_ json: JSON) async throws -> RawAnswer {
    let connection = try RawConnection(path: directory + "/" + ServerSettings.socketName)
    let body = json.canonical
    let head =
      "POST /console HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      + "Content-Length: \(body.count)\r\n\r\n"
    await connection.send(Array(head.utf8) + body)
    guard let answer = await connection.answer() else { throw NoAnswer() }
    return answer
  }

  /// Runs a test against a server of its own, and stops it afterwards.
  static func with<Value: Sendable>(
    limits: ServerLimits = ServerLimits(),
    listen: ListenAddress = ListenAddress(host: "127.0.0.1", port: 0),
    tls: ServerSettings.TLSFiles? = nil,
    behindProxy: String? = nil,
    _ body: @escaping @Sendable (TestServer) async throws -> Value
  ) async throws -> Value {
    await Slots.servers.take()
    let result: Result<Value, any Error>
    do {
      result = .success(
        try await serve(
          limits: limits,
          listen: listen,
          tls: tls,
          behindProxy: behindProxy,
          body
        )
      )
    } catch {
      result = .failure(error)
    }
    await Slots.servers.giveBack()
    return try result.get()
  }

  private static func serve<Value: Sendable>(
    limits: ServerLimits,
    listen: ListenAddress,
    tls: ServerSettings.TLSFiles?,
    behindProxy: String?,
    _ body: @escaping @Sendable (TestServer) async throws -> Value
  ) async throws -> Value {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("server-\(UUID().uuidString.prefix(8))").path
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let ledger = try SQLiteLedger(directory: directory, epoch: Epoch(prefix: 1, suffix: 2))
    let settings = ServerSettings(
      dataDirectory: directory,
      listen: listen,
      health: ListenAddress(host: "127.0.0.1", port: 0),
      tls: tls,
      behindProxy: behindProxy,
      version: "0-test",
      limits: limits
    )
    let log = TestLog()
    let started = AsyncStream.makeStream(of: RunningServer.self)
    let serving = Task {
      defer { started.continuation.finish() }
      try await ServerProgram.run(
        settings,
        ledger: ledger,
        surroundings: .process([:]),
        logger: log.logger,
        stopsOnSignals: false,
        whenReady: { started.continuation.yield($0) }
      )
    }
    guard let running = await started.stream.first(where: { _ in true }) else {
      try await serving.value
      throw NoAnswer()
    }
    let server = TestServer(running: running, directory: directory, ledger: ledger, log: log)
    let result: Result<Value, any Error>
    do {
      result = .success(try await body(server))
    } catch {
      result = .failure(error)
    }
    await running.stop()
    try await withTaskCancellationHandler {
      try await serving.value
    } onCancel: {
      serving.cancel()
    }
    try ledger.close()
    return try result.get()
  }
}

/// The server closed without an answer.
struct NoAnswer: Error {}

/// Keeps what the server logs.
final class TestLog: Sendable {
  private let lines = Lines()

  /// A log that is kept.
  var logger: Logger {
    let lines = lines
    return Logger(label: "test") { label in
      JSONLinesLog(label: label, now: { 1_790_000_000_000 }, write: { lines.add($0) })
    }
  }

  /// Everything so far, one event a line.
  var text: String { lines.text }

  /// Every event so far.
  var events: [JSON] {
    text.split(separator: "\n").compactMap { try? JSON(strict: Array($0.utf8)) }
  }

  private final class Lines: Sendable {
    private let queue = DispatchQueue(label: "test-log")
    private let pipe = Pipe()
    private let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("log-\(UUID().uuidString)")

    func add(_ line: [UInt8]) {
      queue.sync {
        guard let stream = OutputStream(url: path, append: true) else { return }
        stream.open()
        _ = stream.write(line, maxLength: line.count)
        stream.close()
      }
    }

    var text: String {
      queue.sync { (try? String(contentsOf: path, encoding: .utf8)) ?? "" }
    }

    deinit { try? FileManager.default.removeItem(at: path) }
  }
}
