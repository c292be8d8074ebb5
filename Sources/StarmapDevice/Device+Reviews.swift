package import Casework
import DeviceStore
package import SyncProtocol
import WireFormat

extension Device {
  /// What waits for a person, oldest first.
  ///
  /// - Parameter includingClosed: Also what was decided and is in force.
  /// - Returns: The items; one that was decided here stays until the server has the decision.
  /// - Throws: `Refusal` when the device is not enrolled, `DeviceStoreError`.
  package func reviews(includingClosed: Bool = false) throws -> [ReviewView] {
    try reading { reader, identity in
      let overlay = try Overlay(reader, author: identity.worker)
      let records = try reader.records(ofType: RecordType.review.rawValue)
      return overlay.views(of: records, type: .review, family: nil)
        .compactMap { overlay.review($0) }
        .filter { includingClosed || $0.item.isOpen }
        .sorted { ($0.item.opened, $0.record.id) < ($1.item.opened, $1.record.id) }
    }
  }

  /// The review item with an id, or with an id that begins with the given characters.
  package func review(named name: String) throws -> ReviewView {
    let record = try record(of: .review, named: name)
    let found = try reviews(includingClosed: true).first { $0.record.id == record.id }
    guard let found else {
      throw Refusal(.notFound, "No review item on this device has that id.")
    }
    return found
  }

  /// What was saved on this device and an item tells of, as long as it is kept here: a refused operation
  /// is until its item is closed and a backup holds it.
  ///
  /// - Parameter item: The item.
  /// - Returns: The operation; `nil` on every device but that of whoever saved it.
  /// - Throws: `Refusal` when the device is not enrolled, `DeviceStoreError`.
  package func saved(for item: ReviewItem) throws -> Operation? {
    try reading { reader, _ in
      try reader.entries(of: item.subject).first { $0.id == item.operation }?.operation
    }
  }

  /// Decides a review item; it takes effect when the server has it.
  ///
  /// - Parameters:
  ///   - record: The item's record.
  ///   - choice: One of the item's choices.
  ///   - note: Why, if anything is to be said.
  ///   - candidate: Which version of an imported record to release, counted from 1.
  /// - Returns: The item, pending.
  /// - Throws: `Refusal`, `DeviceStoreError`.
  @discardableResult
  package func resolve(
    _ record: RecordView,
    choice: ReviewChoice,
    note: String? = nil,
    candidate: Int? = nil
  ) throws -> RecordView {
    guard record.type == .review, let item = ReviewItem(json: record.json) else {
      throw Refusal(.invalidOperation, "A \(record.type.rawValue) is no review item.")
    }
    guard item.isOpen else { throw Refusal(.wrongState, "The item was decided already.") }
    guard item.choices.contains(choice) else {
      let choices = item.choices.map(\.rawValue).joined(separator: " or ")
      throw Refusal(.invalidField, "The choice must be \(choices).")
    }
    let versions = item.setAside["candidates"]?.array?.count ?? 0
    if choice == .approve, item.kind == .importHeld, versions > 1,
      !(1...versions).contains(candidate ?? 0)
    {
      throw Refusal(
        .invalidField,
        "The item has \(versions) versions; name the one to release with --candidate, from 1."
      )
    }
    guard (note ?? "").utf8.count <= 2000 else {
      throw Refusal(.textTooLong, "The note holds at most 2000 bytes; shorten it.")
    }
    return try captureOne(.review, record.id, family: record.family) { capture in
      if choice == .approve, item.author == capture.identity.worker {
        throw Refusal(
          .secondPersonNeeded,
          "Your own request needs another supervisor's approval."
        )
      }
      var content: [String: JSON] = ["choice": .string(choice.rawValue)]
      content["note"] = note.map { .string($0) }
      content["candidate"] = candidate.map { .int(Int64($0)) }
      try capture.add(
        .reviewResolve,
        record: record.id,
        family: record.family,
        data: .object(content)
      )
    }
  }
}

extension Overlay {
  /// The item in a view, with what was decided here.
  func review(_ view: RecordView) -> ReviewView? {
    guard let item = ReviewItem(json: view.json) else { return nil }
    let decided = layers.last {
      $0.operation.record == view.id && $0.operation.kind == .reviewResolve
    }
    return ReviewView(
      record: view,
      item: item,
      choice: decided?.operation.data["choice"]?.string.flatMap { ReviewChoice(rawValue: $0) }
    )
  }
}
