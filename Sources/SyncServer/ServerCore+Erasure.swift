import Casework
import Intake
package import Storage
import SyncProtocol
import WireFormat

extension ServerCore {
  /// Erases everything about a family, or tells what that would erase (sync design 3.9).
  ///
  /// - Parameters:
  ///   - request: `family` (an id), `reason`, and `confirm`, the family's short code: without it nothing
  ///     is erased.
  ///   - writer: The commit.
  /// - Returns: `family`, `code`, `records` by type, `elsewhere`, `erased`, and when it was done `seq`.
  /// - Throws: ``Refusal``, and then nothing is kept.
  func eraseFamily(_ request: JSON, _ writer: any LedgerWriter) throws -> JSON {
    let family = try FamilyID(try text("family", in: request)).orRefuse("family")
    guard let reason = ErasureReason(rawValue: try text("reason", in: request)) else {
      let reasons = ErasureReason.allCases.map(\.rawValue).joined(separator: ", ")
      throw Refusal(.invalidField, "The field `reason` must be one of \(reasons).")
    }
    guard try !writer.isErased(family) else {
      throw Refusal(.wrongState, "The family was erased already; nothing of it is left.")
    }
    guard let record = try writer.recordForJudging(family.retagged()), record.type == .family else {
      throw Refusal(.notFound, "There is no such family; name it by its id.")
    }
    let code = RecordState(body: record.body)?.fields["code"]?.string ?? ""
    let mentions = try mentions(of: family, writer)
    var answer: [String: JSON] = [
      "family": .string(family.description), "code": .string(code),
      "records": .object(try counts(of: family, writer)),
      "elsewhere": .int(Int64(mentions.count)), "erased": false,
    ]
    guard let confirm = request["confirm"]?.string else { return .object(answer) }
    guard confirm == code else {
      throw Refusal(
        .invalidField,
        "The field `confirm` must be the code of the family that is to be erased; nothing was erased."
      )
    }
    answer["seq"] = .int(try erase(family, reason: reason, mentions: mentions, into: writer))
    answer["erased"] = true
    return .object(answer)
  }

  /// Erases again, after a restore, what a backup has brought back.
  ///
  /// - Parameters:
  ///   - erasures: The erasures of the store that the backup takes the place of.
  ///   - writer: The commit.
  /// - Returns: How many families that made fewer.
  /// - Throws: `StorageError`.
  package func eraseAgain(_ erasures: [Erasure], into writer: any LedgerWriter) throws -> Int {
    let due = try erasures.filter { try !writer.isErased($0.family) }
    for erasure in due {
      let mentions = try mentions(of: erasure.family, writer)
      _ = try erase(erasure.family, reason: erasure.reason, mentions: mentions, into: writer)
    }
    return due.count
  }

  /// Every erasure there was, oldest first.
  func listErasures(_ reader: any LedgerReader) throws -> JSON {
    let erasures = try reader.erasures(after: 0, through: .max)
    return [
      "erasures": .array(
        erasures.map {
          [
            "family": .string($0.family.description), "seq": .int($0.seq), "time": .int($0.time),
            "reason": .string($0.reason.rawValue),
          ]
        }
      )
    ]
  }

  private func erase(
    _ family: FamilyID,
    reason: ErasureReason,
    mentions: [Mention],
    into writer: any LedgerWriter
  ) throws -> Int64 {
    let segment = try Segment(
      writer: writer,
      core: self,
      principal: nil,
      receipt: surroundings.now()
    )
    let erasure = Erasure(
      family: family,
      seq: segment.seq,
      time: segment.receipt,
      reason: reason
    )
    _ = try writer.erase(erasure)
    for mention in mentions {
      try writer.erase(mention.review, at: erasure.seq)
      if let device = mention.device { try writer.tell(device, of: erasure) }
    }
    let note: JSON = [
      "command": "family.erase", "family": .string(family.description),
      "reason": .string(reason.rawValue),
    ]
    segment.note(note.canonical)
    try segment.log("family.erase", family: family, record: nil)
    try segment.close()
    return erasure.seq
  }

