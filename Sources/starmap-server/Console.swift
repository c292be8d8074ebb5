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
      let answer = try await ask(request, over: socket)
    {
      return answer
    }
    return try carryOut(request)
  }

  /// The running server's answer; `nil` when nobody listens any more.
  private func ask(_ request: JSON, over socket: String) async throws -> JSON? {
    let client = HTTPClient(eventLoopGroupProvider: .singleton)
    let response: HTTPClient.Response?
    do {
      var httpRequest = try HTTPClient.Request(
        url: "http+unix://\(Self.escaped(socket))/console",
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
      throw Refusal(
        (json["type"]?.string?.split(separator: "/").last).flatMap {
          ProblemCode(rawValue: String($0))
        } ?? .serverFault,
        json["detail"]?.string ?? "The running server refused the command."
      )
    }
    return json
  }

  private func carryOut(_ request: JSON) throws -> JSON {
    let surroundings = Surroundings.process()
    let ledger = try SQLiteLedger(
      directory: data.directory,
      epoch: Epoch(prefix: surroundings.random(), suffix: surroundings.random())
    )
    let catalogue = try ledger.read { try ServerCore.catalogue(from: $0) }
    let core = ServerCore(surroundings: surroundings, catalogue: catalogue)
    let results = try ledger.commit([{ writer in try core.console(request, into: writer) }])
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
