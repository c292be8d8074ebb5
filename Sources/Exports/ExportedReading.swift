package import Casework

/// The reading of a row, without its notes and words.
package struct ExportedReading: Hashable, Sendable {
  /// The reading's own record.
  package var id: RecordID
  /// The sequence the ledger gave it.
  package var sequence: Int64
  /// When it was saved, in corrected milliseconds since 1970.
  package var receivedMilliseconds: Int64
  /// The code of the worker who saved it.
  package var worker: String
  /// Whom it is about.
  package var subject: Subject
  /// The place in the family of the member it is about.
  package var memberRole: MemberRole?
  /// When that member was born; only a band of ages is written.
  package var born: BirthMonth?
  /// The day the scores are for.
  package var date: CalendarDay
  /// Who marked it.
  package var respondent: Respondent
  /// Standard or retrospective.
  package var timing: Timing
  /// In person or virtual, when it was recorded.
  package var setting: Setting?
  /// Whether it was captured offline.
  package var capturedOffline: Bool
  /// Whether an approved correction changed it.
  package var isCorrected: Bool
  /// Why it was withdrawn; `nil` while it stands.
  package var withdrawalReason: String?
  /// Its id in the file that it was imported from; `nil` when it was not.
  package var sourceID: String?

  /// Makes the reading of a row from all its parts.
  package init(
    id: RecordID,
    sequence: Int64,
    receivedMilliseconds: Int64,
    worker: String,
    subject: Subject,
    memberRole: MemberRole? = nil,
    born: BirthMonth? = nil,
    date: CalendarDay,
    respondent: Respondent,
    timing: Timing = .standard,
    setting: Setting? = nil,
    capturedOffline: Bool = false,
    isCorrected: Bool = false,
    withdrawalReason: String? = nil,
    sourceID: String? = nil
  ) {
    self.id = id
    self.sequence = sequence
    self.receivedMilliseconds = receivedMilliseconds
    self.worker = worker
    self.subject = subject
    self.memberRole = memberRole
    self.born = born
    self.date = date
    self.respondent = respondent
    self.timing = timing
    self.setting = setting
    self.capturedOffline = capturedOffline
    self.isCorrected = isCorrected
    self.withdrawalReason = withdrawalReason
    self.sourceID = sourceID
  }
}

/// One area of a reading and its answer.
package struct ExportedScore: Hashable, Sendable {
  /// What the area was given.
  package enum Answer: Hashable, Sendable {
    /// A point of the scale, by its code, and the title of the stage it lies in.
    case point(code: String, stage: String?)
    /// An answer that is no score, by its kind, such as `noIssue`.
    case nonScore(kind: String)
  }

  /// The area's id in its instrument.
  package var area: String
  /// The area's title in the instrument's own words.
  package var areaTitle: String
  /// The area's place in the instrument, counted from 1.
  package var areaOrder: Int
  /// Its answer.
  package var answer: Answer

  /// Makes the area of a row.
  package init(area: String, areaTitle: String, areaOrder: Int, answer: Answer) {
    self.area = area
    self.areaTitle = areaTitle
    self.areaOrder = areaOrder
    self.answer = answer
  }
}
