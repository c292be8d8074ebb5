import ArgumentParser

/// The comparative audit.
struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Compare what two instruments say, with everything that stands in the way.",
    subcommands: [AuditRun.self, AuditStudy.self, AuditCheckCases.self]
  )
}
