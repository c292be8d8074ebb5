import SQLiteStorage
import Storage

/// A ledger in memory with nothing in it.
enum EmptyLedger {
  static func make() throws -> SQLiteLedger {
    try SQLiteLedger.inMemory(epoch: Epoch(prefix: 1, suffix: 2))
  }
}
