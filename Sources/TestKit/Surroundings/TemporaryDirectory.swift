import Foundation

/// A directory of a test's own, gone when the last reference to it is.
package final class TemporaryDirectory: Sendable {
  /// Its path.
  package let path: String

  /// Makes an empty directory that only its owner may enter.
  ///
  /// - Throws: What the file system throws.
  package init() throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("starmap-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: url,
      withIntermediateDirectories: false,
      attributes: [.posixPermissions: 0o700]
    )
    path = url.path
  }

  /// The path of a file in it.
  package func file(_ name: String) -> String {
    path + "/" + name
  }

  deinit {
    // Nothing that a test could do about it, and the system clears its temporary folder.
    try? FileManager.default.removeItem(atPath: path)
  }
}
