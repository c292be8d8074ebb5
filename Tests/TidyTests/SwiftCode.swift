/// Swift text with its comments and the contents of its strings blanked out.
///
/// A word in a sentence is no code. What stands inside an interpolation is.
struct SwiftCode {
  private let bytes: [UInt8]
  private var position = 0
  private var kept: [UInt8] = []

  private init(_ text: String) {
    bytes = Array(text.utf8)
    kept.reserveCapacity(bytes.count)
  }

  /// The code of a text, line for line.
  static func of(_ text: String) -> String {
    var code = Self(text)
    code.readCode(insideInterpolation: false)
    return String(decoding: code.kept, as: UTF8.self)
  }

  private mutating func readCode(insideInterpolation: Bool) {
    var depth = 0
    while position < bytes.count {
      if isNext("//") {
        while position < bytes.count, bytes[position] != newline { blank() }
      } else if isNext("/*") {
        readBlockComment()
      } else if let hashes = hashesBeforeQuote() {
        readString(hashes: hashes)
      } else if insideInterpolation, isNext(")"), depth == 0 {
        return
      } else {
        if isNext("(") { depth += 1 }
        if isNext(")") { depth -= 1 }
        keep()
      }
    }
  }

  private mutating func readBlockComment() {
    var depth = 0
    repeat {
      if isNext("/*") {
        depth += 1
        blank()
      } else if isNext("*/") {
        depth -= 1
        blank()
      }
      blank()
    } while depth > 0 && position < bytes.count
  }

  private mutating func readString(hashes: Int) {
    let tail = String(repeating: "#", count: hashes)
    for _ in 0..<hashes { keep() }
    let quotes = isNext("\"\"\"") ? "\"\"\"" : "\""
    for _ in quotes.utf8 { keep() }
    while position < bytes.count {
      if isNext("\\" + tail) {
        for _ in 0...hashes { blank() }
        let isInterpolation = isNext("(")
        blank()
        if isInterpolation { readCode(insideInterpolation: true) }
      } else if isNext(quotes + tail) {
        for _ in (quotes + tail).utf8 { keep() }
        return
      } else if bytes[position] == newline, quotes.count == 1 {
        return
      } else {
        blank()
      }
    }
  }

  private func hashesBeforeQuote() -> Int? {
    var place = position
    while place < bytes.count, bytes[place] == UInt8(ascii: "#") { place += 1 }
    guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { return nil }
    return place - position
  }

  private func isNext(_ text: String) -> Bool {
    bytes[position...].starts(with: text.utf8)
  }

  private mutating func keep() {
    guard position < bytes.count else { return }
    kept.append(bytes[position])
    position += 1
  }

  private mutating func blank() {
    guard position < bytes.count else { return }
    kept.append(bytes[position] == newline ? newline : UInt8(ascii: " "))
    position += 1
  }
}

private let newline = UInt8(ascii: "\n")
