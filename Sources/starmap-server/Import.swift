import ArgumentParser
import Casework
import Foundation
import Intake
import SyncProtocol
import SyncServer
import WireFormat

/// Takes a council's files in through a mapping file.
struct Import: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Import episodes, readings and workers from a council's files.",
    discussion: """
      The mapping says what the columns mean. Every row is accepted, accepted after a stated
      normalisation, ignored as a duplicate, refused with a reason, or held for a person in the
      review queue. It is all or nothing for a run, and the same run again changes nothing.

      A file is known by its path as the mapping names it, or else by its columns.
      """
  )

  @OptionGroup var data: DataOptions

  @Option(
    help: "A mapping file, such as those in Seeds/imports; may be given several times.",
    completion: .file()
  )
  var mapping: [String]

  @Argument(help: "CSV files, or folders of them.", completion: .file())
  var files: [String]

  @Flag(help: "Say what would happen to every row, and store nothing.")
  var dryRun = false

  @Option(help: "The day the files were extracted; the mapping's own date, or today, if left out.")
  var extracted: String?

  @Option(help: "Write the disposition of every row that was not simply accepted to a CSV file.")
  var report: String?

  @Flag(help: "Let any number of readings that changed at the source wait in the review queue.")
  var holdChanged = false

  func run() async throws {
    try await reporting("import", asJSON: data.json) {
      if let report, FileManager.default.fileExists(atPath: report) {
        throw ConfigurationFailure(
          message: "\(report) exists already; name another file with --report."
        )
      }
      let request = try request()
      let answer = try await Console(data: data).send(request) { tell($0) }
      if let report { try write(ImportReport(answer).rows, to: report) }
      guard !data.json else { return say(answer, command: "import") }
      for line in ImportReport(answer).lines { say(line) }
      if let report { say("Rows that were not simply accepted: \(report)") }
    }
  }

  private func request() throws -> ImportRequest {
    var day: CalendarDay?
    if let extracted {
      guard let given = CalendarDay(extracted) else {
        throw ConfigurationFailure(message: "--extracted must be a day such as 2026-11-24.")
      }
      day = given
    }
    return ImportRequest(
      mapping: try mappings(),
      extracted: day,
      isDryRun: dryRun,
      holdsChanged: holdChanged,
      files: try ImportFiles.read(files) { tell($0) }
    )
  }

  /// The mapping, or the sources of several in the order given.
  private func mappings() throws -> JSON {
    let all = try mapping.map(parsedJSON)
    guard let first = all.first else {
      throw ConfigurationFailure(
        message: "--mapping is missing; name a mapping file, such as those in Seeds/imports."
      )
    }
    guard all.count > 1, var merged = first.object else { return first }
    merged["sources"] = .array(
      try zip(mapping, all).flatMap { path, json in
        guard let sources = json["sources"]?.array else {
          throw ConfigurationFailure(message: "\(path) has no array `sources`.")
        }
        return sources
      }
    )
    // Of the policies each mapping brings its own, such as which areas a study links.
    let policies = all.compactMap { $0["policy"]?.object }
    if !policies.isEmpty {
      merged["policy"] = .object(
        policies.reduce(into: [:]) { merged, policy in merged.merge(policy) { first, _ in first } }
      )
    }
    return .object(merged)
  }

  private func write(_ rows: [UInt8], to path: String) throws {
    // It names the council's own records, so it is for its owner alone.
    let made = FileManager.default.createFile(
      atPath: path,
      contents: Data(rows),
      attributes: [.posixPermissions: 0o600]
    )
    guard made else {
      throw ConfigurationFailure(
        message:
          "\(path) cannot be written; the import itself is done. Run it again to see the rows."
      )
    }
  }
}

/// The files of an import as the operator names them.
enum ImportFiles {
  /// Reads files, and every CSV file below the folders among them.
  static func read(_ paths: [String], progress: (String) -> Void) throws -> [IntakeFile] {
    var files: [IntakeFile] = []
    var total = 0
    for (path, isFound) in try paths.flatMap(expanded) {
      let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int ?? 0
      total += size
      // The mapping and the list of files travel in front of the bytes.
      guard total <= Limits.importBytesMax - 8_388_608 else {
        throw ConfigurationFailure(
          message: "\(path) brings the files over 248 MiB in all; import them in several runs."
        )
      }
      let content = try bytes(of: path)
      progress("\(path): \(content.count) bytes")
      files.append(IntakeFile(path: path, bytes: content, isFound: isFound))
    }
    return files
  }

  private static func expanded(_ path: String) throws -> [(path: String, isFound: Bool)] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw ConfigurationFailure(message: "\(path) is not there; check the path.")
    }
    guard isFolder.boolValue else { return [(path, false)] }
    let inside = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    let found = inside.filter { $0.lowercased().hasSuffix(".csv") }.sorted()
    guard !found.isEmpty else {
      throw ConfigurationFailure(message: "\(path) holds no CSV file.")
    }
    return found.map { (path + "/" + $0, true) }
  }
}
