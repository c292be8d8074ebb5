import Casework
import Foundation
import GRDB
package import SyncProtocol
import WireFormat

#if Mutations
import Mutations
#endif

extension StoreWriter {
  /// Notes that an attempt to send these entries begins, before it does.
  package func markSent(_ entries: [OutboxEntry]) throws {
    #if Mutations
    if Mutation.retryRenumbers.isPlanted {
      for entry in entries where entry.state == .sent {
        let id = OperationID(high: entry.id.high, low: entry.id.low ^ 0xFF)
        let text = String(decoding: entry.bytes, as: UTF8.self)
          .replacingOccurrences(of: entry.id.description, with: id.description)
        try database.execute(
          sql: "UPDATE outbox SET id = ?, bytes = ? WHERE gen = ? AND n = ?",
          arguments: [id.blob, Data(text.utf8), entry.generation, entry.number]
        )
      }
    }
    #endif
    for entry in entries where entry.state == .pending {
      try database.cachedStatement(
        sql: "UPDATE outbox SET state = 'sent' WHERE gen = ? AND n = ? AND state = 'pending'"
      ).execute(arguments: [entry.generation, entry.number])
    }
  }

  /// Keeps the answers to a push.
  ///
  /// An answer counts for the entry with its number and its id, while that one waits for an answer;
  /// `retry` leaves the entry as it is.
  ///
  /// - Parameters:
  ///   - results: The answers.
  ///   - generation: The generation that was sent.
  ///   - now: The device's clock, milliseconds since 1970.
  /// - Returns: Those that were new.
  /// - Throws: ``DeviceStoreError``.
  package func store(
    _ results: [OperationResult],
    generation: Int,
    at now: Int64
  ) throws -> [OperationResult] {
    var stored: [OperationResult] = []
    #if Mutations
    let results = results.map { result in
      guard Mutation.putOffCounted.isPlanted, result.status == .retry else { return result }
      return OperationResult(number: result.number, id: result.id, status: .noop, seq: 1)
    }
    #endif
    for result in results where result.status.isAccepted || result.status.isHeld {
      let state: OutboxEntry.State = result.status.isHeld ? .refused : .acked
      try database.cachedStatement(
        sql: """
          UPDATE outbox SET state = ?, seq = ?, result = ?, answered = ?
          WHERE gen = ? AND n = ? AND id = ? AND state IN ('pending', 'sent')
          """
      ).execute(arguments: [
        state.rawValue, result.seq, Data(result.json.canonical), now, generation, result.number,
        result.id.blob,
      ])
      if database.changesCount > 0 { stored.append(result) }
    }
    let erased = try removeErased(stored, generation: generation)
    let held = stored.count { $0.status.isHeld && !erased.contains($0.id) }
    if held > 0 { try set(.newlyHeld, to: try reader.number(.newlyHeld) + Int64(held)) }
    try removeUnfoundedRows()
    return stored
  }

  /// Settles accepted operations that the rows have caught up with, and drops bytes that a verified
  /// backup of the server has held for long enough.
  ///
  /// Bytes stay for ``Limits/answeredDaysMin`` days after the answer even when a verified backup holds
  /// them: should that backup be lost too, the server goes back to an older one.
  ///
  /// - Parameter now: The device's clock, milliseconds since 1970.
  /// - Throws: ``DeviceStoreError``.
  package func settle(at now: Int64) throws {
    try database.execute(
      sql: "UPDATE outbox SET state = 'settled' WHERE state = 'acked' AND seq <= ?",
      arguments: [try reader.reachedSeq()]
    )
    try removeUnfoundedRows()
    try distrustAnswerTimes(after: now)
    let answered = Self.latestAnswerToForget(at: now)
    try database.execute(
      sql: "DELETE FROM outbox WHERE state = 'settled' AND seq <= ? AND answered <= ?",
      arguments: [try reader.number(.backupSeq), answered]
    )
    try dropClosedRefusals(answeredBy: answered)
  }

  /// Lets the days begin now for what was answered at an unknown time, and for what was answered in the
  /// future.
  ///
  /// The clock stood wrong then or stands wrong now. Beginning anew keeps bytes for too long, never too
  /// briefly, and no wrong year keeps them for years.
  private func distrustAnswerTimes(after now: Int64) throws {
    try database.execute(
      sql: """
        UPDATE outbox SET answered = ?1
        WHERE state IN ('acked', 'settled', 'refused') AND (answered IS NULL OR answered > ?1)
        """,
      arguments: [now]
    )
  }

  private static func latestAnswerToForget(at now: Int64) -> Int64 {
    let (answered, overflow) =
      now.subtractingReportingOverflow(Limits.answeredDaysMin * 86_400_000)
    return overflow ? .min : answered
  }

  /// Takes the mark from rows without waiting operations, and removes those that were only saved
  /// here.
  func removeUnfoundedRows() throws {
    try database.execute(
      sql: """
        DELETE FROM row WHERE dirty = 1 AND ver = 0 AND id NOT IN
          (SELECT rec FROM outbox WHERE state IN ('pending', 'sent', 'acked'));
        UPDATE row SET dirty = 0 WHERE dirty = 1 AND id NOT IN
          (SELECT rec FROM outbox WHERE state IN ('pending', 'sent', 'acked'));
        """
    )
  }

  /// A held operation stays until a person closed its review item and a backup has held it for long enough.
  private func dropClosedRefusals(answeredBy answered: Int64) throws {
    let backupSeq = try reader.number(.backupSeq)
    for entry in try reader.entries(where: "state = 'refused' AND answered <= ?", [answered]) {
      guard let seq = entry.seq, seq <= backupSeq, try isClosed(entry) else { continue }
      try database.execute(
        sql: "DELETE FROM outbox WHERE gen = ? AND n = ?",
        arguments: [entry.generation, entry.number]
      )
    }
  }

  private func isClosed(_ entry: OutboxEntry) throws -> Bool {
    guard let result = entry.answer, !result.reviews.isEmpty else { return false }
    return try result.reviews.allSatisfy { review in
      guard let record = try reader.record(review, ofType: RecordType.review.rawValue) else {
        return false
      }
      return record.reviewItem?.isOpen == false
    }
  }
}
