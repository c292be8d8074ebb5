import Casework
import SyncProtocol
import Testing
import WireFormat

struct PullTests {
  private static let record = PulledRecord(
    version: 90,
    typeName: "reading",
    record: Samples.id(2),
    family: Samples.id(3),
    author: Samples.id(4),
    made: 1_780_000_000_000,
    body: Array(Samples.readingLine.utf8)
  )

  private static let putLine =
    #"["put",90,"reading","01980000-0000-7000-8000-000000000002","#
    + #""01980000-0000-7000-8000-000000000003","01980000-0000-7000-8000-000000000004","#
    + #"1780000000000,"# + Samples.readingLine + "]"

  private static let page = PullPage(
    lines: [
      .evict(Samples.id(8)), .put(record),
      .gone(version: 91, type: "goal", record: Samples.id(5), family: Samples.id(3)),
      .ready(Samples.id(3)),
    ],
    end: PullEnd(
      cursor: "AQEj",
      seq: 80,
      isMore: true,
      head: 95,
      epoch: "00112233445566778899aabbccddeeff",
      backupSeq: 60
    )
  )

  @Test func `each line is an array by position`() {
    #expect(
      String(decoding: Self.page.body, as: UTF8.self)
        == #"["evict","01980000-0000-7000-8000-000000000008"]"# + "\n" + Self.putLine + "\n"
        + #"["gone",91,"goal","01980000-0000-7000-8000-000000000005","#
        + #""01980000-0000-7000-8000-000000000003"]"# + "\n"
        + #"["ready","01980000-0000-7000-8000-000000000003"]"# + "\n"
        + #"["page","AQEj",80,true,95,"00112233445566778899aabbccddeeff",60]"# + "\n"
    )
  }

  @Test func `a page is read back as it was written`() {
    #expect(PullPage(body: Self.page.body) == Self.page)
  }

  @Test func `a page cut at any byte is no page`() {
    let body = Self.page.body
    for count in 0..<body.count {
      #expect(PullPage(body: Array(body[..<count])) == nil, "\(count)")
    }
  }

  @Test func `a page of nothing but its end is a page`() {
    let empty = PullPage(lines: [], end: Self.page.end)

    #expect(PullPage(body: empty.body) == empty)
  }

  @Test func `a page with one line that cannot be read is no page`() {
    let text = String(decoding: Self.page.body, as: UTF8.self)
    for (right, wrong) in [("\"ready\"", "\"later\""), ("\"put\",90", "\"put\",\"90\"")] {
      #expect(PullPage(body: Array(text.replacing(right, with: wrong).utf8)) == nil)
    }
  }

  @Test(arguments: [
    "", "{}", "[]", "[1]", #"["evict"]"#, #"["evict","x"]"#, #"["ready",3]"#,
    #"["evict","01980000-0000-7000-8000-000000000008",1]"#,
    #"["gone","1","goal","01980000-0000-7000-8000-000000000005"]"#,
    #"["page","AQEj",80,1,95,"e",60]"#, #"["put",90,"reading"]"#,
  ])
  func `anything else is no line`(_ text: String) {
    #expect(PullLine(line: Array(text.utf8)[...]) == nil)
  }

  @Test func `a record keeps its line as its payload`() {
    #expect(Self.record.line == Array(Self.putLine.utf8))
    #expect(PulledRecord(line: Self.record.line) == Self.record)
  }

  @Test func `a payload that was cut is no record`() {
    let line = Self.record.line
    for count in 0..<line.count {
      #expect(PulledRecord(line: Array(line[..<count])) == nil)
    }
  }

  @Test func `a record that no worker made has no author`() {
    let record = PulledRecord(
      version: 1,
      typeName: "unit",
      record: Samples.id(2),
      family: .reference,
      author: nil,
      made: 0,
      body: Array("{}".utf8)
    )

    #expect(PulledRecord(line: record.line) == record)
    #expect(
      String(decoding: record.line, as: UTF8.self)
        == #"["put",1,"unit","01980000-0000-7000-8000-000000000002","#
        + #""00000000-0000-0000-0000-000000000000",null,0,{}]"#
    )
  }

  @Test func `a type of a later version keeps its name`() {
    let record = PulledRecord(
      version: 1,
      typeName: "voice",
      record: Samples.id(2),
      family: Samples.id(3),
      author: nil,
      made: 0,
      body: Array("[]".utf8)
    )

    #expect(PulledRecord(line: record.line) == record)
    #expect(record.type == nil)
  }
}
