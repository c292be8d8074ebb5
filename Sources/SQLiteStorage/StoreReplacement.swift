import Foundation
package import Storage
package import SyncProtocol

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A data directory whose store gives way to another; nobody else can open it meanwhile.
///
/// Whenever the process or the power ends, a whole store lies under the name that a server opens: the old one
/// until the new one is complete and on the disk beside it, and from then on the new one. There is never none,
/// in whose place a server would make an empty one.
package final class StoreReplacement {
  /// The folder in which the new store is made ready, and which the old one leaves the place by.
  static let workName = "restoring"
  private static let previousName = "previous.sqlite"

  private let directory: String
  private let lock: DirectoryLock
  private let files = FileManager.default

  /// Takes the lock of a data directory, and clears away what a restore that was cut off left behind.
  ///
  /// - Parameter directory: The data directory; made when it is missing.
  /// - Throws: `StorageError` with `locked` while a server runs.
  package init(directory: String) throws {
    self.directory = directory
    try DataDirectory.make(directory)
    lock = try DirectoryLock(directory: directory, name: SQLiteLedger.lockName)
    try clearAway()
  }

  /// Opens the store that is there.
  ///
  /// - Parameter epoch: The epoch of a store that is made now, which happens over an empty file.
  /// - Returns: The store, to be closed before ``install(reach:)``; `nil` when there is none.
  /// - Throws: `StorageError` when it cannot be opened.
  package func present(epoch: Epoch) throws(StorageError) -> SQLiteLedger? {
    guard files.fileExists(atPath: store) else { return nil }
    return try SQLiteLedger(directory: directory, epoch: epoch, lock: nil)
  }

  /// Copies a file beside the store that is there and opens the copy, to make it ready.
  ///
  /// - Parameters:
  ///   - file: The backup.
  ///   - epoch: The epoch of a store that is made now; a backup brings its own.
  ///   - reach: Is called when the copy is there.
  /// - Returns: The copy, to be closed before ``install(reach:)``.
  /// - Throws: `StorageError`, what the file system throws, and what `reach` throws.
  package func copy(
    of file: String,
    epoch: Epoch,
    reach: (Failpoint) throws -> Void
  ) throws -> SQLiteLedger {
    try SQLiteLedger.copyFile(file, into: work)
    try reach(.serverRestoreCopied)
    return try SQLiteLedger(directory: work, epoch: epoch)
  }

  /// Puts the copy in the place of the store that is there, which is put aside.
  ///
  /// - Parameter reach: Is called before and after the new store takes its place.
  /// - Returns: The folder in which the old store lies now; `nil` when there was none.
  /// - Throws: `StorageError`, what the file system throws, and what `reach` throws.
  package func install(reach: (Failpoint) throws -> Void) throws -> String? {
    let copy = work + "/" + SQLiteLedger.fileName
    // Both were closed, so neither needs a log; one that is left belongs to a store that cannot be read.
    guard !isLogged(copy) else {
      throw StorageError(.failed, "The copy of the backup could not be made ready; try again.")
    }
    try DataDirectory.sync(copy)
    let isReplacing = files.fileExists(atPath: store)
    if isReplacing {
      try keep(store, as: work + "/" + Self.previousName)
      if isLogged(store) { try keep(store + "-wal", as: work + "/" + Self.previousName + "-wal") }
      try DataDirectory.sync(work)
    }
    try reach(.serverRestoreBeforeRename)
    // The log of the old store would be played into the new one. Its content is in the main file by now.
    for suffix in ["-wal", "-shm"] where files.fileExists(atPath: store + suffix) {
      try files.removeItem(atPath: store + suffix)
    }
    guard rename(copy, store) == 0 else { throw DataDirectory.failure("replace", store) }
    try DataDirectory.sync(directory)
    try reach(.serverRestoreAfterRename)
    let aside = isReplacing ? try putAside() : nil
    try files.removeItem(atPath: work)
    try DataDirectory.sync(directory)
    return aside
  }

  /// Lets another process have the directory, and clears away what was not installed.
  package func release() {
    // Should it fail, the next restore does it.
    try? clearAway()
    lock.release()
  }

  private var store: String { directory + "/" + SQLiteLedger.fileName }
  private var work: String { directory + "/" + Self.workName }

  /// Removes the folder of an earlier attempt; an old store that is only there is put aside first.
  private func clearAway() throws {
    guard files.fileExists(atPath: work) else { return }
    let previous = work + "/" + Self.previousName
    if files.fileExists(atPath: previous), !isSameFile(previous, store) { _ = try putAside() }
    try files.removeItem(atPath: work)
  }

  /// Moves the old store into a folder of its own, and returns that folder.
  private func putAside() throws -> String {
    let folder = try newFolder()
    for suffix in ["", "-wal"] {
      let previous = work + "/" + Self.previousName + suffix
      guard files.fileExists(atPath: previous) else { continue }
      try files.moveItem(atPath: previous, toPath: folder + "/" + SQLiteLedger.fileName + suffix)
    }
    try DataDirectory.sync(folder)
    try DataDirectory.sync(directory)
    return folder
  }

  /// A second name for a file, or a copy where the file system has no such names.
  private func keep(_ file: String, as name: String) throws {
    if link(file, name) == 0 { return }
    try files.copyItem(atPath: file, toPath: name)
    try DataDirectory.sync(name)
  }

  /// Makes the next free of the folders `before-restore-1`, `before-restore-2` and so on.
  private func newFolder() throws -> String {
    var number = 1
    while files.fileExists(atPath: "\(directory)/before-restore-\(number)") { number += 1 }
    let folder = "\(directory)/before-restore-\(number)"
    try files.createDirectory(
      atPath: folder,
      withIntermediateDirectories: false,
      attributes: [.posixPermissions: 0o700]
    )
    return folder
  }

  private func isLogged(_ file: String) -> Bool {
    let attributes = try? files.attributesOfItem(atPath: file + "-wal")
    return (attributes?[.size] as? NSNumber)?.intValue ?? 0 > 0
  }

  private func isSameFile(_ one: String, _ other: String) -> Bool {
    let numbers = [one, other].map { path in
      (try? files.attributesOfItem(atPath: path))?[.systemFileNumber] as? NSNumber
    }
    return numbers[0] != nil && numbers[0] == numbers[1]
  }
}

extension SQLiteLedger {
  /// Copies a database into a new folder, for its owner alone, under the name that a ledger has there.
  ///
  /// - Parameters:
  ///   - file: The database.
  ///   - directory: The folder, which must not be there yet.
  /// - Throws: What the file system throws.
  package static func copyFile(_ file: String, into directory: String) throws {
    let files = FileManager.default
    try files.createDirectory(
      atPath: directory,
      withIntermediateDirectories: false,
      attributes: [.posixPermissions: 0o700]
    )
    let copy = directory + "/" + fileName
    try files.copyItem(atPath: file, toPath: copy)
    try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: copy)
  }
}
