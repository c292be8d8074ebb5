import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import SyncProtocol

/// What ended the wait for a hint.
package enum NudgeWait: Hashable, Sendable {
  /// There may be something to pull.
  case head
  /// The server ended the stream or has no room for it.
  case bye
  /// Nothing came in the time that was given.
  case quiet
}

extension HTTPTransport {
  /// Waits for a hint that there is something to pull.
  ///
  /// Hints may be lost: whoever waits pulls all the same when the time has passed.
  ///
  /// - Parameters:
  ///   - token: The device's token.
  ///   - seconds: How long to wait.
  ///   - whenListening: Is called once the server listens, so that nothing falls between what this pulls
  ///     and the hints.
  /// - Returns: What ended the wait.
  /// - Throws: ``TransportError`` without an answer, what `whenListening` throws, `CancellationError`.
  package func nudge(
    token: String,
    within seconds: Int64,
    whenListening: () async throws -> Void
  ) async throws -> NudgeWait {
    var message = HTTPClientRequest(url: address.text + "/v1/nudge")
    message.headers.add(name: "Accept", value: "text/event-stream")
    message.headers.add(name: "Authorization", value: "Bearer \(token)")
    message.headers.add(name: "Sync-Protocol", value: "\(Limits.protocolVersions.upperBound)")
    let body: HTTPClientResponse.Body
    do {
      let response = try await client.execute(message, timeout: .seconds(seconds))
      guard response.status == .ok else {
        // The pull that follows says what is wrong.
        try await whenListening()
        return .bye
      }
      body = response.body
    } catch let error as HTTPClientError {
      throw error == .cancelled
        ? CancellationError() : TransportError.unreachable(host: address.host) as any Error
    } catch let error as CancellationError {
      throw error
    } catch is ChannelError {
      throw TransportError.unreachable(host: address.host)
    } catch is IOError {
      throw TransportError.unreachable(host: address.host)
    }
    return try await firstHint(in: body, whenListening: whenListening)
  }

  private func firstHint(
    in body: HTTPClientResponse.Body,
    whenListening: () async throws -> Void
  ) async throws -> NudgeWait {
    var isListening = false
    var text = ""
    var parts = body.makeAsyncIterator()
    while true {
      let part: ByteBuffer?
      do {
        part = try await parts.next()
      } catch let error as CancellationError {
        throw error
      } catch {
        return error as? HTTPClientError == .deadlineExceeded ? .quiet : .bye
      }
      guard let part else { return .bye }
      if !isListening {
        isListening = true
        try await whenListening()
      }
      text += String(buffer: part)
      guard text.utf8.count <= 4096 else { return .bye }
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      if lines.dropLast().contains("event: head") { return .head }
      if lines.dropLast().contains("event: bye") { return .bye }
      text = String(lines.last ?? "")
    }
  }
}
