import ArgumentParser
import TestKit

/// Runs the simulator over many seeds.
struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Run the seeded simulator and stop at the first seed that breaks a promise."
  )

  @Option(help: "How many seeds.")
  var seeds: Int = 1000

  @Option(help: "The first seed.")
  var from: UInt64 = 0

  @Option(help: "Steps in each.")
  var steps: Int = 60

  @Option(help: "A mistake to plant: answersBeforeCommit or cursorAhead.")
  var plant: String?

  func run() async throws {
    let bug = plant.flatMap { PlantedBug(rawValue: $0) }
    guard (plant == nil) == (bug == nil) else {
      throw ValidationError("--plant must be answersBeforeCommit or cursorAhead.")
    }
    let clock = ContinuousClock()
    var saved = 0
    let duration = try clock.measure {
      for seed in from..<from + UInt64(max(seeds, 0)) {
        do {
          saved += try Simulation(seed: seed, bug: bug).run(steps: steps).saved
        } catch {
          print("seed \(seed), \(steps) steps: \(error)")
          throw ArgumentParser.ExitCode(1)
        }
      }
    }
    print("\(seeds) seeds from \(from) kept every promise: \(saved) operations in \(duration).")
  }
}
