import ArgumentParser
import Audit
import Foundation
import WireFormat

/// Answers a folder of reference cases.
struct AuditCheckCases: StarmapCommand {
  static let words = "audit check-cases"
  static let configuration = CommandConfiguration(
    commandName: "check-cases",
    abstract: "Answer a folder of reference cases, so that anyone can check the statistics.",
    discussion: """
      Reads every .json file of the folder but INDEX.json; API/audit-cases.md describes them.
      A statistic without a value is answered with null and a reason. A case that cannot be read
      or asks for something unknown is answered with a reason too, and the others all the same;
      the command then ends with 3.

      Without --out the answers go to standard output.
      """
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The folder of the case files.", completion: .directory)
  var folder: String

  @Option(help: "The JSON file to write the answers to.", completion: .file())
  var out: String?

  func perform(in context: CommandContext) async throws -> Report {
    var library = CaseLibrary()
    var unreadable: [String] = []
    for name in try names() {
      do {
        let url = URL(fileURLWithPath: folder).appendingPathComponent(name)
        library.add(file: name, Array(try Data(contentsOf: url)))
      } catch {
        unreadable.append("\(name) cannot be read; check that you may read it.")
      }
    }
    let (answers, unanswered) = library.answers()
    let problems = unreadable + library.problems
    let counted = "Answered \(library.count - unanswered.count) of \(library.count) cases."
    var report = Report(
      data: [
        "cases": .int(Int64(library.count)),
        "unanswered": .array(unanswered.map { .string($0) }),
      ],
      messages: problems + unanswered.map { "Not answered: \($0)." },
      exit: problems.isEmpty && unanswered.isEmpty ? .done : .partly
    )
    if let out {
      try write(answers, to: out)
      report.data = .object((report.data.object ?? [:]).merging(["out": .string(out)]) { $1 })
      report.lines = [counted, out]
    } else if global.json {
      report.data = .object((report.data.object ?? [:]).merging(["answers": answers]) { $1 })
    } else {
      report.lines = [answers.pretty]
    }
    return report
  }

  private func names() throws -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder)
        .filter { $0.hasSuffix(".json") && $0 != "INDEX.json" }.sorted()
    } catch {
      throw Failure(
        .notFound,
        code: "not-found",
        "\(folder) is no folder that can be read; name a folder of case files."
      )
    }
  }

  private func write(_ answers: JSON, to path: String) throws {
    do {
      try Data((answers.pretty + "\n").utf8).write(to: URL(fileURLWithPath: path))
    } catch {
      throw Failure(
        .failed,
        code: "answers-not-written",
        "\(path) cannot be written; check its folder's rights and the free space."
      )
    }
  }
}
