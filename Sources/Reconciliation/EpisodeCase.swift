package import Casework
package import Instruments

/// One episode of support with every reading that names it, as the rules need it.
///
/// It never changes and is handed on very often, so it is an object: a copy is one reference, not every part.
package final class EpisodeCase: Sendable {
  /// The episode's id, as text.
  package let id: String
  /// The family's short code.
  package let family: String
  /// The authority's title.
  package let authority: String
  /// The unit that holds the family, as an export prints it.
  package let unit: String
  /// The district, where one is recorded.
  package let district: String?
  /// The day on which it was opened.
  package let opened: CalendarDay
  /// The day on which it was closed; `nil` while it is open.
  package let closed: CalendarDay?
  /// The level of support, where it is recorded.
  package let tier: String?
  /// Every reading that names the episode, in any order.
  package let readings: [CaseReading]

  /// Makes a case from all its parts.
  package init(
    id: String,
    family: String,
    authority: String,
    unit: String,
    district: String? = nil,
    opened: CalendarDay,
    closed: CalendarDay? = nil,
    tier: String? = nil,
    readings: [CaseReading]
  ) {
    self.id = id
    self.family = family
    self.authority = authority
    self.unit = unit
    self.district = district
    self.opened = opened
    self.closed = closed
    self.tier = tier
    self.readings = readings
  }

  /// The calendar quarter of the closing, `2023Q2`; `nil` while it is open.
  package var quarter: String? {
    closed.map { "\($0.year)Q\(($0.month + 2) / 3)" }
  }
}

extension EpisodeCase: Hashable {
  /// Whether all parts are the same.
  package static func == (left: EpisodeCase, right: EpisodeCase) -> Bool {
    left === right
      || left.id == right.id && left.family == right.family && left.authority == right.authority
        && left.unit == right.unit && left.district == right.district && left.opened == right.opened
        && left.closed == right.closed && left.tier == right.tier && left.readings == right.readings
  }

  /// Equal ones have the same hash.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(id)
    hasher.combine(family)
  }
}

/// One reading of an episode, as the rules need it.
///
/// It never changes and is handed on very often, so it is an object: a copy is one reference, not every part.
package final class CaseReading: Sendable {
  /// The text that breaks ties last: the source's own id for an imported reading.
  package let id: String
  /// The instrument and the edition.
  package let key: InstrumentKey
  /// Whom it is about within the episode: a member's id, or empty for the whole family.
  package let subject: String
  /// What an export prints for the subject, such as `child born 2014 (2)`.
  package let subjectTitle: String
  /// The day that the scores are for.
  package let date: CalendarDay
  /// Who marked it.
  package let respondent: Respondent
  /// Standard or retrospective.
  package let timing: Timing
  /// When the store knew it, milliseconds since 1970.
  package let recorded: Int64
  /// When it was made by the corrected clock, milliseconds since 1970.
  ///
  /// It breaks ties on one day; the order of sync never does.
  package let made: Int64
  /// The code that each area was answered with.
  package let scores: [String: String]
  /// The id of the reading that this one replaces.
  package let replaces: String?
  /// Whether it was imported.
  package let isImported: Bool
  /// Who recorded it, as a name that means nothing outside the store or the file; `nil` when nobody
  /// is named.
  package let worker: String?

  /// Makes a reading from all its parts.
  package init(
    id: String,
    key: InstrumentKey,
    subject: String = "",
    subjectTitle: String = "",
    date: CalendarDay,
    respondent: Respondent,
    timing: Timing = .standard,
    recorded: Int64,
    made: Int64,
    scores: [String: String],
    replaces: String? = nil,
    isImported: Bool = false,
    worker: String? = nil
  ) {
    self.id = id
    self.key = key
    self.subject = subject
    self.subjectTitle = subjectTitle
    self.date = date
    self.respondent = respondent
    self.timing = timing
    self.recorded = recorded
    self.made = made
    self.scores = scores
    self.replaces = replaces
    self.isImported = isImported
    self.worker = worker
  }
}

extension CaseReading: Hashable {
  /// Whether all parts are the same.
  package static func == (left: CaseReading, right: CaseReading) -> Bool {
    left === right
      || left.id == right.id && left.key == right.key && left.subject == right.subject
        && left.subjectTitle == right.subjectTitle && left.date == right.date
        && left.respondent == right.respondent
        && left.timing == right.timing && left.recorded == right.recorded && left.made == right.made
        && left.scores == right.scores && left.replaces == right.replaces
        && left.isImported == right.isImported
        && left.worker == right.worker
  }

  /// Equal ones have the same hash.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(id)
    hasher.combine(key)
  }
}

/// What a reading that belongs to no episode says it replaces.
package struct Replacement: Hashable, Sendable {
  /// The authority's title.
  package let authority: String
  /// The id of the replaced reading in its source.
  package let id: String
  /// When the replacing reading was recorded, milliseconds since 1970.
  package let recorded: Int64

  /// Makes a replacement from all its parts.
  package init(authority: String, id: String, recorded: Int64) {
    self.authority = authority
    self.id = id
    self.recorded = recorded
  }
}