  private func counts(of family: FamilyID, _ writer: any LedgerWriter) throws -> [String: JSON] {
    var counts: [String: JSON] = [:]
    for type in RecordType.allCases {
      let count = try writer.recordsForJudging(of: type, in: family).count
      if count > 0 { counts[type.rawValue] = .int(Int64(count)) }
    }
    return counts
  }

  /// A review item outside a family that holds something about it.
  private struct Mention {
    let review: RecordID
    /// The device that sent the operation which it shows.
    let device: DeviceID?
  }

  /// The review items in trays that hold something about a family: refused operations, and rows of
  /// imports that wait for a person.
  private func mentions(of family: FamilyID, _ writer: any LedgerWriter) throws -> [Mention] {
    let ids = Set(try writer.recordIDs(everIn: family)).union([family.retagged()])
    let lines = Dictionary(
      try writer.quarantinedOperations().map { ($0.review, $0) }
    ) { first, _ in first }
    return try writer.recordsForJudging(of: .review).compactMap { record in
      guard record.family != family else { return nil }
      let line = lines[record.id]
      let isNamed =
        RecordID.named(in: record.body).contains(where: ids.contains)
        || RecordID.named(in: line?.line ?? []).contains(where: ids.contains)
        || ReviewItem.candidates(in: record.body).contains { $0.mayBeOf(family) }
      return isNamed ? Mention(review: record.id, device: line?.device) : nil
    }
  }
}

extension ReviewItem {
  /// The versions of an imported record that an item holds; none for other items.
  fileprivate static func candidates(in body: [UInt8]) -> [HeldCandidate] {
    guard let json = try? JSON(strict: body), let item = ReviewItem(json: json),
      item.kind == .importHeld
    else { return [] }
    return (item.setAside["candidates"]?.array ?? []).compactMap { HeldCandidate(json: $0) }
  }
}

extension HeldCandidate {
  /// Whether the source gives the record to a family.
  fileprivate func mayBeOf(_ family: FamilyID) -> Bool {
    switch self {
    case .episode(let episode):
      ImportedID.family(episode.authority, episode.family) == family
    case .reading(let reading): reading.mayBeOf(family)
    case .areaScore(let score): score.reading.mayBeOf(family)
    }
  }
}

extension ImportedReading {
  fileprivate func mayBeOf(_ family: FamilyID) -> Bool {
    self.family.map { ImportedID.family(authority, $0) == family } ?? false
  }
}

extension Segment {
  /// Why an operation about an erased family is refused; `nil` when it is about no such family.
  ///
  /// Its bytes are not kept: that is what erasure means.
  func erasure(of line: PushLine) throws -> Refusal? {
    let isErased: Bool
    if let operation = line.operation {
      isErased = try writer.isErased(operation.family) || writer.isErased(operation.record)
    } else {
      isErased = try FamilyID.named(in: line.bytes).contains { try writer.isErased($0) }
    }
    guard isErased else { return nil }
    return Refusal(
      .erased,
      "Everything about the family was erased by law, and nothing about it is kept any more."
    )
  }
}

extension Identifier {
  /// The ids that stand in a text, whatever else it holds.
  static func named(in bytes: some RandomAccessCollection<UInt8>) -> [Identifier] {
    let hyphen = UInt8(ascii: "-")
    let bytes = Array(bytes)
    guard bytes.count >= 36 else { return [] }
    var found: [Identifier] = []
    var start = 0
    while start + 36 <= bytes.count {
      guard bytes[start + 8] == hyphen, bytes[start + 13] == hyphen, bytes[start + 18] == hyphen,
        bytes[start + 23] == hyphen,
        let id = Identifier(String(decoding: bytes[start..<(start + 36)], as: UTF8.self))
      else {
        start += 1
        continue
      }
      found.append(id)
      start += 36
    }
    return found
  }
}
