import Crypto
import Foundation
import SQLiteStorage
import Storage
import SyncProtocol
import WireFormat

/// What a backup was when it was made, in a file beside it.
struct BackupManifest: Hashable {
  /// The bytes of the file.
  let byteCount: Int64
  /// SHA-256 of the file, hexadecimal.
  let hash: String
  /// The newest commit.
  let head: Int64
  /// The epoch of the history.
  let epoch: Epoch
  /// The chain value at ``head``.
  let chain: UInt64
  /// The version of the schema.
  let schema: Int
  /// When it was made, milliseconds since 1970.
  let made: Int64

  private static let format: Int64 = 1
  private static let chunkBytes = 1_048_576

  /// Looks at a file that was made just now.
  ///
  /// - Parameter file: A backup.
  /// - Throws: ``ConfigurationFailure`` and `StorageError` when it cannot be read.
  init(of file: String) throws {
    (byteCount, hash) = try Self.digest(of: file)
    let seen = try SQLiteLedger.look(at: file)
    head = seen.clock.head
    epoch = seen.clock.epoch
    chain = seen.clock.chain
    schema = seen.version
    made = Int64(Date().timeIntervalSince1970 * 1000)
  }

  /// Reads the manifest of a backup; `nil` when there is none.
  ///
  /// - Parameter file: The backup.
  /// - Throws: ``ConfigurationFailure`` for one that is none.
  init?(readBeside file: String) throws {
    let path = Self.path(beside: file)
    guard let content = FileManager.default.contents(atPath: path) else { return nil }
    guard let json = try? JSON(strict: Array(content)), json["format"]?.int == Self.format,
      let byteCount = json["bytes"]?.int, let hash = json["sha256"]?.string,
      let head = json["head"]?.int, let epoch = json["epoch"]?.string.flatMap({ Epoch($0) }),
      let chain = json["chain"]?.string.flatMap({ UInt64($0, radix: 16) }),
      let schema = json["schema"]?.int.flatMap({ Int(exactly: $0) }), let made = json["made"]?.int
    else {
      throw ConfigurationFailure(
        message:
          "\(path) is not a manifest that this program can read; the backup must not be relied upon."
      )
    }
    self.byteCount = byteCount
    self.hash = hash
    self.head = head
    self.epoch = epoch
    self.chain = chain
    self.schema = schema
    self.made = made
  }

  /// Whether a file is the one that was looked at, to the last bit, and says the same of itself.
  ///
  /// - Parameter file: A backup.
  /// - Returns: Whether it is.
  /// - Throws: ``ConfigurationFailure`` and `StorageError` when it cannot be read.
  func describes(_ file: String) throws -> Bool {
    guard try Self.digest(of: file) == (byteCount, hash) else { return false }
    let seen = try SQLiteLedger.look(at: file)
    return seen.clock.head == head && seen.clock.epoch == epoch && seen.clock.chain == chain
      && seen.version == schema
  }

  /// Where the manifest of a backup lies.
  static func path(beside file: String) -> String { file + ".manifest.json" }

  /// Writes it beside a backup; it is on the disk when this returns, but for its name.
  func write(beside file: String) throws {
    let path = Self.path(beside: file)
    let partial = path + ".partial"
    let files = FileManager.default
    guard
      files.createFile(
        atPath: partial,
        contents: Data(json.canonical + [UInt8(ascii: "\n")]),
        attributes: [.posixPermissions: 0o600]
      )
    else {
      throw ConfigurationFailure(message: "\(path) cannot be written; check the folder.")
    }
    try DataDirectory.sync(partial)
    if files.fileExists(atPath: path) { try files.removeItem(atPath: path) }
    try files.moveItem(atPath: partial, toPath: path)
  }

  private var json: JSON {
    [
      "format": .int(Self.format), "bytes": .int(byteCount), "sha256": .string(hash),
      "head": .int(head), "epoch": .string(epoch.description),
      "chain": .string(String(chain, radix: 16)), "schema": .int(Int64(schema)),
      "made": .int(made),
    ]
  }

  /// The size and the SHA-256 of a file, of which only a piece is in memory at a time.
  private static func digest(of file: String) throws -> (byteCount: Int64, hash: String) {
    guard let handle = FileHandle(forReadingAtPath: file) else {
      throw ConfigurationFailure(message: "\(file) cannot be read; check the path and its rights.")
    }
    var count: Int64 = 0
    var hash = SHA256()
    while let chunk = try handle.read(upToCount: chunkBytes), !chunk.isEmpty {
      count += Int64(chunk.count)
      hash.update(data: chunk)
    }
    try handle.close()
    let hex = hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return (count, hex)
  }
}
