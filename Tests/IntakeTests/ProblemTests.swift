import Intake
import Testing

/// What makes a whole run impossible: each says which file it is, and what to do.
struct ProblemTests {
  /// The problem that files have, or `nil`.
  private func problem(_ files: [IntakeFile]) throws -> IntakeProblem? {
    do {
      _ = try World.intake(files)
      return nil
    } catch let problem as IntakeProblem {
      return problem
    }
  }

  private func problem(_ bytes: [UInt8]) throws -> IntakeProblem? {
    try problem([IntakeFile(path: Self.path, bytes: bytes)])
  }

  private static let path = Sheet.workers.path
  private static let header = Array("Worker,Name,Team\n".utf8)

  @Test func `a file without a byte, with a mark alone or with no header is empty`() throws {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    for bytes in [[], mark, [0x0A], mark + [0x0D, 0x0A], [0x0A] + Self.header] {
      #expect(try problem(bytes) == .empty(Self.path))
    }
  }

  @Test func `a header alone is a file of no rows`() throws {
    for ending in ["", "\n", "\r\n", "\n\n"] {
      let file = IntakeFile(path: Self.path, bytes: Array("Worker,Name,Team\(ending)".utf8))

      let intake = try World.intake([file])

      #expect(intake.lines(Self.path) == [])
      #expect(intake.workers.map(\.id) == ["A1"])
    }
  }

  @Test(
    arguments: [
      ([0x1F, 0x8B, 0x08, 0x00], "a gzip file", "unpack it"),
      ([0x50, 0x4B, 0x03, 0x04, 0x00], "a ZIP or a workbook", "save the sheet as CSV in UTF-8"),
      ([0xFF, 0xFE, 0x57, 0x00], "text in UTF-16", "save it as CSV in UTF-8"),
      ([0xFE, 0xFF, 0x00, 0x57], "text in UTF-16", "save it as CSV in UTF-8"),
    ] as [([UInt8], String, String)]
  )
  func `what is no CSV at all is known by its first bytes`(
    _ bytes: [UInt8],
    _ what: String,
    _ remedy: String
  ) throws {
    #expect(try problem(bytes) == .otherForm(Self.path, what, remedy))
  }

  @Test func `a name that begins like a ZIP is none`() throws {
    #expect(
      try problem(Array("PK,Worker,Name,Team\n".utf8)) == nil
    )
  }

  @Test func `a header in Latin-1 refuses the file, and a row in it only itself`() throws {
    let header = Array("Worker,Name,Team,Caf".utf8) + [0xE9, 0x0A]
    #expect(try problem(header) == .headerNotText(Self.path))

    let rows = Array("W1,Ren".utf8) + [0xE9] + Array(",North\nW2,Rita,North\n".utf8)
    let file = IntakeFile(path: Self.path, bytes: Self.header + rows)
    #expect(
      try World.intake([file]).lines(Self.path)
        == ["2  refused invalid_encoding", "3 W2 accepted"]
    )
  }

  @Test func `a header with a NUL is no text`() throws {
    #expect(try problem(Array("Worker,Name,Team\0\n".utf8)) == .headerNotText(Self.path))
  }

  @Test func `all columns that are lacking are named at once, with what may be meant`() throws {
    let columns = [
      MissingColumn(name: "Name", nearest: ["Names"]),
      MissingColumn(name: "Team", nearest: []),
      MissingColumn(name: "Worker", nearest: ["worker"]),
    ]

    #expect(
      try problem(Array("worker,Names,Colour\nW1,Wanda,green\n".utf8))
        == .missingColumns(Self.path, columns)
    )
  }

  @Test func `score columns that are lacking are named too`() throws {
    let text = Sheet.stars.text([]).replacing("MY friends", with: "MY friend")
      .replacing("Notes", with: "Remarks")

    #expect(
      try problem([IntakeFile(path: Sheet.stars.path, bytes: Array(text.utf8))])
        == .missingColumns(
          Sheet.stars.path,
          [
            MissingColumn(name: "Notes", nearest: []),
            MissingColumn(name: "MY friends", nearest: ["MY friend"]),
          ]
        )
    )
  }

  @Test func `columns that are named twice are named once`() throws {
    let header = "Team,Worker,Name, Team ,Name,,\n"

    #expect(try problem(Array(header.utf8)) == .columnTwice(Self.path, ["Name", "Team"]))
  }

  @Test func `a header of very many columns is refused at once`() throws {
    // Looking for each name among all others would not come back from this.
    let header = "Worker,Name,Team" + String(repeating: ",", count: 200_000) + "\n"

    #expect(try problem(Array(header.utf8)) == .tooManyColumns(Self.path))
  }

  @Test func `a file of no source with very many columns is refused without much ado`() throws {
    let names = (0..<50_000).map { "Column\($0)" }.joined(separator: ",")
    let file = IntakeFile(path: "holiday.csv", bytes: Array("\(names)\n".utf8))
    let named = IntakeFile(path: Sheet.stars.path, bytes: file.bytes)

    #expect(
      try problem([file])
        == .unknownFile("holiday.csv", known: try World.mapping().sources.map(\.file))
    )
    guard case .missingColumns(_, let missing) = try problem([named]) else {
      return #expect(Bool(false), "another problem")
    }
    #expect(missing.count == 37)
  }

  @Test func `an open quote and a row without an end name their row`() throws {
    let open = Self.header + Array("W1,Wanda,North\nW2,\"Wim,North\nW3,Wil,North\n".utf8)
    #expect(try problem(open) == .openQuote(Self.path, row: 3))

    let long = Self.header + Array(repeating: UInt8(ascii: "x"), count: CSVReader.rowBytesMax + 1)
    #expect(try problem(long) == .rowTooLong(Self.path, row: 2))
  }

  @Test func `a file of a known name that is none of its columns lacks them all`() throws {
    let file = IntakeFile(path: Self.path, bytes: Sheet.population.file([[:]]).bytes)

    #expect(
      try problem([file])
        == .missingColumns(
          Self.path,
          ["Name", "Team", "Worker"].map { MissingColumn(name: $0, nearest: []) }
        )
    )
  }

  @Test func `a file of no source is told what the mapping knows`() throws {
    let file = IntakeFile(path: "holiday.csv", bytes: Array("Place,Weather\n".utf8))

    #expect(
      try problem([file])
        == .unknownFile("holiday.csv", known: try World.mapping().sources.map(\.file))
    )
  }

  @Test func `no file is no import`() throws {
    #expect(throws: IntakeProblem.noFile) { try World.alone([]) }
  }

  @Test func `one file that cannot be read keeps all others out`() throws {
    let bad = IntakeFile(path: Sheet.workers.path, bytes: [])

    #expect(throws: IntakeProblem.empty(Self.path)) { try World.intake([bad]) }
  }
}
