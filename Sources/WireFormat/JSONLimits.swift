/// How large a document may be before it is refused unread.
package struct JSONLimits: Hashable, Sendable {
  /// Levels of arrays and objects inside each other; the outermost is level 1.
  package let depthMax: Int
  /// Bytes of the whole document.
  package let bytesMax: Int

  /// Sets both limits.
  ///
  /// - Parameters:
  ///   - depthMax: Levels, held to 1...128 because the reader calls itself once a level.
  ///   - bytesMax: Bytes; the standard is 4 MiB, the most a push may hold when decompressed.
  package init(depthMax: Int = 32, bytesMax: Int = 4 * 1024 * 1024) {
    self.depthMax = min(max(depthMax, 1), 128)
    self.bytesMax = bytesMax
  }

  /// 32 levels and 4 MiB.
  package static let standard = Self()
}
