import Casework
import WireFormat

/// One object of a pack and where it stands.
struct PackNode {
  let fields: [String: JSON]
  let pointer: String

  func pointer(to field: String) -> String {
    let escaped = field.map { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }.joined()
    return "\(pointer)/\(escaped)"
  }
}

/// Reads fields one by one and collects every fault, so that a pack's maker sees them all at once.
///
/// A field that is missing is reported once, by ``node(_:at:required:optional:)``; the readers of
/// single fields say nothing more about it.
struct PackFields {
  private(set) var faults: [PackFault] = []

  mutating func report(_ pointer: String, _ message: String) {
    faults.append(PackFault(pointer: pointer, message: message))
  }

  /// Reads an object whose field names are all known.
  mutating func node(
    _ json: JSON?,
    at pointer: String,
    required: [String],
    optional: [String] = []
  ) -> PackNode? {
    guard let json else { return nil }
    guard let fields = json.object else {
      report(pointer, "is not an object; write it as {…}.")
      return nil
    }
    let node = PackNode(fields: fields, pointer: pointer)
    let known = required + optional
    for name in fields.keys.sorted() where !known.contains(name) {
      let hint = nearestNames(to: name, among: known).first.map { "; is \($0) meant?" }
      report(node.pointer(to: shown(name)), "is not a field of a pack\(hint ?? "; remove it.")")
    }
    for name in required where fields[name] == nil {
      report(node.pointer(to: name), "is missing; add it.")
    }
    return node
  }

  /// Reads a list; `limit` bounds its length, and a list that must not be empty says so.
  mutating func list(
    _ name: String,
    of node: PackNode?,
    allowsEmpty: Bool = false,
    limit: Int
  ) -> [JSON]? {
    guard let node, let json = node.fields[name] else { return nil }
    guard let list = json.array else {
      report(node.pointer(to: name), "is not a list; write it as […].")
      return nil
    }
    guard allowsEmpty || !list.isEmpty else {
      report(node.pointer(to: name), "is empty; name at least one.")
      return nil
    }
    guard list.count <= limit else {
      report(node.pointer(to: name), "has \(list.count) entries; use at most \(limit).")
      return nil
    }
    return list
  }

  /// Reads a text that is fit to be shown on a terminal.
  mutating func text(_ name: String, of node: PackNode?, limit: Int) -> String? {
    guard let node, let json = node.fields[name] else { return nil }
    let pointer = node.pointer(to: name)
    guard let text = json.string, !text.isEmpty else {
      report(pointer, "is not a text; write at least one character between quotes.")
      return nil
    }
    guard text.utf8.count <= limit else {
      report(pointer, "is \(text.utf8.count) bytes long; use at most \(limit).")
      return nil
    }
    guard text.unicodeScalars.allSatisfy(\.isPlain) else {
      report(pointer, "holds a control character; use one line of plain text.")
      return nil
    }
    return text
  }

  /// Reads an id: lower-case letters, digits and hyphens.
  mutating func id(_ name: String, of node: PackNode?) -> String? {
    guard let node, let json = node.fields[name] else { return nil }
    return id(json, at: node.pointer(to: name))
  }

  /// Reads an id that stands by itself.
  mutating func id(_ json: JSON, at pointer: String) -> String? {
    guard let text = json.string, isIdentifier(text) else {
      report(
        pointer,
        "is not an id; use 1 to \(PackLimits.idCharactersMax) of the characters a-z, 0-9 and -, "
          + "between quotes."
      )
      return nil
    }
    return text
  }

  /// Reads one of the words of an enumeration.
  mutating func word<Word: RawRepresentable & CaseIterable>(
    _ name: String,
    of node: PackNode?,
    as type: Word.Type = Word.self
  ) -> Word? where Word.RawValue == String {
    guard let node, let json = node.fields[name] else { return nil }
    return word(json, at: node.pointer(to: name))
  }

  /// Reads a list of different words of an enumeration.
  mutating func words<Word: RawRepresentable & CaseIterable & Hashable>(
    _ name: String,
    of node: PackNode?,
    as type: Word.Type = Word.self,
    allowsEmpty: Bool = false
  ) -> [Word]? where Word.RawValue == String {
    guard let node, let list = list(name, of: node, allowsEmpty: allowsEmpty, limit: 100)
    else { return nil }
    var words: [Word] = []
    for (index, json) in list.enumerated() {
      let pointer = "\(node.pointer(to: name))/\(index)"
      guard let word: Word = word(json, at: pointer) else { continue }
      if words.contains(word) {
        report(pointer, "repeats \(word.rawValue); name it once.")
      } else {
        words.append(word)
      }
    }
    return words
  }

  /// Reads a whole number.
  mutating func integer(_ name: String, of node: PackNode?, in range: ClosedRange<Int>) -> Int? {
    guard let node, let json = node.fields[name] else { return nil }
    guard let wide = json.int, let number = Int(exactly: wide), range.contains(number) else {
      report(
        node.pointer(to: name),
        "is not a whole number from \(range.lowerBound) to \(range.upperBound); write one."
      )
      return nil
    }
    return number
  }

  /// Reads true or false.
  mutating func flag(_ name: String, of node: PackNode?) -> Bool? {
    guard let node, let json = node.fields[name] else { return nil }
    guard let flag = json.bool else {
      report(node.pointer(to: name), "is not a truth value; write true or false.")
      return nil
    }
    return flag
  }

  /// Reads a day.
  mutating func day(_ name: String, of node: PackNode?) -> CalendarDay? {
    guard let node, let json = node.fields[name] else { return nil }
    guard let day = json.string.flatMap({ CalendarDay($0) }) else {
      report(node.pointer(to: name), "is not a day; write it as \"2026-11-24\".")
      return nil
    }
    return day
  }

  private mutating func word<Word: RawRepresentable & CaseIterable>(
    _ json: JSON,
    at pointer: String
  ) -> Word? where Word.RawValue == String {
    guard let word = json.string.flatMap(Word.init(rawValue:)) else {
      let words = Word.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
      report(pointer, "is none of the known words; use one of: \(words).")
      return nil
    }
    return word
  }
}

/// Whether a text has the form of an id.
func isIdentifier(_ text: String) -> Bool {
  (1...PackLimits.idCharactersMax).contains(text.utf8.count)
    && text.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
    }
}

/// A name from a file, cut to a length that fits a message and without control characters.
func shown(_ name: String) -> String {
  plain(name).count > 40 ? "\(plain(name).prefix(39))…" : plain(name)
}

/// A text without its control characters.
func plain(_ text: String) -> String {
  String(String.UnicodeScalarView(text.unicodeScalars.filter(\.isPlain)))
}

extension Unicode.Scalar {
  /// Neither a control character nor one that turns the direction of the text around it.
  fileprivate var isPlain: Bool {
    properties.generalCategory != .control && !(0x202A...0x202E).contains(value)
      && !(0x2066...0x2069).contains(value) && value != 0x2028 && value != 0x2029
  }
}
