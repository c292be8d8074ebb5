import DeviceStore
import StarmapDevice
import SyncProtocol

/// What went wrong, whether the person's work is safe, and what to do next.
struct Failure: Error {
  let exit: Exit
  /// A stable code for scripts.
  let code: String
  let message: String
  /// Whether everything that was saved is still there.
  let isWorkSafe: Bool
  /// A command to go on with.
  let next: String?

  init(
    _ exit: Exit,
    code: String,
    _ message: String,
    isWorkSafe: Bool = true,
    next: String? = nil
  ) {
    self.exit = exit
    self.code = code
    self.message = message
    self.isWorkSafe = isWorkSafe
    self.next = next
  }

  /// A wrong value of a flag.
  static func usage(_ message: String, next: String? = nil) -> Failure {
    Failure(.usage, code: "usage", message, next: next)
  }
}
