import ArgumentParser
import Crypto
import Foundation
import Machine
import SQLiteStorage
import Storage
import SyncProtocol
import SyncServer
import WireFormat

/// Copies of the whole store: making one, proving that it is good, and going back to one.
struct Backup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Make a backup while the server works, prove that one is good, or go back to one.",
    discussion: """
      A backup is one file that holds everything, unencrypted: keep it where only the operator can read it. \
      Devices keep what they sent until a backup that holds it was verified, so verify each.
      """,
    subcommands: [BackupCreate.self, BackupVerify.self, BackupRestore.self]
  )
}

/// Makes a backup.
struct BackupCreate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Copy the store into one file, while the server goes on working."
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
      try FileManager.default.moveItem(atPath: partial, toPath: path)
      let content = try bytes(of: path)
      let hash = SHA256.hash(data: content)
        .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      let size = content.count
      guard !data.json else {
        return say(
          ["file": .string(file), "bytes": .int(Int64(size)), "sha256": .string(hash)],
          command: "backup create"
        )
      }
      say("Wrote \(file): \(size) bytes, SHA-256 \(hash)")
      say("Devices keep what it holds until it is verified: starmap-server backup verify \(file)")
    }
  }
}

/// Restores a backup in a test and looks at everything in it.
struct BackupVerify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Restore a backup in a test, check all of it, and tell the server that it is good."
  )

  @OptionGroup var data: DataOptions

  @Argument(help: "A file that `backup create` wrote.", completion: .file())
  var file: String

  func run() async throws {
    try await reporting("backup verify", asJSON: data.json) {
      let clock = try RestoredCopy.check(file)
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

/// Goes back to a backup.
struct BackupRestore: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Put a backup in the place of the store; the server must be stopped.",
    discussion: """
      What devices sent after the backup they send again by themselves. What was done at the server itself \
      since (REST, imports, commands of the operator) must be done again. The present store is put aside, not \
      deleted.
      """
  )

  @OptionGroup var data: DataOptions

  @Argument(help: "A file that `backup create` wrote.", completion: .file())
  var file: String

  func run() async throws {
    try await reporting("backup restore", asJSON: data.json) {
      let clock = try RestoredCopy.check(file)
      let (aside, erasedCount) = try RestoredCopy.install(file, in: data.directory)
      guard !data.json else {
        return say(
          [
            "head": .int(clock.head), "aside": aside.map { .string($0) } ?? .null,
            "erased": .int(Int64(erasedCount)),
          ],
          command: "backup restore"
        )
      }
      say("Restored \(file) into \(data.directory), up to commit \(clock.head).")
      if let aside { say("The store that was there lies in \(aside).") }
      if erasedCount > 0 {
        say("\(erasedCount) families that had been erased since were erased in it too.")
      }
      say("Devices find out by themselves and send again what is missing.")
    }
  }
}

/// A backup on its way into a data folder.
enum RestoredCopy {
  /// Restores a backup into a temporary folder and looks at everything in it.
  ///
  /// - Returns: Where its sequence stands.
  /// - Throws: ``ConfigurationFailure`` that names what is wrong; `StorageError`.
  static func check(_ file: String) throws -> LedgerClock {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "starmap-verify-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let ledger = try opened(file, in: folder)
    let faults = try ledger.faults()
    let clock = try ledger.read { try $0.clock() }
    try ledger.close()
    guard faults.isEmpty else {
      throw ConfigurationFailure(
        message: "\(file) is not good and must not be relied upon. " + faults.joined(separator: " ")
      )
    }
    return clock
  }

  /// Puts a backup in the place of the store of a data folder, under an epoch of its own, and erases in it
  /// what that store had erased.
  ///
  /// - Returns: Where the store that was there lies now, `nil` when there was none; and how many families
  ///   were erased again.
  /// - Throws: `StorageError` with `locked` while a server runs.
  static func install(
    _ file: String,
    in directory: String
  ) throws -> (
    aside: String?, erasedCount: Int
  ) {
    let files = FileManager.default
    let name = SQLiteLedger.fileName
    var aside: String?
    var erasures: [Erasure] = []
    if files.fileExists(atPath: directory + "/" + name) {
      let present = try SQLiteLedger(directory: directory, epoch: newEpoch())
      let head = try present.read { try $0.clock().head }
      erasures = try present.read { try $0.erasures(after: 0, through: .max) }
      // Everything is in the main file once it is closed.
      try present.close()
      var folder = directory + "/before-restore-\(head)"
      var count = 1
      while files.fileExists(atPath: folder) {
        count += 1
        folder = directory + "/before-restore-\(head)-\(count)"
      }
      try files.createDirectory(
        atPath: folder,
        withIntermediateDirectories: false,
        attributes: [.posixPermissions: 0o700]
      )
      try files.moveItem(atPath: directory + "/" + name, toPath: folder + "/" + name)
      for suffix in ["-wal", "-shm"] {
        try? files.moveItem(
          atPath: directory + "/" + name + suffix,
          toPath: folder + "/" + name + suffix
        )
      }
      aside = folder
    }
    let ledger = try opened(file, in: directory)
    let core = ServerCore(
      surroundings: Surroundings.process([:]),
      catalogue: try ledger.read { try ServerCore.catalogue(from: $0) }
    )
    let due = erasures
    let results = try ledger.commit([
      { writer in
        try writer.begin(newEpoch())
        return try core.eraseAgain(due, into: writer)
      }
    ])
    let erasedCount = try results.first?.get() as? Int ?? 0
    try ledger.close()
    return (aside, erasedCount)
  }

  private static func opened(_ file: String, in directory: String) throws -> SQLiteLedger {
    let files = FileManager.default
    guard files.fileExists(atPath: file) else {
      throw ConfigurationFailure(message: "\(file) cannot be read; check the path and its rights.")
    }
    try files.createDirectory(
      atPath: directory,
      withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700]
    )
    let target = directory + "/" + SQLiteLedger.fileName
    try files.copyItem(atPath: file, toPath: target)
    try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: target)
    return try SQLiteLedger(directory: directory, epoch: newEpoch())
  }

  private static func newEpoch() -> Epoch {
    let surroundings = Surroundings.process([:])
    return Epoch(prefix: surroundings.random(), suffix: surroundings.random())
  }
}
