import Casework
import Intake
import Testing

/// How much a hostile file can make the reader keep, and what stays of what the mapping does not know.
struct BoundsTests {
  @Test func `cells beyond the header's are counted and not kept`() throws {
    let commas = String(repeating: ",", count: 500_000)
    var reader = CSVReader(Array("a,b\n\(commas)\nc,d\n".utf8))
    reader.cellsMax = 3

    #expect(try reader.next()?.cells.count == 2)
    #expect(try reader.next()?.cells.count == 3)
    #expect(try reader.next()?.cells.map { String(decoding: $0, as: UTF8.self) } == ["c", "d"])
    #expect(try reader.next() == nil)
  }

  @Test func `a row with too many cells falls, and the rows after it stand`() throws {
    let text = Sheet.assessors.text([[:], ["worker_id": "A2"]])
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let long = "A9,x,y" + String(repeating: ",", count: 90_000)
    let file = IntakeFile(
      path: Sheet.assessors.path,
      bytes: Array(
        [lines[0], lines[1], Substring(long), lines[2], ""].joined(separator: "\n").utf8
      )
    )

    let intake = try World.intake([file])

    let report = try #require(intake.files.first { $0.source == Sheet.assessors.path })
    #expect(report.rows.map(\.reason) == [nil, .columnCount, nil])
  }

  @Test func `a header of more columns than any table has is refused`() throws {
    let text = Sheet.assessors.text([[:]])
    let wide = text.replacing(
      "\n",
      with: String(repeating: ",", count: 6_000) + "\n",
      maxReplacements: 1
    )
    let file = IntakeFile(path: Sheet.assessors.path, bytes: Array(wide.utf8))

    let problem = #expect(throws: IntakeProblem.self) { try World.intake([file]) }

    #expect(problem == .tooManyColumns(Sheet.assessors.path))
    #expect(problem?.description.contains("more than 5000 columns") == true)
  }

  @Test func `more versions than anybody could choose among wait without one`() throws {
    for (count, candidates) in [(20, 20), (21, 0)] {
      let rows = (1...count).map { ["remarks": "Invented \($0)"] }
      let act = try #require(try World.intake([Sheet.cases.file(rows)]).held.first)

      #expect(act.rows.count == count)
      #expect(act.candidates.count == candidates)
    }
  }

  @Test func `an episode has at most as many children as a reading can name`() throws {
    for (count, reason) in [(99, nil), (100, DispositionReason.invalidBirthYear)] {
      let years = Array(repeating: "2015", count: count).joined(separator: "|")
      let intake = try World.intake([Sheet.cases.file([["children_birth_years": years]])])

      let report = try #require(intake.files.first { $0.source == Sheet.cases.path })
      #expect(report.rows.map(\.reason) == [reason])
    }
  }

  @Test func `what the mapping or the register does not know is kept as it was written`() throws {
    let held = try World.intake([Sheet.cases.file([["level": "Tier 9", "contact": "Owl"]])]).held
    let named = try World.intake([Sheet.cases.file([["lead_prof": "A77"]])]).episodes

    guard case .episode(let episode)? = held.first?.candidates.first else {
      Issue.record("no candidate")
      return
    }
    #expect(episode.unknownWords == ["tier": "Tier 9", "contact": "Owl"])
    #expect(named.filter { $0.authority == "Cambridgeshire" }.map(\.unknownWorker) == ["A77"])
    #expect(named.filter { $0.authority == "Cambridgeshire" }.map(\.worker) == [nil])
  }

  @Test func `rows of two files of one source are known by their own file`() throws {
    let intake = try World.intake([
      Sheet.stars.file([[:]], at: "2022/one.csv"),
      Sheet.stars.file([["Star ID": "S2", "Date of Star": "31/12/2030"]], at: "2023/two.csv"),
      Sheet.stars.file([["Star ID": "S3", "Worker": "W9"]], at: "2024/two.csv"),
    ])

    let reports = intake.files.filter { $0.source == Sheet.stars.path }
    #expect(reports.map(\.name).sorted() == ["one.csv", "two.csv", "two.csv (2)"])
    #expect(intake.readings.map(\.file) == ["one.csv"])
    #expect(intake.held.filter { $0.recordID == "S3" }.map(\.file) == ["two.csv (2)"])
  }
}
