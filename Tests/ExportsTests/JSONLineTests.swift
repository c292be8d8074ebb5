import Exports
import Testing
import WireFormat

/// The sets as lines of JSON, beside the same sets as files.
struct JSONLineTests {
  @Test(arguments: InventedCases.sets)
  func `the first line is the manifest without the files`(set: String) throws {
    let cases = try InventedCases.golden()
    let file = try #require(cases.folder(set).file("manifest.json"))
    var expected = try #require(try JSON(strict: file.bytes).object)
    expected["files"] = nil
    expected["table"] = "manifest"

    let lines = try Self.lines(of: cases, set)

    #expect(lines.first == .object(expected))
    #expect(lines.count { $0["table"] == "manifest" } == 1)
  }

  @Test(arguments: InventedCases.sets)
  func `the other lines are the rows of the tables in their order`(set: String) throws {
    let cases = try InventedCases.golden()
    let tables = try cases.folder(set).tables()
    let kinds = try Self.kinds(in: cases.folder(set))

    let lines = try Self.lines(of: cases, set).dropFirst()

    // The tables come in the order of the dictionary, which is that of the set.
    let order = try Self.order(in: cases.folder(set))
    let expected = try order.flatMap { name in
      let table = try #require(tables.first { $0.name == name })
      return table.cells.map { cells in
        var members: [String: JSON] = ["table": .string(String(name.dropLast(4)))]
        for (column, cell) in zip(table.columns, cells) {
          members[column] = Self.json(cell, kinds["\(name) \(column)"] ?? "")
        }
        return JSON.object(members)
      }
    }
    #expect(Array(lines) == expected)
  }

  @Test func `a count is a number, a share is its six decimals and an empty cell is null`() throws {
    let lines = try Self.lines(of: try InventedCases.golden(), ProgressExport.set)

    let row = try #require(lines.first { $0["table"] == "outcomes" && $0["grouping"] == "all" })

    #expect(row["n"] == 2)
    #expect(row["mixed"] == 1)
    #expect(row["improved_share"] == "0.000000")
    #expect(row["group"] == .null)
    #expect(row["definition"] == .null)
    #expect(row["crosswalk_via_edition"] == true)
    let reading = try #require(lines.first { $0["table"] == "areas" })
    #expect(reading["first_score"] == "3")
    #expect(reading["first_stage"] == 2)
  }

  @Test(arguments: InventedCases.sets)
  func `every line is canonical JSON and ends in a line feed alone`(set: String) throws {
    let bytes = try InventedCases.golden().lines(set)

    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)

    #expect(lines.last?.isEmpty == true)
    #expect(!bytes.contains(0x0D))
    for line in lines.dropLast() {
      #expect(try JSON(strict: Array(line)).canonical == Array(line))
    }
  }

  @Test func `text that is guarded in the file is as it was in the line`() throws {
    let lines = try Self.lines(of: try InventedCases.golden(), ProgressExport.set)

    let row = lines.first { $0["table"] == "progress" && $0["outcome"] == "thriving" }

    #expect(row?["district"] == "=1+1")
    #expect(row?["outcome_title"] == "=Thriving")
  }

  private static func lines(of cases: InventedCases, _ set: String) throws -> [JSON] {
    try cases.lines(set).split(separator: 0x0A).map { try JSON(strict: Array($0)) }
  }

  /// The kind of each column by its file and name.
  private static func kinds(in folder: ExportFolder) throws -> [String: String] {
    let table = try folder.table("dictionary")
    return Dictionary(table.cells.map { ("\($0[0]) \($0[1])", $0[3]) }) { first, _ in first }
  }

  private static func order(in folder: ExportFolder) throws -> [String] {
    let table = try folder.table("dictionary")
    return table.cells.map { $0[0] }.reduce(into: [String]()) { names, name in
      if name != "dictionary.csv", !names.contains(name) { names.append(name) }
    }
  }

  /// What a cell says in JSON; the apostrophe guards spreadsheets alone.
  private static func json(_ cell: String, _ kind: String) -> JSON {
    guard !cell.isEmpty else { return .null }
    switch kind {
    case "integer": return Int64(cell).map { .int($0) } ?? .null
    case "flag": return ["true": .bool(true), "false": .bool(false)][cell] ?? .null
    default: return .string(cell.hasPrefix("'=") ? String(cell.dropFirst()) : cell)
    }
  }
}
