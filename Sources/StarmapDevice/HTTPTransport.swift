import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import SyncProtocol
package import WireFormat

/// Carries requests over HTTP; the only thing in the library that knows HTTP.
///
/// A process makes one and shuts it down once.
package final class HTTPTransport: SyncTransport {
  private static let connectSeconds: Int64 = 5
  private static let sync = AnswerLimits(seconds: 60, bytesMax: 8 * 1024 * 1024)
  private static let export = AnswerLimits(seconds: 900, bytesMax: 1 << 30)

  /// How long and how large an answer may be.
  private struct AnswerLimits {
    let seconds: Int64
    let bytesMax: Int
  }

  let address: ServerAddress
  let client: HTTPClient

  /// Makes a transport to a server.
  ///
  /// - Parameter server: The server's address.
  /// - Throws: ``TransportError/invalidServer`` or ``TransportError/insecureServer(host:)``.
  package init(server: String) throws(TransportError) {
    address = try ServerAddress(server)
    var configuration = HTTPClient.Configuration()
    configuration.timeout.connect = .seconds(Self.connectSeconds)
    // Nobody listens: the person should hear it at once, and the work is safe.
    configuration.connectionPool.retryConnectionEstablishment = false
    // A redirect could carry the token to another host.
    configuration.redirectConfiguration = .disallow
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  /// Ends all connections; nothing can be sent afterwards.
  package func shutdown() async throws {
    try await client.shutdown()
  }

  /// Sends a request of the sync protocol.
  ///
  /// - Parameter request: The request.
  /// - Returns: The answer, decompressed, whatever its status.
  /// - Throws: ``TransportError``, `CancellationError`.
  package func send(_ request: SyncRequest) async throws -> SyncAnswer {
    try await send(request, within: Self.sync)
  }

  /// Fetches an export, which may be large and take a while.
  ///
  /// - Parameters:
  ///   - path: The path with its query.
  ///   - token: The bearer token.
  /// - Returns: The answer, whatever its status.
  /// - Throws: ``TransportError``, `CancellationError`.
  package func download(path: String, token: String) async throws -> SyncAnswer {
    let headers = ["Accept": "*/*", "Authorization": "Bearer \(token)"]
    return try await send(
      SyncRequest(method: "GET", path: path, headers: headers, body: []),
      within: Self.export
    )
  }

  private func send(
    _ request: SyncRequest,
    within limits: AnswerLimits
  ) async throws -> SyncAnswer {
    var message = HTTPClientRequest(url: address.text + request.path)
    message.method = HTTPMethod(rawValue: request.method)
    for (name, value) in request.headers.sorted(by: { $0.key < $1.key }) {
      message.headers.add(name: name, value: value)
    }
    message.headers.add(name: "Accept-Encoding", value: "gzip")
    if !request.body.isEmpty { message.body = .bytes(ByteBuffer(bytes: request.body)) }
    return try decompressed(try await answer(to: message, within: limits), within: limits)
  }

  /// Calls a REST endpoint.
  ///
  /// - Parameters:
  ///   - method: `GET`, `POST`, `DELETE`.
  ///   - path: The path with its query.
  ///   - token: The bearer token; none for an enrolment.
  ///   - json: The body; none when `nil`.
  /// - Returns: The answer, whatever its status.
  /// - Throws: ``TransportError``, `CancellationError`.
  package func call(
    method: String,
    path: String,
    token: String? = nil,
    json: JSON? = nil
  ) async throws -> SyncAnswer {
    var headers = ["Accept": "application/json"]
    if let token { headers["Authorization"] = "Bearer \(token)" }
    if json != nil { headers["Content-Type"] = "application/json" }
    return try await send(
      SyncRequest(method: method, path: path, headers: headers, body: json?.canonical ?? [])
    )
  }

  private func answer(
    to message: HTTPClientRequest,
    within limits: AnswerLimits
  ) async throws -> SyncAnswer {
    do {
      let response = try await client.execute(message, timeout: .seconds(limits.seconds))
      let body = try await response.body.collect(upTo: limits.bytesMax)
      var headers: [String: String] = [:]
      for (name, value) in response.headers { headers[name.lowercased()] = value }
      return SyncAnswer(
        status: Int(response.status.code),
        headers: headers,
        body: Array(body.readableBytesView)
      )
    } catch is NIOTooManyBytesError {
      throw TransportError.unreadable(host: address.host)
    } catch let error as CancellationError {
      throw error
    } catch {
      if Task.isCancelled { throw CancellationError() }
      throw TransportError.unreachable(host: address.host)
    }
  }

  private func decompressed(
    _ answer: SyncAnswer,
    within limits: AnswerLimits
  ) throws(TransportError) -> SyncAnswer {
    guard answer.headers["content-encoding"]?.lowercased() == "gzip" else { return answer }
    do {
      return SyncAnswer(
        status: answer.status,
        headers: answer.headers,
        body: try Gzip.decompress(answer.body, limit: limits.bytesMax)
      )
    } catch {
      throw .unreadable(host: address.host)
    }
  }
}
