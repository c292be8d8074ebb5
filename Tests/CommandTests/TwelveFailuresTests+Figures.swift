import Foundation
import Testing
import WireFormat

/// The last two: the figures of a supervisor, and the first sync of a device.
extension TwelveFailuresTests {
  /// 11. The export does not match the chart.
  @Test func `the export says what the listing and the chart say`() throws {
    let sandbox = try Sandbox.seeded()
    let supervisor = try sandbox.profile("supervisor")
    let worker = try sandbox.profile("peterborough")
    let other = try sandbox.profile("cambridgeshire")
    let star = try sandbox.family("star")
    let map = try sandbox.family("map")
    let first = try worker.add("reading", to: star, ["--date", "2026-09-10"] + compass(4))
    let personOnly = compass(9).map { $0 == "together" ? "person-only" : $0 }
    _ = try worker.add("reading", to: star, ["--date", "2026-10-06"] + personOnly)
    let last = try worker.add("reading", to: star, ["--date", "2026-10-20"] + compass(6))
    let wrong = try worker.add("reading", to: star, ["--date", "2026-10-25"] + compass(10))
    _ = try other.add("reading", to: map, ["--date", "2026-10-20"] + assumedMap)
    let because = ["--reason", "misread"]
    try worker.succeed(["reading", "correct", first, "--score", "home=2"] + because)
    try worker.succeed(["reading", "correct", last, "--score", "money=4"] + because)
    try worker.succeed(["reading", "withdraw", wrong] + because)
    let episode = try #require(try worker.episode(of: star)["id"]?.string)
    let close = ["episode", "close", episode, "--closed-on", "2026-11-02"]
    try worker.succeed(close + ["--reason", "outcomesAchieved", "--step-up", "none"])
    for profile in [worker, other, supervisor] { try profile.succeed("sync") }
    for item in try supervisor.reviews() { try supervisor.decide(item, "approve") }
    // One that nobody has approved changes nothing anywhere.
    try worker.succeed(["reading", "correct", last, "--score", "home=1"] + because)
    try worker.succeed("sync")
    try supervisor.succeed("sync")

    // Row by row, the export is the listing.
    let rows = try supervisor.export(
      "readings",
      table: "readings.csv",
      into: sandbox.directory + "/readings"
    )
    let exported = rows.map { row in
      [
        row["reading"], row["date"], row["edition"], row["respondent"], row["corrected"],
        row["withdrawn"], row["area"],
        [row["score"], row["non_score"]].compactMap { $0 }.joined(),
      ].map { $0 ?? "" }
    }
    let listed = try [star, map].flatMap { family in
      try supervisor.readings(of: family).flatMap { try listing(of: $0) }
    }
    #expect(Set(exported) == Set(listed))
    #expect(exported.count == listed.count)
    #expect(listed.count == 4 * 8 + 10)
    // Area by area, the figures are the chart's first and last reading.
    let chart = try supervisor.succeed("star", "show", star)["readings"]?.array ?? []
    #expect(chart.map { $0["date"] } == ["2026-09-10", "2026-10-20"])
    let (start, end) = (chart.first?["scores"]?.object, chart.last?["scores"]?.object)
    let areas = try supervisor.export(
      "progress",
      table: "areas.csv",
      into: sandbox.directory + "/progress"
    )
    let pairs = areas.filter { $0["instrument"] == "demo-compass" }
    #expect(Set(pairs.map { $0["family"] }) == [star])
    #expect(pairs.map { $0["first_score"] } == pairs.map { start?[$0["area"] ?? ""]?.string })
    #expect(pairs.map { $0["last_score"] } == pairs.map { end?[$0["area"] ?? ""]?.string })
    let distance = try supervisor.export(
      "distance-travelled",
      table: "distance.csv",
      into: sandbox.directory + "/distance"
    )
    let moved = distance.filter { $0["instrument"] == "demo-compass" && $0["same"] == "0" }
    #expect(
      moved.map { [$0["area"], $0["up"], $0["down"]] }
        == [["home", "1", "0"], ["money", "0", "1"]]
    )
    let drawn = try supervisor.run(["star", "show", star, "--plain"]).output
    #expect(drawn.contains("Home was 2 in September, is 6 now, up 4."))
    #expect(drawn.contains("Money was 5 in September, is 4 now, down 1."))
    #expect(pairs.count == 8)
  }

  /// 11, where two readings of one day compete for being the last.
  @Test func `of two readings of one day the chart ends with the one that the export counts`()
    throws
  {
    let sandbox = try Sandbox.seeded()
    let supervisor = try sandbox.profile("supervisor")
    let worker = try sandbox.profile("peterborough")
    let family = try sandbox.family("star")
    _ = try worker.add("reading", to: family, ["--date", "2026-09-10"] + compass(4))
    _ = try worker.add("reading", to: family, ["--date", "2026-10-20"] + compass(6))
    let workerOnly = compass(3).map { $0 == "together" ? "worker-only" : $0 }
    _ = try worker.add("reading", to: family, ["--date", "2026-10-20"] + workerOnly)
    let episode = try #require(try worker.episode(of: family)["id"]?.string)
    let close = ["episode", "close", episode, "--closed-on", "2026-11-02"]
    try worker.succeed(close + ["--reason", "outcomesAchieved", "--step-up", "none"])
    try worker.succeed("sync")
    try supervisor.succeed("sync")

    let chart = try supervisor.succeed("star", "show", family)["readings"]?.array ?? []
    let areas = try supervisor.export(
      "progress",
      table: "areas.csv",
      into: sandbox.directory + "/progress"
    )

    let home = try #require(
      areas.first { $0["instrument"] == "demo-compass" && $0["area"] == "home" }
    )
    #expect(home["first_score"] == chart.first?["scores"]?["home"]?.string)
    #expect(home["last_score"] == chart.last?["scores"]?["home"]?.string)
  }

  /// A reading in a listing as rows of the export.
  private func listing(of reading: JSON) throws -> [[String]] {
    let fields = try #require(reading["fields"])
    let about = [
      reading["id"]?.string, fields["date"]?.string, fields["edition"]?.string,
      fields["respondent"]?.string, reading["corrected"]?.bool.map { "\($0)" },
      reading["withdrawn"]?.bool.map { "\($0)" },
    ].map { $0 ?? "" }
    return try #require(fields["scores"]?.object).map { area, code in
      about + [area, code.string ?? ""]
    }
  }

  /// 12. First sync takes minutes to hours, or restarts from zero after a cut.
  @Test func `a first sync that is cut goes on where it was`() throws {
    let sandbox = try Sandbox.seeded()
    try LargeCouncil(families: 600, episodes: 1, remarkBytes: 40).bring(into: sandbox)
    let cuts: [[String]] = [
      [], ["pull.after-commit"], ["pull.after-commit", "pull.after-commit"],
      ["pull.after-commit:2"],
    ]
    let devices = try cuts.indices.map { try sandbox.enrolled("supervisor", name: "device-\($0)") }

    let received = try zip(devices, cuts).map { device, cuts in
      for cut in cuts {
        let killed = try device.run(["sync"], environment: ["STARMAP_FAILPOINT": cut])
        try #require(killed.wasKilled, "\(cut) was not reached: \(killed.output)")
      }
      return try #require(try device.succeed("sync")["received"]?.int)
    }

    // A page that was stored is not sent again: two cuts leave exactly what two pages in one go leave.
    #expect(received[0] > received[1])
    #expect(received[1] > received[2])
    #expect(received[2] > 0)
    #expect(received[2] == received[3])
    let whole = try devices[0].succeed("family", "list")
    #expect(whole["families"]?.array?.count == 603)
    for device in devices {
      #expect(try device.succeed("family", "list") == whole)
      #expect(try device.succeed("sync")["received"]?.int == 0)
    }
  }

  /// 12, where the records are long: as many as fit into a page by their number, but not by their bytes.
  @Test func `a first sync of long records comes to its end`() throws {
    let sandbox = try Sandbox.seeded()
    try LargeCouncil(families: 50, episodes: 10, remarkBytes: 19_000).bring(into: sandbox)
    let device = try sandbox.enrolled("supervisor", name: "device")

    let ended = try device.run(["sync"])

    #expect(ended.status == 0, "\(ended.errors)")
    #expect(try device.succeed("family", "list")["families"]?.array?.count == 53)
  }
}
