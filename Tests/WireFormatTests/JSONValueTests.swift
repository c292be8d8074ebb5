import Testing
import WireFormat

/// Literals, accessors and the words of a refusal.
struct JSONValueTests {
  private let value: JSON = [
    "text": "x", "whole": 3, "half": .number(0.5), "yes": true, "list": [1], "none": nil,
  ]

  @Test func `an accessor answers for its own kind alone`() {
    let keys = ["text", "whole", "half", "yes", "list", "none"]

    #expect(keys.map { value[$0]?.string } == ["x", nil, nil, nil, nil, nil])
    #expect(keys.map { value[$0]?.int } == [nil, 3, nil, nil, nil, nil])
    #expect(keys.map { value[$0]?.number } == [nil, 3, 0.5, nil, nil, nil])
    #expect(keys.map { value[$0]?.bool } == [nil, nil, nil, true, nil, nil])
    #expect(keys.map { value[$0]?.array } == [nil, nil, nil, nil, [1], nil])
    #expect(keys.map { value[$0]?.isNull } == [false, false, false, false, false, true])
    #expect(value.object?.count == 6)
  }

  @Test func `a missing member is nothing and a null member is null`() {
    #expect(value["missing"] == nil)
    #expect(value["none"] == JSON.null)
    #expect(JSON.array([1])["text"] == nil)
  }

  @Test func `the last of two equal names in a literal stays`() {
    #expect((["a": 1, "a": 2] as JSON) == ["a": 2])
  }

  @Test func `a whole number is not its fraction`() {
    #expect(JSON.int(2) != JSON.number(2))
    #expect(JSON.number(2).int == nil)
  }

  @Test(arguments: JSONProblem.Code.allCases)
  func `every refusal is one sentence`(_ code: JSONProblem.Code) {
    let text = JSONProblem(code: code, offset: 3, pointer: "/a", expected: "a colon").description

    #expect(text.hasPrefix("The JSON"))
    #expect(text.hasSuffix("."))
    #expect(!text.dropLast().contains("."))
  }

  @Test func `a refusal says where and what to do`() {
    #expect(
      JSONProblem(code: .duplicateKey, offset: 19, pointer: "/0/a").description
        == "The JSON names a member twice at byte 19, in /0/a; keep one of them."
    )
    #expect(
      JSONProblem(code: .syntax, offset: 3, expected: "a comma or ]").description
        == "The JSON is malformed at byte 3: expected a comma or ]."
    )
  }

  @Test(arguments: [
    #"{"note":"Canary Example""#, #"["Canary Example" "Canary Example"]"#,
    #"{"note":"Canary Example\x"}"#, #"{"a":"Canary Example","a":"Canary Example"}"#,
    #"["Canary Example\ud800"]"#, #"{"note":99999999999999999999}"#,
  ])
  func `a refusal never repeats a value`(_ text: String) {
    let problem = #expect(throws: JSONProblem.self) { try JSON(strict: Array(text.utf8)) }

    #expect(problem?.description.contains("Canary") == false)
    #expect(problem?.description.contains("99999") == false)
  }

  @Test func `a hostile name does not flood the message`() {
    let name = String(repeating: "n", count: 10_000)

    #expect(JSONProblem(code: .tooDeep, offset: 0, pointer: "/\(name)").description.count < 250)
  }
}
