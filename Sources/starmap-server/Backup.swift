import ArgumentParser
import Foundation
import SQLiteStorage
import Storage
import WireFormat

/// Copies of the whole store: making one, proving that it is good, and going back to one.
struct Backup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Make a backup while the server works, prove that one is good, or go back to one.",
    discussion: """
      A backup is one file that holds everything, unencrypted: keep it where only the operator can read it, \
      together with its manifest, FILE.manifest.json, by which it is known to be unharmed. Devices keep what \
      they sent until a backup that holds it was verified, so verify each.
      """,
    subcommands: [BackupCreate.self, BackupVerify.self, BackupRestore.self]
  )
}

/// Makes a backup.
struct BackupCreate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Copy the store into one file with a manifest, while the server goes on working."
  )

  @OptionGroup var data: DataOptions

  @Argument(help: "The file to write; it must not exist.", completion: .file())
  var file: String

  func run() async throws {
    try await reporting("backup create", asJSON: data.json) {
      let path = URL(filePath: file).path
      guard !FileManager.default.fileExists(atPath: path) else {
        throw ConfigurationFailure(message: "\(file) exists already; give another name.")
      }
      // Until it is complete it has another name, so that nobody takes half a backup for one.
      let partial = path + ".partial"
      try? FileManager.default.removeItem(atPath: partial)
      // Made first and by this process, so that nobody else can ever read it.
      guard
        FileManager.default.createFile(
          atPath: partial,
          contents: nil,
          attributes: [.posixPermissions: 0o600]
        )
      else {
        throw ConfigurationFailure(message: "\(file) cannot be written; check the folder.")
      }
      try await Console(data: data).backUp(to: partial)
      let manifest = try BackupManifest(of: partial)
      // The manifest first: a file that bears the name of a backup always has one.
      try manifest.write(beside: path)
      try FileManager.default.moveItem(atPath: partial, toPath: path)
      try DataDirectory.sync(URL(filePath: path).deletingLastPathComponent().path)
      guard !data.json else {
        return say(
          [
            "file": .string(file), "manifest": .string(BackupManifest.path(beside: file)),
            "bytes": .int(manifest.byteCount), "sha256": .string(manifest.hash),
            "head": .int(manifest.head),
          ],
          command: "backup create"
        )
      }
      say("Wrote \(file): \(manifest.byteCount) bytes, SHA-256 \(manifest.hash)")
      say("Wrote \(BackupManifest.path(beside: file)): keep it with the file.")
      say("Devices keep what it holds until it is verified: starmap-server backup verify \(file)")
    }
  }
}

/// Restores a backup in a test and looks at everything in it.
struct BackupVerify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Restore a backup in a test, check all of it, and tell the server that it is good.",
    discussion: """
      The file must be the one that its manifest describes, to the last bit. Restored, it must hold together: \
      every page, every reference, the chain of commits, and every record must be readable. A backup without a \
      manifest is refused: devices would forget what they sent on the word of nobody.
      """
  )

  @OptionGroup var data: DataOptions

  @Argument(help: "A file that `backup create` wrote.", completion: .file())
  var file: String

  func run() async throws {
    try await reporting("backup verify", asJSON: data.json) {
      let clock = try RestoredCopy.check(file, needsManifest: true)
      let answer = try await Console(data: data).send([
        "command": "backup.verified", "seq": .int(clock.head),
        "chain": .string(String(clock.chain, radix: 16)),
      ])
      guard !data.json else {
        return say(
          ["head": .int(clock.head), "backup_seq": answer["backup_seq"] ?? .null],
          command: "backup verify"
        )
      }
      say("\(file) is good: everything up to commit \(clock.head) can be restored from it.")
    }
  }
}
