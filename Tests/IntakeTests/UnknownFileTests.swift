import Intake
import Testing

/// Files whose name alone does not say what they are.
struct UnknownFileTests {
  private func sources(_ files: [IntakeFile]) throws -> [String] {
    try World.alone(files).files.map { "\($0.path) is \($0.source)" }
  }

  @Test func `a file of any name is known by its columns, in whatever order`() throws {
    let sheets: [Sheet] = [
      .workers, .engagements, .stars, .assessors, .cases, .scores, .dual, .double, .population,
    ]
    for sheet in sheets {
      let file = sheet.rearranged.file([[:]], at: "Export (3).txt")

      #expect(try sources([file]) == ["Export (3).txt is \(sheet.path)"])
    }
  }

  @Test func `the name goes before the columns`() throws {
    let file = Sheet.workers.file([[:]], at: "cases.csv")

    let problem = #expect(throws: IntakeProblem.self) { try sources([file]) }
    guard case .missingColumns("cases.csv", _) = problem else {
      Issue.record("\(String(describing: problem))")
      return
    }
  }

  @Test func `part of a name is no name`() throws {
    let file = IntakeFile(path: "old-cases.csv", bytes: Array("a,b\n".utf8))

    #expect(
      throws: IntakeProblem.unknownFile(
        "old-cases.csv",
        known: try World.mapping().sources.map(\.file)
      )
    ) { try sources([file]) }
  }

  @Test func `a shared name without the columns of either is unknown`() throws {
    let file = Sheet.population.file([[:]], at: "workers.csv")

    #expect(
      throws: IntakeProblem.unknownFile(
        "workers.csv",
        known: try World.mapping().sources.map(\.file)
      )
    ) { try sources([file]) }
  }

  @Test func `a file of any name that is no CSV says so before anything else`() throws {
    let file = IntakeFile(path: "Export.xlsx", bytes: [0x50, 0x4B, 0x03, 0x04])

    #expect(
      throws: IntakeProblem.otherForm(
        "Export.xlsx",
        "a ZIP or a workbook",
        "save the sheet as CSV in UTF-8"
      )
    ) { try sources([file]) }
  }

  @Test func `a file that is larger than any may be is not read`() throws {
    let bytes = [UInt8](repeating: UInt8(ascii: "\n"), count: IntakeFile.bytesMax + 1)

    #expect(throws: IntakeProblem.tooLarge("cases.csv")) {
      try sources([IntakeFile(path: "cases.csv", bytes: bytes)])
    }
  }
}
