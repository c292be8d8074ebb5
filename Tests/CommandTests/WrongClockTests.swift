import Foundation
import Testing
import WireFormat

/// Real programs whose clocks are wrong, or jump.
@Suite struct WrongClockTests {
  /// How wrong the wall clock is; with `until`, until that file is there.
  private func wrong(byYears years: Int, until file: String? = nil) throws -> [String: String] {
    guard years != 0 else { return [:] }
    var environment = [
      "LD_PRELOAD": try Programs.path("libPowerCut.so"),
      "TROUBLE_CLOCK_SECONDS": "\(years * 365 * 86_400)",
    ]
    environment["TROUBLE_CLOCK_UNTIL"] = file
    return environment
  }

  // While saving, and at the first sync: wrong all the time, or put right or wrong in between.
  @Test(arguments: [
    (-10, -10), (10, 10), (0, -10), (0, 10), (-10, 0), (10, 0), (-10, 10), (10, -10),
  ])
  func `a clock that is wrong, or jumps before the first sync, loses nothing and wins nothing`(
    _ saving: Int,
    _ syncing: Int
  ) throws {
    let sandbox = try Sandbox.seeded()
    let first = try sandbox.profile("peterborough")
    let second = try sandbox.profile("supervisor")
    let family = try sandbox.family("star")
    // The edit with the wrong clock is the earlier one.
    let early = try first.run(
      ["family", "edit", family, "--contact", "By letter"],
      environment: try wrong(byYears: saving)
    )
    try #require(early.status == 0, "\(early.errors)")
    let reading = try first.run(
      ["reading", "add", family, "--date", "2026-10-10"] + compass(3),
      environment: try wrong(byYears: saving)
    )
    try #require(reading.status == 0, "\(reading.errors)")
    try second.succeed("family", "edit", family, "--contact", "By telephone")
    try second.succeed("sync")

    let synced = try first.run(["sync", "--json"], environment: try wrong(byYears: syncing))
    #expect([0, 3].contains(synced.status), "\(synced.output)")
    #expect(try first.unsent() == 0)
    try first.succeed("sync")
    try second.succeed("sync")

    for profile in [first, second] {
      let shown = try profile.succeed("family", "show", family)
      #expect(shown["family"]?["fields"]?["contact"] == "By telephone", "\(shown)")
      #expect(try profile.readings(of: family).count == 1)
    }
    #expect(try first.succeed("sync", "--verify")["differing"]?.int == 0)
  }

  @Test(arguments: [-10, 10])
  func `what is written after the server's clock was put right reaches every reader`(
    _ years: Int
  ) throws {
    let sandbox = try Sandbox.seeded()
    let writer = try sandbox.profile("peterborough")
    let reader = try sandbox.profile("supervisor")
    let family = try sandbox.family("star")
    let right = sandbox.directory + "/right"
    sandbox.stopServer()
    try sandbox.startServer(environment: try wrong(byYears: years, until: right))
    try writer.succeed(["reading", "add", family, "--date", "2016-05-01"] + compass(3))
    try writer.succeed("sync")
    try reader.succeed("sync")
    #expect(try reader.homes(of: family) == ["3"])

    // The same server, at work: its clock steps by ten years between two writes.
    try Data().write(to: URL(filePath: right))
    try writer.succeed(["reading", "add", family, "--date", "2016-05-02"] + compass(4))
    try writer.succeed("family", "edit", family, "--contact", "By letter")
    try writer.succeed("sync")
    try reader.succeed("sync")
    #expect(try reader.homes(of: family) == ["3", "4"])
    sandbox.stopServer()
    try sandbox.startServer()
    try writer.succeed(["reading", "add", family, "--date", "2016-05-03"] + compass(5))
    try writer.succeed("sync")
    try reader.succeed("sync")

    for profile in [writer, reader] {
      #expect(try profile.homes(of: family) == ["3", "4", "5"])
      let shown = try profile.succeed("family", "show", family)
      #expect(shown["family"]?["fields"]?["contact"] == "By letter", "\(shown)")
      #expect(try profile.unsent() == 0)
      #expect(try profile.succeed("sync", "--verify")["differing"]?.int == 0)
    }
  }
}
