import ArgumentParser
import Casework
import Foundation
import Machine
import StarmapDevice
import SyncProtocol
import WireFormat

/// Measures the figures that the product is held to, against real processes.
struct FiguresCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "figures",
    abstract: "Measure captures, status, first and empty sync, memory and cold start.",
    discussion: "Run it from a release build: swift run -c release starmap-bench figures"
  )

  @Option(help: "The Seeds folder.", completion: .directory)
  var seeds = "Seeds"

  @Option(help: "Runs of each whole-process measurement.")
  var runs: Int = 20

  func run() async throws {
    let server = try BenchServer()
    defer { server.remove() }
    do {
      let figures = try await measure(server)
      for line in Figure.head { print(line) }
      for figure in figures { print(figure.row) }
    } catch let failure as BenchFailure {
      print("The measurement failed: \(failure.message)")
      throw ArgumentParser.ExitCode(1)
    }
  }

  private func measure(_ server: BenchServer) async throws -> [Figure] {
    let start = try coldStarts(server)
    let world = try BenchWorld(server: server, seeds: seeds)
    var memory = Figure("server idle, resident", unit: "MiB", bar: 60)
    try await Task.sleep(for: .seconds(3))
    memory.add(try server.residentMegabytes())
    let few = try statuses(
      server,
      world,
      title: "starmap status, whole process, 20 unsent",
      after: 20
    )
    let capture = try captures(world)
    let many = try statuses(server, world, title: "the same, 1,000 unsent", after: 0)
    try server.run("starmap", ["sync"], home: world.capturing)
    let first = try await firstSyncs(server, world)
    let empty = try await emptySyncs(server, world)
    return [capture, few, many, first, empty, memory, start]
  }

  /// From the start of the process to its first answer, on a data folder that exists.
  private func coldStarts(_ server: BenchServer) throws -> Figure {
    var figure = Figure("cold start to first answer", unit: "ms", bar: 150)
    try server.start()
    for _ in 0..<runs {
      server.stop()
      figure.add(
        try milliseconds {
          try server.start()
          try server.waitForAnswer()
        }
      )
    }
    return figure
  }

  /// One reading from the call to its return, fsync included, on a device with 40 families.
  private func captures(_ world: BenchWorld) throws -> Figure {
    var figure = Figure("capture of a reading, with fsync", unit: "ms", bar: 20)
    let device = try Device.open(directory: world.capturing, surroundings: .process())
    for index in 0..<1000 {
      let family = world.families[index % world.families.count]
      let reading = try world.reading(index)
      figure.add(try milliseconds { _ = try device.addReading(reading, family: family) })
    }
    return figure
  }

  /// The whole process `starmap status`, offline, after some more captures.
  private func statuses(
    _ server: BenchServer,
    _ world: BenchWorld,
    title: String,
    after captures: Int
  ) throws -> Figure {
    var figure = Figure(title, unit: "ms", bar: 50)
    let device = try Device.open(directory: world.capturing, surroundings: .process())
    for index in 0..<captures {
      let family = world.families[index % world.families.count]
      _ = try device.addReading(try world.reading(2000 + index), family: family)
    }
    for _ in 0..<runs {
      figure.add(
        try TimedProcess.milliseconds(
          server.program("starmap"),
          ["status"],
          home: world.capturing
        )
      )
    }
    return figure
  }

  /// The whole process `starmap sync` on a device that holds nothing: 40 families, 1,000 readings.
  private func firstSyncs(_ server: BenchServer, _ world: BenchWorld) async throws -> Figure {
    var figure = Figure("first sync of 40 families, 1,000 readings", unit: "ms", bar: 1000)
    for index in 0..<min(runs, 10) {
      let home = try world.newProfile("first-\(index)")
      figure.add(
        try TimedProcess.milliseconds(server.program("starmap"), ["sync"], home: home)
      )
    }
    return figure
  }

  /// One pull with nothing new on a kept connection: the client's and the network's share included.
  private func emptySyncs(_ server: BenchServer, _ world: BenchWorld) async throws -> Figure {
    var figure = Figure("empty sync, round trip on a kept connection", unit: "ms", bar: 5)
    let device = try Device.open(directory: world.capturing, surroundings: .process())
    let transport = try HTTPTransport(server: server.address)
    _ = try await device.sync(over: transport)
    for _ in 0..<200 {
      let began = ContinuousClock.now
      let outcome = try await device.sync(over: transport)
      figure.add(milliseconds(in: ContinuousClock.now - began))
      guard outcome.isComplete, outcome.received == 0 else {
        throw BenchFailure(message: "the sync was not empty")
      }
    }
    try await transport.shutdown()
    return figure
  }
}
