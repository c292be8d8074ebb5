import AsyncHTTPClient
import Foundation
import Machine
import NIOCore
import NIOHTTP1
import SQLiteStorage
import Server
import Storage
import SyncProtocol
import SyncServer
import WireFormat

/// Takes a console command to the running server over its Unix socket; with none running it takes the lock and
/// carries the command out itself, by the same handler.
struct Console {
  let data: DataOptions

  func send(_ request: JSON) async throws -> JSON {
    let socket = data.directory + "/" + ServerSettings.socketName
    if FileManager.default.fileExists(atPath: socket),
      let answer = try await ask(request, at: "/console", over: socket)
    {
      return answer
    }
    return try inProcess { core, writer in try core.console(request, into: writer) }
  }

  /// Has the store copied into a file: by the running server, or with none running by itself.
  ///
  /// - Parameter path: The file, by its whole path.
  /// - Throws: `Refusal`, `StorageError`.
  func backUp(to path: String) async throws {
    let socket = data.directory + "/" + ServerSettings.socketName
    if FileManager.default.fileExists(atPath: socket),
      try await ask(["to": .string(path)], at: "/backup", over: socket) != nil
    {
      return
    }
    let surroundings = Surroundings.process()
    let ledger = try SQLiteLedger(
      directory: data.directory,
      epoch: Epoch(prefix: surroundings.random(), suffix: surroundings.random())
    )
    try ledger.backUp(to: path)
    try ledger.close()
  }

  /// Takes an import the same way.
  ///
  /// - Parameters:
  ///   - request: The files and the mapping.
  ///   - progress: Is given a line now and then.
  /// - Returns: What the import has to tell.
  /// - Throws: `Refusal` when it was refused as a whole; nothing is stored then.
  func send(_ request: ImportRequest, progress: @escaping (String) -> Void) async throws -> JSON {
    let socket = data.directory + "/" + ServerSettings.socketName
    if FileManager.default.fileExists(atPath: socket),
      let answer = try await ask(request, over: socket, progress)
    {
      return answer
    }
    return try inProcess { core, writer in
      try core.importFiles(request, into: writer) { tell($0.line) }
    }
  }

  /// The running server's lines up to the last; `nil` when nobody listens any more.
  private func ask(
    _ request: ImportRequest,
    over socket: String,
    _ progress: (String) -> Void
  ) async throws -> JSON? {
    var call = HTTPClientRequest(url: "http+unix://\(Self.escaped(socket))/import")
    call.method = .POST
    call.headers = ["Content-Type": "application/octet-stream", "Host": "localhost"]
    call.body = .bytes(ByteBuffer(bytes: request.body))
    let response: HTTPClientResponse
    do {
      response = try await HTTPClient.shared.execute(call, timeout: .hours(1))
    } catch is ChannelError, is IOError, is HTTPClientError {
      return nil
    }
    guard response.status == .ok else {
      let body = try await response.body.collect(upTo: 65_536)
      throw Self.refusal(try? JSON(strict: Array(body.readableBytesView)))
    }
    var rest: [UInt8] = []
    for try await chunk in response.body {
      var new = chunk.readableBytesView[...]
      while let end = new.firstIndex(of: UInt8(ascii: "\n")) {
        rest += new[..<end]
        new = new[(end + 1)...]
        guard
          let line = try? JSON(strict: rest, limits: JSONLimits(bytesMax: Limits.importBytesMax))
        else {
          throw ConfigurationFailure(
            message: "The running server gave a line that cannot be read. The import may be done: "
              + "run it again, and it stores what is missing and reports the same."
          )
        }
        rest.removeAll(keepingCapacity: true)
        if let text = line["progress"]?.string { progress(text) }
        if let answer = line["answer"] { return answer }
        if let problem = line["problem"] { throw Self.refusal(problem) }
      }
      rest += new
    }
    throw ConfigurationFailure(
      message: "The running server ended before the import did. Nothing is stored by halves: "
        + "run the same import again, and it stores what is missing."
    )
  }

  private static func refusal(_ problem: JSON?) -> Refusal {
    Refusal(
      problem?["code"]?.string.flatMap { ProblemCode(rawValue: $0) } ?? .serverFault,
      problem?["detail"]?.string ?? "The running server refused the command."
    )
  }

  /// The running server's answer; `nil` when nobody listens any more.
  private func ask(
    _ request: JSON,
    at path: String,
    over socket: String
  ) async throws -> JSON? {
    let client = HTTPClient(eventLoopGroupProvider: .singleton)
    let response: HTTPClient.Response?
    do {
      var httpRequest = try HTTPClient.Request(
        url: "http+unix://\(Self.escaped(socket))\(path)",
        method: .POST,
        headers: ["Content-Type": "application/json", "Host": "localhost"]
      )
      httpRequest.body = .bytes(request.canonical)
      response = try await client.execute(request: httpRequest).get()
    } catch is ChannelError, is IOError, is HTTPClientError {
      response = nil
    } catch {
      try await client.shutdown()
      throw error
    }
    try await client.shutdown()
    guard let response else { return nil }
    let bytes = response.body.map { Array($0.readableBytesView) } ?? []
    guard let json = try? JSON(strict: bytes) else {
      throw ConfigurationFailure(message: "The running server gave no answer that can be read.")
    }
    guard response.status == .ok else {
      throw Self.refusal(json)
    }
    return json
  }

  /// Takes the lock and carries a command out itself.
  private func inProcess(
    _ work: @escaping @Sendable (ServerCore, any LedgerWriter) throws -> JSON
  ) throws -> JSON {
    let surroundings = Surroundings.process()
    let ledger = try SQLiteLedger(
      directory: data.directory,
      epoch: Epoch(prefix: surroundings.random(), suffix: surroundings.random())
    )
    let catalogue = try ledger.read { try ServerCore.catalogue(from: $0) }
    let core = ServerCore(surroundings: surroundings, catalogue: catalogue)
    let results = try ledger.commit([{ writer in try work(core, writer) }])
    try ledger.close()
    guard let answer = try results.first?.get() as? JSON else {
      throw ConfigurationFailure(message: "The command told nothing.")
    }
    return answer
  }

  private static func escaped(_ path: String) -> String {
    path.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? path
  }
}
