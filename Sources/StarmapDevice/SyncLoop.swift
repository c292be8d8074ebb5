/// What carries a session's requests to a server and back.
package protocol SyncTransport: Sendable {
  /// Sends a request.
  ///
  /// - Parameter request: The request.
  /// - Returns: The answer, whatever its status.
  /// - Throws: Anything when there is no answer; the session takes it as lost.
  func send(_ request: SyncRequest) async throws -> SyncAnswer
}

/// Drives a session over a transport.
package enum SyncLoop {
  /// Runs a session to its end.
  ///
  /// - Parameters:
  ///   - session: The session.
  ///   - transport: What carries its requests.
  /// - Returns: How it ended; no answer is an outcome and no error.
  /// - Throws: `DeviceStoreError` when the device itself fails, `CancellationError`.
  package static func run(
    _ session: SyncSession,
    over transport: some SyncTransport
  ) async throws -> SyncOutcome {
    var session = session
    while true {
      switch try session.next() {
      case .done(let outcome):
        return outcome
      case .send(let request):
        try Task.checkCancellation()
        switch await answer(to: request, over: transport) {
        case .success(let answer): try session.receive(answer)
        case .failure(let error as CancellationError): throw error
        case .failure(let error as TransportError): session.lost(error.description)
        case .failure: session.lost()
        }
      }
    }
  }

  private static func answer(
    to request: SyncRequest,
    over transport: some SyncTransport
  ) async -> Result<SyncAnswer, any Error> {
    do {
      return .success(try await transport.send(request))
    } catch {
      return .failure(error)
    }
  }
}

extension Device {
  /// Sends what waits and receives what is new.
  ///
  /// - Parameters:
  ///   - transport: What carries the requests.
  ///   - mustVerify: Compares what is held with the server's even when that is not due yet.
  /// - Returns: How it ended.
  /// - Throws: `Refusal` when the device is not enrolled, `DeviceStoreError`, `CancellationError`.
  package func sync(
    over transport: some SyncTransport,
    mustVerify: Bool = false
  ) async throws -> SyncOutcome {
    try await SyncLoop.run(try SyncSession(device: self, mustVerify: mustVerify), over: transport)
  }
}
