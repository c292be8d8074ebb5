import Casework
import Instruments

/// Readings that are right in every way, for tests to break; everything in them is invented.
enum Sheets {
  /// A family's reading with the demo compass on 2 March 2026.
  static func compass() throws -> Reading {
    let areas = [
      "home", "learning", "money", "health", "feelings", "friends", "safety", "family-life",
    ]
    return Reading(
      instrument: "demo-compass",
      edition: "1",
      subject: .family,
      date: try day("2026-03-02"),
      respondent: .agreed,
      scores: areas.map { Score(area: $0, code: "4") },
      notes: ["home": "Invented note."],
      ownWords: "Invented words."
    )
  }

  /// A parent's reading with the second edition of Family Star Plus.
  static func star(date: String) throws -> Reading {
    let pack = try TestPacks.seed("family-star-plus-2")
    return Reading(
      instrument: "family-star-plus",
      edition: "2",
      subject: .parent,
      member: RecordID(high: 1, low: 2),
      date: try day(date),
      respondent: .worker,
      scores: pack.areas.map { Score(area: $0.id, code: "10") }
    )
  }
}
