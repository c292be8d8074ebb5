package import Casework

/// Checks a reading against the packs, the same way on the device that captures it and on the
/// server that receives it.
///
/// An edition that has been replaced, or that its publisher has ended, is no reason to refuse: a
/// reading keeps the edition it was taken with.
///
/// - Parameters:
///   - reading: The reading as captured or received.
///   - catalogue: The packs of the partnership.
///   - today: The present day; a later date is worth a warning.
///   - latestDate: The last day that may be accepted, which the server sets to the day after
///     receipt; `nil` on a device, whose clock may be wrong.
/// - Returns: What a person should look at before saving; empty most of the time.
/// - Throws: ``ReadingRefusal`` for the first thing that is wrong.
@discardableResult
package func checkReading(
  _ reading: Reading,
  catalogue: InstrumentCatalogue,
  today: CalendarDay,
  latestDate: CalendarDay? = nil
) throws(ReadingRefusal) -> [ReadingWarning] {
  let pack = try enabledPack(for: reading, in: catalogue)
  try checkPeople(of: reading, against: pack)
  try checkDate(of: reading, against: pack, latestDate: latestDate)
  try checkScores(of: reading, against: pack)
  try checkTexts(of: reading, against: pack)
  var warnings: [ReadingWarning] = []
  if reading.date > today { warnings.append(.futureDate(reading.date)) }
  if let validTo = pack.validTo, reading.date > validTo {
    warnings.append(.editionEnded(pack.key, validTo: validTo))
  }
  return warnings
}

/// What a person should look at before saving a reading that is acceptable all the same.
package enum ReadingWarning: Hashable, Sendable, CustomStringConvertible {
  /// The date is later than today.
  case futureDate(CalendarDay)
  /// The date is later than the last day for which the publisher offers the edition.
  case editionEnded(InstrumentKey, validTo: CalendarDay)

  /// What to look at.
  package var description: String {
    switch self {
    case .futureDate(let date):
      "The date \(date) lies in the future; check it and the clock of the device."
    case .editionEnded(let key, let validTo):
      "\(key) ended on \(validTo); check that it is the edition that was used."
    }
  }
}

private func enabledPack(
  for reading: Reading,
  in catalogue: InstrumentCatalogue
) throws(ReadingRefusal) -> InstrumentPack {
  let key = InstrumentKey(id: reading.instrument, edition: reading.edition)
  guard let pack = catalogue.pack(key) else {
    let editions = catalogue.editions(of: key.id).map(\.key.edition)
    throw editions.isEmpty
      ? .unknownInstrument(key.id, known: catalogue.ids)
      : .unknownEdition(key, known: editions)
  }
  guard catalogue.isEnabled(key) else {
    throw .instrumentDisabled(key, publisher: pack.publisher)
  }
  return pack
}

private func checkPeople(
  of reading: Reading,
  against pack: InstrumentPack
) throws(ReadingRefusal) {
  guard reading.subject == pack.subject else {
    throw .wrongSubject(pack.key, given: reading.subject, needed: pack.subject)
  }
  if pack.subject == .family, reading.member != nil { throw .memberNotAllowed(pack.key) }
  if pack.subject != .family, reading.member == nil {
    throw .memberRequired(pack.key, subject: pack.subject)
  }
  guard pack.perspectives.contains(reading.respondent) else {
    throw .respondentNotAllowed(
      pack.key,
      given: reading.respondent,
      allowed: pack.perspectives
    )
  }
}

private func checkDate(
  of reading: Reading,
  against pack: InstrumentPack,
  latestDate: CalendarDay?
) throws(ReadingRefusal) {
  if let latestDate, reading.date > latestDate {
    throw .dateInFuture(reading.date, latest: latestDate)
  }
  if let validFrom = pack.validFrom, reading.date < validFrom {
    throw .dateBeforeEdition(reading.date, pack.key, validFrom: validFrom)
  }
}

private func checkScores(
  of reading: Reading,
  against pack: InstrumentPack
) throws(ReadingRefusal) {
  var answered: Set<String> = []
  for score in reading.scores {
    guard let scale = pack.scale(ofArea: score.area) else {
      throw .unknownArea(score.area, pack.key, nearest: pack.areas(near: score.area))
    }
    guard answered.insert(score.area).inserted else {
      throw .duplicateArea(score.area, pack.key)
    }
    guard !scale.accepts(score.code) else { continue }
    if let nonScore = NonScore(rawValue: score.code) {
      throw .nonScoreNotAllowed(
        nonScore,
        area: score.area,
        pack.key,
        allowed: scale.nonScores
      )
    }
    throw .pointNotOnScale(score.code, area: score.area, pack.key, scale: scale.summary)
  }
  let missing = pack.areas.map(\.id).filter { !answered.contains($0) }
  guard missing.isEmpty else { throw .missingAreas(missing, pack.key) }
}

private func checkTexts(
  of reading: Reading,
  against pack: InstrumentPack
) throws(ReadingRefusal) {
  for (area, note) in reading.notes.sorted(by: { $0.key < $1.key }) {
    guard pack.area(area) != nil else {
      throw .noteForUnknownArea(area, pack.key, nearest: pack.areas(near: area))
    }
    try checkLength(of: note, as: .note(area: area))
  }
  if let ownWords = reading.ownWords { try checkLength(of: ownWords, as: .ownWords) }
}

private func checkLength(of text: String, as kind: ReadingText) throws(ReadingRefusal) {
  guard text.utf8.count <= kind.bytesMax else {
    throw .textTooLong(kind, bytes: text.utf8.count)
  }
}

extension InstrumentPack {
  /// The ids of the areas whose id or title a typed name may have been meant as.
  fileprivate func areas(near typed: String) -> [String] {
    let byID = nearestNames(to: typed, among: areas.map(\.id))
    let titles = nearestNames(to: typed, among: areas.map(\.title))
    let byTitle = titles.compactMap { title in areas.first { $0.title == title }?.id }
    return Array((byID + byTitle.filter { !byID.contains($0) }).prefix(3))
  }
}
