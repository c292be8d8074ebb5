import Casework

extension SourceRows {
  /// Reads a register of workers.
  mutating func workers(_ register: inout EpisodeRegister) -> [ImportedWorker] {
    let authority = source.authority
    let read = read { values, row -> ImportedWorker? in
      row.recordID = values.text("id")
      guard !row.recordID.isEmpty else {
        row.refuse(.missingID)
        return nil
      }
      return ImportedWorker(
        authority: authority,
        id: row.recordID,
        name: values.text("name"),
        team: values.text("team")
      )
    }
    settleDuplicates(read.mapValues(\.id))
    let workers = accepted(read)
    for worker in workers { register.add(worker: SourceKey(authority: authority, id: worker.id)) }
    return workers
  }

  /// Reads episodes, and tells the register which of them stand.
  mutating func episodes(
    _ register: inout EpisodeRegister,
    _ held: inout [HeldAct]
  ) -> [ImportedEpisode] {
    let read = read { values, row in Self.episode(&values, &row) }
    settleDuplicates(read.filter { !$0.value.id.isEmpty }.mapValues(\.id))
    let authority = source.authority
    var episodes = read
    // Held ones too: a release must not name a worker whom the register does not have.
    for (place, episode) in read {
      guard let worker = episode.worker, !register.knows(worker: worker, of: authority) else {
        continue
      }
      episodes[place]?.unknownWorker = worker
      episodes[place]?.worker = nil
      rows[place].notes.insert(.unknownLeadWorker)
    }
    let accepted = accepted(episodes)
    for episode in accepted {
      register.accept(
        KnownEpisode(
          family: episode.family,
          opened: episode.opened,
          closed: episode.closed,
          birthYears: episode.birthYears
        ),
        as: SourceKey(authority: authority, id: episode.id)
      )
    }
    for row in rows where !row.recordID.isEmpty && row.disposition != .duplicateIgnored {
      register.fall(SourceKey(authority: authority, id: row.recordID))
    }
    held += heldActs(episodes.mapValues { .episode($0) })
    return accepted
  }

  /// What was read of rows that still stand, in the order of the rows.
  func accepted<Content>(_ read: [Int: Content]) -> [Content] {
    rows.indices.compactMap { rows[$0].isOpen ? read[$0] : nil }
  }

  private static func episode(
    _ values: inout RowValues,
    _ row: inout JudgedRow
  ) -> ImportedEpisode? {
    row.recordID = values.text("id")
    let family = values.text("family")
    // Episodes without a family would all fall into one.
    guard !row.recordID.isEmpty, !family.isEmpty else { return row.fallen(.missingID) }
    let closedText = values.text("closed")
    let closed = values.day("closed")
    guard let opened = values.day("opened"), closedText.isEmpty || closed != nil else {
      return row.fallen(.invalidDate)
    }
    var codes: [String: String] = [:]
    var unknown: [String: String] = [:]
    var isUnknown = false
    for (list, mayBeBlank) in [
      ("tier", false), ("agency", false), ("district", false), ("stepUp", true), ("reason", true),
      ("contact", true),
    ] {
      if values.text(list).isEmpty {
        if !mayBeBlank { isUnknown = true }
      } else if let code = values.code(list) {
        codes[list] = code
      } else {
        isUnknown = true
        unknown[list] = values.text(list)
      }
    }
    if isUnknown { row.hold(.unknownCode) }
    // Nobody can release what no episode can be: a held row then has no candidate.
    if let closed, closed < opened { return row.fallen(.closedBeforeOpened) }
    guard let years = birthYears(values.text("yobs"), separator: values.separator) else {
      return row.fallen(.invalidBirthYear)
    }
    let worker = values.text("worker")
    return ImportedEpisode(
      authority: values.table.source.authority,
      id: row.recordID,
      family: family,
      opened: opened,
      closed: closed,
      tier: codes["tier"],
      worker: worker.isEmpty ? nil : worker,
      unknownWords: unknown,
      agency: codes["agency"],
      district: codes["district"],
      reason: codes["reason"],
      stepUp: codes["stepUp"],
      contact: codes["contact"],
      birthYears: years,
      remark: values.remark,
      file: values.table.name,
      row: row.row.number
    )
  }

  private static func birthYears(_ text: String, separator: String) -> [Int]? {
    guard !text.isEmpty else { return [] }
    var years: [Int] = []
    for part in text.split(separator: separator, omittingEmptySubsequences: true) {
      guard let year = BirthMonth(trimmed(Array(part.utf8)[...]).text), year.month == nil else {
        return nil
      }
      years.append(year.year)
    }
    // A reading names a child by at most two digits.
    return years.count <= SubjectCode.numbers.count ? years : nil
  }
}

extension RowValues {
  /// What stands between years of birth.
  fileprivate var separator: String { table.source.birthYearSeparator }
}
