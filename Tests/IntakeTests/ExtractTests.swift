import Casework
import Intake
import Testing
import WireFormat

/// Several extracts of one source, and extracts that come after others.
struct ExtractTests {
  private let known = KnownRecords(
    workers: [SourceKey(authority: "Peterborough", id: "W1")],
    episodes: [
      SourceKey(authority: "Peterborough", id: "E1"): KnownEpisode(
        family: "F1",
        opened: CalendarDay(milliseconds: 1_675_382_400_000),
        closed: nil,
        birthYears: [2015, 2010]
      )
    ]
  )

  @Test func `what two extracts both say counts once`() throws {
    let first = Sheet.stars.file([[:], ["Star ID": "S2"]], at: "may/star-readings.csv")
    let second = Sheet.stars.rearranged.file(
      [["Star ID": "S2", "Type": " standard"], ["Star ID": "S3"]],
      at: "june/star-readings.csv"
    )

    let intake = try World.intake([first, second])

    #expect(intake.readings.map(\.id) == ["S1", "S2", "S3"])
    #expect(intake.lines(first.path) == ["2 S1 accepted", "3 S2 accepted"])
    #expect(
      intake.lines(second.path) == ["2 S2 duplicate_ignored exact_duplicate", "3 S3 accepted"]
    )
    #expect(intake.files.filter { $0.source == Sheet.stars.path }.map(\.rowCount) == [2, 2])
  }

  @Test func `what two extracts say differently waits for a person, whichever comes first`() throws
  {
    let first = Sheet.stars.file([[:]], at: "may/star-readings.csv")
    let second = Sheet.stars.file([["FSP home-money": "4"]], at: "june/star-readings.csv")

    for files in [[first, second], [second, first]] {
      let intake = try World.intake(files)

      #expect(intake.readings == [])
      #expect(intake.lines(first.path) == ["2 S1 held id_conflict"])
      #expect(intake.lines(second.path) == ["2 S1 held id_conflict"])
      let acts = intake.held.filter { $0.file.hasPrefix("star-readings.csv") }
      #expect(acts.map(\.recordID) == ["S1"])
      #expect(acts.map(\.candidates.count) == [2])
    }
  }

  @Test func `rows of one assessment may lie in two extracts`() throws {
    let files = [
      Sheet.scores.file([["domain": "Housing"]], at: "may/map-scores.csv"),
      Sheet.scores.file([["domain": "Health"]], at: "june/map-scores.csv"),
    ]

    let readings = try World.intake(files).readings

    #expect(readings.map(\.id) == ["M1"])
    #expect(
      readings.first?.scores.filter { $0.code == "3" }.map(\.area) == ["health", "housing"]
    )
  }

  @Test func `the same id in two councils is two records`() throws {
    let files = [
      Sheet.engagements.file([["Engagement ID": "X"]]), Sheet.cases.file([["case_no": "X"]]),
    ]

    let episodes = try World.intake(files).episodes

    #expect(episodes.map { "\($0.authority) \($0.id)" } == ["Peterborough X", "Cambridgeshire X"])
  }

  @Test func `readings that come alone find the episodes and workers of earlier imports`() throws {
    let child = Sheet.child.merging(["Star ID": "S2", "Subject": "C2"]) { $1 }
    let file = Sheet.stars.file([
      [:], child, ["Star ID": "S3", "Engagement ID": ""], ["Star ID": "S4", "Worker": "W9"],
      ["Star ID": "S5", "Engagement ID": "E9"], ["Star ID": "S6", "Family Ref": "F9"],
      ["Star ID": "S7", "Date of Star": "19/01/2023"],
    ])

    let intake = try World.alone([file], known: known)

    #expect(
      intake.lines(file.path) == [
        "2 S1 accepted", "3 S2 accepted", "4 S3 accepted_normalised engagement_inferred",
        "5 S4 held unknown_worker", "6 S5 held unknown_engagement", "7 S6 held family_mismatch",
        "8 S7 held outside_engagement",
      ]
    )
    #expect(intake.readings.map(\.episode) == ["E1", "E1", "E1"])
    #expect(intake.readings.map(\.birthYear) == [nil, 2010, nil])
    #expect(intake.episodes == [])
  }

  @Test func `readings that come alone before anything else all wait`() throws {
    let file = Sheet.stars.file([[:]])

    let intake = try World.alone([file])

    #expect(intake.lines(file.path) == ["2 S1 held unknown_engagement"])
  }

  @Test func `a register that came before still counts for a mapping that has none`() throws {
    let mapping = try World.mappingJSON()
    let sources = (mapping["sources"]?.array ?? []).filter { $0["kind"] != "workers" }
    let file = Sheet.stars.file([[:], ["Star ID": "S2", "Worker": "W9"]])
    func lines(_ known: KnownRecords) throws -> [String] {
      try Intake(
        files: [file],
        mapping: try ImportMapping(json: ["sources": .array(sources)]),
        catalogue: try World.catalogue(),
        known: known,
        extracted: try #require(World.day)
      ).lines(file.path)
    }

    #expect(try lines(known) == ["2 S1 accepted", "3 S2 held unknown_worker"])
    // A council without any register is taken at its word.
    let withoutRegister = KnownRecords(episodes: known.episodes)
    #expect(try lines(withoutRegister) == ["2 S1 accepted", "3 S2 accepted"])
  }

  @Test func `an episode in the files goes before the one of an earlier import`() throws {
    let moved = Sheet.engagements.file([["Family Ref": "F7", "Closed": "20/02/2023"]])
    let file = Sheet.stars.file([
      ["Family Ref": "F7"], ["Star ID": "S2"],
      ["Star ID": "S3", "Engagement ID": "", "Family Ref": "F1"],
    ])

    let intake = try World.alone([Sheet.workers.file([[:]]), moved, file], known: known)

    #expect(
      intake.lines(file.path) == [
        "2 S1 accepted", "3 S2 held family_mismatch", "4 S3 held outside_engagement",
      ]
    )
  }

  @Test func `an episode of an earlier import stands when its row now falls`() throws {
    let fallen = Sheet.engagements.file([["Opened": "?"]])
    let file = Sheet.stars.file([[:]])

    let intake = try World.alone([Sheet.workers.file([[:]]), fallen, file], known: known)

    #expect(intake.lines(fallen.path) == ["2 E1 refused invalid_date"])
    #expect(intake.lines(file.path) == ["2 S1 accepted"])
  }
}
