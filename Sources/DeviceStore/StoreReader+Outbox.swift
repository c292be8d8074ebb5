package import Casework
import GRDB

extension StoreReader {
  /// The entries in some states, in the order in which they were saved.
  ///
  /// - Parameters:
  ///   - states: Which states.
  ///   - limit: The most to read.
  /// - Returns: The entries.
  /// - Throws: ``DeviceStoreError``.
  package func entries(
    _ states: Set<OutboxEntry.State>,
    limit: Int = .max
  ) throws -> [OutboxEntry] {
    try entries(where: condition(states) + " ORDER BY gen, n LIMIT \(max(limit, 0))")
  }

  /// Every entry of a record, in the order in which they were saved.
  package func entries(of record: RecordID) throws -> [OutboxEntry] {
    try entries(where: "rec = ? ORDER BY gen, n", [record.blob])
  }

  /// Whether an entry is still here, in whatever state.
  package func hasEntry(generation: Int, number: Int) throws -> Bool {
    try Bool.fetchOne(
      database,
      sql: "SELECT EXISTS (SELECT 1 FROM outbox WHERE gen = ? AND n = ?)",
      arguments: [generation, number]
    ) ?? false
  }

  /// How many entries are in some states.
  package func entryCount(_ states: Set<OutboxEntry.State>) throws -> Int {
    try Int.fetchOne(
      database,
      sql: "SELECT count(*) FROM outbox WHERE \(condition(states))"
    ) ?? 0
  }

  /// How many accepted operations lie beyond what is in a verified backup.
  package func entryCountNotBackedUp() throws -> Int {
    try Int.fetchOne(
      database,
      sql: "SELECT count(*) FROM outbox WHERE state IN ('acked', 'settled') AND seq > ?",
      arguments: [try number(.backupSeq)]
    ) ?? 0
  }

  func entries(
    where condition: String,
    _ arguments: StatementArguments = StatementArguments()
  ) throws -> [OutboxEntry] {
    try Row.fetchAll(
      database,
      sql: "SELECT \(OutboxEntry.columns) FROM outbox WHERE \(condition)",
      arguments: arguments
    ).map(OutboxEntry.init(row:))
  }

  private func condition(_ states: Set<OutboxEntry.State>) -> String {
    let list = states.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
    return "state IN (\(list))"
  }
}
