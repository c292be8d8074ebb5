import GRDB
import Storage

extension StorageError {
  /// What an error thrown by the engine means; errors that are ours already stay as they are.
  init(engine error: any Error) {
    switch error {
    case let error as StorageError: self = error
    case let error as DatabaseError: self.init(error)
    default:
      self.init(.failed, "The database failed.", cause: String(describing: type(of: error)))
    }
  }

  /// Whether it spoils the whole transaction and not only the statement.
  ///
  /// SQLite may have rolled back by itself after such an error, and nothing may follow it.
  static func isFatal(_ error: DatabaseError) -> Bool {
    switch error.resultCode {
    case .SQLITE_CONSTRAINT, .SQLITE_ERROR, .SQLITE_MISMATCH, .SQLITE_TOOBIG: false
    default: true
    }
  }

  /// Whether it says no more than that there is no room: nothing was written that could be in doubt.
  ///
  /// That the index of the log cannot grow is an input or output error to the engine, which says so only of a
  /// full disk or quota. The index is in memory that processes share, and made anew from the log.
  static func isFullDisk(_ error: DatabaseError) -> Bool {
    error.resultCode == .SQLITE_FULL || error.extendedResultCode == .SQLITE_IOERR_SHMSIZE
  }

  private init(_ error: DatabaseError) {
    // The engine's message names tables and columns, never values.
    let cause = "SQLite \(error.extendedResultCode.rawValue): \(error.message ?? "no message")"
    switch Self.isFullDisk(error) ? .SQLITE_FULL : error.resultCode {
    case .SQLITE_FULL:
      self.init(
        .full,
        "The disk, or the limit set for the database, is full; nothing was kept. Free some space "
          + "and try again.",
        cause: cause
      )
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      self.init(
        .corrupt,
        "The database is damaged; stop the server and restore the newest backup.",
        cause: cause
      )
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self.init(
        .locked,
        "Another process is using the database; stop it and try again.",
        cause: cause
      )
    case .SQLITE_CONSTRAINT:
      self.init(.failed, "The change would break a rule of the database.", cause: cause)
    case .SQLITE_MISUSE:
      self.init(.failed, "The database is closed.", cause: cause)
    case .SQLITE_READONLY, .SQLITE_IOERR:
      self.init(
        .failed,
        "The disk failed, and the database takes no changes until the server is started again.",
        cause: cause
      )
    default:
      self.init(.failed, "The database failed; the log has the cause.", cause: cause)
    }
  }
}
