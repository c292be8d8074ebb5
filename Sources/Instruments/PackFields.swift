import Casework
import WireFormat

/// Reads the fields of a pack and collects every fault.
struct PackFields: FieldReader {
  static let document = "a pack"

  private(set) var faults: [PackFault] = []

  mutating func report(_ pointer: String, _ message: String) {
    faults.append(PackFault(pointer: pointer, message: message))
  }

  /// Reads a list; `limit` bounds its length, and a list that must not be empty says so.
  mutating func list(
    _ name: String,
    of node: FieldNode?,
    allowsEmpty: Bool = false,
    limit: Int
  ) -> [JSON]? {
    guard let node, let list = entries(name, of: node, limit: limit) else { return nil }
    guard allowsEmpty || !list.isEmpty else {
      report(node.pointer(to: name), "is empty; name at least one.")
      return nil
    }
    return list
  }

  /// Reads a text that is fit to be shown on a terminal.
  mutating func text(_ name: String, of node: FieldNode?, limit: Int) -> String? {
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
  mutating func id(_ name: String, of node: FieldNode?) -> String? {
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

  /// Reads a list of different words of an enumeration.
  mutating func words<Word: RawRepresentable & CaseIterable & Hashable>(
    _ name: String,
    of node: FieldNode?,
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

  /// Reads a day.
  mutating func day(_ name: String, of node: FieldNode?) -> CalendarDay? {
    guard let node, let json = node.fields[name] else { return nil }
    guard let day = json.string.flatMap({ CalendarDay($0) }) else {
      report(node.pointer(to: name), "is not a day; write it as \"2026-11-24\".")
      return nil
    }
    return day
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
