import ArgumentParser

/// A command that does its work in a context and reports; printing and exit codes are the same for all.
protocol StarmapCommand: AsyncParsableCommand {
  /// Flags that every command has.
  var global: GlobalOptions { get }

  /// The command's words, `reading add`.
  static var words: String { get }

  /// The work.
  func perform(in context: CommandContext) async throws -> Report
}

extension StarmapCommand {
  /// Runs the command as the process's own.
  func run() async throws {
    let exit = await present(in: .process())
    guard exit == .done else { throw ArgumentParser.ExitCode(exit.rawValue) }
  }

  /// Runs the command, prints what it reports, and says how it ended.
  func present(in context: CommandContext) async -> Exit {
    do {
      let report = try await perform(in: context)
      Output.show(report, command: Self.words, asJSON: global.json)
      return report.exit
    } catch {
      let failure = Failure(explaining: error)
      Output.show(failure, command: Self.words, asJSON: global.json)
      return failure.exit
    }
  }
}
