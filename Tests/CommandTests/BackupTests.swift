import Foundation
import Testing
import WireFormat

/// Backups through the real programs: made while the server works, proved, and gone back to.
@Suite struct BackupTests {
  private func backup(_ sandbox: Sandbox, _ arguments: [String]) throws -> Ended {
    try runProgram(
      "starmap-server",
      ["backup"] + arguments + ["--data", sandbox.data, "--json"]
    )
  }

  @Test func `devices send again what a restored server has lost, once, and nobody must act`()
    throws
  {
    let sandbox = try Sandbox.seeded()
    let worker = try sandbox.profile("peterborough")
    let supervisor = try sandbox.profile("supervisor")
    let family = try sandbox.family("star")
    let file = sandbox.directory + "/nightly.starmap-backup"
    try worker.succeed(["reading", "add", family, "--date", "2026-09-01"] + compass(3))
    try worker.succeed("sync")
    let made = try backup(sandbox, ["create", file])
    #expect(made.status == 0, "\(made.output) \(made.errors)")
    try worker.succeed(["reading", "add", family, "--date", "2026-10-01"] + compass(4))
    try worker.succeed("sync")
    try supervisor.succeed("sync")
    try worker.succeed(["reading", "add", family, "--date", "2026-11-01"] + compass(5))

    sandbox.killServer()
    let restored = try backup(sandbox, ["restore", file])
    #expect(restored.status == 0, "\(restored.output) \(restored.errors)")
    try sandbox.startServer()
    let healed = try worker.succeed("sync")
    try supervisor.succeed("sync")
    try worker.succeed("sync", "--verify")

    #expect(healed["unsent"]?.int == 0)
    for profile in [worker, supervisor] {
      let readings = try profile.succeed("reading", "list", family)["readings"]?.array ?? []
      #expect(
        readings.compactMap { $0["fields"]?["scores"]?["home"]?.string }.sorted()
          == ["3", "4", "5"]
      )
    }
    #expect(try worker.succeed("sync", "--verify")["differing"]?.int == 0)
  }

  @Test func `devices forget their copies only once a backup was verified`() throws {
    let sandbox = try Sandbox.seeded()
    let worker = try sandbox.profile("peterborough")
    let file = sandbox.directory + "/nightly.starmap-backup"
    try worker.succeed(["reading", "add", try sandbox.family("star")] + compass(3))
    try worker.succeed("sync")
    _ = try backup(sandbox, ["create", file])
    try worker.succeed("sync")
    let before = try worker.succeed("status")["not_backed_up"]?.int

    let verified = try backup(sandbox, ["verify", file])
    try worker.succeed("sync")

    #expect(before == 1)
    #expect(verified.status == 0, "\(verified.output) \(verified.errors)")
    #expect(try worker.succeed("status")["not_backed_up"]?.int == 0)
  }

  @Test func `a backup with one flipped bit is refused, for verifying and for restoring`() throws {
    let sandbox = try Sandbox.seeded()
    let file = sandbox.directory + "/nightly.starmap-backup"
    _ = try backup(sandbox, ["create", file])
    var bytes = Array(try Data(contentsOf: URL(filePath: file)))
    let marker = Array("Invented".utf8)
    let place = try #require(
      (0..<bytes.count - marker.count).last { Array(bytes[$0..<$0 + marker.count]) == marker }
    )
    // In the middle of a page's cell pointers a flip is found by the page check; in the clock's chain by ours.
    for offset in stride(from: 100, to: 4096, by: 1) {
      bytes[place / 4096 * 4096 + offset - 100] ^= 1
    }
    try Data(bytes).write(to: URL(filePath: file))
    sandbox.stopServer()

    let verified = try backup(sandbox, ["verify", file])
    let restored = try backup(sandbox, ["restore", file])

    #expect(verified.status != 0)
    #expect(restored.status != 0)
    try sandbox.startServer()
    #expect(try sandbox.profile("peterborough").succeed("sync")["unsent"]?.int == 0)
  }

  @Test func `a backup is not restored under a running server, nor over a file that is there`()
    throws
  {
    let sandbox = try Sandbox.seeded()
    let file = sandbox.directory + "/nightly.starmap-backup"
    _ = try backup(sandbox, ["create", file])

    #expect(try backup(sandbox, ["restore", file]).status == 75)
    #expect(try backup(sandbox, ["create", file]).status == 78)
    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }
}
