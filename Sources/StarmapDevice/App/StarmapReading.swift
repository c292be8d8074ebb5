import Casework
import Instruments
import SyncProtocol

/// A reading as reports see it.
public struct StarmapReading: Hashable, Sendable, Identifiable {
  /// The reading's id, 36 characters.
  public let id: String
  /// The instrument's id.
  public let instrument: String
  /// The edition, which the reading keeps for ever.
  public let edition: String
  /// The day the scores are for, `2026-11-24`.
  public let date: String
  /// Who marked it: `agreed`, `worker` or `family`.
  public let respondent: String
  /// The answer of each area, a point of its scale or a non-score such as `noIssue`.
  public let scores: [String: String]
  /// Whether a correction is in force.
  public let isCorrected: Bool
  /// Whether it no longer counts.
  public let isWithdrawn: Bool
  /// Whether it waits to be sent.
  public let isPending: Bool

  init(_ record: RecordView, _ effective: EffectiveReading) {
    let reading = effective.reading
    id = record.id.description
    instrument = reading.instrument
    edition = reading.edition
    date = reading.date.description
    respondent = reading.respondent.rawValue
    scores = Dictionary(reading.scores.map { ($0.area, $0.code) }) { first, _ in first }
    isCorrected = effective.isCorrected
    isWithdrawn = effective.isWithdrawn
    isPending = record.isPending
  }
}

/// A reading that was saved.
public struct StarmapSavedReading: Hashable, Sendable {
  /// The reading.
  public let reading: StarmapReading
  /// What to look at all the same, such as a date in the future; empty most of the time.
  public let warnings: [String]
}

/// A reading to save.
public struct StarmapNewReading: Hashable, Sendable {
  /// The instrument's id.
  public var instrument: String
  /// The edition; the one to offer today when `nil`.
  public var edition: String?
  /// The id of the member it is about; `nil` when it is about the whole family.
  public var member: String?
  /// The day the scores are for, `2026-11-24`.
  public var date: String
  /// Who marked it: `agreed`, `worker` or `family`.
  public var respondent: String
  /// The answer of each area.
  public var scores: [String: String]
  /// Notes by area.
  public var notes: [String: String]
  /// The person's own words.
  public var ownWords: String?

  /// Names the parts of a reading.
  public init(
    instrument: String,
    edition: String? = nil,
    member: String? = nil,
    date: String,
    respondent: String,
    scores: [String: String],
    notes: [String: String] = [:],
    ownWords: String? = nil
  ) {
    self.instrument = instrument
    self.edition = edition
    self.member = member
    self.date = date
    self.respondent = respondent
    self.scores = scores
    self.notes = notes
    self.ownWords = ownWords
  }

  /// The reading in the words of the case, with the areas in the instrument's own order.
  func reading(for device: Device) throws -> Reading {
    let pack = try device.pack(instrument, edition: edition)
    guard let date = CalendarDay(date) else {
      throw Refusal(.invalidField, "The date must be a day such as 2026-11-24.")
    }
    guard let respondent = Respondent(rawValue: respondent) else {
      throw Refusal(.invalidField, "The respondent must be agreed, worker or family.")
    }
    let member = try member.map { try device.record(of: .member, named: $0).id }
    let order = pack.areas.map(\.id)
    let place = Dictionary(order.enumerated().map { ($1, $0) }) { first, _ in first }
    let areas = scores.keys.sorted {
      (place[$0] ?? order.count, $0) < (place[$1] ?? order.count, $1)
    }
    return Reading(
      instrument: pack.key.id,
      edition: pack.key.edition,
      subject: pack.subject,
      member: member,
      date: date,
      respondent: respondent,
      scores: areas.compactMap { area in scores[area].map { Score(area: area, code: $0) } },
      notes: notes,
      ownWords: ownWords
    )
  }
}
