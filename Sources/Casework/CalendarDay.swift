/// A day of the Gregorian calendar without time or zone, written `2026-11-24`.
package struct CalendarDay: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Four-digit year, 1900 to 2199.
  package let year: Int
  /// Month, 1 to 12.
  package let month: Int
  /// Day of the month, 1 to 31.
  package let day: Int

  /// Reads `YYYY-MM-DD`; `nil` for anything that is not a real day between 1900 and 2199.
  package init?(_ text: some StringProtocol) {
    let fast = text.utf8.withContiguousStorageIfAvailable { Self.numbers($0) }
    guard let (year, month, day) = fast ?? Array(text.utf8).withUnsafeBufferPointer(Self.numbers),
      (1900...2199).contains(year), (1...12).contains(month),
      (1...Self.length(ofMonth: month, year: year)).contains(day)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  private static func numbers(
    _ text: UnsafeBufferPointer<UInt8>
  ) -> (year: Int, month: Int, day: Int)? {
    guard text.count == 10 else { return nil }
    var numbers = (0, 0, 0)
    for (position, byte) in text.enumerated() {
      if position == 4 || position == 7 {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      let digit = Int(byte - UInt8(ascii: "0"))
      switch position {
      case 0..<4: numbers.0 = numbers.0 * 10 + digit
      case 5..<7: numbers.1 = numbers.1 * 10 + digit
      default: numbers.2 = numbers.2 * 10 + digit
      }
    }
    return numbers
  }

  /// The day in UTC that holds `milliseconds` since 1970.
  ///
  /// The civil-from-days algorithm of Howard Hinnant, "chrono-Compatible Low-Level Date
  /// Algorithms" (2013).
  package init(milliseconds: Int64) {
    let clamped = min(max(milliseconds, -2_208_988_800_000), 7_258_118_399_999)
    var days = clamped / 86_400_000
    if clamped % 86_400_000 < 0 { days -= 1 }
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
    year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
  }

  /// Days since 1970-01-01, for differences.
  package var daysSince1970: Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// `YYYY-MM-DD`.
  package var description: String {
    "\(year)-\(twoDigits(month))-\(twoDigits(day))"
  }

  /// Orders by the calendar.
  package static func < (left: Self, right: Self) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  private static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

/// A birth date as precise as Starmap stores it: a year, or a year and a month.
package struct BirthMonth: Hashable, Sendable, CustomStringConvertible {
  /// Four-digit year.
  package let year: Int
  /// Month, when it is known.
  package let month: Int?

  /// Reads `YYYY` or `YYYY-MM`; `nil` for anything else, a full date above all.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts[0].utf8.count == 4, let year = decimal(parts[0]),
      (1900...2199).contains(year)
    else { return nil }
    self.year = year
    guard parts.count == 2 else {
      month = nil
      return
    }
    guard parts[1].utf8.count == 2, let month = decimal(parts[1]), (1...12).contains(month)
    else { return nil }
    self.month = month
  }

  /// `YYYY` or `YYYY-MM`.
  package var description: String {
    month.map { "\(year)-\(twoDigits($0))" } ?? "\(year)"
  }
}

private func decimal(_ text: some StringProtocol) -> Int? {
  text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
}

private func twoDigits(_ number: Int) -> String {
  number < 10 ? "0\(number)" : "\(number)"
}
