import ArgumentParser

/// The command line that stands in for the mobile app.
@main
struct Starmap: AsyncParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "starmap",
    abstract: "Record how families are doing, with or without a signal.",
    discussion: """
      Examples:
        starmap reading add K7Q --instrument demo-compass --by together --score home=6 …
        starmap status
        starmap sync

      STARMAP_HOME names a profile: several devices can live on one machine.
      Exit codes: 0 done, 3 done in part, 4 sign-in needed, 5 not found or not yours,
      7 no server (your work is safe here), 8 refused, 9 device revoked, 64 wrong usage.
      """,
    version: version,
    subcommands: [
      StatusCommand.self, SyncCommand.self, EnrolCommand.self, WhoamiCommand.self,
      FamilyCommand.self, MemberCommand.self, EpisodeCommand.self, AssignCommand.self,
      HandoverCommand.self, ConsentCommand.self, GoalCommand.self, NoteCommand.self,
      ReadingCommand.self,
      StarCommand.self, ReviewCommand.self, ExportCommand.self, InstrumentCommand.self,
      CrosswalkCommand.self, TeamCommand.self, AuditCommand.self, DemoCommand.self,
    ]
  )
}
