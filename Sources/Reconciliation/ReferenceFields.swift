import WireFormat

/// One object of a file and where it stands.
struct ReferenceNode {
  let fields: [String: JSON]
  let pointer: String

  func pointer(to field: String) -> String {
    let escaped = field.map { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }.joined()
    return "\(pointer)/\(escaped)"
  }
}

/// Reads fields one by one and collects every fault, so that whoever wrote the file sees them all.
///
/// A required field that is missing is reported once, by ``node(_:at:required:optional:)``; the
/// readers of single fields say nothing more about it.
struct ReferenceFields {
  private(set) var faults: [ReferenceFault] = []

  mutating func report(_ pointer: String, _ message: String) {
    faults.append(ReferenceFault(pointer: pointer, message: message))
  }

  /// Reads the document; `nil` with a fault when it is no JSON or too large.
  mutating func document(_ bytes: [UInt8]) -> JSON? {
    guard bytes.count <= ReferenceLimits.bytesMax else {
      report("", "is \(bytes.count) bytes long; use at most \(ReferenceLimits.bytesMax).")
      return nil
    }
    do {
      return try JSON(strict: bytes)
    } catch {
      report("", "cannot be read: \(error.description)")
      return nil
    }
  }

  /// Reads an object whose field names are all known.
  mutating func node(
    _ json: JSON?,
    at pointer: String,
    required: [String],
    optional: [String] = []
  ) -> ReferenceNode? {
    guard let json else { return nil }
    guard let fields = json.object else {
      report(pointer, "is not an object; write it as {…}.")
      return nil
    }
    let node = ReferenceNode(fields: fields, pointer: pointer)
    let known = required + optional
    for name in fields.keys.sorted() where !known.contains(name) {
      report(node.pointer(to: String(name.prefix(40))), "is not a known field; remove it.")
    }
    for name in required where fields[name] == nil {
      report(node.pointer(to: name), "is missing; add it.")
    }
    return node
  }

  /// Reads the objects of a list, each with its pointer.
  mutating func list(_ name: String, of node: ReferenceNode?, limit: Int) -> [(JSON, String)] {
    guard let node, let json = node.fields[name] else { return [] }
    let pointer = node.pointer(to: name)
    guard let list = json.array else {
      report(pointer, "is not a list; write it as […].")
      return []
    }
    guard list.count <= limit else {
      report(pointer, "has \(list.count) entries; use at most \(limit).")
      return []
    }
    return list.enumerated().map { ($0.element, "\(pointer)/\($0.offset)") }
  }

  /// Reads one line of text; an empty one is kept, for the check of the whole to judge.
  mutating func text(
    _ name: String,
    of node: ReferenceNode?,
    limit: Int = ReferenceLimits.textBytesMax
  ) -> String? {
    guard let node, let json = node.fields[name] else { return nil }
    guard let text = json.string, text.utf8.count <= limit, text.isPlain else {
      report(
        node.pointer(to: name),
        "is not one line of plain text; write at most \(limit) bytes between quotes."
      )
      return nil
    }
    return text
  }

  /// Reads an id or a version: letters, digits, hyphens and dots.
  mutating func id(_ name: String, of node: ReferenceNode?) -> String? {
    guard let node, let json = node.fields[name] else { return nil }
    guard let text = json.string, (1...ReferenceLimits.idBytesMax).contains(text.utf8.count),
      text.utf8.allSatisfy(isIdentifierByte)
    else {
      report(node.pointer(to: name), "is not an id; use letters, digits, hyphens and dots.")
      return nil
    }
    return text
  }

  /// Reads one of the words of an enumeration.
  mutating func word<Word: RawRepresentable & CaseIterable>(
    _ name: String,
    of node: ReferenceNode?,
    as type: Word.Type = Word.self
  ) -> Word? where Word.RawValue == String {
    guard let node, let json = node.fields[name] else { return nil }
    guard let word = json.string.flatMap(Word.init(rawValue:)) else {
      let words = Word.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
      report(node.pointer(to: name), "is none of the known words; use one of: \(words).")
      return nil
    }
    return word
  }

  /// Reads a whole number.
  mutating func integer(
    _ name: String,
    of node: ReferenceNode?,
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
  mutating func flag(_ name: String, of node: ReferenceNode?) -> Bool? {
    guard let node, let json = node.fields[name] else { return nil }
    guard let flag = json.bool else {
      report(node.pointer(to: name), "is not a truth value; write true or false.")
      return nil
    }
    return flag
  }
}

private func isIdentifierByte(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
}

extension String {
  /// Neither a control character nor one that turns the direction of the text around it.
  fileprivate var isPlain: Bool {
    unicodeScalars.allSatisfy { scalar in
      scalar.properties.generalCategory != .control && !(0x202A...0x202E).contains(scalar.value)
        && !(0x2066...0x2069).contains(scalar.value) && scalar.value != 0x2028
        && scalar.value != 0x2029
    }
  }
}
