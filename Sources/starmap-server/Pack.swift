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

  func run() async throws {
    try await reporting {
      var isSound = true
      for file in files {
        let report = PackReport.check(bytes: try bytes(of: file))
        if let pack = report.pack {
          say("\(file): \(pack.key), \(pack.areas.count) areas, sound. SHA-256 \(pack.contentHash)")
        } else {
          isSound = false
          say("\(file): not usable.")
        }
        for problem in report.problems { say("  problem: \(problem)") }
        for note in report.notes { say("  note: \(note)") }
      }
      guard isSound else { throw ArgumentParser.ExitCode(ServerExit.failed.rawValue) }
    }
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
    try await reporting {
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
      data.json ? say(answer) : say("Installed \(pack.key).")
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
    try await reporting {
      let answer = try await Console(data: data).send(["command": "pack.list"])
      guard !data.json else { return say(answer) }
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
