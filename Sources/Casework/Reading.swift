/// Whom a reading is about.
package enum Subject: String, CaseIterable, Sendable {
  case family, parent, child, youngPerson
}

/// Who marked a reading, shown as *together*, *worker only* and *person only*.
package enum Respondent: String, CaseIterable, Sendable {
  case agreed, worker, family

  /// The words a person sees.
  package var title: String {
    switch self {
    case .agreed: "together"
    case .worker: "worker only"
    case .family: "person only"
    }
  }

  /// Whether reports count the reading: the person's own view is kept and shown, never counted.
  package var countsInReports: Bool { self != .family }

  /// Which of several readings of one day a report counts: the greater.
  package var preference: Int {
    switch self {
    case .agreed: 2
    case .worker: 1
    case .family: 0
    }
  }
}

/// When the scores were given: at the time, or later for an earlier date.
package enum Timing: String, CaseIterable, Sendable {
  case standard, retrospective
}

/// Where the family and the worker met.
package enum Setting: String, CaseIterable, Sendable {
  case inPerson, virtual
}

/// One area's answer in a reading: a point of the scale or one of its non-score codes.
package struct Score: Hashable, Sendable {
  /// The area's id in its instrument.
  package let area: String
  /// The code of the point, `7` or `3.5`, or a non-score such as `noIssue`.
  package let code: String

  /// Pairs an area with its answer.
  package init(area: String, code: String) {
    self.area = area
    self.code = code
  }
}

/// One completed sheet with all its scores, never changed after it was saved.
package struct Reading: Hashable, Sendable {
  /// The instrument's id.
  package var instrument: String
  /// The instrument's edition, which the reading keeps for ever.
  package var edition: String
  /// Whom it is about.
  package var subject: Subject
  /// The member it is about; `nil` when the subject is the whole family.
  package var member: RecordID?
  /// The episode of support it belongs to, when one was open.
  package var episode: RecordID?
  /// The day the scores are for.
  ///
  /// It is business data and never orders sync.
  package var date: CalendarDay
  /// Who marked it.
  package var respondent: Respondent
  /// Standard or retrospective.
  package var timing: Timing
  /// In person or virtual, when it was recorded.
  package var setting: Setting?
  /// No server had answered within the five minutes before the capture; fixed at capture.
  package var capturedOffline: Bool
  /// One score an area, in the instrument's own order.
  package var scores: [Score]
  /// Notes by area, free text.
  package var notes: [String: String]
  /// The person's own words, free text.
  package var ownWords: String?
  /// Where it came from, when it was imported; `nil` when a worker saved it with Starmap.
  package var imported: ReadingOrigin?

  /// Makes a reading from all its parts.
  package init(
    instrument: String,
    edition: String,
    subject: Subject,
    member: RecordID? = nil,
    episode: RecordID? = nil,
    date: CalendarDay,
    respondent: Respondent,
    timing: Timing = .standard,
    setting: Setting? = nil,
    capturedOffline: Bool = false,
    scores: [Score],
    notes: [String: String] = [:],
    ownWords: String? = nil,
    imported: ReadingOrigin? = nil
  ) {
    self.instrument = instrument
    self.edition = edition
    self.subject = subject
    self.member = member
    self.episode = episode
    self.date = date
    self.respondent = respondent
    self.timing = timing
    self.setting = setting
    self.capturedOffline = capturedOffline
    self.scores = scores
    self.notes = notes
    self.ownWords = ownWords
    self.imported = imported
  }

  /// Whether this and another reading of the same day compete in a report.
  ///
  /// Both must be of the same instrument, subject, member and date, and must stand on the same side of
  /// ``Respondent/countsInReports``: the person's own view beside the agreed one is no clash.
  package func isSameDayPair(with other: Reading) -> Bool {
    instrument == other.instrument && subject == other.subject && member == other.member
      && date == other.date && timing == other.timing
      && respondent.countsInReports == other.respondent.countsInReports
  }
}
