import Casework
import Instruments
import Intake
import Storage
import SyncProtocol
import WireFormat

extension Segment {
  /// Releases what an import held, as a supervisor of the authority has decided.
  ///
  /// - Parameters:
  ///   - item: The review item, whose `set_aside` holds the candidates.
  ///   - data: The decision; `candidate` chooses among several, counted from 1.
  /// - Throws: A refusal when there is nothing on record that it could belong to.
  func releaseHeld(_ item: ReviewItem, data: JSON) throws {
    let candidates = (item.setAside["candidates"]?.array ?? []).compactMap {
      HeldCandidate(json: $0)
    }
    let chosen = data["candidate"]?.int ?? (candidates.count == 1 ? 1 : 0)
    guard let index = Int(exactly: chosen - 1), candidates.indices.contains(index) else {
      throw Refusal(
        .invalidField,
        candidates.isEmpty
          ? "There is nothing to release; refuse it, and correct it where it came from."
          : "The item has \(candidates.count) versions; name one with `candidate`, counted from 1."
      )
    }
    let reason = item.setAside["reason"]?.string ?? ""
    switch candidates[index] {
    case .episode(let episode): try release(episode)
    case .reading(let reading): try release(reading, reason: reason)
    case .areaScore(let score): try release(score, reason: reason)
    }
  }

  private func release(_ episode: ImportedEpisode) throws {
    let releasing = try ImportWriter(releasingInto: self, authority: episode.authority)
    guard try !releasing.isOfAnotherFamily(episode) else { throw Self.anotherFamily }
    for family in ImportedFamily.families(of: [episode]) { try releasing.store(family) }
    try mayChange(ImportedID.family(episode.authority, episode.family))
    try releasing.store(episode, isReleased: true)
  }

  private func release(_ imported: ImportedReading, reason: String) throws {
    let releasing = try ImportWriter(releasingInto: self, authority: imported.authority)
    guard let family = try releasing.family(of: imported) else {
      throw Refusal(
        .wrongState,
        "It names no episode or family on record; release or import that first, or refuse it."
      )
    }
    try mayChange(family)
    var imported = imported
    if let episode = imported.episode,
      try writer.recordForJudging(ImportedID.episode(imported.authority, episode))?.family != family
    {
      // The episode is another family's, or is not on record: the reading counts in none.
      imported.episode = nil
    }
    let id = ImportedID.reading(imported)
    let present = try present(id, of: family)
    let reading = try releasing.reading(imported, family: family, released: reason)
    guard let present else {
      return try releasing.write(reading, imported, id: id, family: family)
    }
    let stored = try standing(present, releasing)
    let changes = stored.changes(to: reading)
    var corrected = stored.applying(changes)
    if !changes.isEmpty {
      // The correction has a time of its own.
      corrected.imported?.recorded = reading.imported?.recorded ?? 0
    }
    guard corrected.says(theSameAs: reading) else {
      throw Refusal(
        .wrongState,
        "A release can change the date, the respondent, the timing and the scores of a reading; "
          + "this version also differs in \(corrected.differences(to: reading)). Refuse it, and withdraw "
          + "or correct the reading by hand."
      )
    }
    guard !changes.isEmpty else { return }
    try correct(present, with: changes, reason: reason)
  }

  private func release(_ score: HeldAreaScore, reason: String) throws {
    let releasing = try ImportWriter(releasingInto: self, authority: score.reading.authority)
    let id = ImportedID.reading(score.reading)
    guard let family = try releasing.family(of: score.reading),
      try writer.recordForJudging(id) != nil || score.reading.isAnswered
    else {
      throw Refusal(
        .wrongState,
        "Its case is not on record, or it would be a reading without any answer; release or import "
          + "the case first, or refuse it."
      )
    }
    try mayChange(family)
    guard let present = try present(id, of: family) else {
      let reading = try releasing.reading(score.reading, family: family, released: reason)
      return try releasing.write(reading, score.reading, id: id, family: family)
    }
    let stored = try standing(present, releasing)
    let changes = ReadingChanges(scores: [Score(area: score.area, code: score.code)])
    guard stored.scores.contains(where: { $0.area == score.area }) else {
      throw Refusal(.wrongState, "The reading on record has no such area; refuse it.")
    }
    guard stored.applying(changes) != stored else { return }
    try correct(present, with: changes, reason: reason)
  }

