import ArgumentParser
import Audit
import Casework
import Exports
import Foundation
import StarmapDevice
import WireFormat

/// Audits the server's own records.
struct AuditRun: StarmapCommand {
  static let words = "audit run"
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Audit the records of the server; needs a connection.",
    discussion: """
      Writes the same tables, plots and report as audit study, over the families below your unit,
      with the studies of families scored twice, the population figures, the mappers' votes and
      the signed-off tables of links that the server holds. What needs one that is not there is
      refused in the report, with the data that it would take.
      """
  )

  @OptionGroup var global: GlobalOptions

  @Option(help: "The first day of the period in which episodes closed.")
  var from: String

  @Option(help: "The last day of that period.")
  var to: String

  @Option(help: "As it was known on a day, or at the number of a commit; now if left out.")
  var asOf: String?

  @Option(help: "The folder to make.", completion: .directory)
  var out: String

  @Option(help: "For whom it is: release or internal.")
  var policy = AuditAudience.release.rawValue

  @Flag(help: "Say on standard error how far it has come, even where that is no terminal.")
  var progress = false

  func perform(in context: CommandContext) async throws -> Report {
    for (name, day) in [("--from", from), ("--to", to)] where CalendarDay(day) == nil {
      throw Failure.usage("\(name) must be a day such as 2026-11-24.")
    }
    guard let audience = AuditAudience(rawValue: policy) else {
      throw Failure.usage("--policy must be release or internal.")
    }
    if let asOf, !ExportCreate.isMoment(asOf) {
      throw Failure.usage(
        "--as-of must be a day such as 2026-11-24, the number of a commit, or both as "
          + "2026-11-24@1234."
      )
    }
    try ResultFolder.mustBeNew(out)
    let device = try context.device()
    guard let identity = try device.identity() else { return Report() }
    let steps = ProgressSteps(total: 3, isShown: !global.json && (progress || isatty(2) == 1))
    steps.tell(1, "auditing \(from) to \(to) on the server")
    let transport = try HTTPTransport(server: identity.server)
    do {
      let query = "from=\(from)&to=\(to)&policy=\(policy)" + (asOf.map { "&asOf=\($0)" } ?? "")
      let answer = try await transport.download(
        path: "/v1/audit?\(query)",
        token: identity.token
      )
      try await transport.shutdown()
      steps.tell(2, "received \(answer.body.count) bytes")
      let report = try report(answer, audience)
      steps.tell(3, "wrote \(report.data["files"]?.array?.count ?? 0) files")
      return report
    } catch {
      try? await transport.shutdown()
      throw error
    }
  }

  private func report(_ answer: SyncAnswer, _ audience: AuditAudience) throws -> Report {
    let files = try ResultFolder.files(in: answer, noun: "audit", next: "starmap audit run")
    try AuditFolder.write(files, into: out)
    let manifest = files.first { $0.name == "manifest.json" }
      .flatMap { try? JSON(strict: $0.bytes) }
    return Report(
      data: [
        "directory": .string(out), "files": .array(files.map { .string($0.name) }),
        "manifest": manifest ?? .null,
      ],
      lines: AuditFolder.lines(out, audience)
    )
  }
}
