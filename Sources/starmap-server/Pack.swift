import ArgumentParser
import Foundation
import Instruments
import WireFormat

/// Instrument packs: check a file, install it, list what is installed.
struct Pack: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pack",
    abstract: "Check, install and list instrument packs.",
    subcommands: [PackCheck.self, PackAdd.self, PackList.self]
  )
}

/// Checks pack files without a server.
struct PackCheck: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check pack files and name everything that is wrong with them."
  )

  @Argument(help: "Pack files.", completion: .file(extensions: ["json"]))
  var files: [String]

  @Flag(help: "Print one JSON envelope instead of sentences.")
  var json = false

  func run() async throws {
    try await reporting("pack check", asJSON: json) {
      var isSound = true
      var items: [JSON] = []
      for file in files {
        let report = PackReport.check(bytes: try bytes(of: file))
        isSound = isSound && report.pack != nil
        items.append(report.json(file: file))
        for line in json ? [] : report.lines(file: file) { say(line) }
      }
      if json { say(["files": .array(items)], command: "pack check", isDone: isSound) }
      guard isSound else { throw ArgumentParser.ExitCode(ServerExit.failed.rawValue) }
    }
  }
}

extension PackReport {
  /// What a person reads.
  fileprivate func lines(file: String) -> [String] {
    let first =
      pack.map {
        "\(file): \($0.key), \($0.areas.count) areas, sound. SHA-256 \($0.contentHash)"
      } ?? "\(file): not usable."
    return [first] + problems.map { "  problem: \($0)" } + notes.map { "  note: \($0)" }
  }

  /// The same for scripts.
  fileprivate func json(file: String) -> JSON {
    [
      "file": .string(file), "sound": .bool(pack != nil),
      "id": pack.map { .string($0.key.id) } ?? .null,
      "edition": pack.map { .string($0.key.edition) } ?? .null,
      "sha256": pack.map { .string($0.contentHash) } ?? .null,
      "problems": .array(problems.map { .string($0) }),
      "notes": .array(notes.map { .string($0) }),
    ]
  }
}

/// Installs a pack, and records the reference of the licence it is used under.
struct PackAdd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Install a pack; a licensed one stays disabled until its licence reference is given.",
    discussion: """
      A licence holder's own file may replace a structural pack of the same edition: it brings words,
      never another structure.
      """
  )

  @OptionGroup var data: DataOptions

  @Argument(help: "A pack file.", completion: .file(extensions: ["json"]))
  var file: String

  @Option(help: "The reference of the licence agreement with the publisher.")
  var licenceReference: String?

  func run() async throws {
    try await reporting("pack add", asJSON: data.json) {
      let report = PackReport.check(bytes: try bytes(of: file))
      guard let pack = report.pack else {
        throw ConfigurationFailure(
          message: "\(file) is not usable: \(report.problems.joined(separator: " "))"
        )
      }
      let console = Console(data: data)
      var answer = try await console.send(["command": "pack.add", "pack": pack.source])
      if let licenceReference {
        answer = try await console.send([
          "command": "pack.licence", "id": .string(pack.key.id),
          "edition": .string(pack.key.edition), "reference": .string(licenceReference),
        ])
      }
      data.json ? say(answer, command: "pack add") : say("Installed \(pack.key).")
      if pack.licence.isRequired, licenceReference == nil, !data.json {
        say("It stays disabled until you add it again with --licence-reference.")
      }
    }
  }
}

/// Lists what is installed.
struct PackList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the installed packs and whether they may be used."
  )

  @OptionGroup var data: DataOptions

  func run() async throws {
    try await reporting("pack list", asJSON: data.json) {
      let answer = try await Console(data: data).send(["command": "pack.list"])
      guard !data.json else { return say(answer, command: "pack list") }
      for record in answer["packs"]?.array ?? [] {
        guard let pack = try? InstrumentPack(bytes: (record["pack"] ?? .null).canonical) else {
          continue
        }
        let state =
          if !pack.licence.isRequired {
            "enabled (\(pack.definitionStatus.rawValue))"
          } else if let reference = record["licenceReference"]?.string {
            "enabled, licence \(reference)"
          } else {
            "disabled: no licence reference"
          }
        say("\(pack.key.id)  \(pack.key.edition)  \(pack.title)  \(state)")
      }
    }
  }
}

/// The bytes of a file, or a sentence that says why not.
func bytes(of path: String) throws -> [UInt8] {
  guard let data = FileManager.default.contents(atPath: path) else {
    throw ConfigurationFailure(message: "\(path) cannot be read; check the path and its rights.")
  }
  return Array(data)
}
