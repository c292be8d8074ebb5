import Casework
import Foundation
import GRDB
import SyncProtocol

extension StoreWriter {
  /// Removes everything that is held of an erased family, also what was sent about it and answered.
  ///
  /// What was not answered yet stays: the server answers that the family was erased, and then it goes too
  /// (``removeErased(_:generation:)``).
  func erase(_ family: FamilyID) throws {
    for table in ["row", "staging"] { try removeRows(of: family, from: table) }
    for entry in try reader.entries([.acked, .settled, .refused])
    where (try? entry.operation)?.family == family {
      try remove(entry.generation, entry.number)
    }
    try removeUnfoundedRows()
  }

  /// Removes operations that were refused because their family was erased.
  ///
  /// - Returns: How many there were.
  func removeErased(_ results: [OperationResult], generation: Int) throws -> Int {
    let erased = results.filter { $0.problem?.code == .erased }
    for result in erased { try remove(generation, result.number) }
    return erased.count
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

  /// Removes the rows of a family from a table.
  func removeRows(of family: FamilyID, from table: String) throws {
    for (id, type) in try rows(of: family, in: table) {
      try database.cachedStatement(sql: "DELETE FROM \(table) WHERE id = ? AND tbl = ?")
        .execute(arguments: [id, type])
    }
  }

  /// The rows of a family in a table, each by its id and type.
  func rows(of family: FamilyID, in table: String) throws -> [(id: Data, type: String)] {
    let rows = try Row.fetchCursor(database, sql: "SELECT id, tbl, payload FROM \(table)")
    var found: [(id: Data, type: String)] = []
    while let row = try rows.next() {
      let payload: Data = row[2]
      guard try (familyNamed(in: payload) ?? reader.decoded(payload).family) == family else {
        continue
      }
      found.append((row[0], row[1]))
    }
    return found
  }
}
