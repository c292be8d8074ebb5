import Instruments
import WireFormat

/// Reads the fields of a framework, a crosswalk or a policy and collects every fault.
struct ReferenceFields: FieldReader {
  static let document = "reference data"

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

  /// Reads the objects of a list, each with its pointer.
  mutating func list(_ name: String, of node: FieldNode?, limit: Int) -> [(JSON, String)] {
    guard let node, let list = entries(name, of: node, limit: limit) else { return [] }
    let pointer = node.pointer(to: name)
    return list.enumerated().map { ($0.element, "\(pointer)/\($0.offset)") }
  }

  /// Reads one line of text; an empty one is kept, for the check of the whole to judge.
  mutating func text(
    _ name: String,
    of node: FieldNode?,
    limit: Int = ReferenceLimits.textBytesMax
  ) -> String? {
    guard let node, let json = node.fields[name] else { return nil }
    guard let text = json.string, text.utf8.count <= limit,
      text.unicodeScalars.allSatisfy(\.isPlain)
    else {
      report(
        node.pointer(to: name),
        "is not one line of plain text; write at most \(limit) bytes between quotes."
      )
      return nil
    }
    return text
  }

  /// Reads an id or a version: letters, digits, hyphens and dots.
  mutating func id(_ name: String, of node: FieldNode?) -> String? {
    guard let node, let json = node.fields[name] else { return nil }
    guard let text = json.string, (1...ReferenceLimits.idBytesMax).contains(text.utf8.count),
      text.utf8.allSatisfy(isIdentifierByte)
    else {
      report(node.pointer(to: name), "is not an id; use letters, digits, hyphens and dots.")
      return nil
    }
    return text
  }
}

private func isIdentifierByte(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
}
