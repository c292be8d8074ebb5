import ArgumentParser
import Audit
import Foundation
import WireFormat

/// Audits a folder of past records, without a server.
struct AuditStudy: StarmapCommand {
  static let words = "audit study"
  static let configuration = CommandConfiguration(
    commandName: "study",
    abstract: "Audit a folder of past records; needs no server.",
    discussion: """
      The folder holds import-profile.json, instruments.json and the files that the profile
      names. Crosswalks that fail their check are refused whole, with the reasons; everything
      that needs no crosswalk is still computed, and the command ends with 3.

      The aggregates are counts and shares of small groups: for use inside the partnership.
      """
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The folder of the study.", completion: .directory)
  var folder: String?

  @Option(
    parsing: .upToNextOption,
    help: "Files of frameworks and crosswalks; may be given several times.",
    completion: .file()
  )
  var crosswalk: [String] = []

  @Option(help: "The JSON file to write the aggregates to.", completion: .file())
  var aggregates: String

  func perform(in context: CommandContext) async throws -> Report {
    let study = try study()
    let aggregates = Aggregates(study)
    try write(Array((aggregates.json.pretty + "\n").utf8))
    let refused = study.reference.refusals
    return Report(
      data: [
        "aggregates": .string(self.aggregates), "episodes": .int(Int64(study.episodes.count)),
        "readings": .int(Int64(study.readingCount)),
        "refusedCrosswalks": .array(refused.map { .string($0.name) }),
      ],
      lines: [
        "Audited \(study.episodes.count) episodes with \(study.readingCount) readings; "
          + "for use inside the partnership, not for onward sharing.",
        self.aggregates,
      ],
      messages: refused.flatMap { crosswalk in
        ["The crosswalk \(crosswalk.name) is refused:"] + crosswalk.problems.map { "  \($0)" }
      },
      exit: refused.isEmpty ? .done : .partly
    )
  }

  /// The folder and the crosswalks; a folder that stands after crosswalks is still the folder.
  private func arguments() throws -> (folder: String, crosswalks: [String]) {
    var crosswalks = crosswalk
    var chosen = folder
    if chosen == nil, let last = crosswalks.last, Self.isFolder(last) {
      chosen = crosswalks.removeLast()
    }
    guard let chosen else { throw Failure.usage("Name the folder of the study.") }
    guard Self.isFolder(chosen) else {
      throw Failure(.notFound, code: "not-found", "\(chosen) is no folder; name a study's folder.")
    }
    return (chosen, crosswalks)
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  private func study() throws -> Study {
    let (folder, crosswalks) = try arguments()
    let file = { (name: String) in
      StudyFile(path: name, bytes: try bytes(of: "\(folder)/\(name)"))
    }
    do {
      let profile = try StudyProfile(try file(StudyProfile.fileName))
      let reference = try StudyReference(
        instruments: try file(StudyReference.fileName),
        crosswalks: try crosswalks.map { StudyFile(path: $0, bytes: try bytes(of: $0)) },
        policy: profile.policy
      )
      return try Study(
        profile: profile,
        reference: reference,
        files: try profile.files.map { try file($0) }
      )
    } catch let problem as StudyProblem {
      throw Failure(.configuration, code: "study-unusable", problem.description)
    }
  }

  private func bytes(of path: String) throws -> [UInt8] {
    guard FileManager.default.fileExists(atPath: path) else {
      throw Failure(
        .configuration,
        code: "study-unusable",
        StudyProblem.missing(path).description
      )
    }
    do {
      return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw Failure(
        .configuration,
        code: "study-unusable",
        "\(path) cannot be read; check that it is a file and that you may read it."
      )
    }
  }

  private func write(_ bytes: [UInt8]) throws {
    // Counts of small groups, so for the owner alone.
    let made = FileManager.default.createFile(
      atPath: aggregates,
      contents: Data(bytes),
      attributes: [.posixPermissions: 0o600]
    )
    guard made else {
      throw Failure(
        .failed,
        code: "aggregates-not-written",
        "\(aggregates) cannot be written; check its folder's rights and the free space."
      )
    }
  }
}
