import Foundation
import GRDB
import Testing
import WireFormat

/// Real programs on machines whose disk is full.
@Suite struct MachineTroubleTests {
  /// A disk that is full after so many bytes; with `until`, until that file is there.
  private func full(
    _ prefix: String,
    after bytes: Int,
    until file: String? = nil
  ) throws -> [String: String] {
    var environment = [
      "LD_PRELOAD": try Programs.path("libPowerCut.so"), "TROUBLE_DISK_PREFIX": prefix,
      "TROUBLE_DISK_BYTES": "\(bytes)",
    ]
    environment["TROUBLE_DISK_UNTIL"] = file
    return environment
  }

  @Test func `a device whose disk fills up says so, keeps what it saved, and goes on later`() throws
  {
    let sandbox = try Sandbox.seeded()
    let worker = try sandbox.profile("peterborough")
    let family = try sandbox.family("star")
    try worker.succeed(["reading", "add", family, "--date", "2026-10-01"] + compass(2))
    var saved = 1
    var refused = 0

    for (index, bytes) in [0, 3000, 9000, 20_000, 60_000, 2_000_000].enumerated() {
      let environment = try full("device.sqlite", after: bytes)
      let ended = try worker.run(
        ["reading", "add", family, "--date", "2026-10-\(10 + index)", "--json"] + compass(3),
        environment: environment
      )
      if ended.status == 0 {
        saved += 1
      } else {
        refused += 1
        #expect(ended.output.contains("disk-full"), "\(bytes): \(ended.output) \(ended.errors)")
      }
      let synced = try worker.run(["sync", "--json"], environment: environment)
      #expect(!synced.wasKilled)
      let shown = try worker.succeed("reading", "list", family)["readings"]?.array ?? []
      #expect(shown.count == saved, "\(bytes)")
    }
    #expect(refused > 0 && saved > 1)

    try worker.succeed("sync")
    #expect(try worker.succeed("status")["unsent"]?.int == 0)
    let supervisor = try sandbox.profile("supervisor")
    let readings = try supervisor.succeed("reading", "list", family)["readings"]?.array ?? []
    #expect(readings.count == saved)
  }

  @Test(arguments: [30_000, 60_000, 120_000], [false, true])
  func `a server whose disk fills up acknowledges nothing it loses, and goes on when there is room`(
    _ bytes: Int,
    isRestarted: Bool
  ) throws {
    let sandbox = try Sandbox.seeded()
    let worker = try sandbox.profile("peterborough")
    let supervisor = try sandbox.profile("supervisor")
    let family = try sandbox.family("star")
    let room = sandbox.directory + "/room"
    sandbox.stopServer()
    try sandbox.startServer(environment: try full("ledger.sqlite", after: bytes, until: room))
    var isFull = false
    var saved = 0
    for index in 0..<12 where !isFull {
      try worker.succeed(
        ["reading", "add", family, "--date", "2026-10-\(10 + index)"] + compass(4)
      )
      saved += 1
      let ended = try worker.run(["sync", "--json"])
      if ended.status != 0 {
        isFull = true
        #expect(ended.status == 7, "\(ended.output)")
        #expect(ended.output.contains("storage-full"), "\(ended.output)")
      }
    }
    try #require(isFull)
    #expect(try worker.unsent() > 0)

    if isRestarted {
      sandbox.killServer()
      try sandbox.startServer()
    } else {
      try Data().write(to: URL(filePath: room))
    }
    try worker.succeed("sync")
    try supervisor.succeed("sync")

    #expect(try worker.unsent() == 0)
    #expect(try worker.readings(of: family).count == saved)
    #expect(try supervisor.readings(of: family).count == saved)
    #expect(try worker.succeed("sync", "--verify")["differing"]?.int == 0)
  }

  @Test func `a server whose log's index could not grow goes on when there is room, as it is`()
    throws
  {
    let sandbox = try Sandbox.seeded()
    let worker = try sandbox.profile("peterborough")
    let family = try sandbox.family("star")
    let room = sandbox.directory + "/room"
    sandbox.stopServer()
    // The index takes eight bytes for its first part, which holds 4,062 pages of the log; the import needs more.
    try sandbox.startServer(
      environment: try full("ledger.sqlite-shm", after: 8, until: room)
    )
    let council = LargeCouncil(families: 110, episodes: 10, remarkBytes: 19_000)
    let arguments = try council.prepare(in: sandbox)

    let refused = try runProgram("starmap-server", arguments)
    try #require(refused.status != 0)
    #expect(refused.output.contains("storage-full"), "\(refused.output) \(refused.errors)")
    try Data().write(to: URL(filePath: room))
    try worker.succeed(["reading", "add", family] + compass(4))
    try worker.succeed("sync")
    let stored = try runProgram("starmap-server", arguments)

    #expect(try worker.unsent() == 0)
    #expect(stored.status == 0, "\(stored.output)")
  }

  @Test func `a store is not upgraded where there is no room for a copy of it`() throws {
    let sandbox = try Sandbox()
    try FileManager.default.createDirectory(
      atPath: sandbox.data,
      withIntermediateDirectories: true
    )
    let fixture = repositoryRoot + "/Tests/LedgerContractTests/Fixtures/ledger-0001.sql"
    // The rows of the fixture come in the order of their tables' names.
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let store = try DatabaseQueue(
      path: sandbox.data + "/ledger.sqlite",
      configuration: configuration
    )
    try store.writeWithoutTransaction {
      try $0.execute(sql: try String(contentsOfFile: fixture, encoding: .utf8))
    }
    func version() throws -> Int? {
      try store.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
    }

    let refused = try runProgram(
      "starmap-server",
      ["admin", "unit", "--data", sandbox.data, "--json"],
      environment: try full("before-upgrade", after: 0)
    )
    #expect(refused.output.contains("storage-full"), "\(refused.output)")
    #expect(try version() == 1)
    _ = try sandbox.admin(["admin", "unit"])

    #expect(try version() ?? 0 > 1)
    let names = try FileManager.default.contentsOfDirectory(atPath: sandbox.data)
    #expect(names.filter { $0.hasPrefix("before-upgrade") } == ["before-upgrade-1.sqlite"])
  }

  @Test func `a device with little room sends and does not receive, until there is room`() throws {
    let sandbox = try Sandbox.seeded()
    let worker = try sandbox.profile("peterborough")
    let supervisor = try sandbox.profile("supervisor")
    let family = try sandbox.family("star")
    func goals() throws -> Int {
      try worker.succeed("goal", "list", family)["goals"]?.array?.count ?? 0
    }
    let before = try goals()
    try supervisor.succeed("goal", "add", family, "--text", "Invented goal")
    try supervisor.succeed("sync")
    try worker.succeed(["reading", "add", family, "--date", "2026-10-10"] + compass(3))
    let little = [
      "LD_PRELOAD": try Programs.path("libPowerCut.so"), "TROUBLE_FREE_BYTES": "30000000",
    ]

    let ended = try worker.run(["sync", "--json"], environment: little)

    #expect(ended.status == 3, "\(ended.output)")
    #expect(ended.output.contains("device-full"))
    #expect(try worker.succeed("status")["unsent"]?.int == 0)
    #expect(try goals() == before)
    let saved = try worker.run(
      ["reading", "add", family, "--date", "2026-10-11", "--json"] + compass(4),
      environment: little
    )
    #expect(saved.status == 0)
    try worker.succeed("sync")
    #expect(try goals() == before + 1)
  }
}
