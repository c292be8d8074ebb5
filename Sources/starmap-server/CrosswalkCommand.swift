import ArgumentParser
import Foundation
import Instruments
import Reconciliation
import WireFormat

/// Frameworks, crosswalks and the policy of progress: check files, install them, list what is installed.
struct CrosswalkCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "crosswalk",
    abstract: "Check, install and list frameworks, crosswalks and policies.",
    subcommands: [CrosswalkCheckFiles.self, CrosswalkAdd.self, CrosswalkList.self]
  )
}

/// Checks files without a server.
struct CrosswalkCheckFiles: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check files against each other and name everything that is wrong.",
    discussion: """
      Give the instrument packs and frameworks that a crosswalk names as well, such as
        starmap-server crosswalk check Seeds/instruments/* Seeds/frameworks/* mine.json
      """
  )

  @Argument(help: "Crosswalk, framework, policy and pack files.", completion: .file())
  var files: [String]

  @Flag(help: "Print one JSON envelope instead of sentences.")
  var json = false

  func run() async throws {
    try await reporting("crosswalk check", asJSON: json) {
      let checks = ReferenceFiles(try files.map { ($0, try parsedJSON($0)) }).checks
      let isSound = checks.allSatisfy(\.problems.isEmpty)
      if json {
        say(
          ["files": .array(checks.map(\.json))],
          command: "crosswalk check",
          isDone: isSound
        )
      } else {
        for line in checks.flatMap(\.lines) { say(line) }
      }
      guard isSound else { throw ArgumentParser.ExitCode(ServerExit.failed.rawValue) }
    }
  }
}

/// Installs frameworks, crosswalks and policies.
struct CrosswalkAdd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Install frameworks, crosswalks and policies; what they name must be there.",
    discussion: "A version never changes: correct a file by giving it a new version."
  )

  @OptionGroup var data: DataOptions

  @Argument(help: "Crosswalk, framework and policy files.", completion: .file())
  var files: [String]

  func run() async throws {
    try await reporting("crosswalk add", asJSON: data.json) {
      var added: [JSON] = []
      for file in files {
        let answer = try await Console(data: data).send([
          "command": "reference.add", "reference": try parsedJSON(file),
        ])
        added.append(answer)
        if !data.json {
          let name = "\(answer["id"]?.string ?? "")@\(answer["version"]?.string ?? "")"
          let state = answer["state"]?.string ?? ""
          say("Installed the \(answer["kind"]?.string ?? "") \(name), \(state).")
        }
      }
      if data.json { say(["added": .array(added)], command: "crosswalk add") }
    }
  }
}

/// Lists what is installed.
struct CrosswalkList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the installed frameworks, crosswalks and policies with their states."
  )

  @OptionGroup var data: DataOptions

  func run() async throws {
    try await reporting("crosswalk list", asJSON: data.json) {
      let answer = try await Console(data: data).send(["command": "reference.list"])
      guard !data.json else { return say(answer, command: "crosswalk list") }
      for (kind, list) in [
        ("framework", "frameworks"), ("crosswalk", "crosswalks"), ("policy", "policies"),
        ("changeRule", "changeRules"), ("compatibility", "compatibilities"),
        ("linkTable", "linkTables"), ("disclosure", "disclosurePolicies"),
      ] {
        let lines = (answer[list]?.array ?? []).map { record in
          let content = record[kind]
          let state = record["state"]?.string.map { "  \($0.uppercased())" } ?? ""
          return "\(kind)  \(content?["id"]?.string ?? "")@\(content?["version"]?.string ?? "")"
            + state
        }
        for line in lines.sorted() { say(line) }
      }
    }
  }
}

/// Files of reference data, judged beside each other.
private struct ReferenceFiles {
  /// What was found about one file.
  struct Check {
    let file: String
    let name: String
    let problems: [String]

    var lines: [String] {
      problems.isEmpty
        ? ["\(file): \(name), sound."]
        : ["\(file): not usable."] + problems.map { "  problem: \($0)" }
    }

    var json: JSON {
      [
        "file": .string(file), "name": .string(name), "sound": .bool(problems.isEmpty),
        "problems": .array(problems.map { .string($0) }),
      ]
    }
  }

  private let files: [(file: String, json: JSON)]
  private let catalogue: InstrumentCatalogue
  private let frameworks: [Framework]

  init(_ files: [(String, JSON)]) {
    self.files = files.map { (file: $0, json: $1) }
    catalogue = InstrumentCatalogue(
      packs: files.compactMap { _, json in try? InstrumentPack(bytes: json.canonical) }
    )
    frameworks = files.compactMap { _, json in try? Framework(bytes: json.canonical) }
  }

  var checks: [Check] {
    files.map { file, json in
      do {
        return try check(file, json)
      } catch let problem as ReferenceProblem {
        return Check(file: file, name: "", problems: [problem.description])
      } catch {
        return Check(file: file, name: "", problems: ["It cannot be read."])
      }
    }
  }

  private func check(_ file: String, _ json: JSON) throws -> Check {
    if json["layers"] != nil {
      let framework = try Framework(bytes: json.canonical)
      let hash = framework.contentHash
      return Check(
        file: file,
        name: "the framework \(framework.id)@\(framework.version), SHA-256 \(hash)",
        problems: []
      )
    }
    if json["edges"] != nil {
      let crosswalk = try Crosswalk(bytes: json.canonical)
      let problems = CrosswalkCheck.problems(
        of: crosswalk,
        catalogue: catalogue,
        frameworks: frameworks
      )
      return Check(
        file: file,
        name: "the crosswalk \(crosswalk.id)@\(crosswalk.version), "
          + "\(crosswalk.edges.count) edges, SHA-256 \(crosswalk.contentHash)",
        problems: problems.map(\.message)
      )
    }
    if json["baselineWindowDays"] != nil {
      let policy = try ProgressPolicy(bytes: json.canonical)
      return Check(file: file, name: "the policy \(policy.id)@\(policy.version)", problems: [])
    }
    let report = PackReport.check(bytes: json.canonical)
    return Check(
      file: file,
      name: report.pack.map { "the instrument \($0.key)" } ?? "",
      problems: report.pack == nil ? report.problems.map { "\($0)" } : []
    )
  }
}
