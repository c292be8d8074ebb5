import ArgumentParser
import Foundation
import WireFormat

/// Puts the real server under load and measures it from outside.
struct LoadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "load",
    abstract:
      "Measure the server under load: pushes, pulls, deltas, group commit, an outage's end.",
    discussion: """
      Every run starts the built starmap-server on an empty temporary folder, with SQLite at synchronous = FULL, and \
      talks HTTP to it on loopback. Run it from a release build, on a quiet machine: \
      swift run -c release starmap-bench load
      """
  )

  @Option(help: "The Seeds folder.", completion: .directory)
  var seeds = "Seeds"

  @Option(help: "Workloads, separated by commas; left out, all of them.")
  var only: String?

  @Option(help: "Runs of each workload.")
  var runs = 5

  @Option(help: "Readings of a run that pushes batches.")
  var readings = 40_000

  @Option(help: "Stored readings before a pull, separated by commas.")
  var stored = "10000,100000"

  @Option(help: "Stored readings before deltas, separated by commas.")
  var deltas = "1000,10000,100000,1000000"

  @Flag(help: "Print one line of JSON for every run, in place of the table.")
  var json = false

  func validate() throws {
    let known = LoadWorkload.allCases.map(\.rawValue)
    if let unknown = names?.first(where: { !known.contains($0) }) {
      throw ValidationError(
        "There is no workload \(unknown); they are \(known.joined(separator: ", "))."
      )
    }
    guard sizes(stored) != nil, sizes(deltas) != nil else {
      throw ValidationError("--stored and --deltas take whole numbers, separated by commas.")
    }
    guard (1...1000).contains(runs), (100...10_000_000).contains(readings) else {
      throw ValidationError("--runs takes 1 to 1000, --readings 100 to 10000000.")
    }
  }

  func run() throws {
    let plan = LoadPlan(
      seeds: seeds,
      runs: runs,
      readings: readings,
      stored: sizes(stored) ?? [],
      deltas: sizes(deltas) ?? []
    )
    let wanted = LoadWorkload.allCases.filter { names?.contains($0.rawValue) ?? true }
    var rows: [LoadRow] = []
    do {
      for workload in wanted {
        // What reads a store that took long to fill reads it in every run.
        for _ in 0..<(workload.fillsStore ? 1 : runs) {
          for row in try workload.run(plan) {
            rows.append(row)
            if json { say(row.json.canonicalText) }
          }
        }
      }
    } catch let failure as BenchFailure {
      FileHandle.standardError.write(Data("The measurement failed: \(failure.message)\n".utf8))
      throw ExitCode(1)
    }
    if !json { for line in LoadRow.table(rows) { say(line) } }
  }

  private var names: [String]? { only?.split(separator: ",").map(String.init) }

  private func sizes(_ text: String) -> [Int]? {
    let parts = text.split(separator: ",")
    let sizes = parts.compactMap { Int($0) }.filter { (100...100_000_000).contains($0) }
    return sizes.count == parts.count && !sizes.isEmpty ? sizes : nil
  }

  /// Prints a line at once, so that a long measurement shows what it has.
  private func say(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
  }
}

/// How large the workloads are.
struct LoadPlan {
  /// The Seeds folder.
  let seeds: String
  /// Runs on a store that was filled once.
  let runs: Int
  /// Readings of a run that pushes batches.
  let readings: Int
  /// Stored readings before a pull.
  let stored: [Int]
  /// Stored readings before deltas.
  let deltas: [Int]
}

/// What can be measured.
enum LoadWorkload: String, CaseIterable {
  /// One device pushes batches of 100 readings.
  case push1 = "push-1"
  /// Eight devices do.
  case push8 = "push-8"
  /// Thirty-two devices do.
  case push32 = "push-32"
  /// The same rows are written to the same tables by SQLite alone.
  case raw
  /// One device pushes one reading at a time.
  case single
  /// Sixty-four devices push one reading at a time while every sync takes 5 ms more, with and without
  /// sharing commits.
  case group
  /// Two hundred devices push 100 readings each at once, after an outage.
  case outage
  /// A new device pulls everything.
  case pull
  /// A device pulls when nothing, 10 and 1000 readings are new.
  case delta
  /// What a reading takes on the wire in a batch of 100.
  case wire

  /// Whether it fills a store first and then measures all its runs on it.
  var fillsStore: Bool { self == .pull || self == .delta }

  /// Measures once, or all runs of a workload that fills a store first.
  func run(_ plan: LoadPlan) throws -> [LoadRow] {
    switch self {
    case .push1: [try PushRun(plan, name: rawValue, devices: 1).run()]
    case .push8: [try PushRun(plan, name: rawValue, devices: 8).run()]
    case .push32: [try PushRun(plan, name: rawValue, devices: 32).run()]
    case .raw: try RawRun.run(plan)
    case .single: [try PushRun(plan, name: rawValue, devices: 1, batch: 1, pushes: 300).run()]
    case .group: try PushRun.grouped(plan)
    case .outage: [try PushRun(plan, name: rawValue, devices: 200, pushes: 1).run()]
    case .pull: try PullRun.pulls(plan)
    case .delta: try PullRun.deltas(plan)
    case .wire: [try WireRun.run()]
    }
  }
}
