import Casework
import Intake
import Storage
import SyncProtocol
import WireFormat

extension ImportWriter {
  /// Puts a held act into the review queue, once.
  ///
  /// It lies in the tray of the authority's unit: until somebody releases it, it belongs to no family,
  /// and only supervisors of the whole authority see it.
  func hold(_ act: HeldAct) throws {
    let id = ImportedID.held(act)
    guard try present(id) == nil else {
      outcome.heldBefore += 1
      return
    }
    outcome.held += 1
    if act.reason == .changedSinceImport, act.subject.type == .reading {
      outcome.newlyChangedReadings += 1
    }
    guard !isDryRun else { return }
    let unit = try places.authority(act.authority)
    let tray: FamilyID = unit.retagged()
    if try writer.openHoldings(of: tray).isEmpty {
      try writer.open(
        Holding(family: tray, holder: .supervisors(unit), mask: .all, from: segment.seq)
      )
    }
    let subject = act.subject
    let item = ReviewItem(
      kind: .importHeld,
      opened: receipt,
      subjectType: subject.type,
      subject: subject.id,
      author: nil,
      setAside: act.setAside,
      problem: Refusal(.importHeld, act.sentence)
    )
    try put(
      item.json.canonical,
      id: id,
      type: .review,
      family: tray,
      recordClass: subject.type.recordClass
    )
  }

  /// Sets an accepted episode aside, because of what is on record.
  func dispute(_ episode: ImportedEpisode, _ reason: DispositionReason) {
    outcome.disputes.append(
      HeldAct(
        file: episode.file,
        authority: episode.authority,
        recordID: episode.id,
        reason: reason,
        rows: [episode.row],
        candidates: [.episode(episode)]
      )
    )
  }

  /// Sets an accepted reading aside, because of what is on record.
  func dispute(_ reading: ImportedReading, _ reason: DispositionReason) {
    outcome.disputes.append(
      HeldAct(
        file: reading.file,
        authority: reading.authority,
        recordID: reading.id,
        reason: reason,
        rows: reading.rows,
        candidates: [.reading(reading)]
      )
    )
  }
}

extension HeldAct {
  /// The record that a release would make or change.
  var subject: (id: RecordID, type: RecordType) {
    switch candidates.first {
    case .episode(let episode):
      (ImportedID.episode(episode.authority, episode.id), .episode)
    case .reading(let reading): (ImportedID.reading(reading), .reading)
    case .areaScore(let score):
      (ImportedID.reading(score.reading), .reading)
    case nil: (ImportedID.held(self), .reading)
    }
  }

  /// What the review item shows and a release reads back.
  var setAside: [String: JSON] {
    [
      "authority": .string(authority), "file": .string(file), "record": .string(recordID),
      "reason": .string(reason.rawValue), "rows": .array(rows.map { .int(Int64($0)) }),
      "candidates": .array(candidates.map(\.json)),
    ]
  }

  /// Why it waits, and what can be done.
  var sentence: String {
    switch candidates.count {
    case 0: "\(reason.sentence) Correct it where it came from, and refuse it here."
    case 1: "\(reason.sentence) Release it or refuse it."
    case let count: "\(reason.sentence) Release one of its \(count) versions, or refuse it."
    }
  }
}
