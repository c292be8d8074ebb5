import Casework
import Exports
import Testing

@Suite struct AgeBandTests {
  @Test func `each band begins and ends where the partnership says`() {
    let bands = [-1, 0, 4, 5, 8, 9, 12, 13, 15, 16, 18, 19, 25, 26].map {
      AgeBand(age: $0)?.rawValue
    }

    #expect(
      bands == [
        nil, "0 to 4", "0 to 4", "5 to 8", "5 to 8", "9 to 12", "9 to 12", "13 to 15", "13 to 15",
        "16 to 18", "16 to 18", "19 to 25", "19 to 25", nil,
      ]
    )
  }

  @Test(arguments: [
    ("2017-06", "2026-05-31", "5 to 8"), ("2017-06", "2026-06-01", "9 to 12"),
    ("2026-11", "2026-11-01", "0 to 4"), ("2026-12", "2026-11-30", nil),
    ("2001-01", "2026-12-31", "19 to 25"), ("2000-12", "2026-11-30", "19 to 25"),
    ("2000-11", "2026-11-01", nil),
  ])
  func `a year of age counts from the first day of the birth month`(
    born: String,
    date: String,
    band: String?
  ) throws {
    let month = try #require(BirthMonth(born))
    let day = try #require(CalendarDay(date))

    #expect(AgeBand(born: month, on: day)?.rawValue == band)
  }

  @Test(arguments: [
    ("2016", "9 to 12"), ("2017", nil), ("2021", nil), ("2022", "0 to 4"), ("2026", nil),
    ("2000", nil), ("2001", "19 to 25"), ("2030", nil),
  ])
  func `with the year alone a band is told only when either birthday gives it`(
    born: String,
    band: String?
  ) throws {
    let year = try #require(BirthMonth(born))
    let day = try #require(CalendarDay("2026-07-15"))

    #expect(AgeBand(born: year, on: day)?.rawValue == band)
  }
}
