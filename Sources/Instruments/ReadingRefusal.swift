package import Casework

/// Why a reading cannot be accepted, by the same check on the device and on the server.
///
/// Nothing in a refusal repeats free text, a name or a score that is on the scale.
package enum ReadingRefusal: Error, Hashable, Sendable {
  /// No pack of this instrument is installed; the payload lists the known ids.
  case unknownInstrument(String, known: [String])
  /// The instrument is known in other editions.
  case unknownEdition(InstrumentKey, known: [String])
  /// The pack requires a licence whose reference is not recorded.
  case instrumentDisabled(InstrumentKey, publisher: String)
  /// The reading is about somebody else than the instrument is.
  case wrongSubject(InstrumentKey, given: Subject, needed: Subject)
  /// The instrument is about one person and the reading names none.
  case memberRequired(InstrumentKey, subject: Subject)
  /// The instrument is about the whole family and the reading names one person.
  case memberNotAllowed(InstrumentKey)
  /// The instrument cannot be marked by this respondent.
  case respondentNotAllowed(InstrumentKey, given: Respondent, allowed: [Respondent])
  /// The date lies later than the server can accept.
  case dateInFuture(CalendarDay, latest: CalendarDay)
  /// The date lies before the edition existed.
  case dateBeforeEdition(CalendarDay, InstrumentKey, validFrom: CalendarDay)
  /// A score names an area that the instrument lacks; the payload offers names that are near.
  case unknownArea(String, InstrumentKey, nearest: [String])
  /// An area has two scores.
  case duplicateArea(String, InstrumentKey)
  /// Areas have neither a point nor a non-score.
  case missingAreas([String], InstrumentKey)
  /// A score is no point of its area's scale.
  case pointNotOnScale(String, area: String, InstrumentKey, scale: String)
  /// An area was answered with a non-score that its scale lacks.
  case nonScoreNotAllowed(NonScore, area: String, InstrumentKey, allowed: [NonScore])
  /// A note is about an area that the instrument lacks.
  case noteForUnknownArea(String, InstrumentKey, nearest: [String])
  /// A free text is too long.
  case textTooLong(ReadingText, bytes: Int)

  /// The public problem code, which is never reused for anything else.
  package var code: String {
    switch self {
    case .unknownInstrument: "unknown-instrument"
    case .unknownEdition: "unknown-edition"
    case .instrumentDisabled: "instrument-disabled"
    case .wrongSubject: "wrong-subject"
    case .memberRequired: "member-required"
    case .memberNotAllowed: "member-not-allowed"
    case .respondentNotAllowed: "respondent-not-allowed"
    case .dateInFuture: "date-in-future"
    case .dateBeforeEdition: "date-before-edition"
    case .unknownArea: "unknown-area"
    case .duplicateArea: "duplicate-area"
    case .missingAreas: "missing-areas"
    case .pointNotOnScale: "point-not-on-scale"
    case .nonScoreNotAllowed: "non-score-not-allowed"
    case .noteForUnknownArea: "note-for-unknown-area"
    case .textTooLong: "text-too-long"
    }
  }
}

/// A free text of a reading.
package enum ReadingText: Hashable, Sendable {
  /// The note of the area with this id.
  case note(area: String)
  /// The person's own words.
  case ownWords

  /// The most that it may hold, in UTF-8 bytes.
  package var bytesMax: Int {
    switch self {
    case .note: 4000
    case .ownWords: 4000
    }
  }
}
