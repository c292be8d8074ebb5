/// The exit codes of `starmap`, chosen nowhere else; `API/cli.md` lists them.
enum Exit: Int32 {
  case done = 0
  case failed = 1
  /// Done in part: something is held or was refused.
  case partly = 3
  case signInNeeded = 4
  case notFound = 5
  case decisionNeeded = 6
  /// The server could not be reached; the work is safe on this device.
  case unreachable = 7
  case refused = 8
  case lockedOut = 9
  case usage = 64
  case busy = 75
  case configuration = 78
}
