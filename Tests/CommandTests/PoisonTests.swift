import Foundation
import Testing
import WireFormat

/// An operation that kills the server each time it is judged.
@Suite struct PoisonTests {
  @Test func `what kills the server three times is set aside, and everything around it stands`()
    throws
  {
    let sandbox = try Sandbox.seeded()
    let worker = try sandbox.profile("peterborough")
    let supervisor = try sandbox.profile("supervisor")
    let family = try sandbox.family("star")
    sandbox.stopServer()
    for (day, home) in [("01", 2), ("02", 3), ("03", 4), ("04", 5)] {
      try worker.succeed(["reading", "add", family, "--date", "2026-10-\(day)"] + compass(home))
    }

    // The third operation is the deadly one: first in the whole push, then each time it comes alone.
    for turn in [3, 3, 1] {
      try sandbox.startServer(
        environment: ["STARMAP_FAILPOINT": "server.while-judging:\(turn)"]
      )
      _ = try worker.run(["sync", "--json"])
      try #require(sandbox.waitForServerToDie(), "turn \(turn)")
    }
    #expect(try worker.succeed("status")["unsent"]?.int == 2)
    try sandbox.startServer()
    let ended = try worker.run(["sync", "--json"])
    try supervisor.succeed("sync")

    #expect(ended.status == 3, "\(ended.output)")
    #expect(try worker.succeed("status")["unsent"]?.int == 0)
    let readings = try supervisor.succeed("reading", "list", family)["readings"]?.array ?? []
    #expect(
      readings.compactMap { $0["fields"]?["scores"]?["home"]?.string }.sorted() == ["2", "3", "5"]
    )
    let reviews = try worker.succeed("review", "list")["reviews"]?.array ?? []
    #expect(reviews.contains { $0["fields"]?["kind"]?.string == "quarantined" })
  }
}
