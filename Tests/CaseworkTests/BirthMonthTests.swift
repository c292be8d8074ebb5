import Casework
import Testing

struct BirthMonthTests {
  @Test(arguments: ["1900", "2016", "2016-01", "2016-12", "2199-04"])
  func `a year, or a year and a month, is kept as it is`(_ text: String) {
    #expect(BirthMonth(text)?.description == text)
  }

  @Test func `the parts are what the text says`() {
    let month = BirthMonth("2016-04")

    #expect(month?.year == 2016)
    #expect(month?.month == 4)
    #expect(BirthMonth("2016")?.month == nil)
  }

  @Test func `a full date is never a birth month, whatever the day`() {
    for number in -25_567...84_005 {
      let day = CalendarDay(milliseconds: Int64(number) * 86_400_000)

      #expect(BirthMonth(day.description) == nil)
    }
  }

  @Test(
    arguments: [
      "", "16", "2016-", "2016-4", "2016-00", "2016-13", "1899", "2200", "2016-04-", "20160401",
      "2016-4-1", "-2016", "+016", "2016-+4", "April 2016", "2016 ", "201\u{0666}",
    ]
  )
  func `anything else is no birth month`(_ text: String) {
    #expect(BirthMonth(text) == nil)
  }
}
