extension JSONReader {
  /// Reads a string; the next byte is its opening quote.
  mutating func string() throws(JSONProblem) -> String {
    position += 1
    let start = position
    try passPlain()
    guard peek() != UInt8(ascii: "\"") else {
      defer { position += 1 }
      return String(decoding: bytes[start..<position], as: UTF8.self)
    }
    var text = Array(bytes[start..<position])
    while peek() == UInt8(ascii: "\\") {
      try appendEscape(to: &text)
      let plain = position
      try passPlain()
      text.append(contentsOf: bytes[plain..<position])
    }
    position += 1
    return String(decoding: text, as: UTF8.self)
  }

  /// Moves to the next quote or backslash, checking what lies between.
  private mutating func passPlain() throws(JSONProblem) {
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): return
      case 0..<0x20: throw syntax("an escape in place of a control character")
      case 0x20..<0x80: position += 1
      default:
        let length = sequenceLength()
        guard length > 0 else { throw problem(.invalidUTF8) }
        position += length
      }
    }
    throw syntax("the closing quote")
  }

  /// The length of the well-formed sequence of several bytes that begins here; zero for none.
  ///
  /// Table 3-7 of The Unicode Standard 15.0: no overlong forms, no surrogates, nothing beyond
  /// U+10FFFF.
  private func sequenceLength() -> Int {
    let second = continuation(1)
    switch bytes[position] {
    case 0xC2...0xDF: return second != nil ? 2 : 0
    case 0xE0...0xEF:
      guard let second, continuation(2) != nil else { return 0 }
      let isShort = bytes[position] == 0xE0 && second < 0xA0
      let isSurrogate = bytes[position] == 0xED && second > 0x9F
      return isShort || isSurrogate ? 0 : 3
    case 0xF0...0xF4:
      guard let second, continuation(2) != nil, continuation(3) != nil else { return 0 }
      let isShort = bytes[position] == 0xF0 && second < 0x90
      let isBeyond = bytes[position] == 0xF4 && second > 0x8F
      return isShort || isBeyond ? 0 : 4
    default: return 0
    }
  }

  private func continuation(_ distance: Int) -> UInt8? {
    let index = position + distance
    guard index < bytes.count, bytes[index] & 0xC0 == 0x80 else { return nil }
    return bytes[index]
  }

  private mutating func appendEscape(to text: inout [UInt8]) throws(JSONProblem) {
    position += 1
    let letter = peek()
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): return try appendScalar(to: &text)
    default: throw syntax("one of the escapes that JSON has")
    }
    position += 1
  }

  /// Reads `uXXXX`, and the second half of a surrogate pair.
  private mutating func appendScalar(to text: inout [UInt8]) throws(JSONProblem) {
    let start = position - 1
    var code = try codeUnit()
    if 0xD800...0xDBFF ~= code, peek() == UInt8(ascii: "\\") {
      position += 1
      guard peek() == UInt8(ascii: "u") else { throw problem(.invalidUTF8, at: start) }
      let low = try codeUnit()
      guard 0xDC00...0xDFFF ~= low else { throw problem(.invalidUTF8, at: start) }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw problem(.invalidUTF8, at: start) }
    text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }

  private mutating func codeUnit() throws(JSONProblem) -> UInt32 {
    position += 1
    var code: UInt32 = 0
    for _ in 0..<4 {
      switch peek() {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        code = code << 4 | UInt32(peek() - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"):
        code = code << 4 | UInt32(peek() - UInt8(ascii: "a") + 10)
      case UInt8(ascii: "A")...UInt8(ascii: "F"):
        code = code << 4 | UInt32(peek() - UInt8(ascii: "A") + 10)
      default: throw syntax("four hexadecimal digits")
      }
      position += 1
    }
    return code
  }
}
