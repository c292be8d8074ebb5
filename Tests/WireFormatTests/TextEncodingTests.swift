import Testing
import WireFormat

/// Bytes as text, in the two alphabets that the wire uses.
struct TextEncodingTests {
  // The vectors of RFC 4648 section 10, without padding.
  @Test(arguments: [
    ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"),
    ("fooba", "Zm9vYmE"), ("foobar", "Zm9vYmFy"),
  ])
  func `the vectors of the standard are written and read`(_ plain: String, _ text: String) {
    #expect(Base64URL.encode(Array(plain.utf8)) == text)
    #expect(Base64URL.decode(text) == Array(plain.utf8))
  }

  @Test func `the alphabet is the one that URLs can hold`() {
    #expect(Base64URL.encode([0xFB, 0xEF, 0xFF]) == "--__")
    #expect(Base64URL.decode("--__") == [0xFB, 0xEF, 0xFF])
  }

  @Test(arguments: 0..<100)
  func `bytes come back`(_ count: Int) {
    var random = SplitMix(state: UInt64(count))
    let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }

    #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
  }

  @Test(arguments: ["Zg==", "Zg=", "Z", "Zm9vY", "Zh", "Zm9", "+/+/", "Zm 9v", "Zm9v\n", "Zmé"])
  func `a second spelling is refused`(_ text: String) {
    #expect(Base64URL.decode(text) == nil)
  }

  @Test func `hexadecimal digits are lower case and in order`() {
    #expect(Hex.encode([0x00, 0x0F, 0xA9, 0xFF]) == "000fa9ff")
    #expect(Hex.encode([UInt8]()) == "")
    #expect(Hex.encode("é".utf8) == "c3a9")
  }
}
