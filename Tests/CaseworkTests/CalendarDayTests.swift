import Casework
import Testing

struct CalendarDayTests {
  /// Days since 1970-01-01 by Python's `datetime`.
  private static let days: [(text: String, number: Int)] = [
    ("1900-01-01", -25_567), ("1900-02-28", -25_509), ("1900-03-01", -25_508),
    ("1904-02-29", -24_048), ("1923-11-30", -16_834), ("1945-05-08", -9004),
    ("1969-12-31", -1), ("1970-01-01", 0), ("1970-01-02", 1),
    ("1972-02-29", 789), ("1980-12-31", 4017), ("1999-12-31", 10_956),
    ("2000-02-28", 11_015), ("2000-02-29", 11_016), ("2000-03-01", 11_017),
    ("2004-02-29", 12_477), ("2016-04-30", 16_921), ("2020-02-29", 18_321),
    ("2024-02-29", 19_782), ("2024-12-31", 20_088), ("2025-03-01", 20_148),
    ("2026-11-24", 20_781), ("2027-01-01", 20_819), ("2028-02-29", 21_243),
    ("2050-06-15", 29_385), ("2096-02-29", 46_080), ("2100-02-28", 47_540),
    ("2100-03-01", 47_541), ("2196-02-29", 82_604), ("2199-12-31", 84_005),
  ]

  @Test(arguments: days)
  func `a day has the number that Python gives it`(_ text: String, _ number: Int) {
    let day = CalendarDay(text)

    #expect(day?.daysSince1970 == number)
    #expect(day?.description == text)
    #expect(day == CalendarDay(milliseconds: Int64(number) * 86_400_000))
  }

  @Test func `every day of three centuries survives the way through its number and its text`() {
    var wrong: [Int] = []
    var previous: CalendarDay?
    for number in -25_567...84_005 {
      let day = CalendarDay(milliseconds: Int64(number) * 86_400_000)
      let follows = previous.map { $0 < day } ?? true
      if day.daysSince1970 != number || CalendarDay(day.description) != day || !follows {
        wrong.append(number)
      }
      previous = day
    }

    #expect(wrong == [])
  }

  @Test func `a day lasts from its first to its last millisecond, before 1970 too`() {
    #expect(CalendarDay(milliseconds: -1).description == "1969-12-31")
    #expect(CalendarDay(milliseconds: -86_400_000).description == "1969-12-31")
    #expect(CalendarDay(milliseconds: -86_400_001).description == "1969-12-30")
    #expect(CalendarDay(milliseconds: 86_399_999).description == "1970-01-01")
  }

  @Test func `a time beyond the calendar is its first or last day`() {
    #expect(CalendarDay(milliseconds: .min).description == "1900-01-01")
    #expect(CalendarDay(milliseconds: .max).description == "2199-12-31")
  }

  @Test(
    arguments: [
      "", "2026", "2026-11", "2026-11-24T00:00:00Z", "24-11-2026", "2026/11/24", "2026-1-24",
      "2026-11-4", "26-11-24", "2026-00-10", "2026-13-10", "2026-11-00", "2026-11-31",
      "2026-02-29", "1900-02-29", "2100-02-29", "1899-12-31", "2200-01-01", "+026-11-24",
      "2026-+1-24", "2026--1-24", " 2026-11-2", "2026-11-24 ", "2026-11-2\u{0661}",
    ]
  )
  func `anything else is no day`(_ text: String) {
    #expect(CalendarDay(text) == nil)
  }

  @Test func `days sort by year, then month, then day`() {
    let days = ["2025-12-31", "2026-01-01", "2026-02-28", "2026-03-01"].compactMap {
      CalendarDay($0)
    }

    #expect(days.reversed().sorted() == days)
    #expect(days.count == 4)
  }
}
