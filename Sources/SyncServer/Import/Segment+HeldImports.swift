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
    case .reading(let reading): try release(reading, reason: reason, review: item)
    case .areaScore(let score): try release(score, reason: reason)
    }
  }

  private func release(_ episode: ImportedEpisode) throws {
    let releasing = try ImportWriter(releasingInto: self, authority: episode.authority)
    for family in ImportedFamily.families(of: [episode]) { try releasing.store(family) }
    try mayChange(ImportedID.family(episode.authority, episode.family))
    try releasing.store(episode, isReleased: true)
  }

  private func release(_ imported: ImportedReading, reason: String, review: ReviewItem) throws {
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
    let reading = try releasing.reading(imported, family: family, released: reason)
    let id = ImportedID.reading(imported)
    if let present = try writer.recordForJudging(id) {
      let stored = try releasing.storedReading(present)
      let changes = stored.changes(to: reading)
      guard !changes.isEmpty else { return }
      return try correct(present, with: changes, reason: reason)
    }
    try releasing.write(reading, imported, id: id, family: family)
  }

  private func release(_ score: HeldAreaScore, reason: String) throws {
    let id = ImportedID.reading(score.authority, score.assessment)
    guard let present = try writer.recordForJudging(id), present.type == .reading else {
      throw Refusal(
        .wrongState,
        "Its assessment is not on record; release or import that first, or refuse it."
      )
    }
    try mayChange(present.family)
    let changes = ReadingChanges(scores: [Score(area: score.area, code: score.code)])
    try correct(present, with: changes, reason: reason)
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
}
