import Foundation
import Testing
import WireFormat

/// A device that goes on syncing by itself.
@Suite struct WatchTests {
  /// Runs `sync --watch` beside a test, until the test ends.
  private func watching(_ profile: Profile, _ body: () throws -> Void) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try Programs.path("starmap"))
    process.arguments = ["sync", "--watch"]
    process.environment = ["STARMAP_HOME": profile.home]
    for stream in [\Process.standardInput, \.standardOutput, \.standardError] {
      process[keyPath: stream] = FileHandle.nullDevice
    }
    try process.run()
    defer {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    try body()
    #expect(process.isRunning)
  }

  private func waits(for condition: () throws -> Bool) throws -> Bool {
    for _ in 0..<300 {
      if try condition() { return true }
      usleep(100_000)
    }
    return false
  }

  @Test func `a watching device receives what another sends, also after the server was away`()
    throws
  {
    let sandbox = try Sandbox.seeded()
    let maker = try sandbox.profile("peterborough")
    let reader = try sandbox.profile("supervisor")
    let family = try sandbox.family("star")
    func count() throws -> Int {
      try reader.succeed("reading", "list", family)["readings"]?.array?.count ?? 0
    }
    let before = try count()
    try watching(reader) {
      try maker.succeed(["reading", "add", family] + compass(3))
      try maker.succeed("sync")
      #expect(try waits { try count() == before + 1 })

      sandbox.killServer()
      try sandbox.startServer()
      try maker.succeed(["reading", "add", family, "--date", "2026-10-20"] + compass(4))
      try maker.succeed("sync")
      #expect(try waits { try count() == before + 2 })
    }
  }
}
