import Casework
import Intake
import Storage
import SyncProtocol
import WireFormat

/// A family as the episodes of an import show it.
struct ImportedFamily {
  let authority: String
  let reference: String
  /// The episode that opened last, whose district is the family's home.
  let latest: ImportedEpisode

  /// The families of some episodes, in the order of their references.
  static func families(of episodes: [ImportedEpisode]) -> [ImportedFamily] {
    struct Key: Hashable {
      let authority: String
      let reference: String
    }
    let groups = Dictionary(grouping: episodes) {
      Key(authority: $0.authority, reference: $0.family)
    }
    return groups.compactMap { key, episodes in
      episodes.max { ($0.opened, $0.id) < ($1.opened, $1.id) }.map {
        ImportedFamily(authority: key.authority, reference: key.reference, latest: $0)
      }
    }.sorted { ($0.authority, $0.reference) < ($1.authority, $1.reference) }
  }
}

extension ImportWriter {
  /// A worker of a council's register: a name without a place, so without any right.
  func store(_ worker: ImportedWorker) throws {
    let id = ImportedID.worker(worker.authority, worker.id)
    var object =
      WorkerRecord(id: id, name: worker.name, places: []).json.object ?? [:]
    object["imported"] = [
      "authority": .string(Authority.code(ofTitle: worker.authority)), "id": .string(worker.id),
      "team": .string(worker.team),
    ]
    let present = try present(id.retagged())
    if let present, let stored = try? JSON(strict: present.body) {
      // Places given since then stay.
      object["places"] = stored["places"] ?? .array([])
    }
    let body = JSON.object(object).canonical
    let isNew = present?.body != body
    if isNew { try put(body, id: id.retagged(), type: .worker, family: .reference) }
    count("workers", isNew: isNew)
  }

  /// A family under the reference that its source gives it, held by the unit of its latest episode.
  func store(_ family: ImportedFamily) throws {
    let id = ImportedID.family(family.authority, family.reference)
    families.insert(id)
    let isNew = try present(id.retagged()) == nil
    count("families", isNew: isNew)
    guard isNew, !isDryRun else { return }
    let code = try segment.newFamilyCode { attempt in
      ImportedID.family(family.authority, "\(family.reference)\n\(attempt)").low
    }
    try writer.take(familyCode: code, for: id)
    let home = try places.home(of: family.latest)
    try writer.open(Holding(family: id, holder: .unit(home), mask: .all, from: segment.seq))
    let fields: [String: JSON] = [
      "name": .string(family.reference), "code": .string(code),
      "authority": .string(try ImportPlaces.authority(family.authority).rawValue),
      "imported": [
        "authority": .string(Authority.code(ofTitle: family.authority)),
        "id": .string(family.reference),
      ],
    ]
    try put(state(fields).body, id: id.retagged(), type: .family, family: id)
  }

  /// An episode with the children it names and its free text.
  ///
  /// A later extract may close it or correct it, as long as no person has edited the same field. What an
  /// older extract says otherwise waits for a person, and so does a change of family.
  func store(_ episode: ImportedEpisode, isReleased: Bool = false) throws {
    let id = ImportedID.episode(episode.authority, episode.id)
    let family = ImportedID.family(episode.authority, episode.family)
    guard try !isOfAnotherFamily(episode) else {
      dispute(episode, .changedSinceImport)
      return count("episodes", isNew: false)
    }
    for (year, ordinal) in episode.children {
      _ = try need(child: year, ordinal, of: family)
    }
    let fields = fields(of: episode)
    if let present = try present(id) {
      try update(present, with: fields, of: episode, isReleased: isReleased)
    } else {
      try put(state(fields).body, id: id, type: .episode, family: family)
      count("episodes", isNew: true)
    }
    try store(remark: episode.remark, of: episode, id: id, family: family)
  }

  /// Whether the episode is on record as another family's.
  func isOfAnotherFamily(_ episode: ImportedEpisode) throws -> Bool {
    guard let present = try present(ImportedID.episode(episode.authority, episode.id)) else {
      return false
    }
    return present.family != ImportedID.family(episode.authority, episode.family)
  }

