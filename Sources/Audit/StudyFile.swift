package import WireFormat

/// A file of a study, as it was read.
package struct StudyFile: Hashable, Sendable {
  /// The path, as messages name it.
  package let path: String
  /// Its content.
  package let bytes: [UInt8]

  /// Pairs a path with its content.
  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  /// The content as JSON, with or without a byte order mark.
  ///
  /// - Throws: ``StudyProblem`` when it is none.
  package func json() throws(StudyProblem) -> JSON {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    do {
      return try JSON(strict: bytes.starts(with: mark) ? Array(bytes.dropFirst(3)) : bytes)
    } catch {
      throw .unreadable(path, "it is no JSON. \(error.description)")
    }
  }
}
