import ArgumentParser

/// The server's program: it serves, and it carries out what only its operator may do.
@main
struct StarmapServer: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "starmap-server",
    abstract: "Stores readings of Early Help, and lets devices sync and supervisors export.",
    discussion: """
      Begin with:
        starmap-server serve --data DIR
        starmap-server admin create --data DIR --name "Your name"
      """,
    version: ProgramVersion.text,
    subcommands: [
      Serve.self, Admin.self, Pack.self, CrosswalkCommand.self, Import.self, Backup.self,
    ]
  )
}

/// The version of both programs.
enum ProgramVersion {
  static let text = "0.1.0"
}
