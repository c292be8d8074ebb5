/// Why a document was refused, and where.
///
/// Nothing of a value is ever repeated, because it may be personal data; a place is named by its
/// members' names alone.
package struct JSONProblem: Error, Hashable, Sendable {
  /// The kinds of refusal.
  package enum Code: String, CaseIterable, Sendable {
    /// A name occurs twice in one object, after unescaping.
    case duplicateKey
    /// More levels than ``JSONLimits/depthMax``.
    case tooDeep
    /// More bytes than ``JSONLimits/bytesMax``.
    case tooLarge
    /// The document begins with a byte order mark.
    case byteOrderMark
    /// Bytes that are not UTF-8, or an escape that names half of a surrogate pair.
    case invalidUTF8
    /// A whole number beyond 64 bits, or a fraction beyond the finite doubles.
    case numberOutOfRange
    /// Anything else that RFC 8259 does not allow.
    case syntax
  }

  /// What is wrong.
  package let code: Code
  /// The index of the byte where it is wrong, in the indices of the bytes handed in.
  package let offset: Int
  /// The value it is wrong in, as an RFC 6901 pointer; empty for the document itself.
  package let pointer: String
  /// What the reader expected at a ``Code/syntax`` problem; empty for the others.
  package let expected: String

  /// Makes a problem.
  package init(code: Code, offset: Int, pointer: String = "", expected: String = "") {
    self.code = code
    self.offset = offset
    self.pointer = pointer
    self.expected = expected
  }

  /// The same problem, seen from the object or array around it.
  func inside(_ component: String) -> Self {
    var escaped = ""
    for scalar in component.unicodeScalars {
      switch scalar {
      case "~": escaped += "~0"
      case "/": escaped += "~1"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return Self(code: code, offset: offset, pointer: "/\(escaped)\(pointer)", expected: expected)
  }
}

extension JSONProblem: CustomStringConvertible {
  /// One sentence: what is wrong, where, and what to do.
  package var description: String {
    switch code {
    case .duplicateKey: "The JSON names a member twice \(place); keep one of them."
    case .tooDeep: "The JSON is nested too deeply \(place); use fewer levels."
    case .tooLarge: "The JSON is too large \(place); send it in smaller parts."
    case .byteOrderMark: "The JSON begins with a byte order mark; save it as plain UTF-8."
    case .invalidUTF8: "The JSON is not valid UTF-8 \(place); save it as UTF-8."
    case .numberOutOfRange: "The JSON holds a number out of range \(place); use a smaller one."
    case .syntax: "The JSON is malformed \(place): expected \(expected)."
    }
  }

  private var place: String {
    // A hostile name may be as long as the document.
    let shown = pointer.count > 120 ? "\(pointer.prefix(119))…" : pointer
    return shown.isEmpty ? "at byte \(offset)" : "at byte \(offset), in \(shown)"
  }
}
