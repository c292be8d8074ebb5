import Foundation
import Instruments
import Intake
import Testing
import WireFormat

/// The sentences that an operator reads, and the mapping that names an instrument nobody installed.
struct ProblemSentenceTests {
  @Test(
    arguments: [
      (.empty("a.csv"), "a.csv is empty; extract it again."),
      (
        .otherForm("a.csv", "a gzip file", "unpack it"),
        "a.csv is a gzip file; unpack it first."
      ),
      (.tooLarge("a.csv"), "a.csv has more than 256 MiB; split it by year."),
      (
        .tooManyRows("a.csv"),
        "a.csv has more than 5000000 rows or 20000000 cells; split it by year."
      ),
      (
        .headerNotText("a.csv"),
        "The first row of a.csv is not UTF-8; save the file as CSV in UTF-8."
      ),
      (
        .missingColumns(
          "a.csv",
          [
            MissingColumn(name: "Name", nearest: ["Names", "Nome"]),
            MissingColumn(name: "Team", nearest: []),
          ]
        ),
        "a.csv lacks columns that the mapping names: `Name` (is Names or Nome meant?), `Team`. "
          + "Correct the mapping's `columns`, or extract the file with them."
      ),
      (
        .columnTwice("a.csv", ["Name", "Team"]),
        "a.csv names a column twice: Name, Team. Rename one of each."
      ),
      (
        .openQuote("a.csv", row: 7),
        "a.csv: the quote that row 7 opens is never closed; extract the file again."
      ),
      (
        .rowTooLong("a.csv", row: 7),
        "a.csv: row 7 has more than 1048576 bytes; a quote may be left open there. "
          + "Extract the file again."
      ),
      (
        .unknownFile("c.csv", known: ["a.csv", "b.csv"]),
        "c.csv is none of the files that the mapping explains (a.csv, b.csv), by its name or by "
          + "its columns."
      ),
      (.noFile, "No file was given; name the files to import."),
      (
        .unknownInstrument("a.csv", "ruler", known: ["demo-steps", "my-star"]),
        "The mapping of a.csv names the instrument ruler, which is not installed. "
          + "Installed: demo-steps, my-star."
      ),
      (
        .unknownInstrument("a.csv", "ruler", known: []),
        "The mapping of a.csv names the instrument ruler, which is not installed. No instrument is."
      ),
    ] as [(IntakeProblem, String)]
  )
  func `a problem names its file and the remedy`(_ problem: IntakeProblem, _ sentence: String) {
    #expect(problem.description == sentence)
  }

  @Test func `a name from a file is shown without control characters and not at length`() {
    let name = "a\u{1B}[31m\n" + String(repeating: "b", count: 90)

    #expect(
      IntakeProblem.columnTwice("a.csv", [name]).description
        == "a.csv names a column twice: a[31m\(String(repeating: "b", count: 54))…. "
        + "Rename one of each."
    )
  }

  @Test func `no sentence repeats what a row holds`() throws {
    let secret = "Wanda Invented"
    let header = "Worker,Name,Team\n"
    let texts = [
      "\(header)W1,\"\(secret),North\n",
      "\(header)W1,\(secret),\(String(repeating: "x", count: CSVReader.rowBytesMax))\n",
      "Worker,Name\nW1,\(secret)\n",
    ]
    for text in texts {
      let file = IntakeFile(path: Sheet.workers.path, bytes: Array(text.utf8))
      let problem = #expect(throws: IntakeProblem.self) { try World.alone([file]) }
      #expect(problem?.description.contains(secret) == false)
      #expect(problem?.description.contains(Sheet.workers.path) == true)
    }
  }

  @Test func `a mapping that names what is not installed is refused before any file is read`()
    throws
  {
    let catalogue = try World.catalogue()
    let fewer = InstrumentCatalogue(packs: catalogue.all.filter { $0.key.id != "my-star" })

    #expect(throws: IntakeProblem.unknownInstrument(Sheet.stars.path, "my-star", known: fewer.ids))
    {
      try intake(try World.mapping(), fewer)
    }
    #expect(
      throws: IntakeProblem.unknownInstrument(Sheet.stars.path, "family-star-plus", known: [])
    ) {
      try intake(try World.mapping(), InstrumentCatalogue(packs: []))
    }
  }

  @Test func `an edition that is not installed is told from its instrument`() throws {
    let text = String(
      decoding: try Files.bytes(Files.root.appending(path: "Seeds/imports/cambridgeshire.json")),
      as: UTF8.self
    ).replacing("\"edition\": \"0\"", with: "\"edition\": \"7\"")
    let mapping = try ImportMapping(json: try JSON(strict: Array(text.utf8)))

    #expect(
      throws: IntakeProblem.unknownInstrument(
        Sheet.scores.path,
        "map-assumed 7",
        known: ["map-assumed 0"]
      )
    ) {
      try intake(mapping, try World.catalogue())
    }
  }

  private func intake(_ mapping: ImportMapping, _ catalogue: InstrumentCatalogue) throws {
    _ = try Intake(
      files: [IntakeFile(path: Sheet.assessors.path, bytes: [])],
      mapping: mapping,
      catalogue: catalogue,
      known: KnownRecords(),
      extracted: try #require(World.day)
    )
  }
}
