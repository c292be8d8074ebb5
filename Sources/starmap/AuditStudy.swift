import ArgumentParser
import Audit
import Exports
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

      --out writes what a committee reads: tables T01 to T13, plots P01 to P10 with their
      figures, report.html and manifest.json. For release small counts are hidden and others
      rounded; an internal report has true counts and is not for onward sharing, and so are
      the aggregates of --aggregates.
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
  var aggregates: String?

  @Option(help: "The folder to make for the tables, plots and report.", completion: .directory)
  var out: String?

  @Option(help: "For whom the folder of --out is: release or internal.")
  var policy = AuditAudience.release.rawValue

  func perform(in context: CommandContext) async throws -> Report {
    guard aggregates != nil || out != nil else {
      throw Failure.usage("Name a file with --aggregates, a folder with --out, or both.")
    }
    guard let audience = AuditAudience(rawValue: policy) else {
      throw Failure.usage("--policy must be release or internal.")
    }
    if let out { try ResultFolder.mustBeNew(out) }
    let study = try study()
    let figures = Aggregates(study)
    var lines = ["Audited \(study.episodes.count) episodes with \(study.readingCount) readings."]
    var data: [String: JSON] = [
      "episodes": .int(Int64(study.episodes.count)), "readings": .int(Int64(study.readingCount)),
    ]
    if let aggregates {
      try write(Array((figures.json.pretty + "\n").utf8), to: aggregates)
      data["aggregates"] = .string(aggregates)
      lines.append("Aggregates for use inside the partnership, not for onward sharing:")
      lines.append(aggregates)
    }
    if let out {
      let report = AuditReport(
        study,
        figures,
        audience: audience,
        generatedBy: "starmap \(Starmap.version)"
      )
      try AuditFolder.write(report.folder.files, into: out)
      data["directory"] = .string(out)
      data["files"] = .array(report.folder.files.map { .string($0.name) })
      data["hidden"] = .int(Int64(report.hiddenCount))
      lines += AuditFolder.lines(out, audience)
    }
    let refused = study.reference.refusals
    data["refusedCrosswalks"] = .array(refused.map { .string($0.name) })
    return Report(
      data: .object(data),
      lines: lines,
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

  private func write(_ bytes: [UInt8], to path: String) throws {
    // Counts of small groups, so for the owner alone.
    let made = FileManager.default.createFile(
      atPath: path,
      contents: Data(bytes),
      attributes: [.posixPermissions: 0o600]
    )
    guard made else {
      throw Failure(
        .failed,
        code: "aggregates-not-written",
        "\(path) cannot be written; check its folder's rights and the free space."
      )
    }
  }
}
