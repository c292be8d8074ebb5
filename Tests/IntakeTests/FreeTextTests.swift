import Intake
import Testing
import WireFormat

/// Free text stays what it is; what stands around it is normalised.
struct FreeTextTests {
  private func remarks(_ cells: [String: String], columns: [String]) throws -> [String?] {
    let sheet = Sheet(
      path: Sheet.stars.path,
      columns: Sheet.stars.columns + ["More", "Still more"],
      usual: Sheet.stars.usual
    )
    let sources = try #require(try World.mappingJSON()["sources"]?.array).map { source in
      guard source["file"]?.string == sheet.path, var members = source.object else { return source }
      members["freeText"] = .array(columns.map { .string($0) })
      return .object(members)
    }
    let others = World.usual
    let intake = try Intake(
      files: others + [sheet.file([cells])],
      mapping: try ImportMapping(json: ["sources": .array(sources)]),
      catalogue: try World.catalogue(),
      known: KnownRecords(),
      extracted: try #require(World.day)
    )
    return intake.readings.map(\.remark)
  }

  @Test func `free text is kept unchanged, and is no reason to call a row normalised`() throws {
    let file = Sheet.stars.file([["Notes": "  =1, \"two\"\r\n drei é\t"]])

    let intake = try World.intake([file])

    #expect(intake.readings.map(\.remark) == ["  =1, \"two\"\r\n drei é\t"])
    #expect(intake.lines(file.path) == ["2 S1 accepted embedded_newline"])
  }

  @Test func `blank free text is none`() throws {
    let file = Sheet.stars.file([["Notes": " \t "]])

    #expect(try World.intake([file]).readings.map(\.remark) == [nil])
  }

  @Test func `several columns stand one below the other, without the blank ones`() throws {
    let cells = ["Notes": "first", "More": " ", "Still more": "last "]

    #expect(try remarks(cells, columns: ["Notes", "More", "Still more"]) == ["first\nlast "])
    #expect(try remarks(cells, columns: ["Still more", "Notes"]) == ["last \nfirst"])
    #expect(try remarks(cells, columns: ["More"]) == [nil])
    #expect(try remarks(cells, columns: []) == [nil])
  }
}
