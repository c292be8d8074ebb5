package import Casework
import DeviceStore
package import Instruments
import SyncProtocol
import WireFormat

/// A reading that was saved, and what the person should look at all the same.
package struct SavedReading: Hashable, Sendable {
  /// The reading's record.
  package let record: RecordView
  /// A date in the future, an edition that has ended; empty most of the time.
  package let warnings: [ReadingWarning]
}

extension Device {
  /// Saves a reading.
  ///
  /// Whether it was captured offline is fixed here: no server had answered this device within the
  /// five minutes before. A date in the future is worth a warning and is saved, since this device's
  /// clock may be wrong.
  ///
  /// - Parameters:
  ///   - reading: The reading; its `capturedOffline` is set here.
  ///   - family: The family.
  /// - Returns: What was saved.
  /// - Throws: `Refusal`, `DeviceStoreError`.
  package func addReading(_ reading: Reading, family: FamilyID) throws -> SavedReading {
    let id = surroundings.newID(RecordTag.self)
    var warnings: [ReadingWarning] = []
    let record = try captureOne(.reading, id, family: family) { capture in
      try capture.need(family)
      if let member = reading.member { try capture.need(member, type: .member, family: family) }
      if let episode = reading.episode {
        try capture.need(episode, type: .episode, family: family)
      }
      warnings = try capture.check(reading)
      var saved = reading
      saved.capturedOffline = try capture.isOffline()
      try capture.add(.readingAdd, record: id, family: family, data: saved.json)
    }
    return SavedReading(record: record, warnings: warnings)
  }

  /// Asks for a correction of a reading.
  ///
  /// - Parameters:
  ///   - record: The reading.
  ///   - changes: What should be otherwise.
  ///   - reason: Why the reading is wrong.
  /// - Returns: The request; changed scores take effect when a second person approves it.
  /// - Throws: `Refusal`, `DeviceStoreError`.
  @discardableResult
  package func correct(
    _ record: RecordView,
    changes: ReadingChanges,
    reason: String
  ) throws -> RecordView {
    try ask(.correct(changes), for: record, reason: reason)
  }

  /// Asks that a reading no longer counts; it takes effect when a second person approves it.
  @discardableResult
  package func withdraw(_ record: RecordView, reason: String) throws -> RecordView {
    try ask(.withdraw, for: record, reason: reason)
  }

  /// The readings of a family, oldest id first.
  package func readings(of family: FamilyID) throws -> [RecordView] {
    try records(of: .reading, family: family)
  }

  /// The requests to correct or withdraw a reading, oldest first.
  package func corrections(of record: RecordView) throws -> [RecordView] {
    try records(of: .correction, family: record.family)
      .filter { $0.json["reading"]?.string == record.id.description }
  }

  /// A reading after its corrections and withdrawals that are in force.
  ///
  /// - Parameter record: The reading.
  /// - Returns: What reports see.
  /// - Throws: `Refusal` when it is no reading, `DeviceStoreError`.
  package func effectiveReading(_ record: RecordView) throws -> EffectiveReading {
    let original = try Reading(json: record.json)
    let amendments = try corrections(of: record).compactMap { view in
      ReadingRequest(json: view.json)?.amendment(id: view.id)
    }
    return Instruments.effectiveReading(original, amendments: amendments)
  }

  private func ask(
    _ ask: ReadingRequest.Ask,
    for record: RecordView,
    reason: String
  ) throws -> RecordView {
    guard record.type == .reading else {
      throw Refusal(.invalidOperation, "Only a reading is corrected or withdrawn in this way.")
    }
    let isWithdrawal = ask == .withdraw
    let content = ReadingRequest(reading: record.id, ask: ask, reason: reason).request
    // The server's own reading of the request, so that what it would refuse is refused here.
    _ = try ReadingRequest(request: content, isWithdrawal: isWithdrawal)
    let present = try effectiveReading(record).reading
    let id = surroundings.newID(RecordTag.self)
    return try captureOne(.correction, id, family: record.family) { capture in
      if case .correct(let changes) = ask {
        try capture.checkKnown(changes.scores ?? [], in: present)
        let amendment = ReadingAmendment(
          id: id,
          kind: .correct(changes),
          state: .effective(seq: .max),
          reason: reason
        )
        let corrected = Instruments.effectiveReading(present, amendments: [amendment])
        try capture.check(corrected.reading)
      }
      try capture.add(
        isWithdrawal ? .readingWithdraw : .readingCorrect,
        record: id,
        family: record.family,
        data: content
      )
    }
  }
}

extension Capture {
  /// The check that the server makes too.
  @discardableResult
  func check(_ reading: Reading) throws -> [ReadingWarning] {
    let today = CalendarDay(milliseconds: moment.wall)
    do {
      return try checkReading(reading, catalogue: try reader.catalogue(), today: today)
    } catch let refusal as ReadingRefusal {
      throw Refusal(refusal)
    }
  }

  /// Refuses corrected scores of areas that the reading lacks, which would change nothing.
  func checkKnown(_ scores: [Score], in reading: Reading) throws(Refusal) {
    let areas = Set(reading.scores.map(\.area))
    guard scores.contains(where: { !areas.contains($0.area) }) else { return }
    throw Refusal(
      .unknownArea,
      "The reading has no such area; its areas are \(areas.sorted().joined(separator: ", "))."
    )
  }

  /// Whether no server has answered this device within the time that counts as online.
  ///
  /// Within one boot the wall clock is not asked, since it may jump.
  func isOffline() throws -> Bool {
    guard let last = try reader.lastAnswer() else { return true }
    let isSameBoot = last.boot == moment.boot && last.monotonic <= moment.monotonic
    let age =
      isSameBoot
      ? moment.monotonic.subtractingReportingOverflow(last.monotonic)
      : moment.wall.subtractingReportingOverflow(last.wall)
    guard !age.overflow, age.partialValue >= 0 else { return true }
    return age.partialValue > Limits.offlineAfterMilliseconds
  }
}
