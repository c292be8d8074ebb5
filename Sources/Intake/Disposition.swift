/// What became of a row.
package enum Disposition: String, CaseIterable, Sendable {
  case accepted
  /// Accepted after a normalisation that the reason names.
  case acceptedNormalised = "accepted_normalised"
  /// The same row came before.
  case duplicateIgnored = "duplicate_ignored"
  case refused
  /// A person decides.
  case held
}

/// Why a row has its disposition, or what is worth knowing about it.
package enum DispositionReason: String, CaseIterable, Sendable {
  // Structure.
  case nulByte = "nul_byte"
  case invalidEncoding = "invalid_encoding"
  case columnCount = "column_count"
  case missingID = "missing_id"

  // Values.
  case invalidDate = "invalid_date"
  case invalidTimestamp = "invalid_timestamp"
  case invalidNumber = "invalid_number"
  case invalidBirthYear = "invalid_birth_year"
  case closedBeforeOpened = "closed_before_opened"
  case unknownCode = "unknown_code"
  case unknownInstrument = "unknown_instrument"
  case unknownEdition = "unknown_edition"
  case unknownArea = "unknown_area"
  case areaNotInInstrument = "area_not_in_instrument"
  case scoreOutOfRange = "score_out_of_range"
  case scoreNotOnScale = "score_not_on_scale"
  case noScores = "no_scores"
  case dateInFuture = "date_in_future"

  // Beside other rows.
  case exactDuplicate = "exact_duplicate"
  case idConflict = "id_conflict"
  case assessmentInconsistent = "assessment_inconsistent"
  case unknownEngagement = "unknown_engagement"
  case engagementNotAccepted = "engagement_not_accepted"
  case familyMismatch = "family_mismatch"
  case ambiguousEngagement = "ambiguous_engagement"
  case unknownWorker = "unknown_worker"
  case outsideEngagement = "outside_engagement"
  case enteredBeforeDate = "entered_before_date"
  case editionNotYetValid = "edition_not_yet_valid"
  case unknownSubject = "unknown_subject"
  case subjectBornAfterReading = "subject_born_after_reading"
  /// An earlier import stored something else under the same id.
  case changedSinceImport = "changed_since_import"

  // Accepted after normalising.
  case trimmed
  case caseFolded = "case_folded"
  case numberFormat = "number_format"
  case unknownLeadWorker = "unknown_lead_worker"
  case engagementInferred = "engagement_inferred"

  // Accepted as it is, and worth a note.
  case formulaText = "formula_text"
  case embeddedNewline = "embedded_newline"
  case quotedText = "quoted_text"
  case nonASCII = "non_ascii"
  case lineEnding = "line_ending"

  /// A sentence for the person who decides; empty for what nobody decides.
  package var sentence: String {
    switch self {
    case .unknownCode: "A code of the row is not in the mapping's lists."
    case .idConflict: "Rows with the same id say different things."
    case .assessmentInconsistent: "The rows of one assessment disagree about it."
    case .unknownEngagement: "The row names an episode that was never readable."
    case .engagementNotAccepted: "The row belongs to an episode that was refused or is held."
    case .familyMismatch: "The row names another family than its episode."
    case .ambiguousEngagement: "The row names no episode, and several of the family's fit its day."
    case .unknownWorker: "The row names a worker who is not in the register."
    case .outsideEngagement: "The day of the reading lies outside its episode."
    case .enteredBeforeDate: "The reading was entered before the day that it is for."
    case .editionNotYetValid: "The edition did not exist on the day of the reading."
    case .unknownSubject: "The row is about somebody whom its episode does not list."
    case .subjectBornAfterReading: "The row is about a child born after the reading."
    case .changedSinceImport: "An earlier import stored something else under the same id."
    default: ""
    }
  }
}

/// What became of one row of a file.
package struct RowDisposition: Hashable, Sendable {
  /// The row's number; the header is row 1.
  package let row: Int
  /// The record's id in the file; empty when it could not be read.
  package let recordID: String
  /// What became of it.
  package let disposition: Disposition
  /// Why, or what is worth knowing.
  package let reason: DispositionReason?

  /// Makes a disposition from its parts.
  package init(row: Int, recordID: String, disposition: Disposition, reason: DispositionReason?) {
    self.row = row
    self.recordID = recordID
    self.disposition = disposition
    self.reason = reason
  }
}

/// What became of the rows of one file.
package struct IntakeReport: Hashable, Sendable {
  /// The file as the mapping names it.
  package let source: String
  /// The path that was given.
  package let path: String
  /// What its rows are known by in a list of rows of many files.
  package let name: String
  /// Every row below the header, in order.
  package let rows: [RowDisposition]

  /// How many rows there are below the header.
  package var rowCount: Int { rows.count }

  /// How many rows have each disposition.
  package var counts: [Disposition: Int] {
    rows.reduce(into: [:]) { $0[$1.disposition, default: 0] += 1 }
  }

  /// How many rows have each disposition; every disposition is there, in the order of the type.
  package var allCounts: [(disposition: Disposition, count: Int)] {
    let counts = counts
    return Disposition.allCases.map { ($0, counts[$0] ?? 0) }
  }

  /// How many rows have each disposition with each reason, by `refused:invalid_date`.
  package var reasonCounts: [String: Int] {
    rows.reduce(into: [:]) { counts, row in
      guard let reason = row.reason else { return }
      counts["\(row.disposition.rawValue):\(reason.rawValue)", default: 0] += 1
    }
  }
}
