import Casework
import SyncProtocol
import Testing
import WireFormat

struct OperationLineTests {
  @Test func `the line of an operation never changes by a byte`() {
    #expect(String(decoding: Samples.full.line, as: UTF8.self) == Samples.fullLine)
  }

  @Test func `parts that are absent are left out of the line`() {
    #expect(
      String(decoding: Samples.plain.line, as: UTF8.self)
        == #"{"gen":3,"n":412,"id":"01980000-0000-7000-8000-000000000001","k":"family.set","#
        + #""rec":"01980000-0000-7000-8000-000000000002","#
        + #""fam":"01980000-0000-7000-8000-000000000003","seen":40,"#
        + #""at":{"boot":"boot-1","mono":5000,"wall":1780000000000},"hlc":"019e704488000003","#
        + #""d":{"contact":"none"}}"#
    )
  }

  @Test func `a line is read back as the operation that wrote it`() throws {
    let received = try Samples.read(Samples.fullLine)

    #expect(received.operation == Samples.full)
    #expect(received.operation.line == Samples.full.line)
  }

  @Test func `any operation survives the way over the wire`() throws {
    var dice = Dice(seed: 21)
    for _ in 0..<500 {
      let operation = dice.operation()

      #expect(try ReceivedOperation(line: operation.line[...]).operation == operation)
    }
  }

  @Test func `the content is kept as it came, spaces and order included`() throws {
    let content = #"{ "text" : "a",  "status":"open" }"#
    let line = Samples.fullLine.replacing(/\{"status":"met".*\}\}/, with: content + "}")

    let received = try Samples.read(line)

    #expect(received.dataBytes == Array(content.utf8))
    #expect(received.operation.data == ["text": "a", "status": "open"])
  }

  @Test func `a line from the middle of a body is read like one that stands alone`() throws {
    let body = Array("before\n\(Samples.fullLine)\nafter\n".utf8)

    let received = try ReceivedOperation(line: body[7..<7 + Samples.fullLine.utf8.count])

    #expect(received.operation == Samples.full)
    #expect(received.dataBytes == Samples.full.data.canonical)
  }

  @Test func `a problem names the byte of the line, wherever the line stands`() throws {
    let broken = Array(#"{"gen":3,"n":x}"#.utf8)
    let body = Array("before\n".utf8) + broken

    let alone = #expect(throws: OperationProblem.self) { try ReceivedOperation(line: broken[...]) }
    let inside = #expect(throws: OperationProblem.self) { try ReceivedOperation(line: body[7...]) }

    #expect(alone?.detail.contains("at byte 13") == true)
    #expect(inside == alone)
  }

  @Test func `a key of a later version is left alone`() throws {
    let line = #"{"zzz":[1,{"a":null}],"# + Samples.fullLine.dropFirst()

    #expect(try Samples.read(line).operation == Samples.full)
  }

  @Test func `a kind of a later version keeps its name and has no meaning here`() throws {
    let line = Samples.fullLine.replacing("goal.set", with: "goal.praise")

    let operation = try Samples.read(line).operation

    #expect(operation.kindName == "goal.praise")
    #expect(operation.kind == nil)
  }

  @Test func `a line cut at any byte is no operation`() {
    let bytes = Samples.full.line
    for count in 0..<bytes.count {
      #expect(throws: OperationProblem.self) { try ReceivedOperation(line: bytes[..<count]) }
    }
  }

  @Test(arguments: [
    "gen", "n", "id", "k", "rec", "fam", "seen", "at", "hlc", "d",
  ])
  func `a part that every operation has is missed by its name`(_ name: String) {
    let line = Samples.fullLine.replacing("\"\(name)\":", with: "\"x-\(name)\":")

    #expect(
      throws: OperationProblem(
        code: .invalidOperation,
        detail: "The operation's field `\(name)` is missing or not of its type."
      )
    ) { try Samples.read(line) }
  }

  @Test(arguments: [
    ("gen", "3", "\"3\""), ("n", "412", "412.5"), ("n", "412", "99999999999999999999"),
    ("seen", "40", "null"), ("at", #"{"boot":"boot-1","mono":5000,"wall":1780000000000}"#, "7"),
    ("at", "\"boot-1\"", "\"\(String(repeating: "b", count: 65))\""), ("at", "5000", "\"5000\""),
    ("hlc", "019e704488000003", "now"), ("k", "\"goal.set\"", "3"),
    ("grp", "\"01980000-0000-7000-8000-000000000009\"", "null"),
    ("base", #"{"status":40,"text":41}"#, #"{"status":"40"}"#),
    ("prev", #"{"status":411}"#, "[411]"), ("prev", #"{"status":411}"#, #"{"status":-411}"#),
    ("base", #"{"status":40,"text":41}"#, #"{"status":40,"text":-1}"#),
  ])
  func `a part that is not of its type is refused`(
    _ name: String,
    _ right: String,
    _ wrong: String
  ) {
    let line = Samples.fullLine.replacing("\"\(name)\":\(right)", with: "\"\(name)\":\(wrong)")
      .replacing(right, with: wrong)

    #expect(throws: OperationProblem.self) { try Samples.read(line) }
  }

  @Test(arguments: [("\"n\":412", "\"n\":0"), ("\"gen\":3", "\"gen\":-1"), (":40,", ":-1,")])
  func `numbers begin where they begin`(_ right: String, _ wrong: String) {
    let line = Samples.fullLine.replacing(right, with: wrong)

    #expect(throws: OperationProblem.self) { try Samples.read(line) }
  }

  @Test func `a name given twice, deep nesting and bad JSON have codes of their own`() {
    let deep = String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
    let lines = [
      Samples.fullLine.replacing("\"gen\":3", with: "\"gen\":3,\"gen\":3"),
      Samples.fullLine.replacing("\"gen\":3", with: "\"gen\":\(deep)"),
      Samples.fullLine + "}",
      "[]", "",
    ]

    let codes = lines.map { line -> ProblemCode? in
      do throws(OperationProblem) {
        _ = try Samples.read(line)
        return nil
      } catch {
        return error.code
      }
    }
    #expect(codes == [.duplicateKey, .tooLarge, .invalidJSON, .invalidJSON, .invalidJSON])
  }

  @Test func `a problem never repeats what the line says`() {
    let secret = "Ashdown-private"
    let lines = [
      Samples.fullLine.replacing("019e704488000003", with: secret),
      Samples.fullLine.replacing("boot-1\",", with: "\(secret)\","),
      Samples.fullLine.replacing("\"met\"", with: secret),
    ]
    for line in lines {
      do throws(OperationProblem) {
        _ = try Samples.read(line)
      } catch {
        #expect(!error.detail.contains(secret))
      }
    }
  }
}

extension Dice {
  /// Any operation, with text that has to be escaped.
  fileprivate mutating func operation() -> Operation {
    let texts = ["", "a", "\"quoted\" \\ \n\t\u{1}", "Zoë €", "👩‍👧"]
    let kinds = OperationKind.allCases
    return Operation(
      generation: roll(1000),
      number: roll(.max) + 1,
      id: Samples.id(next() >> 2),
      kind: kinds[roll(kinds.count)],
      record: Samples.id(next() >> 2),
      family: Samples.id(next() >> 2),
      seen: Int64(roll(.max)),
      at: Moment(
        wall: Int64(bitPattern: next()),
        monotonic: Int64(bitPattern: next()),
        boot: texts[roll(texts.count)]
      ),
      stamp: Stamp(
        milliseconds: Int64(next() >> 17),
        counter: UInt16(truncatingIfNeeded: next())
      ),
      group: roll(2) == 0 ? nil : Samples.id(next() >> 2),
      base: roll(2) == 0 ? [:] : [texts[roll(5)]: Int64(roll(.max)), "b": 0],
      previous: roll(2) == 0 ? [:] : [texts[roll(5)]: roll(.max)],
      data: [texts[1 + roll(4)]: .string(texts[roll(5)]), "list": [1, nil, true, .number(-0.5)]]
    )
  }
}
