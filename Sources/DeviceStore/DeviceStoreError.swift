import GRDB

/// A failure of what the device remembers: every sentence says whether the work is safe.
package enum DeviceStoreError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The disk, or the quota set for the store, is full; nothing of the transaction was kept.
  case full
  /// Another program held the store for longer than the busy timeout.
  case locked
  /// The profile was written by a newer version of this program.
  case tooNew
  /// The store is damaged; the text is for the log.
  case corrupt(String)
  /// Anything else; the text is for the log.
  case failed(String)

  /// What happened, whether work is safe, and what to do next.
  package var description: String {
    switch self {
    case .full:
      "The disk of this device is full, so nothing was saved just now; what was saved before is "
        + "safe. Free some space and save again."
    case .locked:
      "Another program is using this profile, so nothing was saved just now; what was saved before "
        + "is safe. Try again in a moment."
    case .tooNew:
      "This profile was written by a newer starmap; it was not touched and everything in it is "
        + "safe. Install the newer version."
    case .corrupt:
      "The store of this profile is damaged, so nothing was changed. Keep the folder and ask for "
        + "help before anything else: work that was not sent may still be read from it."
    case .failed:
      "The store of this profile could not be used, so nothing was saved just now; what was saved "
        + "before was not changed. Check the folder's rights and the disk, then try again."
    }
  }

  /// What the engine said, for the log; never shown to a person and never sent.
  package var cause: String {
    switch self {
    case .full: "the disk or the quota is full"
    case .locked: "the database is locked"
    case .tooNew: "the schema is newer than this program"
    case .corrupt(let cause), .failed(let cause): cause
    }
  }
}

extension DeviceStoreError {
  /// Sorts an engine's error by what a person can do about it.
  init(_ error: DatabaseError) {
    // NB: the description of an error may repeat bound values; only the message and code are kept.
    let cause = "\(error.extendedResultCode): \(error.message ?? "no message")"
    self =
      switch error.resultCode {
      case .SQLITE_FULL: .full
      // The index of the log could not grow: the engine says so only of a full disk or quota.
      case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE: .full
      case .SQLITE_BUSY, .SQLITE_LOCKED: .locked
      case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupt(cause)
      default: .failed(cause)
      }
  }
}
