import Casework
import Intake
import Testing
import WireFormat

/// How rows become readings and episodes.
struct AssemblyTests {
  private func readings(_ file: IntakeFile) throws -> [ImportedReading] {
    try World.intake([file]).readings
  }

  private func codes(_ reading: ImportedReading) -> [String: String] {
    Dictionary(reading.scores.filter { $0.code != "notScored" }.map { ($0.area, $0.code) }) { $1 }
  }

  @Test func `rows of one assessment become one reading in the order of the instrument`() throws {
    let file = Sheet.scores.file([
      ["domain": "Housing", "score": "2"],
      ["assessment_id": "M2", "domain": "Health", "score": "5"],
      ["domain": "Education", "score": "4"],
      ["domain": "Crime & ASB", "score": ""],
      ["domain": "Money & work", "score": "No issue"],
    ])

    let readings = try readings(file)

    #expect(readings.map(\.id) == ["M1", "M2"])
    #expect(readings.map(\.rows) == [[2, 4, 5, 6], [3]])
    #expect(
      readings.first?.scores
        == Sheet.mapAreas.map { area in
          let codes = ["housing": "2", "good-education": "4", "finance": "noIssue"]
          return Score(area: area, code: codes[area] ?? "notScored")
        }
    )
  }

  @Test func `a reading of a long file has what its rows say about the whole`() throws {
    let reading = try #require(try readings(Sheet.scores.file([[:]])).first)

    #expect(
      reading
        == ImportedReading(json: [
          "authority": "Cambridgeshire", "id": "M1", "episode": "C1", "instrument": "map-assumed",
          "edition": "0", "subject": "family", "date": "2023-03-10",
          "recorded": 1_678_449_600_000, "recordedIsDate": false, "respondent": "agreed",
          "timing": "standard", "worker": "A1", "stage": "initial",
          "file": "cambridgeshire/map-scores.csv", "rows": [2],
          "scores": .array(
            Sheet.mapAreas.map { [.string($0), $0 == "housing" ? "3" : "notScored"] }
          ),
        ])
    )
  }

  @Test func `an assessment without an answer makes no reading, and no issue is an answer`() throws
  {
    let file = Sheet.scores.file([
      ["assessment_id": "M1", "score": ""], ["assessment_id": "M2", "score": "No issue"],
    ])

    let intake = try World.intake([file])

    #expect(intake.readings.map(\.id) == ["M2"])
    #expect(intake.lines(file.path) == ["2 M1 accepted", "3 M2 accepted"])
  }

  @Test func `a row that falls leaves its area unscored and the others as they are`() throws {
    let file = Sheet.scores.file([[:], ["domain": "Health", "score": "9"]])

    let readings = try readings(file)

    #expect(readings.map(codes) == [["housing": "3"]])
    #expect(readings.map(\.rows) == [[2]])
  }

  @Test(
    arguments: [
      ("2023-03-10T23:55:00+00:00", 1_678_492_500_000),
      ("2023-03-11T00:55:00+01:00", 1_678_492_500_000),
      ("2023-03-10T18:55:00-05:00", 1_678_492_500_000),
      ("2023-03-10T23:55Z", 1_678_492_500_000),
      ("2023-03-10T23:55:07Z", 1_678_492_507_000),
      ("2023-03-10T00:00:00Z", 1_678_406_400_000),
    ] as [(String, Int64)]
  )
  func `a time stamp is the instant that its zone makes it`(
    _ text: String,
    _ milliseconds: Int64
  ) throws {
    let reading = try #require(try readings(Sheet.scores.file([["recorded_at": text]])).first)

    #expect(reading.recordedMilliseconds == milliseconds)
    #expect(!reading.recordedIsDate)
  }

  @Test(
    arguments: [
      "2023-03-10T12:00:00", "2023-03-10 12:00:00Z", "2023-03-10T12:00:00+0100", "2023-03-10T12Z",
      "2023-03-10T12:60Z", "2023-03-10T12:00:60Z", "2023-02-29T12:00Z", "2023-03-10T12:00:00+01",
      "2023-03-10T12:00:00.5Z", "2023-03-10T12:00:00Zx", "2023-03-10T12:00+15:00", "T", "",
    ]
  )
  func `what is no time stamp with a zone is none`(_ text: String) throws {
    let file = Sheet.scores.file([["recorded_at": text]])

    #expect(try World.intake([file]).lines(file.path) == ["2 M1 refused invalid_timestamp"])
  }

  @Test func `a wide row becomes a reading with every area of its own instrument`() throws {
    let file = Sheet.stars.file([
      ["FSP home-money": "3.0", "FSP family-routine": "", "FSP progress-to-work": "N/A"]
    ])

    let reading = try #require(try readings(file).first)

    #expect(reading.scores.map(\.area) == Sheet.parentAreas)
    #expect(
      reading.scores.map(\.code) == Array(repeating: "3", count: 7) + [
        "notScored", "3", "notApplicable",
      ]
    )
    #expect(reading.subject == .parent)
    #expect(reading.subjectCode == "P1")
    #expect(reading.recordedMilliseconds == 1_678_492_800_000)
    #expect(reading.recordedIsDate)
    #expect(reading.stage == nil)
    #expect(reading.replaces == nil)
  }

  @Test func `a row that names no episode gets the only one that fits`() throws {
    let file = Sheet.stars.file([["Engagement ID": " "], ["Star ID": "S2", "Replaces": "S1"]])

    let readings = try readings(file)

    #expect(readings.map(\.episode) == ["E1", "E1"])
    #expect(readings.map(\.replaces) == [nil, "S1"])
  }

  @Test func `a child is known by its year, and by its place among those of one year`() throws {
    let file = Sheet.stars.file(
      ["C1", "c2", "C3"].map { code in
        Sheet.child.merging(["Star ID": code, "Subject": code]) { $1 }
      }
    )

    let readings = try readings(file)

    #expect(readings.map(\.subjectCode) == ["C1", "C2", "C3"])
    #expect(readings.map(\.birthYear) == [2015, 2010, 2015])
    #expect(readings.map(\.birthOrdinal) == [1, 1, 2])
    #expect(readings.map(\.subject) == [.child, .child, .child])
  }

  @Test func `an episode lists its children in the order of the file, with spaces or without`()
    throws
  {
    let file = Sheet.engagements.file([
      ["Child YOBs": "2015; 2010 ;;2015"], ["Engagement ID": "E2", "Child YOBs": "", "Closed": ""],
    ])

    let episodes = try World.intake([file]).episodes.filter { $0.authority == "Peterborough" }

    #expect(episodes.map(\.birthYears) == [[2015, 2010, 2015], []])
    #expect(episodes.map(\.closed?.description) == ["2023-07-31", nil])
  }
}
