import Casework
import GRDB
import SyncProtocol

extension StoreWriter {
  /// Removes everything that is held of an erased family, also what was sent about it and answered.
  ///
  /// What was not answered yet stays, and goes when it is (``removeErased(_:generation:)``): it was judged
  /// before the erasure, and its answer lost, or is refused now.
  func erase(_ family: FamilyID) throws {
    for table in ["row", "staging"] { try removeRows(of: family, from: table) }
    for entry in try reader.entries([.acked, .settled, .refused])
    where (try? entry.operation)?.family == family {
      try remove(entry.generation, entry.number)
    }
    try removeUnfoundedRows()
    if try isWaiting(about: family) { try remember(try reader.erasedFamilies().union([family])) }
  }

  /// Removes answered operations about erased families, whatever was answered.
  ///
  /// - Parameters:
  ///   - results: The answers, already stored.
  ///   - generation: The generation that was sent.
  /// - Returns: The operations that were removed.
  /// - Throws: ``DeviceStoreError``.
  func removeErased(
    _ results: [OperationResult],
    generation: Int
  ) throws -> Set<OperationID> {
    var removed: Set<OperationID> = []
    for result in results where result.problem?.code == .erased {
      try remove(generation, result.number)
      removed.insert(result.id)
    }
    let families = try reader.erasedFamilies()
    guard !families.isEmpty else { return removed }
    let answered = Set(results.map(\.id))
    for entry in try reader.entries([.acked, .refused]) where answered.contains(entry.id) {
      guard let family = try? entry.operation.family, families.contains(family) else { continue }
      try remove(entry.generation, entry.number)
      removed.insert(entry.id)
    }
    try remember(try families.filter { try isWaiting(about: $0) })
    return removed
  }

  /// Whether an operation about a family waits for its answer.
  private func isWaiting(about family: FamilyID) throws -> Bool {
    try reader.entries([.pending, .sent]).contains { (try? $0.operation)?.family == family }
  }

  private func remember(_ families: Set<FamilyID>) throws {
    let text = families.sorted().map(\.description).joined(separator: " ")
    try set(.erased, to: text.isEmpty ? nil : text)
  }

  private func remove(_ generation: Int, _ number: Int) throws {
    try database.execute(
      sql: "DELETE FROM outbox WHERE gen = ? AND n = ?",
      arguments: [generation, number]
    )
    leaveNoTrace()
  }

  /// Has the log of the database moved into the main file and cut, since it holds what was removed.
  private func leaveNoTrace() {
    database.afterNextTransaction { database in _ = try? database.checkpoint(.truncate) }
  }
}