  private static let anotherFamily = Refusal(
    .wrongState,
    "Its id is on record in another family, and nothing moves between families by a release. Refuse "
      + "it, and correct it by hand."
  )

  /// The reading that is there already.
  ///
  /// - Throws: ``Refusal`` when it is another family's.
  private func present(_ id: RecordID, of family: FamilyID) throws -> StoredRecord? {
    guard let present = try writer.recordForJudging(id) else { return nil }
    guard present.type == .reading, present.family == family else { throw Self.anotherFamily }
    return present
  }

  /// A stored reading as it stands, after its corrections.
  ///
  /// - Throws: ``Refusal`` when it was withdrawn.
  private func standing(_ record: StoredRecord, _ releasing: ImportWriter) throws -> Reading {
    let stored = try releasing.storedReading(record)
    let effective = try releasing.decisions.get().effective(stored, id: record.id)
    guard !effective.isWithdrawn else {
      throw Refusal(
        .wrongState,
        "The reading on record was withdrawn, and a withdrawn reading is entered again; refuse this."
      )
    }
    return effective.reading
  }

  /// Who decides about a tray must also hold the family that the release changes.
  private func mayChange(_ family: FamilyID) throws {
    forgetScope()
    guard try scope().supervised.contains(family) else {
      throw Refusal(.forbidden, "A supervisor of the unit that holds the family now decides this.")
    }
  }

  /// A correction in force at once: the person who releases is the second one.
  private func correct(
    _ record: StoredRecord,
    with changes: ReadingChanges,
    reason: String
  ) throws {
    var request = ReadingRequest(
      reading: record.id,
      ask: .correct(changes),
      reason: "Released from an import: \(reason)."
    )
    request.state = .effective
    request.decidedSeq = seq
    try put(
      StoredRecord(
        id: core.surroundings.newID(),
        type: .correction,
        family: record.family,
        recordClass: .scores,
        version: seq,
        author: principal?.worker,
        made: receipt,
        body: request.json.canonical
      )
    )
  }
}

extension Reading {
  /// What a correction would have to change to come from this reading to another.
  fileprivate func changes(to other: Reading) -> ReadingChanges {
    let differing = other.scores.filter { !scores.contains($0) }
    return ReadingChanges(
      date: date == other.date ? nil : other.date,
      respondent: respondent == other.respondent ? nil : other.respondent,
      timing: timing == other.timing ? nil : other.timing,
      scores: differing.isEmpty ? nil : differing
    )
  }

  /// The reading with some changes made.
  fileprivate func applying(_ changes: ReadingChanges) -> Reading {
    let amendment = ReadingAmendment(
      id: RecordID(high: 0, low: 0),
      kind: .correct(changes),
      state: .effective(seq: 0),
      reason: ""
    )
    return effectiveReading(self, amendments: [amendment]).reading
  }

  /// In what a reading still differs, by the names of the parts, never by their content.
  fileprivate func differences(to other: Reading) -> String {
    var names: [String] = []
    if (instrument, edition) != (other.instrument, other.edition) { names.append("the instrument") }
    if subject != other.subject || member != other.member { names.append("the subject") }
    if episode != other.episode { names.append("the episode") }
    if scores != other.scores { names.append("the areas") }
    if imported?.id != other.imported?.id { names.append("the id") }
    if imported?.recorded != other.imported?.recorded { names.append("the day of entry") }
    if imported?.worker != other.imported?.worker { names.append("the worker") }
    if imported?.replaces != other.imported?.replaces { names.append("the reading it replaces") }
    if imported?.stage != other.imported?.stage { names.append("the stage") }
    if imported?.remark != other.imported?.remark { names.append("the free text") }
    return names.isEmpty ? "something else" : names.joined(separator: ", ")
  }
}
