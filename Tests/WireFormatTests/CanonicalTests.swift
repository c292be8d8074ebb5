import Testing
import WireFormat

/// The one spelling that hashes are made from, and the one that people read.
struct CanonicalTests {
  @Test func `a case has one canonical form`() {
    let value: JSON = ["id": "demo", "b": [1, true, nil], "é": "x"]

    #expect(value.canonicalText == #"{"b":[1,true,null],"id":"demo","é":"x"}"#)
  }

  @Test func `names sort by UTF-16 code units`() throws {
    // The example of RFC 8785 section 3.2.3.
    let text = #"""
      {"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh",
      "1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control",
      "\u00f6":"Latin Small Letter O With Diaeresis"}
      """#

    let members = try JSON(strict: JSON(strict: Array(text.utf8)).canonical).canonical[...]
    let values = try JSON.members(strict: members).map(\.value.string)

    #expect(
      values == [
        "Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign",
        "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh",
      ]
    )
  }

  @Test func `a name sorts before the longer name that begins with it`() {
    let value: JSON = ["ab": 1, "a": 2, "": 3, "B": 4]

    #expect(value.canonicalText == #"{"":3,"B":4,"a":2,"ab":1}"#)
  }

  @Test func `only what must be escaped is, in the shortest way`() {
    let text: JSON = "\u{0}\u{8}\t\n\u{B}\u{C}\r\u{1F} \"\\/\u{7F}é\u{2028}"

    #expect(
      text.canonicalText
        == #""\u0000\b\t\n\u000b\f\r\u001f \"\\/"# + "\u{7F}é\u{2028}\""
    )
  }

  @Test(arguments: [
    (JSON.number(2), "2"), (.number(-0.0), "0"), (.number(0.5), "0.5"), (.number(1e21), "1e+21"),
    (.number(0.0001), "0.0001"), (.number(0.00001), "1e-05"), (.number(0.025), "0.025"),
    (.number(0.1 + 0.2), "0.30000000000000004"), (.int(.min), "-9223372036854775808"),
    (.number(-0x1p63), "-9.223372036854776e+18"), (.number(1e15), "1000000000000000"),
    (.number(.nan), "null"), (.number(.infinity), "null"), (.array([]), "[]"), (.object([:]), "{}"),
    (.bool(false), "false"),
  ])
  func `a value is written in one way`(_ value: JSON, _ text: String) {
    #expect(value.canonicalText == text)
  }

  @Test func `the canonical form is written after what is there`() {
    var bytes = Array("x=".utf8)

    JSON.array([1]).appendCanonical(to: &bytes)

    #expect(String(decoding: bytes, as: UTF8.self) == "x=[1]")
  }

  @Test func `the pretty form is indented and sorted`() {
    let value: JSON = ["b": [1, ["x"]], "a": [:], "c\n": [], "d": ["e": nil]]

    #expect(
      value.pretty == #"""
        {
          "a": {},
          "b": [
            1,
            [
              "x"
            ]
          ],
          "c\n": [],
          "d": {
            "e": null
          }
        }
        """#
    )
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func `a random value survives its canonical and its pretty form`(_ seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let value = random.json(depth: 5)

    #expect(try JSON(strict: value.canonical) == value)
    #expect(try JSON(strict: value.canonical).canonical == value.canonical)
    #expect(try JSON(strict: Array(value.pretty.utf8)) == value)
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `a damaged document is read or refused, never a crash`(_ seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let whole = random.json(depth: 5).canonical
    for _ in 0..<100 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let byte = UInt8.random(in: 0...255, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes.insert(byte, at: place)
        case 1 where place < bytes.count: bytes[place] = byte
        default: bytes.removeSubrange(place...)
        }
      }
      do {
        let value = try JSON(strict: bytes)
        // What was read must have been a document: its own form reads as the same value.
        #expect(try JSON(strict: value.canonical).canonical == value.canonical)
      } catch {
        #expect(0...bytes.count ~= error.offset)
      }
    }
  }
}
