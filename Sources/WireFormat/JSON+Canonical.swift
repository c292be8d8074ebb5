extension JSON {
  /// The one spelling of the value that hashes and signatures use.
  ///
  /// RFC 8785: names sorted by their UTF-16 code units, no space, UTF-8, the shortest escapes.
  /// Two differences: whole numbers keep all 64 bits, and fractions are written as Swift's shortest
  /// text that reads back the same. A number that is not finite, which no document can hold, is
  /// written as `null`.
  package var canonical: [UInt8] {
    var bytes: [UInt8] = []
    appendCanonical(to: &bytes)
    return bytes
  }

  /// The canonical spelling as text.
  package var canonicalText: String { String(decoding: canonical, as: UTF8.self) }

  /// Writes the canonical spelling at the end of `bytes`.
  package func appendCanonical(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let truth): bytes.append(contentsOf: (truth ? "true" : "false").utf8)
    case .int(let number): bytes.append(contentsOf: String(number).utf8)
    case .number(let number): bytes.append(contentsOf: Self.text(of: number).utf8)
    case .string(let text): Self.append(text, to: &bytes)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        element.appendCanonical(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in Self.sorted(members).enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        Self.append(member.key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        member.value.appendCanonical(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  /// The members in canonical order.
  static func sorted(_ members: [String: JSON]) -> [(key: String, value: JSON)] {
    members.sorted { left, right in
      left.key.utf8.lexicographicallyPrecedes(right.key.utf8) { utf16Rank($0) < utf16Rank($1) }
    }
  }

  /// Orders UTF-8 bytes as UTF-16 orders what they stand for.
  ///
  /// The orders differ in one place: UTF-16 puts everything beyond U+FFFF (first byte 0xF0 to 0xF4)
  /// before U+E000 to U+FFFF (first byte 0xEE or 0xEF).
  private static func utf16Rank(_ byte: UInt8) -> UInt8 {
    byte == 0xEE || byte == 0xEF ? byte | 0xF0 : byte
  }

  private static func text(of number: Double) -> String {
    guard number.isFinite else { return "null" }
    // Below 2^63 the conversion cannot trap; it drops the fraction, so only a whole number returns.
    guard number.magnitude < 0x1p63, Double(Int64(number)) == number else {
      return number.description
    }
    return String(Int64(number))
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    if text.utf8.contains(where: needsEscape) {
      for byte in text.utf8 { appendEscaped(byte, to: &bytes) }
    } else {
      bytes.append(contentsOf: text.utf8)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private static func appendEscaped(_ byte: UInt8, to bytes: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""): bytes.append(contentsOf: #"\""#.utf8)
    case UInt8(ascii: "\\"): bytes.append(contentsOf: #"\\"#.utf8)
    case 0x08: bytes.append(contentsOf: #"\b"#.utf8)
    case 0x09: bytes.append(contentsOf: #"\t"#.utf8)
    case 0x0A: bytes.append(contentsOf: #"\n"#.utf8)
    case 0x0C: bytes.append(contentsOf: #"\f"#.utf8)
    case 0x0D: bytes.append(contentsOf: #"\r"#.utf8)
    case 0..<0x20: bytes.append(contentsOf: "\\u00\(Hex.encode([byte]))".utf8)
    default: bytes.append(byte)
    }
  }
}
