import ArgumentParser

/// Measures the product on the machine it runs on; timings belong here and never in a test.
@main
struct StarmapBench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "starmap-bench",
    abstract: "Measure captures, syncs, starts and the server under load, and run the simulator.",
    subcommands: [FiguresCommand.self, LoadCommand.self, SimulateCommand.self]
  )
}
