/// Readings with long notes, more of them than one push takes.
enum LongReadings {
  private static let days = days(of: ["09", "10"])

  /// The days of some months on which there is one.
  static func days(of months: [String]) -> [String] {
    months.flatMap { month in (10...29).map { "2026-\(month)-\($0)" } }
  }

  /// How many there are.
  static var count: Int { days.count }

  /// Saves them all on a device, each of a day of its own.
  static func save(for family: String, on profile: Profile) throws {
    try save(on: days, for: family, on: profile)
  }

  /// Saves one of each of these days.
  static func save(on days: [String], for family: String, on profile: Profile) throws {
    let areas = [
      "home", "learning", "money", "health", "feelings", "friends", "safety", "family-life",
    ]
    let note = String(repeating: "An invented note. ", count: 215)
    let notes = areas.flatMap { ["--note", "\($0)=\(note)"] }
    for day in days {
      _ = try profile.add("reading", to: family, ["--date", day] + compass(5) + notes)
    }
  }
}