  private func update(
    _ present: StoredRecord,
    with fields: [String: JSON],
    of episode: ImportedEpisode,
    isReleased: Bool
  ) throws {
    guard var state = RecordState(body: present.body) else {
      throw StorageError(.corrupt, "A stored record cannot be read; check the store.")
    }
    let names =
      isReleased
      ? Self.imported
      : Set(fields.keys).union(state.fields.keys.filter { state.versions[$0]?.author == nil })
    let changes = names.filter { name in
      !Self.kept.contains(name) && !isSame(state.fields[name], fields[name])
    }
    guard !changes.isEmpty else { return count("episodes", isNew: false) }
    let isEdited = changes.contains { state.versions[$0]?.author != nil }
    let isOlder = state.extracted.map { extracted < $0 } ?? false
    guard isReleased || !(isEdited || isOlder) else {
      dispute(episode, .changedSinceImport)
      return count("episodes", isNew: false)
    }
    state.apply(
      Dictionary(changes.map { ($0, fields[$0] ?? .null) }) { first, _ in first },
      as: fieldVersion()
    )
    try put(state.body, id: present.id, type: .episode, family: present.family)
    count("episodes", isNew: true)
  }

  /// Whether a field needs no change; on which day it was extracted is none.
  private func isSame(_ stored: JSON?, _ new: JSON?) -> Bool {
    guard let stored = stored?.object, let new = new?.object else { return stored == new }
    return stored.filter { $0.key != "extracted" } == new.filter { $0.key != "extracted" }
  }

  /// The fields that an import sets.
  private static let imported: Set<String> = [
    "openedOn", "status", "imported", "tier", "leadWorker", "leadAgency", "district", "contactMode",
    "closedOn", "closureReason", "stepUpEvent", "stepUpOn",
  ]

  /// Fields that an import sets once and that only people change afterwards.
  private static let kept: Set<String> = ["referralSource"]

  private func fields(of episode: ImportedEpisode) -> [String: JSON] {
    var fields: [String: JSON] = [
      "openedOn": .string(episode.opened.description),
      "referralSource": .string(ReferralSource.notRecorded.rawValue),
      "status": episode.closed == nil ? "open" : "closed",
      "imported": episode.provenance(extracted: extracted),
    ]
    fields["tier"] = episode.tier.flatMap { EpisodeCodes.tiers[$0] }.map { .string($0.rawValue) }
    fields["leadWorker"] = episode.worker.map {
      .string(ImportedID.worker(episode.authority, $0).description)
    }
    fields["leadAgency"] = episode.agency.map { .string($0) }
    fields["district"] = episode.district.map { .string($0) }
    fields["contactMode"] = episode.contact.flatMap { EpisodeCodes.contacts[$0] }
      .map { .string($0.rawValue) }
    fields["closedOn"] = episode.closed.map { .string($0.description) }
    fields["closureReason"] = episode.reason.flatMap { EpisodeCodes.reasons[$0] }
      .map { .string($0.rawValue) }
    fields["stepUpEvent"] = episode.stepUp.flatMap { EpisodeCodes.stepUps[$0] }
      .map { .string($0.rawValue) }
    return fields
  }

  private func store(
    remark: String?,
    of episode: ImportedEpisode,
    id: RecordID,
    family: FamilyID
  ) throws {
    guard let remark, !remark.allSatisfy(\.isWhitespace) else { return }
    let note = ImportedID.note(remark, of: id)
    let isNew = try present(note) == nil
    if isNew {
      let fields: [String: JSON] = [
        "text": .string(remark), "date": .string(episode.opened.description),
        "episode": .string(id.description),
      ]
      try put(state(fields).body, id: note, type: .note, family: family)
    }
    count("notes", isNew: isNew)
  }

  /// A child known by the year of birth, and by a number among those of one year.
  func need(child year: Int, _ ordinal: Int, of family: FamilyID) throws -> RecordID {
    let name = ordinal > 1 ? "Child born \(year) (\(ordinal))" : "Child born \(year)"
    return try need(
      member: "child \(year) \(ordinal)",
      fields: [
        "name": .string(name), "role": .string(MemberRole.child.rawValue),
        "born": .string(String(year)), "imported": ["year": .int(Int64(year))],
      ],
      of: family
    )
  }
}

extension ImportedEpisode {
  /// The years of birth with a number among children of the same year, from 1.
  fileprivate var children: [(year: Int, ordinal: Int)] {
    var counts: [Int: Int] = [:]
    return birthYears.map { year in
      counts[year, default: 0] += 1
      return (year, counts[year, default: 1])
    }
  }

  /// What the source said, kept with the episode: without the free text, which is a note.
  fileprivate func provenance(extracted: CalendarDay) -> JSON {
    var object = json.object ?? [:]
    object["authority"] = .string(Authority.code(ofTitle: authority))
    object["extracted"] = .string(extracted.description)
    object["remark"] = nil
    object["file"] = nil
    object["row"] = nil
    return .object(object)
  }
}

extension RecordState {
  /// The day of the extract that an imported episode stands on.
  fileprivate var extracted: CalendarDay? {
    fields["imported"]?["extracted"]?.string.flatMap { CalendarDay($0) }
  }
}
