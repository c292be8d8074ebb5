package import Casework
import Foundation
import GRDB

/// One operation on its way, with its bytes as they were saved.
package struct OutboxEntry: Hashable, Sendable {
  /// How far it has come.
  package enum State: String, CaseIterable, Sendable {
    /// Saved here; no attempt was made to send it.
    case pending
    /// At least one attempt was made; no answer is stored.
    case sent
    /// Accepted by the server; the rows do not show it yet.
    case acked
    /// Accepted, and the rows show what became of it.
    case settled
    /// Held by the server for a person; listed until that person closes it.
    case refused

    /// Whether the server has still to answer.
    package var isUnsent: Bool { self == .pending || self == .sent }
  }

  /// The device's generation when it was numbered.
  package let generation: Int
  /// Its number.
  package let number: Int
  /// Its id, which renumbering leaves alone.
  package let id: OperationID
  /// The record that it makes or changes.
  package let record: RecordID
  /// How far it has come.
  package let state: State
  /// The seq of its effects or of its refusal; `nil` until it was answered.
  package let seq: Int64?
  /// The line as it was saved and is sent.
  package let bytes: [UInt8]
  /// The server's answer, canonical JSON; `nil` until there is one.
  package let result: [UInt8]?

  static let columns = "gen, n, id, rec, state, seq, bytes, result"

  init(row: Row) throws {
    guard let id = OperationID(blob: row[2]), let record = RecordID(blob: row[3]),
      let state = State(rawValue: row[4])
    else { throw DeviceStoreError.corrupt("an outbox entry cannot be read") }
    let bytes: Data = row[6]
    let result: Data? = row[7]
    generation = row[0]
    number = row[1]
    self.id = id
    self.record = record
    self.state = state
    seq = row[5]
    self.bytes = Array(bytes)
    self.result = result.map { Array($0) }
  }
}
