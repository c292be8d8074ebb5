/// Reads one document of RFC 8259, and nothing more lenient.
///
/// Foundation's decoder takes the first of two equal names, trailing commas and byte order marks;
/// other parsers take the last. Two parsers that disagree are how one checks what the other does not
/// store, so everything doubtful is refused here, before anyone decides on it.
struct JSONReader {
  /// The document.
  let bytes: UnsafeBufferPointer<UInt8>
  /// What the caller calls the index of the first byte.
  let base: Int
  /// How deep and how long a document may be.
  let limits: JSONLimits
  /// The next byte to read; never beyond `bytes.count`.
  var position = 0

  /// Reads the value that is the whole document.
  mutating func document() throws(JSONProblem) -> JSON {
    try begin()
    let value = try value(depth: 0)
    try end()
    return value
  }

  /// Reads the members of the object that is the whole document.
  mutating func documentMembers() throws(JSONProblem) -> [JSONMember] {
    try begin()
    guard peek() == UInt8(ascii: "{") else { throw syntax("an object") }
    position += 1
    var members: [JSONMember] = []
    members.reserveCapacity(16)
    var names: Set<String> = []
    while let member = try nextMember(isFirst: members.isEmpty, depth: 1) {
      // A few names are compared one by one; a document of very many would take forever.
      if members.count == 32 { names = Set(members.map(\.key)) }
      let isNew =
        members.count < 32
        ? !members.contains { $0.key == member.key } : names.insert(member.key).inserted
      guard isNew else { throw duplicate(member) }
      members.append(
        JSONMember(
          key: member.key,
          value: member.value,
          range: base + member.start..<base + member.end
        )
      )
    }
    try end()
    return members
  }

  private mutating func begin() throws(JSONProblem) {
    guard bytes.count <= limits.bytesMax else { throw problem(.tooLarge, at: limits.bytesMax) }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw problem(.byteOrderMark) }
    skipSpace()
  }

  private mutating func end() throws(JSONProblem) {
    skipSpace()
    guard position == bytes.count else { throw syntax("the end") }
  }

  private mutating func value(depth: Int) throws(JSONProblem) -> JSON {
    switch peek() {
    case UInt8(ascii: "{"): try object(depth: depth + 1)
    case UInt8(ascii: "["): try array(depth: depth + 1)
    case UInt8(ascii: "\""): .string(try string())
    case UInt8(ascii: "t"): try word("true", is: true)
    case UInt8(ascii: "f"): try word("false", is: false)
    case UInt8(ascii: "n"): try word("null", is: .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
    default: throw syntax("a value")
    }
  }

  private mutating func object(depth: Int) throws(JSONProblem) -> JSON {
    guard depth <= limits.depthMax else { throw problem(.tooDeep) }
    position += 1
    var members: [String: JSON] = [:]
    while let member = try nextMember(isFirst: members.isEmpty, depth: depth) {
      guard members.updateValue(member.value, forKey: member.key) == nil else {
        throw duplicate(member)
      }
    }
    return .object(members)
  }

  private mutating func array(depth: Int) throws(JSONProblem) -> JSON {
    guard depth <= limits.depthMax else { throw problem(.tooDeep) }
    position += 1
    var elements: [JSON] = []
    while try hasNext(isFirst: elements.isEmpty, close: UInt8(ascii: "]"), "a comma or ]") {
      do {
        elements.append(try value(depth: depth))
      } catch {
        throw error.inside("\(elements.count)")
      }
    }
    return .array(elements)
  }

  private mutating func word(_ word: StaticString, is value: JSON) throws(JSONProblem) -> JSON {
    let length = word.utf8CodeUnitCount
    let rest = UnsafeBufferPointer(rebasing: bytes[position...])
    let expected = UnsafeBufferPointer(start: word.utf8Start, count: length)
    guard rest.starts(with: expected) else { throw syntax("a value") }
    position += length
    return value
  }
}

/// One member as it was read, in positions of the reader.
private typealias ReadMember = (key: String, keyStart: Int, value: JSON, start: Int, end: Int)

extension JSONReader {
  /// Reads the next member of an object, or its closing brace.
  private mutating func nextMember(
    isFirst: Bool,
    depth: Int
  ) throws(JSONProblem) -> ReadMember? {
    guard try hasNext(isFirst: isFirst, close: UInt8(ascii: "}"), "a comma or }") else {
      return nil
    }
    let keyStart = position
    guard peek() == UInt8(ascii: "\"") else { throw syntax("a member's name in quotes") }
    let key = try string()
    skipSpace()
    guard peek() == UInt8(ascii: ":") else { throw syntax("a colon").inside(key) }
    position += 1
    skipSpace()
    let start = position
    do {
      return (key, keyStart, try value(depth: depth), start, position)
    } catch {
      throw error.inside(key)
    }
  }

  /// Passes the comma before the next element, or the closing bracket: then there is none.
  private mutating func hasNext(
    isFirst: Bool,
    close: UInt8,
    _ expected: String
  ) throws(JSONProblem) -> Bool {
    skipSpace()
    if peek() == close {
      position += 1
      return false
    }
    if isFirst { return true }
    guard peek() == UInt8(ascii: ",") else { throw syntax(expected) }
    position += 1
    skipSpace()
    return true
  }

  private func duplicate(_ member: ReadMember) -> JSONProblem {
    problem(.duplicateKey, at: member.keyStart).inside(member.key)
  }

  /// The next byte; zero, which no document may hold, at the end.
  func peek() -> UInt8 {
    position < bytes.count ? bytes[position] : 0
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  /// A problem at a place, by default the next byte.
  func problem(_ code: JSONProblem.Code, at place: Int? = nil) -> JSONProblem {
    JSONProblem(code: code, offset: base + (place ?? position))
  }

  /// A syntax problem at the next byte.
  func syntax(_ expected: String) -> JSONProblem {
    JSONProblem(code: .syntax, offset: base + position, expected: expected)
  }
}
