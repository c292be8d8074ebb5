import Foundation
import GRDB
package import Storage

extension SQLiteLedger {
  /// The most bytes of a database whose pages are looked at before a server starts.
  package static let checkedBytesMax: Int64 = 1_073_741_824

  /// What is wrong with the pages of the database; `nil` when it is too large to be looked at in passing.
  ///
  /// It reads all of the file once. Content and references are not looked at, which ``faults()`` does.
  ///
  /// - Parameter bytesMax: The most bytes that are looked at.
  /// - Returns: Sentences; empty when the pages are sound.
  /// - Throws: ``StorageError`` when they cannot be read at all.
  package func pageFaults(
    bytesMax: Int64 = checkedBytesMax
  ) throws(StorageError) -> [String]? {
    do {
      return try database.read { connection in
        let pageCount = try Int64.fetchOne(connection, sql: "PRAGMA page_count") ?? 0
        let pageSize = try Int64.fetchOne(connection, sql: "PRAGMA page_size") ?? 4096
        guard pageCount <= bytesMax / max(pageSize, 1) else { return nil }
        let lines = try String.fetchAll(connection, sql: "PRAGMA quick_check(20)")
        return lines == ["ok"] ? [] : lines
      }
    } catch {
      throw StorageError(engine: error)
    }
  }

  /// Copies the store aside before its schema is changed, so that the older program can have it back.
  ///
  /// - Parameters:
  ///   - version: Its version.
  ///   - directory: The data directory.
  /// - Throws: `StorageError`, and then nothing must be changed.
  func keepCopy(ofVersion version: Int, in directory: String) throws {
    let files = FileManager.default
    let name = directory + "/" + Self.copyPrefix + "\(version)"
    var path = name + ".sqlite"
    var number = 1
    while files.fileExists(atPath: path) {
      number += 1
      path = name + "-\(number).sqlite"
    }
    let partial = path + Self.cutSuffix
    // Made first and by this process, so that nobody else can ever read it.
    guard
      files.createFile(atPath: partial, contents: nil, attributes: [.posixPermissions: 0o600])
    else { throw DataDirectory.failure("write", partial) }
    try backUp(to: partial)
    try DataDirectory.sync(partial)
    try files.moveItem(atPath: partial, toPath: path)
    try DataDirectory.sync(directory)
  }

  /// Removes copies that were being made when the process ended.
  static func removeCutCopies(in directory: String) throws {
    let files = FileManager.default
    for name in try files.contentsOfDirectory(atPath: directory)
    where name.hasPrefix(copyPrefix) && name.hasSuffix(cutSuffix) {
      try files.removeItem(atPath: directory + "/" + name)
    }
  }

  private static let copyPrefix = "before-upgrade-"
  private static let cutSuffix = ".partial"
}
