import Casework
import Instruments
import Storage
import SyncProtocol
import WireFormat

extension Segment {
  /// A new reading: one immutable record with all its scores.
  func addReading(_ judged: JudgedOperation) throws -> Outcome {
    let operation = judged.operation
    let reading = try Reading(json: operation.data)
    guard reading.imported == nil else {
      throw Refusal(
        .invalidOperation,
        "Only an import says where a reading came from; send the 15 positions of layout 1."
      )
    }
    if let existing = try existing(operation.record, type: .reading, family: operation.family) {
      guard try storedReading(existing).contentHash == reading.contentHash else {
        throw Refusal(
          .immutable,
          "A reading with this id exists with other content; readings are never changed, "
            + "only corrected."
        )
      }
      return .accepted(.noop, [])
    }
    try check(reading)
    if let member = reading.member { try need(member, type: .member, in: operation.family) }
    if let episode = reading.episode { try need(episode, type: .episode, in: operation.family) }
    try put(
      StoredRecord(
        id: operation.record,
        type: .reading,
        family: operation.family,
        recordClass: .scores,
        version: seq,
        author: principal?.worker,
        made: judged.made.milliseconds,
        body: judged.dataBytes
      )
    )
    let reviews = try flagLate(judged) + flagSameDayPairs(judged, reading)
    return .accepted(judged.isLate ? .late : .applied, reviews)
  }

  /// A correction names only areas that the reading has.
  private func checkAreas(_ changes: ReadingChanges, in reading: Reading) throws {
    let known = Set(reading.scores.map(\.area))
    guard let unknown = changes.scores?.first(where: { !known.contains($0.area) }) else { return }
    let named = unknown.area.count <= 64 ? " `\(unknown.area)`" : ""
    throw Refusal(
      .unknownArea,
      "The reading has no area\(named); its areas are \(known.sorted().joined(separator: ", "))."
    )
  }

  private func check(_ reading: Reading) throws {
    let day = CalendarDay(milliseconds: receipt)
    let latest = CalendarDay(
      milliseconds: receipt + Int64(Limits.futureDaysMax) * 86_400_000
    )
    do {
      try checkReading(reading, catalogue: core.catalogue, today: day, latestDate: latest)
    } catch {
      throw Refusal(error)
    }
  }

  private func storedReading(_ record: StoredRecord) throws -> Reading {
    do {
      return try Reading(json: try JSON(strict: record.body))
    } catch {
      throw StorageError(.corrupt, "A stored reading cannot be read; check the store.")
    }
  }

  /// Shows two readings of one day with one instrument to a person; neither is lost.
  private func flagSameDayPairs(
    _ judged: JudgedOperation,
    _ reading: Reading
  ) throws -> [RecordID] {
    var reviews: [RecordID] = []
    for record in try writer.readingsForJudging(of: judged.operation.family, on: reading.date)
    where record.id != judged.operation.record {
      guard try storedReading(record).isSameDayPair(with: reading) else { continue }
      let pair = [record.id, judged.operation.record].sorted()
      let id = derivedID("same-day", pair[0], pair[1])
      guard try writer.recordForJudging(id)?.type != .review else { continue }
      let item = ReviewItem(
        kind: .sameDayPair,
        opened: receipt,
        subjectType: .reading,
        subject: pair[0],
        author: pair[0] == record.id ? record.author : principal?.worker,
        related: [pair[1]]
      )
      reviews.append(
        try open(item, id: id, family: judged.operation.family, recordClass: .scores)
      )
    }
    return reviews
  }

  /// A request to correct or withdraw a reading.
  func requestChange(_ judged: JudgedOperation) throws -> Outcome {
    let operation = judged.operation
    var request = try ReadingRequest(
      request: operation.data,
      isWithdrawal: judged.kind == .readingWithdraw
    )
    if let existing = try existing(operation.record, type: .correction, family: operation.family) {
      guard let stored = (try? JSON(strict: existing.body)).flatMap({ ReadingRequest(json: $0) }),
        stored.reading == request.reading, stored.ask == request.ask
      else {
        throw Refusal(.immutable, "A request with this id exists with other content.")
      }
      return .accepted(.noop, [])
    }
    let reading = try need(request.reading, type: .reading, in: operation.family)
    if case .correct(let changes) = request.ask {
      try checkAreas(changes, in: try storedReading(reading))
      let corrected = effectiveReading(
        try storedReading(reading),
        amendments: [
          ReadingAmendment(
            id: operation.record,
            kind: .correct(changes),
            state: .effective(seq: seq),
            reason: request.reason
          )
        ]
      )
      try check(corrected.reading)
    }
    let takesEffectNow = !request.needsApproval && !judged.isLate
    if takesEffectNow {
      request.state = .effective
      request.decidedSeq = seq
    }
    try put(
      StoredRecord(
        id: operation.record,
        type: .correction,
        family: operation.family,
        recordClass: .scores,
        version: seq,
        author: principal?.worker,
        made: judged.made.milliseconds,
        body: request.json.canonical
      )
    )
    let item = ReviewItem(
      kind: judged.kind == .readingWithdraw ? .withdrawalRequest : .correctionRequest,
      opened: receipt,
      subjectType: .correction,
      subject: operation.record,
      author: principal?.worker,
      operation: operation.id,
      related: [request.reading],
      isForInformation: takesEffectNow
    )
    let review = try open(
      item,
      id: derivedID("request", operation.record),
      family: operation.family,
      recordClass: .scores
    )
    return .accepted(judged.isLate ? .late : .applied, [review] + (try flagLate(judged)))
  }
}
