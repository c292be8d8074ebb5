import DeviceStore
import SyncProtocol

/// What can go wrong in an app's calls; every message says whether the work is safe.
public enum StarmapError: Error, Hashable, Sendable {
  /// The device is not enrolled.
  case notEnrolled(message: String)
  /// What was asked for is not possible; the code is one of the public problem codes and never
  /// changes its meaning. Nothing was saved by this call.
  case refused(code: String, message: String)
  /// The device's own store failed. Nothing was saved by this call; what was saved before is safe
  /// unless the message says otherwise.
  case storage(message: String)
  /// The server did not answer, or not in a way that could be read.
  case unreachable(message: String)

  /// One or two sentences for a person.
  public var message: String {
    switch self {
    case .notEnrolled(let message), .refused(_, let message), .storage(let message),
      .unreachable(let message):
      message
    }
  }

  init(_ error: any Error) {
    self =
      switch error {
      case let error as StarmapError: error
      case let refusal as Refusal where refusal == .notEnrolled:
        .notEnrolled(message: refusal.detail)
      case let refusal as Refusal:
        .refused(code: refusal.code.rawValue, message: refusal.detail)
      case let error as DeviceStoreError: .storage(message: error.description)
      case let error as TransportError: .unreachable(message: error.description)
      default:
        .storage(message: "The device could not do it just now; what was saved before is safe.")
      }
  }

  static func translating<Value>(_ body: () throws -> Value) throws(StarmapError) -> Value {
    do {
      return try body()
    } catch {
      throw StarmapError(error)
    }
  }

  static func translatingAsync<Value>(
    _ body: () async throws -> Value
  ) async throws(StarmapError) -> Value {
    do {
      return try await body()
    } catch {
      throw StarmapError(error)
    }
  }
}
