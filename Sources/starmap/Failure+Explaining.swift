import DeviceStore
import StarmapDevice
import SyncProtocol
import WireFormat

extension Failure {
  /// What an error means to the person who typed the command.
  init(explaining error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let refusal as Refusal: self.init(refusal)
    case let error as DeviceStoreError: self.init(error)
    case let error as TransportError: self.init(error)
    default:
      self.init(
        .failed,
        code: "failed",
        "The command failed in a way that was not foreseen (\(type(of: error)))."
      )
    }
  }

  /// What a check on this device refused, before anything was saved.
  private init(_ refusal: Refusal) {
    switch refusal.code {
    case .notFound, .notYours, .unknownInstrument, .unknownEdition:
      self.init(.notFound, code: refusal.code.rawValue, refusal.detail)
    case .unauthenticated:
      self.init(
        .signInNeeded,
        code: refusal.code.rawValue,
        refusal.detail,
        next: "starmap enrol --server URL --code CODE"
      )
    case .forbidden, .secondPersonNeeded:
      self.init(.refused, code: refusal.code.rawValue, refusal.detail)
    default:
      self.init(.usage, code: refusal.code.rawValue, refusal.detail)
    }
  }

  private init(_ error: DeviceStoreError) {
    switch error {
    case .full:
      self.init(.failed, code: "disk-full", error.description, isWorkSafe: false)
    case .locked:
      self.init(.busy, code: "store-busy", error.description, isWorkSafe: false)
    case .tooNew:
      self.init(.configuration, code: "store-too-new", error.description)
    case .corrupt:
      self.init(.failed, code: "store-damaged", error.description, isWorkSafe: false)
    case .failed:
      self.init(.failed, code: "store-failed", error.description, isWorkSafe: false)
    }
  }

  private init(_ error: TransportError) {
    switch error {
    case .invalidServer, .insecureServer:
      self.init(.usage, code: "invalid-server", error.description)
    case .unreachable, .unreadable:
      self.init(
        .unreachable,
        code: "unreachable",
        error.description,
        next: "starmap sync"
      )
    }
  }

  /// What the server answered instead of success.
  init(refusedBy answer: SyncAnswer) {
    let json = try? JSON(strict: answer.body)
    let code =
      json?["type"]?.string?.split(separator: "/").last.map(String.init)
      ?? "status-\(answer.status)"
    let detail =
      json?["detail"]?.string ?? "The server answered with status \(answer.status)."
    let exit: Exit =
      switch (answer.status, code) {
      case (401, _): .signInNeeded
      case (_, ProblemCode.deviceRevoked.rawValue): .lockedOut
      case (404, _): .notFound
      case (500..., _): .unreachable
      default: .refused
      }
    self.init(exit, code: code, detail)
  }
}

extension Failure {
  /// Why a sync did not come to its end; `nil` when it did.
  init?(_ outcome: SyncOutcome) {
    guard let problem = outcome.problem else { return nil }
    let exit: Exit
    let code: String
    switch problem {
    case .unreachable: (exit, code) = (.unreachable, "unreachable")
    case .unreadable: (exit, code) = (.unreachable, "unreadable")
    case .deviceFull: (exit, code) = (.partly, "device-full")
    case .retryLater(let refusal): (exit, code) = (.unreachable, refusal.code.rawValue)
    case .signInNeeded(let refusal): (exit, code) = (.signInNeeded, refusal.code.rawValue)
    case .deviceRevoked(let refusal): (exit, code) = (.lockedOut, refusal.code.rawValue)
    case .clientTooOld(let refusal), .refused(let refusal):
      (exit, code) = (.refused, refusal.code.rawValue)
    }
    self.init(
      exit,
      code: code,
      problem.sentence,
      next: exit == .unreachable ? "starmap sync" : "starmap status"
    )
  }
}
