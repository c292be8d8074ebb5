import Foundation
import SQLiteStorage
import Storage

/// The engines that keep a ledger; a new one is one more case here and passes the same suite.
enum Engine: String, CaseIterable, Sendable {
  case sqliteFile, sqliteMemory

  /// Runs a test against an empty ledger of its own and leaves nothing behind.
  func withLedger<Value>(
    epoch: Epoch = Invented.epoch,
    _ body: (any Ledger) throws -> Value
  ) throws -> Value {
    switch self {
    case .sqliteMemory:
      let ledger = try SQLiteLedger.inMemory(epoch: epoch)
      let value = try body(ledger)
      try ledger.close()
      return value
    case .sqliteFile:
      return try withTemporaryDirectory { directory in
        let ledger = try SQLiteLedger(directory: directory, epoch: epoch)
        let value = try body(ledger)
        try ledger.close()
        return value
      }
    }
  }
}

/// Runs a test with the path of a directory that does not exist yet.
func withTemporaryDirectory<Value>(_ body: (String) throws -> Value) throws -> Value {
  let url = FileManager.default.temporaryDirectory
    .appendingPathComponent("ledger-\(UUID().uuidString)")
  defer { try? FileManager.default.removeItem(at: url) }
  return try body(url.path)
}
