import Casework
import Instruments
import Intake
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// Looking at what imports held, and deciding about it.
extension ServerWorld {
  /// The items that hold a record of a file, oldest first.
  func heldItems(_ record: String) throws -> [(stored: StoredRecord, item: ReviewItem)] {
    try records(.review, of: people.sam).compactMap { stored in
      guard let item = ReviewItem(json: try JSON(strict: stored.body)),
        item.setAside["record"] == .string(record)
      else { return nil }
      return (stored, item)
    }.sorted { ($0.stored.version, $0.stored.id) < ($1.stored.version, $1.stored.id) }
  }

  /// Decides about the newest item of a record.
  @discardableResult
  func decide(_ record: String, _ data: JSON, by worker: WorkerID? = nil) throws -> CommandAnswer {
    let (stored, _) = try #require(try heldItems(record).last { $0.item.isOpen })
    return try device(of: worker ?? people.priya).command(
      OnlineCommand(
        kind: .reviewResolve,
        record: stored.id,
        family: stored.family,
        ifMatch: stored.version,
        data: data
      )
    )
  }

  /// The corrections in force that a supervisor of everything sees.
  func corrections() throws -> [ReadingRequest] {
    try records(.correction, of: people.sam)
      .compactMap { ReadingRequest(json: try JSON(strict: $0.body)) }
  }
}
