import Foundation
import GRDB
import Testing
import WireFormat

/// Going back to a backup: what is lost is told, and nothing is lost by going back itself.
@Suite struct BackupRestoreTests {
  private func backup(
    _ sandbox: Sandbox,
    _ arguments: [String],
    environment: [String: String] = [:]
  ) throws -> Ended {
    try runProgram(
      "starmap-server",
      ["backup"] + arguments + ["--data", sandbox.data, "--json"],
      environment: environment
    )
  }

  private func data(_ ended: Ended) throws -> JSON {
    try #require(ended.status == 0, "\(ended.output) \(ended.errors)")
    let json = try JSON(strict: Array(ended.output.utf8.prefix { $0 != UInt8(ascii: "\n") }))
    return try #require(json["data"])
  }

  private func asides(_ sandbox: Sandbox) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: sandbox.data)
      .filter { $0.hasPrefix("before-restore") || $0 == "restoring" }.sorted()
  }

  @Test func `the operator is told which commits are lost, and where the old store lies`() throws {
    let sandbox = try Sandbox.seeded()
    let worker = try sandbox.profile("peterborough")
    let family = try sandbox.family("star")
    let file = sandbox.directory + "/nightly.starmap-backup"
    _ = try data(try backup(sandbox, ["create", file]))
    let before = try #require(try data(try backup(sandbox, ["verify", file]))["head"]?.int)
    for home in 3...4 {
      try worker.succeed(
        ["reading", "add", family, "--date", "2026-10-0\(home)"] + compass(home)
      )
      try worker.succeed("sync")
    }
    sandbox.stopServer()

    let restored = try data(try backup(sandbox, ["restore", file]))
    let again = try data(try backup(sandbox, ["restore", file]))

    #expect(restored["head"]?.int == before)
    #expect(restored["lost"] == ["from": .int(before + 1), "to": .int(before + 2)])
    #expect(restored["aside"]?.string == sandbox.data + "/before-restore-1")
    #expect(again["lost"] == .null)
    #expect(try asides(sandbox) == ["before-restore-1", "before-restore-2"])
    try sandbox.startServer()
    #expect(try worker.succeed("sync")["unsent"]?.int == 0)
    #expect(try worker.homes(of: family) == ["3", "4"])
  }

  @Test func `a backup older than a verified one must be forced, and devices bring back the rest`()
    throws
  {
    let sandbox = try Sandbox.seeded()
    let worker = try sandbox.profile("peterborough")
    let supervisor = try sandbox.profile("supervisor")
    let family = try sandbox.family("star")
    let older = sandbox.directory + "/older.starmap-backup"
    let newer = sandbox.directory + "/newer.starmap-backup"
    _ = try data(try backup(sandbox, ["create", older]))
    for home in 3...4 {
      try worker.succeed(
        ["reading", "add", family, "--date", "2026-10-0\(home)"] + compass(home)
      )
      try worker.succeed("sync")
    }
    _ = try data(try backup(sandbox, ["create", newer]))
    let head = try #require(try data(try backup(sandbox, ["verify", newer]))["head"]?.int)
    // The devices hear of it, and would forget if they relied upon that backup alone.
    try worker.succeed("sync")
    try FileManager.default.removeItem(atPath: newer)
    sandbox.stopServer()

    let refused = try backup(sandbox, ["restore", older])
    #expect(refused.status == 8, "\(refused.output)")
    #expect(refused.output.contains("\(head - 1) to \(head)"), "\(refused.output)")
    #expect(try asides(sandbox) == [])
    let forced = try data(try backup(sandbox, ["restore", older, "--force"]))
    #expect(forced["lost"] == ["from": .int(head - 1), "to": .int(head)])
    try sandbox.startServer()
    try worker.succeed("sync")
    try supervisor.succeed("sync")

    for profile in [worker, supervisor] {
      #expect(try profile.homes(of: family) == ["3", "4"])
      #expect(try profile.unsent() == 0)
    }
    #expect(try worker.succeed("sync", "--verify")["differing"]?.int == 0)
  }

  @Test(
    arguments: [
      "server.restore-copied", "server.restore-before-rename", "server.restore-after-rename",
    ]
  )
  func `a restore that is killed leaves a whole store, and can be run again`(
    _ failpoint: String
  )
    throws
  {
    let sandbox = try Sandbox.seeded()
    let worker = try sandbox.profile("peterborough")
    let supervisor = try sandbox.profile("supervisor")
    let family = try sandbox.family("star")
    let file = sandbox.directory + "/nightly.starmap-backup"
    try worker.succeed(["reading", "add", family, "--date", "2026-09-01"] + compass(3))
    try worker.succeed("sync")
    _ = try data(try backup(sandbox, ["create", file]))
    try worker.succeed(["reading", "add", family, "--date", "2026-10-01"] + compass(4))
    try worker.succeed("sync")
    sandbox.killServer()

    let killed = try backup(
      sandbox,
      ["restore", file],
      environment: ["STARMAP_FAILPOINT": failpoint]
    )
    try #require(killed.wasKilled, "\(failpoint) was not reached: \(killed.output)")

    // The old store or the new one, never a new empty one, which would know neither of them.
    try sandbox.startServer()
    try worker.succeed("sync")
    try supervisor.succeed("sync")
    #expect(try supervisor.homes(of: family) == ["3", "4"])
    #expect(try worker.succeed("sync", "--verify")["differing"]?.int == 0)
    sandbox.stopServer()
    _ = try data(try backup(sandbox, ["restore", file]))
    #expect(try !asides(sandbox).contains("restoring"))
    try sandbox.startServer()
    try worker.succeed("sync")
    try supervisor.succeed("sync")
    for profile in [worker, supervisor] {
      #expect(try profile.homes(of: family) == ["3", "4"])
    }
    #expect(try worker.succeed("sync", "--verify")["differing"]?.int == 0)
  }

  @Test
  func `the store that was replaced is kept, also when the restore was killed before the end`()
    throws
  {
    let sandbox = try Sandbox.seeded()
    let worker = try sandbox.profile("peterborough")
    let family = try sandbox.family("star")
    let file = sandbox.directory + "/nightly.starmap-backup"
    _ = try data(try backup(sandbox, ["create", file]))
    let head = try #require(try data(try backup(sandbox, ["verify", file]))["head"]?.int)
    try worker.succeed(["reading", "add", family] + compass(4))
    try worker.succeed("sync")
    sandbox.stopServer()
    _ = try backup(
      sandbox,
      ["restore", file],
      environment: ["STARMAP_FAILPOINT": "server.restore-after-rename"]
    )
    _ = try data(try backup(sandbox, ["restore", file]))

    #expect(try asides(sandbox) == ["before-restore-1", "before-restore-2"])
    let kept = try data(
      try runProgram(
        "starmap-server",
        [
          "backup", "restore", sandbox.data + "/before-restore-1/ledger.sqlite", "--json",
          "--force", "--data", sandbox.directory + "/kept",
        ]
      )
    )
    #expect(kept["head"]?.int == head + 1)
  }

  @Test func `a server does not start on damaged pages, and starts on the restored backup`() throws
  {
    let sandbox = try Sandbox.seeded()
    let file = sandbox.directory + "/nightly.starmap-backup"
    _ = try data(try backup(sandbox, ["create", file]))
    sandbox.stopServer()
    let store = try DatabaseQueue(path: sandbox.data + "/ledger.sqlite")
    let root = try store.read {
      try Int.fetchOne($0, sql: "SELECT rootpage FROM sqlite_schema WHERE name = 'change_record'")
    }
    try store.close()
    var bytes = try Data(contentsOf: URL(filePath: sandbox.data + "/ledger.sqlite"))
    let page = (try #require(root) - 1) * 4096
    for offset in page + 8..<page + 64 { bytes[offset] = 0xFF }
    try bytes.write(to: URL(filePath: sandbox.data + "/ledger.sqlite"))

    // An address that cannot be listened on ends the program in any case.
    let refused = try runProgram(
      "starmap-server",
      ["serve", "--data", sandbox.data, "--listen", "192.0.2.1:1", "--behind-proxy", "192.0.2.1"]
    )
    #expect(refused.status == 1)
    #expect(refused.errors.contains("The database is damaged"), "\(refused.errors)")
    #expect(refused.errors.contains("backup restore"), "\(refused.errors)")
    _ = try data(try backup(sandbox, ["restore", file]))

    try sandbox.startServer()
    #expect(try sandbox.profile("peterborough").unsent() == 0)
  }

  @Test func `a store that cannot be read is replaced only by force, and put aside`() throws {
    let sandbox = try Sandbox.seeded()
    let worker = try sandbox.profile("peterborough")
    let family = try sandbox.family("star")
    let file = sandbox.directory + "/nightly.starmap-backup"
    try worker.succeed(["reading", "add", family] + compass(4))
    try worker.succeed("sync")
    _ = try data(try backup(sandbox, ["create", file]))
    sandbox.stopServer()
    let rubble = Data(String(repeating: "Not a store. ", count: 1000).utf8)
    try rubble.write(to: URL(filePath: sandbox.data + "/ledger.sqlite"))

    let refused = try backup(sandbox, ["restore", file])
    #expect(refused.status == 8, "\(refused.output)")
    let forced = try data(try backup(sandbox, ["restore", file, "--force"]))

    #expect(forced["known"] == false)
    let aside = try #require(forced["aside"]?.string)
    #expect(FileManager.default.contents(atPath: aside + "/ledger.sqlite") == rubble)
    try sandbox.startServer()
    #expect(try worker.succeed("sync")["unsent"]?.int == 0)
    #expect(try worker.succeed("sync", "--verify")["differing"]?.int == 0)
  }
}
