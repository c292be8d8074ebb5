import Casework
package import SyncProtocol
import WireFormat

extension OutboxEntry {
  /// The operation that the bytes hold.
  ///
  /// - Throws: ``DeviceStoreError/corrupt(_:)`` when they cannot be read.
  package var operation: Operation {
    get throws {
      do {
        return try ReceivedOperation(line: bytes[...]).operation
      } catch {
        throw DeviceStoreError.corrupt("an outbox entry's bytes cannot be read")
      }
    }
  }

  /// The server's answer; `nil` until there is one.
  package var answer: OperationResult? {
    result.flatMap { try? JSON(strict: $0) }.flatMap { OperationResult(json: $0) }
  }
}

extension PulledRecord {
  /// The review item in the body; `nil` for a record of another type.
  package var reviewItem: ReviewItem? {
    guard type == .review else { return nil }
    return (try? JSON(strict: body)).flatMap { ReviewItem(json: $0) }
  }
}
