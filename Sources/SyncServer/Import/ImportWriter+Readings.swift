import Casework
import Instruments
import Intake
import Storage
import SyncProtocol
import WireFormat

extension ImportWriter {
  /// A reading with its own date, edition, respondent and worker, marked as imported; never changed.
  func store(_ imported: ImportedReading) throws {
    guard let family = try family(of: imported) else {
      throw Refusal(
        .invalidImport,
        "A reading was accepted whose family is not on record; report this as a fault of Starmap."
      )
    }
    if try isOfAnotherFamily(imported) {
      dispute(imported, .familyMismatch)
      return count("readings", isNew: false)
    }
    let id = ImportedID.reading(imported)
    if let present = try present(id) {
      let reading = try reading(imported, family: family)
      let isSame = try present.family == family && says(present, theSameAs: reading)
      if !isSame { dispute(imported, .changedSinceImport) }
      return count("readings", isNew: false)
    }
    guard try !decisions.get().hasRefused(imported) else {
      outcome.refusedBefore += 1
      return
    }
    try write(try reading(imported, family: family), imported, id: id, family: family)
    count("readings", isNew: true)
  }

  /// Whether a stored reading says what its source says now, as it was first stored or as people have
  /// corrected it since.
  private func says(_ record: StoredRecord, theSameAs reading: Reading) throws -> Bool {
    let stored = try storedReading(record)
    if stored.says(theSameAs: reading) { return true }
    let effective = try decisions.get().effective(stored, id: record.id)
    guard effective.isCorrected else { return false }
    var corrected = effective.reading
    // The correction has a time of its own; when the source noted the change does not matter.
    corrected.imported?.recorded = reading.imported?.recorded ?? 0
    return corrected.says(theSameAs: reading)
  }

  /// Whether the family that a reading names is not the one that its episode has on record.
  private func isOfAnotherFamily(_ imported: ImportedReading) throws -> Bool {
    guard let named = imported.family, let episode = imported.episode,
      let record = try present(ImportedID.episode(imported.authority, episode))
    else { return false }
    return record.family != ImportedID.family(imported.authority, named)
  }

  /// Writes an imported reading, under the worker that the source names.
  func write(
    _ reading: Reading,
    _ imported: ImportedReading,
    id: RecordID,
    family: FamilyID
  ) throws {
    try put(
      reading.json.canonical,
      id: id,
      type: .reading,
      family: family,
      author: try author(of: imported),
      made: imported.recordedMilliseconds
    )
  }

  /// The worker that the source names, when the register knows him.
  private func author(of imported: ImportedReading) throws -> WorkerID? {
    guard let named = imported.worker else { return nil }
    let id = ImportedID.worker(imported.authority, named)
    if let known = knownWorkers[id] { return known ? id : nil }
    let isKnown = try present(id.retagged())?.type == .worker
    knownWorkers[id] = isKnown
    return isKnown ? id : nil
  }

  /// A stored reading's content.
  func storedReading(_ record: StoredRecord) throws -> Reading {
    do {
      return try Reading(json: try JSON(strict: record.body))
    } catch {
      throw StorageError(.corrupt, "A stored reading cannot be read; check the store.")
    }
  }

  /// The family of a reading's episode, or else the one its source names; `nil` when neither is on record.
  func family(of imported: ImportedReading) throws -> FamilyID? {
    if let named = imported.family {
      let family = ImportedID.family(imported.authority, named)
      if try isOnRecord(family) { return family }
    }
    guard let episode = imported.episode,
      let record = try present(ImportedID.episode(imported.authority, episode))
    else { return nil }
    return record.family
  }

  private func isOnRecord(_ family: FamilyID) throws -> Bool {
    try families.contains(family) || present(family.retagged()) != nil
  }

  /// The reading as it is stored, its subject and episode made out.
  func reading(
    _ imported: ImportedReading,
    family: FamilyID,
    released: String? = nil
  ) throws -> Reading {
    Reading(
      instrument: imported.instrument,
      edition: imported.edition,
      subject: imported.subject,
      member: try member(of: imported, family: family),
      episode: imported.episode.map { ImportedID.episode(imported.authority, $0) },
      date: imported.date,
      respondent: imported.respondent,
      timing: imported.timing,
      scores: imported.scores,
      imported: ReadingOrigin(
        source: imported.file,
        id: imported.id,
        recorded: imported.recordedMilliseconds,
        worker: imported.worker,
        replaces: imported.replaces,
        stage: imported.stage,
        remark: imported.remark.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 },
        released: released
      )
    )
  }

  private func member(of imported: ImportedReading, family: FamilyID) throws -> RecordID? {
    guard imported.subject != .family else { return nil }
    if let year = imported.birthYear {
      return try need(child: year, imported.birthOrdinal ?? 1, of: family)
    }
    let code = imported.subjectCode ?? imported.subject.rawValue
    let role: MemberRole =
      switch imported.subject {
      case .child: .child
      case .youngPerson: .youngPerson
      default: .parent
      }
    return try need(
      member: "subject \(code)",
      fields: [
        "name": .string(code), "role": .string(role.rawValue),
        "imported": ["code": .string(code)],
      ],
      of: family
    )
  }

  /// A row of a study, which belongs to no family and goes to no device.
  func store(_ row: ImportedStudyRow) throws {
    try storeStudy(row.json, key: row.key, source: row.file, what: "studyRows")
  }

  /// A dated population figure.
  func store(_ figure: ImportedPopulation) throws {
    try storeStudy(figure.json, key: figure.key, source: figure.file, what: "populationFigures")
  }

  private func storeStudy(_ json: JSON, key: String, source: String, what: String) throws {
    let id = ImportedID.study(source, key)
    let body = json.canonical
    let isNew = try present(id)?.body != body
    if isNew { try put(body, id: id, type: .study, family: .study) }
    count(what, isNew: isNew)
  }
}

extension Reading {
  /// Whether an import brings nothing new: neither the name of the file matters, nor whether the reading
  /// was held at first.
  func says(theSameAs other: Reading) -> Bool {
    var (mine, theirs) = (self, other)
    mine.imported?.released = nil
    theirs.imported?.released = nil
    theirs.imported?.source = mine.imported?.source ?? ""
    return mine == theirs
  }
}
