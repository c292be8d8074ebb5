import HTTPTypes
import Storage
import SyncProtocol
import SyncServer
import WireFormat

extension Problem {
  /// What an error means to the client; causes stay behind.
  init(_ error: any Error) {
    switch error {
    case let problem as Problem: self = problem
    case let refusal as Refusal: self.init(refusal.code, refusal.detail)
    case let gap as GapRefusal:
      self.init(.gap, "The push begins beyond operation \(gap.expected); send from there.")
      members = ["expected": .int(Int64(gap.expected))]
    case let json as JSONProblem: self.init(ProblemCode(json.code), json.description)
    case let storage as StorageError: self.init(storage)
    case is CancellationError:
      self.init(.unavailable, "The server is stopping; try again.")
    default:
      self.init(.serverFault, "The server failed; try again later.")
      // The text of an error may repeat what a person typed, its type cannot.
      cause = "An error of the type \(type(of: error))."
    }
  }

  private init(_ error: StorageError) {
    switch error.code {
    case .full:
      self.init(
        .storageFull,
        "The server's disk is full; nothing was stored. Keep the work and try again later."
      )
    case .locked, .tooNew, .corrupt, .failed:
      self.init(.unavailable, "The server's store does not answer; try again later.")
    }
    cause = "\(error.code.rawValue): \(error.message) \(error.cause)"
  }

  /// The problem for a status that the framework chose by itself.
  init(status: HTTPResponse.Status) {
    switch status.code {
    case 404: self.init(.notFound, "There is nothing at this path.")
    case 405: self.init(.methodNotAllowed, "The path has other methods.")
    case 408: self.init(.tooSlow, "The request did not arrive in time; send it again.")
    case 413: self.init(.tooLarge, "The body is too large; send less at a time.")
    case 415: self.init(.unsupportedMediaType, "The body is of a type that is not taken here.")
    case 503: self.init(.unavailable, "The server is busy; try again.")
    case 400..<500: self.init(.invalidRequest, "The request is not of a form that is taken here.")
    default: self.init(.serverFault, "The server failed; try again later.")
    }
  }
}
