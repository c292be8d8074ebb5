import Storage

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The lock of a data directory, held by one process at a time.
///
/// The system lets go of it when the process ends, however it ends. SQLite's own locks do not replace it:
/// two writing processes are what its WAL-reset bug needs (3.7.0 to 3.51.2).
final class DirectoryLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock; does not wait.
  init(directory: String, name: String) throws(StorageError) {
    let path = directory + "/" + name
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw DataDirectory.failure("open", path) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let reason = errno
      throw reason == EWOULDBLOCK
        ? StorageError(
          .locked,
          "Another server has this database (\(directory)); stop it first or choose another "
            + "--data directory."
        ) : DataDirectory.failure("lock", path)
    }
  }

  deinit { close(descriptor) }

  /// Lets another process have the directory.
  func release() {
    flock(descriptor, LOCK_UN)
  }
}
