import Testing
import WireFormat

/// What the strict reader takes, and what it refuses where.
struct StrictReadingTests {
  @Test(
    arguments: [
      ("null", JSON.null), (" true ", true), ("\t[\r\n]", .array([])), ("{}", .object([:])),
      ("-0", 0), ("7", 7),
      ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
      ("1.5", .number(1.5)), ("1e2", .number(100)), ("-2.5E-1", .number(-0.25)),
      ("0.0", .number(0)), ("1e-999", .number(0)), (#""""#, ""), (#""é🜁""#, "é🜁"),
      (#""\"\\\/\b\f\n\r\t\u0041\u00e9\ud83d\udf01""#, "\"\\/\u{8}\u{C}\n\r\tAé🜁"),
      (
        #"{"a":{"b":[1,null,false]},"c":"x"}"#,
        ["a": ["b": [1, nil, false]], "c": "x"]
      ),
    ] as [(String, JSON)]
  )
  func `a valid document reads as its value`(_ text: String, _ value: JSON) throws {
    #expect(try JSON(strict: Array(text.utf8)) == value)
  }

  @Test(arguments: [
    ("", 0, "", "a value"), ("  ", 2, "", "a value"), ("nul", 0, "", "a value"),
    ("True", 0, "", "a value"), ("NaN", 0, "", "a value"), ("-Infinity", 1, "", "a digit"),
    ("1 2", 2, "", "the end"), ("1\u{0}", 1, "", "the end"), ("{}{}", 2, "", "the end"),
    ("01", 1, "", "no digit after a leading zero"), ("-01", 2, "", "no digit after a leading zero"),
    ("+1", 0, "", "a value"), (".5", 0, "", "a value"), ("1.", 2, "", "a digit"),
    ("1e", 2, "", "a digit"), ("1e+", 3, "", "a digit"), ("-", 1, "", "a digit"),
    ("0x10", 1, "", "the end"), ("[1,]", 3, "/1", "a value"), ("[1 2]", 3, "", "a comma or ]"),
    ("[1", 2, "", "a comma or ]"), ("[,1]", 1, "/0", "a value"),
    (#"{"a":1,}"#, 7, "", "a member's name in quotes"),
    (#"{a:1}"#, 1, "", "a member's name in quotes"),
    (#"{"a" 1}"#, 5, "/a", "a colon"), (#"{"a":}"#, 5, "/a", "a value"),
    (#"{"a":1"#, 6, "", "a comma or }"), (#"{"a":1 "b":2}"#, 7, "", "a comma or }"),
    (#"{"a":[0,{"b/~":x}]}"#, 15, "/a/1/b~1~0", "a value"),
    ("[1 // one\n]", 3, "", "a comma or ]"), ("/* */1", 0, "", "a value"),
    ("'a'", 0, "", "a value"),
    (#""a"#, 2, "", "the closing quote"), (#""\"#, 2, "", "one of the escapes that JSON has"),
    (#""\x""#, 2, "", "one of the escapes that JSON has"),
    (#""\u12g4""#, 5, "", "four hexadecimal digits"), (#""\u12"#, 5, "", "four hexadecimal digits"),
    ("\"a\nb\"", 2, "", "an escape in place of a control character"),
    ("\"\u{0}\"", 1, "", "an escape in place of a control character"),
  ])
  func `a malformed document is refused where it goes wrong`(
    _ text: String,
    _ offset: Int,
    _ pointer: String,
    _ expected: String
  ) {
    #expect(
      problem(text)
        == JSONProblem(code: .syntax, offset: offset, pointer: pointer, expected: expected)
    )
  }

  @Test(arguments: [
    (#"{"a":1,"a":1}"#, 7, "/a"), (#"{"a":1,"\u0061":2}"#, 7, "/a"),
    (#"[{"x":{"a":1,"b":2,"a":3}}]"#, 19, "/0/x/a"), (#"{"":1,"":2}"#, 6, "/"),
    ("{\"\u{E9}\":1,\"e\u{301}\":2}", 8, "/\u{E9}"),
  ])
  func `a name that occurs twice is refused, however it is spelled`(
    _ text: String,
    _ offset: Int,
    _ pointer: String
  ) {
    let expected = JSONProblem(code: .duplicateKey, offset: offset, pointer: pointer)

    #expect(problem(text) == expected)
  }

  @Test(arguments: [
    ("9223372036854775808", 0), ("[-9223372036854775809]", 1), ("99999999999999999999999", 0),
    ("1e400", 0), ("-1.0e999", 0),
  ])
  func `a number beyond its type is refused`(_ text: String, _ offset: Int) {
    #expect(problem(text)?.code == .numberOutOfRange)
    #expect(problem(text)?.offset == offset)
  }

  @Test(arguments: [
    #""\ud800""#, #""\udc00""#, #""\ud800x""#, #""\ud800\n""#, #""\ud800\ud800""#,
    #""\udc00\ud800""#,
  ])
  func `half of a surrogate pair is refused`(_ text: String) {
    #expect(problem(text) == JSONProblem(code: .invalidUTF8, offset: 1))
  }

  @Test(
    arguments: [
      [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xE0, 0x9F, 0xBF], [0xE2, 0x82],
      [0xED, 0xA0, 0x80],
      [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x9C], [0xF4, 0x90, 0x80, 0x80],
      [0xF5, 0x80, 0x80, 0x80],
      [0xFF], [0xC3, 0x28],
    ] as [[UInt8]]
  )
  func `bytes that are not UTF-8 are refused`(_ sequence: [UInt8]) {
    #expect(
      problem(Array("[\"".utf8) + sequence + Array("\"]".utf8))
        == JSONProblem(code: .invalidUTF8, offset: 2, pointer: "/0")
    )
  }

  @Test func `every scalar value reads back, raw and escaped`() throws {
    for code in stride(from: UInt32(0x20), through: 0x10FFFF, by: 61) {
      guard let scalar = Unicode.Scalar(code), scalar != "\"", scalar != "\\" else { continue }
      let text = String(Character(scalar))
      let units = text.utf16.map { unit in
        "\\u" + Hex.encode([UInt8(unit >> 8), UInt8(unit & 0xFF)])
      }
      #expect(try JSON(strict: Array("\"\(text)\"".utf8)) == .string(text))
      #expect(try JSON(strict: Array("\"\(units.joined())\"".utf8)) == .string(text))
    }
  }

  @Test func `a byte order mark is refused`() {
    #expect(problem([0xEF, 0xBB, 0xBF] + "1".utf8) == JSONProblem(code: .byteOrderMark, offset: 0))
  }

  @Test func `the deepest allowed document is read and one level more is refused`() throws {
    let deepest = String(repeating: "[", count: 32) + String(repeating: "]", count: 32)
    let deeper = String(repeating: #"{"a":"#, count: 32) + "[]" + String(repeating: "}", count: 32)

    #expect(throws: Never.self) { try JSON(strict: Array(deepest.utf8)) }
    #expect(
      problem(deeper)
        == JSONProblem(
          code: .tooDeep,
          offset: 160,
          pointer: String(repeating: "/a", count: 32)
        )
    )
  }

  @Test func `a hundred thousand open brackets are refused without a crash`() {
    #expect(problem(String(repeating: "[", count: 100_000))?.code == .tooDeep)
  }

  @Test func `a document of exactly the limit is read and one byte more is refused`() throws {
    let limits = JSONLimits(bytesMax: 4)

    #expect(try JSON(strict: Array("1234".utf8), limits: limits) == 1234)
    #expect(
      problem("12345", limits: limits) == JSONProblem(code: .tooLarge, offset: 4)
    )
  }

  @Test func `a slice is read with its own indices`() throws {
    let line = Array(#"junk [1,x] junk"#.utf8)

    #expect(try JSON(strict: line[6..<7]) == 1)
    #expect(
      throws: JSONProblem(code: .syntax, offset: 8, pointer: "/1", expected: "a value")
    ) {
      try JSON(strict: line[5..<10])
    }
  }

  private func problem(_ text: String, limits: JSONLimits = .standard) -> JSONProblem? {
    problem(Array(text.utf8), limits: limits)
  }

  private func problem(_ bytes: [UInt8], limits: JSONLimits = .standard) -> JSONProblem? {
    do {
      _ = try JSON(strict: bytes, limits: limits)
      return nil
    } catch {
      return error
    }
  }
}
