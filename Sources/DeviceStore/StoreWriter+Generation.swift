import Casework
import Foundation
import GRDB
import SyncProtocol

extension StoreWriter {
  /// Begins a new generation: entries that the server has still to answer are numbered from 1
  /// again, in their order and under their ids.
  package func beginGeneration() throws {
    try renumberUnsent { _ in nil }
  }

  /// Mends the outbox after the server was restored from a backup.
  ///
  /// What was answered after the histories parted counts as unsent again, since the server has lost
  /// it; the ids keep it from applying anything twice. Every unsent operation is numbered anew, and
  /// what it says of versions that no longer exist is taken back: such a number may by now be
  /// somebody else's edit, which its author has never seen.
  ///
  /// - Parameter seq: The newest commit that the device and the server are known to share; 0 when
  ///   there is none that the device remembers.
  /// - Throws: ``DeviceStoreError``.
  package func heal(after seq: Int64) throws {
    let lost = try reader.entries(where: "seq > ?", [seq])
    var makers: [Version: OldNumber] = [:]
    for entry in lost {
      guard let answered = entry.seq else { continue }
      makers[Version(record: entry.record, seq: answered)] =
        OldNumber(generation: entry.generation, number: entry.number)
    }
    try database.execute(
      sql:
        "UPDATE outbox SET state = 'sent', seq = NULL, result = NULL, answered = NULL WHERE seq > ?",
      arguments: [seq]
    )
    try renumberUnsent { record in
      Mending(seq: seq, record: record, makers: makers)
    }
    try forgetPlaces(after: seq)
    // Rows that were not read again since an earlier loss are no newer than what was shared then.
    try set(.shared, to: min(seq, try reader.sharedSeq() ?? seq))
  }

  private func renumberUnsent(_ mending: (RecordID) -> Mending?) throws {
    let generation = Int(clamping: try reader.number(.generation)) + 1
    let unsent = try reader.entries([.pending, .sent])
    var numbers: [OldNumber: Int] = [:]
    for (index, entry) in unsent.enumerated() {
      numbers[OldNumber(generation: entry.generation, number: entry.number)] = index + 1
    }
    for (index, entry) in unsent.enumerated() {
      let renumbered = try renumber(
        try entry.operation,
        to: index + 1,
        of: generation,
        numbers: numbers,
        mending: mending(entry.record)
      )
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
  /// - Parameter number: Those of the present generation from this number on.
  /// - Throws: ``DeviceStoreError``.
  package func sendAgain(from number: Int) throws {
    try database.execute(
      sql: """
        UPDATE outbox SET state = 'sent', seq = NULL, result = NULL, answered = NULL
        WHERE state IN ('acked', 'settled', 'refused') AND gen = ? AND n >= ?
        """,
      arguments: [try reader.number(.generation), number]
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
    numbers: [OldNumber: Int],
    mending: Mending?
  ) throws -> SyncProtocol.Operation {
    guard let kind = operation.kind else {
      var copy = operation
      copy.generation = generation
      copy.number = number
      return copy
    }
    var base = operation.base
    var previous: [String: Int] = [:]
    if let mending {
      for (field, version) in operation.base where version > mending.seq {
        base[field] = nil
        let maker = mending.makers[Version(record: mending.record, seq: version)]
        if let maker, let new = numbers[maker], new < number { previous[field] = new }
      }
    }
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
      seen: mending?.seen(operation.seen) ?? operation.seen,
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

/// A record as one commit left it.
private struct Version: Hashable {
  let record: RecordID
  let seq: Int64
}

/// What is known of the lost history when an operation on a record is mended.
private struct Mending {
  /// The newest commit that both histories share.
  let seq: Int64
  let record: RecordID
  /// The device's own operations by the lost versions that they made.
  let makers: [Version: OldNumber]

  /// What the author has seen of the history that stands, by which rights are judged.
  func seen(_ seen: Int64) -> Int64 {
    seq > 0 ? min(seen, seq) : seen
  }
}
