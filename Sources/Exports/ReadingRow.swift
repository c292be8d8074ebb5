package import Casework

/// One line of `readings.csv`: one area of one reading, with what an analyst groups by.
///
/// There are no names of people and no notes in it. Withdrawn readings have rows too.
package struct ReadingRow: Hashable, Sendable {
  /// Whose reading it is.
  package var family: ExportedFamily
  /// The episode of support it belongs to, when there is one.
  package var episode: ExportedEpisode?
  /// The instrument it was made with.
  package var instrument: ExportedInstrument
  /// The reading as it stands now, corrections applied.
  package var reading: ExportedReading
  /// The area and its answer.
  package var score: ExportedScore

  /// Makes a row from all its parts.
  package init(
    family: ExportedFamily,
    episode: ExportedEpisode?,
    instrument: ExportedInstrument,
    reading: ExportedReading,
    score: ExportedScore
  ) {
    self.family = family
    self.episode = episode
    self.instrument = instrument
    self.reading = reading
    self.score = score
  }
}

/// The family of a row.
package struct ExportedFamily: Hashable, Sendable {
  /// The short code, such as `K7Q`.
  package var code: String
  /// The authority that holds the family.
  package var authority: Authority
  /// The title of the unit that holds the family.
  package var unit: String

  /// Makes the family of a row.
  package init(code: String, authority: Authority, unit: String) {
    self.code = code
    self.authority = authority
    self.unit = unit
  }
}

/// The episode of a row.
package struct ExportedEpisode: Hashable, Sendable {
  /// The day it was opened.
  package var opened: CalendarDay
  /// The day it was closed; `nil` while it is open.
  package var closed: CalendarDay?
  /// The level of support.
  package var tier: Tier?

  /// Makes the episode of a row.
  package init(opened: CalendarDay, closed: CalendarDay? = nil, tier: Tier? = nil) {
    self.opened = opened
    self.closed = closed
    self.tier = tier
  }
}

/// The instrument of a row.
package struct ExportedInstrument: Hashable, Sendable {
  /// The instrument's id.
  package var id: String
  /// The edition the reading was made with.
  package var edition: String
  /// The hash of the definition, in hexadecimal.
  package var contentHash: String
  /// What a reader must know of the definition, such as `MAP definition assumed`; `nil` when it was
  /// supplied by its owner.
  package var definitionNote: String?

  /// Makes the instrument of a row.
  package init(id: String, edition: String, contentHash: String, definitionNote: String? = nil) {
    self.id = id
    self.edition = edition
    self.contentHash = contentHash
    self.definitionNote = definitionNote
  }
}
