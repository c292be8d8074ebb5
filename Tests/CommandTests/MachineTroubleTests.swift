import Foundation
import Testing
import WireFormat

/// Real programs on machines whose disk is full or whose clock is wrong.
@Suite struct MachineTroubleTests {
  private func full(_ prefix: String, after bytes: Int) throws -> [String: String] {
    [
      "LD_PRELOAD": try Programs.path("libPowerCut.so"), "TROUBLE_DISK_PREFIX": prefix,
      "TROUBLE_DISK_BYTES": "\(bytes)",
    ]
  }

  private func wrong(byYears years: Int) throws -> [String: String] {
    [
      "LD_PRELOAD": try Programs.path("libPowerCut.so"),
      "TROUBLE_CLOCK_SECONDS": "\(years * 365 * 86_400)",
    ]
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

  @Test(arguments: [30_000, 60_000, 120_000])
  func `a server whose disk fills up acknowledges nothing, and loses nothing`(_ bytes: Int) throws {
    let sandbox = try Sandbox.seeded()
    let worker = try sandbox.profile("peterborough")
    let supervisor = try sandbox.profile("supervisor")
    let family = try sandbox.family("star")
    sandbox.stopServer()
    try sandbox.startServer(environment: try full("ledger.sqlite", after: bytes))
    var isFull = false
    for index in 0..<12 where !isFull {
      try worker.succeed(
        ["reading", "add", family, "--date", "2026-10-\(10 + index)"] + compass(4)
      )
      let ended = try worker.run(["sync", "--json"])
      if ended.status != 0 {
        isFull = true
        #expect(ended.status == 7, "\(ended.output)")
        #expect(ended.output.contains("storage-full"), "\(ended.output)")
      }
    }
    try #require(isFull)
    #expect(try worker.succeed("status")["unsent"]?.int ?? 0 > 0)

    sandbox.killServer()
    try sandbox.startServer()
    try worker.succeed("sync")
    try supervisor.succeed("sync")

    let held = try worker.succeed("reading", "list", family)["readings"]?.array?.count
    let stored = try supervisor.succeed("reading", "list", family)["readings"]?.array?.count
    #expect(held == stored)
    #expect(try worker.succeed("sync", "--verify")["differing"]?.int == 0)
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

  @Test(arguments: [-10, 10])
  func `a clock that is ten years wrong loses nothing and wins nothing`(_ years: Int) throws {
    let sandbox = try Sandbox.seeded()
    let wrong = try wrong(byYears: years)
    let first = try sandbox.profile("peterborough")
    let second = try sandbox.profile("supervisor")
    let family = try sandbox.family("star")
    // The edit with the wrong clock is the earlier one.
    let early = try first.run(
      ["family", "edit", family, "--contact", "By letter"],
      environment: wrong
    )
    try #require(early.status == 0, "\(early.errors)")
    let reading = try first.run(
      ["reading", "add", family, "--date", "2026-10-10"] + compass(3),
      environment: wrong
    )
    try #require(reading.status == 0, "\(reading.errors)")
    try second.succeed("family", "edit", family, "--contact", "By telephone")
    try second.succeed("sync")

    let synced = try first.run(["sync", "--json"], environment: wrong)
    #expect([0, 3].contains(synced.status), "\(synced.output)")
    try first.succeed("sync")
    try second.succeed("sync")

    for profile in [first, second] {
      let shown = try profile.succeed("family", "show", family)
      #expect(shown["family"]?["fields"]?["contact"] == "By telephone", "\(shown)")
      #expect(
        try profile.succeed("reading", "list", family)["readings"]?.array?.count == 1
      )
    }
    #expect(try first.succeed("sync", "--verify")["differing"]?.int == 0)
  }
}
