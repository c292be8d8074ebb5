/// A member of the outermost object, with the bytes that it was read from.
package struct JSONMember: Hashable, Sendable {
  /// The member's name, unescaped.
  package let key: String
  /// The member's value.
  package let value: JSON
  /// Where the value stands in the input, in the input's own indices, without the space around it.
  package let range: Range<Int>
}

extension JSON {
  /// Reads one document strictly.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8 without a byte order mark; nothing but space may surround the value.
  ///   - limits: The largest document that is read.
  /// - Throws: ``JSONProblem`` for anything that RFC 8259 does not allow, for a name that occurs
  ///   twice, and beyond the limits.
  package init(strict bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONProblem) {
    try self.init(strict: bytes[...], limits: limits)
  }

  /// Reads one document strictly out of a larger buffer.
  ///
  /// - Parameters:
  ///   - bytes: The document; offsets in problems are indices of this slice.
  ///   - limits: The largest document that is read.
  /// - Throws: ``JSONProblem`` for anything that RFC 8259 does not allow, for a name that occurs
  ///   twice, and beyond the limits.
  package init(
    strict bytes: ArraySlice<UInt8>,
    limits: JSONLimits = .standard
  ) throws(JSONProblem) {
    self = try bytes.withUnsafeBufferPointer { buffer throws(JSONProblem) in
      var reader = JSONReader(bytes: buffer, base: bytes.startIndex, limits: limits)
      return try reader.document()
    }
  }

  /// Reads the members of one object in their order, with the place of each value.
  ///
  /// For keeping a part of a message byte for byte as it was sent.
  ///
  /// - Parameters:
  ///   - bytes: The document; ranges and offsets are indices of this slice.
  ///   - limits: The largest document that is read.
  /// - Returns: The members in the order of the document.
  /// - Throws: ``JSONProblem`` as ``JSON/init(strict:limits:)`` does, and when the document is no
  ///   object.
  package static func members(
    strict bytes: ArraySlice<UInt8>,
    limits: JSONLimits = .standard
  ) throws(JSONProblem) -> [JSONMember] {
    try bytes.withUnsafeBufferPointer { buffer throws(JSONProblem) in
      var reader = JSONReader(bytes: buffer, base: bytes.startIndex, limits: limits)
      return try reader.documentMembers()
    }
  }
}
