import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Only one sync of a profile at a time; captures go on meanwhile.
struct SyncLock {
  private let descriptor: Int32

  /// Takes the lock.
  ///
  /// - Throws: ``Failure`` with exit code 75 when another process has it.
  init(directory: String) throws {
    descriptor = open(directory + "/sync.lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      if descriptor >= 0 { close(descriptor) }
      throw Failure(
        .busy,
        code: "sync-running",
        "Another sync of this profile is running.",
        next: "starmap status"
      )
    }
  }

  /// Gives it back.
  func release() {
    close(descriptor)
  }
}
