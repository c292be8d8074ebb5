/// A day as a drawing writes it.
package struct StarDate: Hashable, Sendable {
  /// The year.
  package let year: Int
  /// The month, 1 to 12.
  package let month: Int
  /// The day of the month.
  package let day: Int

  /// Makes a date; nothing is checked, since it is only written.
  package init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The date as in `14 Nov 2026`.
  package var text: String {
    let isKnown = (1...12).contains(month)
    return "\(day) \(isKnown ? String(monthName.prefix(3)) : monthName) \(year)"
  }

  /// How a sentence names the day when `latest` is the present: `in May`, `in May 2025`, `on 2 May`.
  package func phrase(before latest: StarDate) -> String {
    if year != latest.year { return "in \(monthName) \(year)" }
    return month == latest.month ? "on \(day) \(monthName)" : "in \(monthName)"
  }

  private var monthName: String {
    Self.names.indices.contains(month &- 1) ? Self.names[month &- 1] : "month \(month)"
  }

  private static let names = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]
}

/// One reading of a scene, as the legend names it.
package struct StarReading: Hashable, Sendable {
  /// The day the scores are for.
  package let date: StarDate
  /// Which reading of the episode it is, counted from 1.
  package let number: Int?

  /// Makes a reading of the legend.
  package init(date: StarDate, number: Int? = nil) {
    self.date = date
    self.number = number
  }

  /// The date and number as in `14 Nov 2026 (reading 3)`.
  package var text: String {
    number.map { "\(date.text) (reading \($0))" } ?? date.text
  }
}
