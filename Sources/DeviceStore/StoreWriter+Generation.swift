import Foundation
import GRDB
import SyncProtocol

extension StoreWriter {
  /// Begins a new generation: entries that the server has still to answer are numbered from 1
  /// again, in their order and under their ids.
  package func beginGeneration() throws {
    let generation = Int(clamping: try reader.number(.generation)) + 1
    let unsent = try reader.entries([.pending, .sent])
    var numbers: [OldNumber: Int] = [:]
    for (index, entry) in unsent.enumerated() {
      numbers[OldNumber(generation: entry.generation, number: entry.number)] = index + 1
    }
    for (index, entry) in unsent.enumerated() {
      let operation = try entry.operation
      let renumbered = try renumber(operation, to: index + 1, of: generation, numbers: numbers)
      try database.execute(
        sql: "UPDATE outbox SET gen = ?, n = ?, bytes = ? WHERE gen = ? AND n = ?",
        arguments: [
          generation, index + 1, Data(renumbered.line), entry.generation, entry.number,
        ]
      )
    }
    try set(.generation, to: Int64(generation))
    try set(.nextNumber, to: Int64(unsent.count) + 1)
  }

  /// Counts answered operations that are still here as unsent again, since the server may have lost
  /// them; their ids keep it from applying any twice.
  ///
  /// - Parameter number: Only those of the present generation from this number on; all when `nil`.
  /// - Throws: ``DeviceStoreError``.
  package func sendAgain(from number: Int? = nil) throws {
    let condition = number == nil ? "" : " AND gen = ? AND n >= ?"
    let arguments: StatementArguments =
      try number.map { [try reader.number(.generation), $0] } ?? StatementArguments()
    try database.execute(
      sql: """
        UPDATE outbox SET state = 'sent', seq = NULL, result = NULL
        WHERE state IN ('acked', 'settled', 'refused')
        """ + condition,
      arguments: arguments
    )
    let generation = try reader.number(.generation)
    let isMixed = try reader.entries([.pending, .sent], limit: 1)
      .contains { Int64($0.generation) != generation }
    if isMixed { try beginGeneration() }
  }

  /// A copy under another number, whose references to earlier operations still hold.
  ///
  /// A reference to an operation that was renumbered too follows it; one to an operation that the
  /// server has answered becomes the version that this answer gave.
  private func renumber(
    _ operation: SyncProtocol.Operation,
    to number: Int,
    of generation: Int,
    numbers: [OldNumber: Int]
  ) throws -> SyncProtocol.Operation {
    guard let kind = operation.kind else {
      var copy = operation
      copy.generation = generation
      copy.number = number
      return copy
    }
    var base = operation.base
    var previous: [String: Int] = [:]
    for (field, old) in operation.previous {
      let key = OldNumber(generation: operation.generation, number: old)
      if let new = numbers[key] {
        previous[field] = new
      } else if let answered = try reader.entries(
        where: "gen = ? AND n = ?",
        [operation.generation, old]
      ).first?.seq {
        base[field] = answered
      }
    }
    return SyncProtocol.Operation(
      generation: generation,
      number: number,
      id: operation.id,
      kind: kind,
      record: operation.record,
      family: operation.family,
      seen: operation.seen,
      at: operation.at,
      stamp: operation.stamp,
      group: operation.group,
      base: base,
      previous: previous,
      data: operation.data
    )
  }
}

private struct OldNumber: Hashable {
  let generation: Int
  let number: Int
}
