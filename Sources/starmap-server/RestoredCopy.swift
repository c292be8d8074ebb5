import Foundation
import Machine
import SQLiteStorage
import Storage
import SyncProtocol
import SyncServer

/// A backup on its way into a data folder.
enum RestoredCopy {
  /// What the backup lacks of the store that was there.
  enum Loss: Hashable {
    /// Nothing, or there was none.
    case nothing
    /// These commits.
    case commits(ClosedRange<Int64>)
    /// Nobody knows, since that store cannot be read.
    case unknown
  }

  /// What a restore did.
  struct Restored {
    /// The newest commit of the backup.
    let head: Int64
    /// Where the store that was there lies now; `nil` when there was none.
    let aside: String?
    /// How many families were erased in the backup since the store that was there had erased them.
    let erasedCount: Int
    /// What the backup lacks.
    let loss: Loss
  }

  /// Compares a backup with its manifest, restores it into a temporary folder and looks at everything in it.
  ///
  /// - Parameters:
  ///   - file: The backup.
  ///   - needsManifest: Whether to refuse it without a manifest; one that is there must be right in any case.
  /// - Returns: Where its sequence stands.
  /// - Throws: ``ConfigurationFailure`` that names what is wrong; `StorageError`.
  static func check(_ file: String, needsManifest: Bool) throws -> LedgerClock {
    guard FileManager.default.fileExists(atPath: file) else {
      throw ConfigurationFailure(message: "\(file) cannot be read; check the path and its rights.")
    }
    let manifest = try BackupManifest(readBeside: file)
    if manifest == nil, needsManifest {
      throw ConfigurationFailure(
        message:
          "\(file) has no manifest beside it (\(BackupManifest.path(beside: file))), so nobody can tell "
          + "whether it is still what was written. Put it there, or make a new backup."
      )
    }
    if let manifest, try !manifest.describes(file) {
      throw ConfigurationFailure(
        message:
          "\(file) is not what its manifest describes: it was damaged or changed since, and must not be "
          + "relied upon."
      )
    }
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
  /// - Parameters:
  ///   - file: The backup, already checked.
  ///   - directory: The data folder.
  ///   - isForced: Whether to go back behind the newest verified backup, and over a store that cannot be read.
  /// - Returns: What was done.
  /// - Throws: `StorageError` with `locked` while a server runs; `Refusal` when it must be forced, and then
  ///   nothing was changed.
  static func install(
    _ file: String,
    in directory: String,
    isForced: Bool
  ) throws -> Restored {
    let surroundings = Surroundings.process()
    let replacement = try StoreReplacement(directory: directory)
    defer { replacement.release() }
    let ledger = try replacement.copy(
      of: file,
      epoch: newEpoch(surroundings),
      reach: surroundings.reach
    )
    let head = try ledger.read { try $0.clock().head }
    let present = try PresentStore.read(
      replacement,
      newEpoch(surroundings),
      beside: ledger,
      isForced
    )
    if case .read(let store) = present, store.shared < store.verified, !isForced {
      try ledger.close()
      throw Refusal(
        .wrongState,
        "\(file) lacks the commits \(store.shared + 1) to \(store.verified), which a verified backup held: "
          + "devices may have forgotten what they sent in them. Restore that backup, or give --force to go "
          + "back behind it. Nothing was changed."
      )
    }
    let core = ServerCore(
      surroundings: surroundings,
      catalogue: try ledger.read { try ServerCore.catalogue(from: $0) }
    )
    let due = present.erasures
    let results = try ledger.commit([
      { writer in
        try writer.begin(newEpoch(surroundings))
        return try core.eraseAgain(due, into: writer)
      }
    ])
    let erasedCount = try results.first?.get() as? Int ?? 0
    try ledger.close()
    let aside = try replacement.install(reach: surroundings.reach)
    return Restored(
      head: head,
      aside: aside,
      erasedCount: erasedCount,
      loss: present.loss
    )
  }

  private static func opened(_ file: String, in directory: String) throws -> SQLiteLedger {
    guard FileManager.default.fileExists(atPath: file) else {
      throw ConfigurationFailure(message: "\(file) cannot be read; check the path and its rights.")
    }
    try SQLiteLedger.copyFile(file, into: directory)
    return try SQLiteLedger(directory: directory, epoch: newEpoch(Surroundings.process([:])))
  }

  private static func newEpoch(_ surroundings: Surroundings) -> Epoch {
    Epoch(prefix: surroundings.random(), suffix: surroundings.random())
  }
}

/// What must be known of the store that a backup replaces.
private enum PresentStore {
  /// There is none.
  case none
  /// There is one, and it could be read.
  case read(Content)
  /// There is one that cannot be read.
  case unreadable

  struct Content {
    /// Its newest commit.
    let head: Int64
    /// The newest commit that a verified backup holds.
    let verified: Int64
    /// The newest commit that it shares with the backup.
    let shared: Int64
    /// What it has erased.
    let erasures: [Erasure]
  }

  var erasures: [Erasure] {
    if case .read(let content) = self { content.erasures } else { [] }
  }

  var loss: RestoredCopy.Loss {
    switch self {
    case .none: .nothing
    case .unreadable: .unknown
    case .read(let content):
      content.shared < content.head ? .commits(content.shared + 1...content.head) : .nothing
    }
  }

  static func read(
    _ replacement: StoreReplacement,
    _ epoch: Epoch,
    beside backup: SQLiteLedger,
    _ isForced: Bool
  ) throws -> PresentStore {
    do {
      guard let present = try replacement.present(epoch: epoch) else { return .none }
      let content = try present.read { reader in
        let clock = try reader.clock()
        return Content(
          head: clock.head,
          verified: clock.backupSeq,
          shared: try backup.read { try newestShared(reader, $0) },
          erasures: try reader.erasures(after: 0, through: .max)
        )
      }
      // Everything is in the main file once it is closed.
      try present.close()
      return .read(content)
    } catch let error as StorageError where error.code == .corrupt || error.code == .failed {
      guard isForced else {
        throw Refusal(
          .wrongState,
          "The store that is there cannot be read (\(error.message)) Nobody can tell what the backup lacks, nor "
            + "which families were erased since. Give --force to restore all the same; that store is put aside. "
            + "Nothing was changed."
        )
      }
      return .unreadable
    }
  }

  /// The newest commit of which two stores say the same; the chain says it of all before it too.
  private static func newestShared(
    _ one: any LedgerReader,
    _ other: any LedgerReader
  ) throws -> Int64 {
    var shared: Int64 = 0
    var most = min(try one.clock().head, try other.clock().head)
    while shared < most {
      let middle = shared + (most - shared + 1) / 2
      if try one.chain(at: middle) == other.chain(at: middle) {
        shared = middle
      } else {
        most = middle - 1
      }
    }
    return shared
  }
}
