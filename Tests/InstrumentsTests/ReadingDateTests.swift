import Casework
import Instruments
import Testing

@Suite struct ReadingDateTests {
  private let catalogue: InstrumentCatalogue
  private let today: CalendarDay
  private let star = InstrumentKey(id: "family-star-plus", edition: "2")
  private var reading: Reading

  init() throws {
    catalogue = try TestPacks.catalogue()
    reading = try Sheets.compass()
    today = reading.date
  }

  @Test func `a device warns about a future date and accepts it`() throws {
    var reading = reading
    reading.date = try day("2026-03-04")

    #expect(
      try checkReading(reading, catalogue: catalogue, today: today)
        == [.futureDate(reading.date)]
    )
  }

  @Test func `a server accepts its latest day and refuses the day after`() throws {
    let latest = try day("2026-03-03")
    var reading = reading

    reading.date = latest
    #expect(
      try checkReading(reading, catalogue: catalogue, today: today, latestDate: latest)
        == [.futureDate(latest)]
    )

    reading.date = try day("2026-03-04")
    let refusal = #expect(throws: ReadingRefusal.self) {
      try checkReading(reading, catalogue: catalogue, today: today, latestDate: latest)
    }
    #expect(refusal == .dateInFuture(reading.date, latest: latest))
    #expect(
      refusal?.description
        == "The date 2026-03-04 lies in the future; use 2026-03-03 or an earlier day."
    )
  }

  @Test func `a reading dated before its edition existed is refused`() throws {
    let early = try Sheets.star(date: "2023-05-21")

    let refusal = #expect(throws: ReadingRefusal.self) {
      try checkReading(early, catalogue: catalogue, today: today)
    }

    #expect(
      refusal == .dateBeforeEdition(early.date, star, validFrom: try day("2023-05-22"))
    )
    #expect(
      refusal?.description
        == "family-star-plus edition 2 exists since 2023-05-22, after the date 2023-05-21; "
        + "use an earlier edition or correct the date."
    )
  }

  @Test func `a reading of the first day of its edition is accepted`() throws {
    let first = try Sheets.star(date: "2023-05-22")

    #expect(try checkReading(first, catalogue: catalogue, today: today) == [])
  }

  @Test(arguments: ["2019-01-01", "2023-05-21", "2026-02-28"], Timing.allCases)
  func `a reading under edition 1 is accepted after edition 2 is live`(
    date: String,
    timing: Timing
  ) throws {
    var reading = try Sheets.star(date: date)
    reading.edition = "1"
    reading.timing = timing

    #expect(try checkReading(reading, catalogue: catalogue, today: today) == [])
  }

  @Test func `an edition that has ended is worth a warning and no refusal`() throws {
    let ended = try TestPacks.seed(
      "demo-compass-1",
      replacing: #""title":"Demo Compass""#,
      with: #""title":"Demo Compass","validTo":"2025-12-31""#
    )
    let catalogue = InstrumentCatalogue(packs: [ended])
    var reading = reading

    #expect(
      try checkReading(reading, catalogue: catalogue, today: today)
        == [.editionEnded(ended.key, validTo: try day("2025-12-31"))]
    )

    reading.date = try day("2025-12-31")
    #expect(try checkReading(reading, catalogue: catalogue, today: today) == [])
  }
}
