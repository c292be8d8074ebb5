import Casework
import Intake
import Testing

/// Which file is which, whatever it is called and however its columns stand.
struct FileMatchingTests {
  private func sources(_ files: [IntakeFile]) throws -> [String] {
    try World.alone(files).files.map { "\($0.path) is \($0.source)" }
  }

  @Test(
    arguments: [
      "peterborough/workers.csv", "./peterborough/workers.csv", "/in/2023/peterborough/workers.csv",
      "C:\\in\\peterborough\\workers.csv",
    ]
  )
  func `the end of a path says which file it is`(_ path: String) throws {
    let file = Sheet.workers.file([[:]], at: path)

    #expect(try sources([file]) == ["\(path) is peterborough/workers.csv"])
  }

  @Test func `a name that only one source has is enough`() throws {
    let file = Sheet.cases.file([[:]], at: "/in/cases.csv")

    #expect(try sources([file]) == ["/in/cases.csv is cambridgeshire/cases.csv"])
  }

  @Test func `of two sources with one name, the columns say which it is`() throws {
    let files = [
      Sheet.assessors.file([[:]], at: "b/workers.csv"),
      Sheet.workers.file([[:]], at: "workers.csv"),
    ]

    #expect(
      try sources(files) == [
        "workers.csv is peterborough/workers.csv", "b/workers.csv is cambridgeshire/workers.csv",
      ]
    )
  }

  @Test func `a file of another name is known by its columns`() throws {
    let file = Sheet.scores.file([[:]], at: "export (3).txt")

    #expect(try sources([file]) == ["export (3).txt is cambridgeshire/map-scores.csv"])
  }

  @Test func `a file that a folder happened to hold is passed over, and a named one is not`()
    throws
  {
    let bytes = Array("Place,Weather\n".utf8)
    let found = IntakeFile(path: "in/holiday.csv", bytes: bytes, isFound: true)
    let empty = IntakeFile(path: "in/empty.csv", bytes: [], isFound: true)
    let named = IntakeFile(path: "in/holiday.csv", bytes: bytes)

    let intake = try World.alone([found, empty, Sheet.workers.file([[:]])])

    #expect(intake.skipped == ["in/holiday.csv", "in/empty.csv"])
    #expect(intake.files.map(\.path) == ["peterborough/workers.csv"])
    #expect(throws: IntakeProblem.self) { try World.alone([named, Sheet.workers.file([[:]])]) }
  }

  @Test func `a known file that a folder held is not passed over when it cannot be read`() throws {
    let broken = IntakeFile(path: Sheet.workers.path, bytes: Array("Worker\n".utf8), isFound: true)

    #expect(throws: IntakeProblem.self) { try World.intake([broken]) }
  }

  @Test func `a folder of nothing that the mapping explains is refused`() throws {
    let bytes = Array("Place,Weather\n".utf8)
    let files = ["a.csv", "b.csv"].map { IntakeFile(path: $0, bytes: bytes, isFound: true) }

    #expect(
      throws: IntakeProblem.unknownFile(
        "a.csv, b.csv",
        known: try World.mapping().sources.map(\.file)
      )
    ) { try World.alone(files) }
  }

  @Test func `columns in another order and columns that nobody mapped change nothing`() throws {
    let rows: [(Sheet, [[String: String]])] = [
      (.workers, [[:], ["Worker": " W2"]]),
      (.engagements, [[:], ["Engagement ID": "E2", "Tier": "?"], ["Engagement ID": "E3"]]),
      (
        .stars,
        [
          [:], [:], ["Star ID": "S2", "Type": "STANDARD"], ["Star ID": "S3", "Worker": "W9"],
          Sheet.child.merging(["Star ID": "S4", "Subject": "C2", "Notes": "one\ntwo"]) { $1 },
        ]
      ),
      (.scores, [[:], ["score": "4"], ["domain": "Health"], ["domain": "Crime & ASB"]]),
      (.dual, [[:], ["Occasion": "2"], [:]]), (.double, [[:]]), (.population, [[:]]),
    ]

    let straight = try World.intake(rows.map { $0.0.file($0.1) })
    let rearranged = try World.intake(rows.map { $0.0.rearranged.file($0.1) })

    #expect(rearranged.files == straight.files)
    #expect(rearranged.workers == straight.workers)
    #expect(rearranged.episodes == straight.episodes)
    #expect(rearranged.readings == straight.readings)
    #expect(rearranged.study == straight.study)
    #expect(rearranged.population == straight.population)
    #expect(rearranged.held == straight.held)
    #expect(!straight.readings.isEmpty && !straight.study.isEmpty && !straight.held.isEmpty)
  }
}
