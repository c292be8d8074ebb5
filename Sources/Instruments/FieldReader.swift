package import WireFormat

/// One object of a file and where it stands.
package struct FieldNode {
  /// Its members.
  package let fields: [String: JSON]
  /// Where it stands, as a JSON pointer (RFC 6901).
  package let pointer: String

  /// Where one of its members stands.
  package func pointer(to field: String) -> String {
    let escaped = field.map { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }.joined()
    return "\(pointer)/\(escaped)"
  }
}

/// Reads fields one by one and collects every fault, so that a file's maker sees them all at once.
///
/// A field that is missing is reported once, by ``node(_:at:required:optional:)``; the readers of
/// single fields say nothing more about it.
package protocol FieldReader {
  /// What the file is, to be read after *is not a field of*.
  static var document: String { get }

  /// Collects a fault: where it is, and what is wrong and what to do, to be read after the pointer.
  mutating func report(_ pointer: String, _ message: String)
}

extension FieldReader {
  /// Reads an object whose field names are all known.
  package mutating func node(
    _ json: JSON?,
    at pointer: String,
    required: [String],
    optional: [String] = []
  ) -> FieldNode? {
    guard let json else { return nil }
    guard let fields = json.object else {
      report(pointer, "is not an object; write it as {…}.")
      return nil
    }
    let node = FieldNode(fields: fields, pointer: pointer)
    let known = required + optional
    for name in fields.keys.sorted() where !known.contains(name) {
      let hint = nearestNames(to: name, among: known).first.map { "; is \($0) meant?" }
      report(
        node.pointer(to: shown(name)),
        "is not a field of \(Self.document)\(hint ?? "; remove it.")"
      )
    }
    for name in required where fields[name] == nil {
      report(node.pointer(to: name), "is missing; add it.")
    }
    return node
  }

  /// Reads a list of at most `limit` entries.
  package mutating func entries(_ name: String, of node: FieldNode?, limit: Int) -> [JSON]? {
    guard let node, let json = node.fields[name] else { return nil }
    guard let list = json.array else {
      report(node.pointer(to: name), "is not a list; write it as […].")
      return nil
    }
    guard list.count <= limit else {
      report(node.pointer(to: name), "has \(list.count) entries; use at most \(limit).")
      return nil
    }
    return list
  }

  /// Reads one of the words of an enumeration.
  package mutating func word<Word: RawRepresentable & CaseIterable>(
    _ name: String,
    of node: FieldNode?,
    as type: Word.Type = Word.self
  ) -> Word? where Word.RawValue == String {
    guard let node, let json = node.fields[name] else { return nil }
    return word(json, at: node.pointer(to: name))
  }

  /// Reads a word that stands by itself.
  package mutating func word<Word: RawRepresentable & CaseIterable>(
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

  /// Reads a whole number.
  package mutating func integer(
    _ name: String,
    of node: FieldNode?,
    in range: ClosedRange<Int>
  ) -> Int? {
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
  package mutating func flag(_ name: String, of node: FieldNode?) -> Bool? {
    guard let node, let json = node.fields[name] else { return nil }
    guard let flag = json.bool else {
      report(node.pointer(to: name), "is not a truth value; write true or false.")
      return nil
    }
    return flag
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
  package var isPlain: Bool {
    properties.generalCategory != .control && !(0x202A...0x202E).contains(value)
      && !(0x2066...0x2069).contains(value) && value != 0x2028 && value != 0x2029
  }
}
