import ArgumentParser
import Foundation
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

  @Option(help: "Play only these steps, separated by commas, as a report names them.")
  var only: String?

  @Option(help: "Of how many seeds one is played on files, which is slower; 0 for none.")
  var filesEvery: UInt64 = 100

  @Option(help: "Of how many seeds one is played twice, and must play equally; 0 for none.")
  var replayEvery: UInt64 = 100

  @Flag(inversion: .prefixedNo, help: "Shorten a run that fails.")
  var shrink = true

  @Option(help: "A mistake to plant: answersBeforeCommit or cursorAhead.")
  var plant: String?

  /// Plays a seed, some of them twice; what is played on files must equal what is played in memory.
  private func play(_ seed: UInt64, _ bug: PlantedBug?, _ omitted: Set<Int>) throws -> Int {
    let isOnFiles = filesEvery > 0 && seed % filesEvery == 0
    let trace = try trace(seed, bug, omitted, isOnFiles: isOnFiles)
    guard replayEvery > 0, seed % replayEvery == 0 else { return trace.saved }
    let second = try self.trace(seed, bug, omitted, isOnFiles: false)
    guard second == trace else { throw Replayed(first: trace, second: second) }
    return trace.saved
  }

  private func trace(
    _ seed: UInt64,
    _ bug: PlantedBug?,
    _ omitted: Set<Int>,
    isOnFiles: Bool
  ) throws -> Simulation.Trace {
    guard isOnFiles else {
      return try Simulation(seed: seed, bug: bug).run(steps: steps, omitting: omitted)
    }
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("simulation-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let simulation = try Simulation(seed: seed, bug: bug, folder: folder)
    return try simulation.run(steps: steps, omitting: omitted)
  }

  func run() async throws {
    let bug = plant.flatMap { PlantedBug(rawValue: $0) }
    guard (plant == nil) == (bug == nil) else {
      throw ValidationError("--plant must be answersBeforeCommit or cursorAhead.")
    }
    let kept = only.map { Set($0.split(separator: ",").compactMap { Int($0) }) }
    let omitted = kept.map { Set(0..<steps).subtracting($0) } ?? []
    let clock = ContinuousClock()
    var saved = 0
    let duration = try clock.measure {
      for seed in from..<from + UInt64(max(seeds, 0)) {
        do {
          saved += try play(seed, bug, omitted)
        } catch {
          print("seed \(seed), \(steps) steps: \(error)")
          if shrink, let report = Shrinker.shrink(seed: seed, steps: steps, bug: bug) {
            let kept = report.kept.map(String.init).joined(separator: ",")
            print("shortest: --from \(seed) --steps \(steps) --only \(kept): \(report.failure)")
            for line in report.journal { print("  \(line)") }
          }
          throw ArgumentParser.ExitCode(1)
        }
      }
    }
    print("\(seeds) seeds from \(from) kept every promise: \(saved) operations in \(duration).")
  }
}

/// A seed that did not play equally when it was played again.
private struct Replayed: Error, CustomStringConvertible {
  let first: Simulation.Trace
  let second: Simulation.Trace

  var description: String { "it plays otherwise when it is played again: \(first), then \(second)" }
}
