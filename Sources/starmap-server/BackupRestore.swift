import ArgumentParser
import SyncProtocol
import WireFormat

/// Goes back to a backup.
struct BackupRestore: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Put a backup in the place of the store; the server must be stopped.",
    discussion: """
      What devices sent after the backup they send again by themselves. What was done at the server itself \
      since (REST, imports, commands of the operator) must be done again; the command names the commits. The \
      present store is put aside, not deleted. Without --force nothing is restored that lacks commits of the \
      newest verified backup, since devices may have forgotten what they sent in them, nothing in the place of a \
      store that cannot be read, and nothing that has no manifest beside it.
      """
  )

  @OptionGroup var data: DataOptions

  @Argument(help: "A file that `backup create` wrote.", completion: .file())
  var file: String

  @Flag(
    help: "Also behind the newest verified backup, over an unreadable store, or without a manifest."
  )
  var force = false

  func run() async throws {
    try await reporting("backup restore", asJSON: data.json) {
      _ = try RestoredCopy.check(file, needsManifest: !force)
      let restored = try RestoredCopy.install(file, in: data.directory, isForced: force)
      guard !data.json else { return say(restored.json, command: "backup restore") }
      say("Restored \(file) into \(data.directory), up to commit \(restored.head).")
      if let aside = restored.aside { say("The store that was there lies in \(aside).") }
      tell(restored)
    }
  }

  /// Says what is lost and what is not.
  private func tell(_ restored: RestoredCopy.Restored) {
    switch restored.loss {
    case .unknown:
      say("Nobody can tell what it lacks, and which families were erased since: erase them again.")
    case .nothing:
      say("It holds everything that the store that was there held.")
    case .commits(let lost):
      say("It lacks the commits \(lost.lowerBound) to \(lost.upperBound) of that store.")
      say(
        "What devices sent in them they send again by themselves. What was done at the server itself"
      )
      say("(REST, imports, commands of the operator) must be done again.")
    }
    if restored.erasedCount > 0 {
      say("\(restored.erasedCount) families that had been erased since were erased in it too.")
    }
  }
}

extension RestoredCopy.Restored {
  fileprivate var json: JSON {
    let lost: JSON =
      if case .commits(let commits) = loss {
        ["from": .int(commits.lowerBound), "to": .int(commits.upperBound)]
      } else {
        .null
      }
    return [
      "head": .int(head), "aside": aside.map { .string($0) } ?? .null,
      "erased": .int(Int64(erasedCount)), "lost": lost, "known": .bool(loss != .unknown),
    ]
  }
}
