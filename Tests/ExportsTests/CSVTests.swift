import Exports
import Testing

@Suite struct CSVTests {
  @Test(arguments: [
    "=1+1", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://example.invalid\",\"see\")", "+1+1",
    "+44 7700 900000", "-2+3", "-", "--", "@SUM(A1:A9)", "@", "\t=1+1", "\tspaced", "\r=1+1",
    "\n=1+1", "\0=1+1", "=\u{301}1", "＝1+1", "＋1", "－1", "＠SUM(A1)",
  ])
  func `text that a spreadsheet would run gets an apostrophe`(payload: String) {
    let record = CSV.record([.text("before"), .text(payload), .number(payload)])

    #expect(parseCSV(record) == [["before", "'" + payload, "'" + payload]])
  }

  @Test(arguments: ["0", "-1", "3.5", "-0.25", "10"])
  func `a real number keeps its sign`(number: String) {
    #expect(CSV.record([.number(number)]) == Array("\(number)\r\n".utf8))
  }

  @Test(arguments: ["-", "-1.", "-.5", "-1.2.3", "-1e3", "-٣", "-1 "])
  func `what only looks like a number is guarded in a column of numbers`(text: String) {
    #expect(parseCSV(CSV.record([.number(text)])) == [["'" + text]])
  }

  @Test func `what another program would split comes back whole`() {
    let cells = [
      "plain", "", "a,b", "say \"so\"", "\"", "\"\"", "two\r\nlines", "line\nfeed", "cr\rhere",
      "Zoë Ŵyn", "👩‍👩‍👧", "שלום", " edge ", "a=b", "comma, \"quote\"\r\n",
    ]

    let bytes = CSV.bytes(heading: ["one", "two"], records: [cells.map { .text($0) }, [.empty]])

    #expect(parseCSV(bytes) == [["one", "two"], cells, [""]])
  }

  @Test func `the bytes are commas, doubled quotes and CRLF, without a byte order mark`() {
    let bytes = CSV.bytes(heading: ["a", "b"], records: [[.text("x\"y"), .number("2")]])

    #expect(String(decoding: bytes, as: UTF8.self) == "a,b\r\n\"x\"\"y\",2\r\n")
  }
}
