import Intake
import Testing

/// What RFC 4180 says about rows and cells, and what it leaves open.
struct CSVReaderTests {
  private func rows(_ text: String) throws -> [[String]] {
    try rows(Array(text.utf8)).map { row in row.cells.map { String(decoding: $0, as: UTF8.self) } }
  }

  private func rows(_ bytes: [UInt8]) throws -> [CSVRow] {
    var reader = CSVReader(bytes)
    var rows: [CSVRow] = []
    while let row = try reader.next() { rows.append(row) }
    return rows
  }

  struct Case: Sendable {
    let text: String
    let rows: [[String]]
  }

  @Test(
    arguments: [
      Case(text: "a,b\nc,d\n", rows: [["a", "b"], ["c", "d"]]),
      Case(text: "a,b\nc,d", rows: [["a", "b"], ["c", "d"]]),
      Case(text: "a\r\nb\nc\r\n", rows: [["a"], ["b"], ["c"]]),
      Case(text: "", rows: []),
      Case(text: "\n", rows: [[""]]),
      Case(text: "a\n\n", rows: [["a"], [""]]),
      Case(text: "a\n\nb", rows: [["a"], [""], ["b"]]),
      Case(text: "a,", rows: [["a", ""]]),
      Case(text: "a,\n", rows: [["a", ""]]),
      Case(text: ",", rows: [["", ""]]),
      Case(text: ",,\r\n,,", rows: [["", "", ""], ["", "", ""]]),
      Case(text: "\"a,b\",c\n", rows: [["a,b", "c"]]),
      Case(text: "\"a\nb\",\"c\r\nd\"\n", rows: [["a\nb", "c\r\nd"]]),
      Case(text: "\"say \"\"so\"\"\"\n", rows: [["say \"so\""]]),
      Case(text: "\"\"\"\"\n", rows: [["\""]]),
      Case(text: "\"\",\"\"", rows: [["", ""]]),
      Case(text: "\"\"\"\"\"\",x", rows: [["\"\"", "x"]]),
      Case(text: "a\"b,c\"\"d\n", rows: [["a\"b", "c\"\"d"]]),
      Case(text: " \"a\",b\n", rows: [[" \"a\"", "b"]]),
      Case(text: "\"a\"b,c\n", rows: [["ab", "c"]]),
      Case(text: "\"a\" ,c\n", rows: [["a ", "c"]]),
      Case(text: "\"a\"b\"c\",d\n", rows: [["ab\"c\"", "d"]]),
      Case(text: "a\rb\n", rows: [["a\rb"]]),
      Case(text: "a\r", rows: [["a\r"]]),
      Case(text: "a\r\r\nb", rows: [["a\r"], ["b"]]),
      Case(text: "\"a\"\rb\r\n", rows: [["a\rb"]]),
      Case(text: "\u{FEFF}a,b\n", rows: [["a", "b"]]),
      Case(text: "\u{FEFF}\"a,b\"\n", rows: [["a,b"]]),
      Case(text: "a,\u{FEFF}b\n", rows: [["a", "\u{FEFF}b"]]),
      Case(text: "\u{FEFF}", rows: []),
    ]
  )
  func `a text falls into its rows and cells`(_ each: Case) throws {
    #expect(try rows(each.text) == each.rows)
  }

  @Test func `a row has the number of its record, not of its line`() throws {
    let rows = try rows(Array("a\n\"b\nb\nb\"\n\nc".utf8))

    #expect(rows.map(\.number) == [1, 2, 3, 4])
    #expect(rows.map(\.isEmpty) == [false, false, true, false])
  }

  @Test func `a row keeps its own bytes and says how it ends`() throws {
    let rows = try rows(Array("\u{FEFF}\"a\"\"\",b\r\nc\n\nd".utf8))

    #expect(
      rows.map { String(decoding: $0.raw, as: UTF8.self) } == ["\"a\"\"\",b\r\n", "c\n", "\n", "d"]
    )
    #expect(rows.map(\.ending) == [.crlf, .lf, .lf, .none])
  }

  @Test func `a row of two blank cells is not an empty line`() throws {
    #expect(try rows(Array(",".utf8)).map(\.isEmpty) == [false])
  }

  @Test(arguments: ["\"", "a,\"b\nc\n", "\"a\"\"", "\"a\"\",b\n"])
  func `a quote that is never closed names the row that opens it`(_ end: String) {
    #expect(throws: CSVProblem.openQuote(row: 3)) { try rows(Array("1\n2\n\(end)".utf8)) }
  }

  @Test(arguments: ["x", "\"x", "\"\"", ","])
  func `a row that is too long names itself, whatever fills it`(_ filling: String) {
    let long = String(repeating: filling, count: CSVReader.rowBytesMax / filling.utf8.count + 9)

    #expect(throws: CSVProblem.rowTooLong(row: 2)) {
      try rows(Array("1\n\(long)\n3\n".utf8)).count
    }
  }

  @Test func `a row of the greatest length is read`() throws {
    let long = String(repeating: "x", count: CSVReader.rowBytesMax)

    #expect(
      try rows(Array("1\n\(long)\n3\n".utf8)).map(\.raw.count) == [2, long.utf8.count + 1, 2]
    )
  }

  @Test func `four megabytes of quotes are read`() throws {
    // A reader that copies what it has so far at each quote would not come back from this.
    let line = String(repeating: "\"", count: 262_144) + "\n"

    let rows = try rows(Array(String(repeating: line, count: 16).utf8))

    #expect(rows.map(\.cells.count) == Array(repeating: 1, count: 16))
    #expect(rows.map { $0.cells[0].count } == Array(repeating: 131_071, count: 16))
    #expect(rows.allSatisfy { $0.cells[0].allSatisfy { $0 == UInt8(ascii: "\"") } })
  }
}
