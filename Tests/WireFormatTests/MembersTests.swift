import Testing
import WireFormat

/// Members in order, with the bytes that each value was sent as.
struct MembersTests {
  @Test func `the members come in order with the bytes of their values`() throws {
    let text = Array(#"..{ "b" : [1, 2] ,"a":"x", "c":{"d": 1.50}}.."#.utf8)

    let members = try JSON.members(strict: text[2..<text.count - 2])

    #expect(members.map(\.key) == ["b", "a", "c"])
    #expect(members.map(\.value) == [[1, 2], "x", ["d": .number(1.5)]])
    #expect(
      members.map { String(decoding: text[$0.range], as: UTF8.self) }
        == ["[1, 2]", #""x""#, #"{"d": 1.50}"#]
    )
  }

  @Test func `an empty object has no members`() throws {
    #expect(try JSON.members(strict: Array(" {} ".utf8)[...]) == [])
  }

  @Test(arguments: [
    ("[]", JSONProblem(code: .syntax, offset: 0, expected: "an object")),
    ("", JSONProblem(code: .syntax, offset: 0, expected: "an object")),
    (#"{"a":1}x"#, JSONProblem(code: .syntax, offset: 7, expected: "the end")),
    (#"{"a":1,"\u0061":2}"#, JSONProblem(code: .duplicateKey, offset: 7, pointer: "/a")),
    (#"{"a":{"b":1,"b":2}}"#, JSONProblem(code: .duplicateKey, offset: 12, pointer: "/a/b")),
  ])
  func `what the strict reader refuses is refused here too`(
    _ text: String,
    _ problem: JSONProblem
  ) {
    #expect(throws: problem) { try JSON.members(strict: Array(text.utf8)[...]) }
  }

  @Test func `the outermost object counts as a level`() {
    let limits = JSONLimits(depthMax: 1)

    #expect(throws: Never.self) {
      try JSON.members(strict: Array(#"{"a":1}"#.utf8)[...], limits: limits)
    }
    #expect(throws: JSONProblem(code: .tooDeep, offset: 5, pointer: "/a")) {
      try JSON.members(strict: Array(#"{"a":[]}"#.utf8)[...], limits: limits)
    }
  }
}
