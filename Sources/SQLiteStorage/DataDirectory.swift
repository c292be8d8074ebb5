package import Storage

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The directory that holds a ledger.
package enum DataDirectory {
  /// Makes the directory and an empty database file unless they exist.
  ///
  /// SQLite gives its other files the permissions of the main one, so that one is made here.
  static func prepare(_ directory: String, file: String) throws(StorageError) {
    try make(directory)
    let path = directory + "/" + file
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure("open", path) }
    close(descriptor)
  }

  /// Waits until a file, or the names in a directory, are on the disk.
  ///
  /// - Parameter path: The file or the directory.
  /// - Throws: `StorageError` when the system cannot do it.
  package static func sync(_ path: String) throws(StorageError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("open", path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure("sync", path) }
  }

  /// A failure of the system, with its own words.
  static func failure(_ verb: String, _ path: String) -> StorageError {
    StorageError(
      .failed,
      "Cannot \(verb) \(path); check that it exists and that you may write there.",
      cause: String(cString: strerror(errno))
    )
  }

  /// Makes the directory, and those above it, unless they exist.
  static func make(_ path: String) throws(StorageError) {
    if mkdir(path, 0o700) == 0 { return syncParent(of: path) }
    if errno == EEXIST { return }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
      throw failure("make the directory", path)
    }
    try make(String(path[..<slash]))
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
      throw failure("make the directory", path)
    }
    syncParent(of: path)
  }

  /// Makes a new directory's name survive a power cut, where the file system can.
  private static func syncParent(of path: String) {
    let trimmed = path.last == "/" ? path.dropLast() : path[...]
    let parent = trimmed.lastIndex(of: "/").map { String(trimmed[...$0]) } ?? "."
    let descriptor = open(parent, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
