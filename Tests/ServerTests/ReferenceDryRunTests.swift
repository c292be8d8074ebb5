import Exports
import Testing
import WireFormat

/// Whose results would change, and what old exports say once a crosswalk is withdrawn.
@Suite struct ReferenceDryRunTests {
  /// The world with a crosswalk in use and one closed episode.
  private static func prepare(_ world: World) async throws {
    try await InventedReferences.install(in: world)
    try await InventedReferences.closeEpisode(in: world)
    let path = try await ReferenceRouteTests.propose(world)
    for (who, step) in [("lin", "approve"), ("lou", "approve"), ("lea", "activate")] {
      let answer = try await world.ask(who, "POST", "\(path)/\(step)", json: [:])
      try #require(answer.status == 200, "\(answer.json)")
    }
  }

  private static let moved = InventedReferences.crosswalk(
    version: "2.0.0",
    ["edges": InventedReferences.edges(learning: "thriving")]
  )

  @Test func `a lead sees figures over the partnership, a supervisor the short codes as well`()
    async throws
  {
    try await World.with { world in
      try await Self.prepare(world)
      let before = try await world.ask("lea", "GET", "/v1/references")
      let body: JSON = ["content": Self.moved]
      let family = try await world.ask("priya", "GET", "/v1/families/\(world["star"])")
      let code = try #require(family.json["fields"]?["code"]?.string)

      let lead = try await world.ask("lou", "POST", "/v1/references/dry-run", json: body)
      let supervisor = try await world.ask("nell", "POST", "/v1/references/dry-run", json: body)
      let elsewhere = try await world.ask("jo", "POST", "/v1/references/dry-run", json: body)
      let administrator = try await world.ask("root", "POST", "/v1/references/dry-run", json: body)

      for answer in [lead, supervisor] {
        #expect(answer.status == 200, "\(answer.json)")
        #expect(answer.json["episodes"] == 1)
        #expect(answer.json["changed"] == 1)
        let changes = answer.json["changes"]?.array ?? []
        let thriving = changes.filter { $0["item"] == "thriving" && $0["measure"] == "outcome" }
        #expect(thriving.map { $0["from"] } == ["not_measured"])
        #expect(thriving.map { $0["to"] } == ["maintained"])
        #expect(thriving.map { $0["authority"] } == ["peterborough"])
        // Home alone moves the band of the outcome: 3 and 5 gave bands 2 and 3, home gives 2 to 4.
        let bands = changes.filter { $0["item"] == "calm" && $0["measure"] == "bandLast" }
        #expect(bands.map { $0["from"] } == ["3"])
        #expect(bands.map { $0["to"] } == ["4"])
      }
      #expect(!String(decoding: lead.body, as: UTF8.self).contains(code))
      #expect(
        (supervisor.json["changes"]?.array ?? []).allSatisfy { $0["codes"] == [.string(code)] }
      )
      #expect(elsewhere.json["episodes"] == 0)
      #expect(administrator.code == "forbidden")
      #expect(try await world.ask("lea", "GET", "/v1/references").body == before.body)
    }
  }

  @Test func `wording that would change a result is refused, and wording that would not is taken`()
    async throws
  {
    try await World.with { world in
      try await Self.prepare(world)
      try await ReferenceRouteTests.propose(world, version: "1.0.1", changes: ["needs": "nothing"])
      // The coverage map alone: a patch number over a change that the difference calls major.
      let answer = try await world.ask(
        "lea",
        "POST",
        "/v1/references",
        json: [
          "content": InventedReferences.crosswalk(
            version: "1.0.2",
            ["edges": InventedReferences.edges(learning: "thriving")]
          )
        ]
      )
      #expect(answer.code == "invalid-reference")
      #expect(
        answer.json["detail"]?.string?.contains("1 closed episodes") == true,
        "\(answer.json)"
      )
    }
  }

  @Test func `a new edition is tried with the readings of the one that it follows`() async throws {
    try await World.with { world in
      try await Self.prepare(world)
      var pack =
        try JSON(
          strict: try Repository.bytes("Seeds/instruments/demo-compass-1.json")
        ).object ?? [:]
      pack["edition"] = "2"
      pack["compatibleWith"] = [["edition": "1", "basis": "publisherAsserted"]]
      let same = try await world.ask(
        "lea",
        "POST",
        "/v1/references/dry-run",
        json: ["pack": .object(pack)]
      )
      pack["changeRule"] = ["unit": "stage", "threshold": 3, "basis": "assumed"]
      let stricter = try await world.ask(
        "lea",
        "POST",
        "/v1/references/dry-run",
        json: ["pack": .object(pack)]
      )

      #expect(same.json["changed"] == 0, "\(same.json)")
      let changes = stricter.json["changes"]?.array ?? []
      let home = changes.filter { $0["item"] == "home" }
      #expect(home.map { $0["from"] } == ["improved"], "\(stricter.json)")
      #expect(home.map { $0["to"] } == ["maintained"])
    }
  }

  @Test
  func `exports as of a commit before a withdrawal keep every byte and say WITHDRAWN beside them`()
    async throws
  {
    try await World.with { world in
      try await Self.prepare(world)
      let first = try await world.ask("sam", "GET", "/v1/exports/progress")
      let files = try ZipArchive.files(in: first.body)
      let manifest = try #require(files.first { $0.name == "manifest.json" })
      let seq = try #require(try JSON(strict: manifest.bytes)["asOf"]?["seq"]?.int)
      let lines = try await world.ask("sam", "GET", "/v1/exports/progress?asOf=\(seq)&format=lines")
      let path = "/v1/references/crosswalk/compass-to-common/1.0.0"
      let reason: JSON = ["reason": "Misread.\nTwice."]
      let withdrawn = try await world.ask("lou", "POST", "\(path)/withdraw", json: reason)
      try #require(withdrawn.status == 200, "\(withdrawn.json)")

      let again = try await world.ask("sam", "GET", "/v1/exports/progress?asOf=\(seq)")
      let after = try ZipArchive.files(in: again.body)
      let linesAfter = try await world.ask(
        "sam",
        "GET",
        "/v1/exports/progress?asOf=\(seq)&format=lines"
      )
      let now = try await world.ask("sam", "GET", "/v1/exports/progress")
      let native = try await world.ask("sam", "GET", "/v1/exports/snapshot?asOf=\(seq)")

      #expect(after.filter { $0.name != "WITHDRAWN.txt" } == files)
      let notice = try #require(after.first { $0.name == "WITHDRAWN.txt" })
      let text = String(decoding: notice.bytes, as: UTF8.self)
      #expect(text.hasPrefix("WITHDRAWN on 20"))
      #expect(text.hasSuffix(": the crosswalk compass-to-common@1.0.0. Misread. Twice.\r\n"))
      #expect(linesAfter.body.starts(with: lines.body))
      #expect(
        String(decoding: linesAfter.body.dropFirst(lines.body.count), as: UTF8.self)
          .contains("WITHDRAWN on")
      )
      let nowFiles = try ZipArchive.files(in: now.body)
      #expect(!nowFiles.contains { $0.name == "WITHDRAWN.txt" })
      let nowManifest = try #require(nowFiles.first { $0.name == "manifest.json" })
      #expect(try JSON(strict: nowManifest.bytes)["crosswalks"] == [])
      #expect(!(try ZipArchive.files(in: native.body)).contains { $0.name == "WITHDRAWN.txt" })
    }
  }

  @Test func `a change rule and a compatibility count once they are signed off`() async throws {
    try await World.with { world in
      try await Self.prepare(world)
      let rule: JSON = [
        "id": "compass-rule", "version": "1", "unit": "stage", "threshold": 3,
        "basis": "reliabilityStudy", "source": ["instrument": "demo-compass", "version": "1"],
      ]
      let tried = try await world.ask(
        "lea",
        "POST",
        "/v1/references/dry-run",
        json: ["content": rule]
      )
      #expect(tried.json["changed"] == 1, "\(tried.json)")
      let stored = try await world.ask("lea", "POST", "/v1/references", json: ["content": rule])
      try #require(stored.status == 201, "\(stored.json)")
      let path = "/v1/references/changeRule/compass-rule/1"
      let before = try await world.ask("sam", "GET", "/v1/exports/progress?format=lines")
      for who in ["lin", "lou"] {
        let answer = try await world.ask(who, "POST", "\(path)/approve", json: [:])
        try #require(answer.status == 200, "\(answer.json)")
      }
      let after = try await world.ask("sam", "GET", "/v1/exports/progress?format=lines")

      #expect(String(decoding: before.body, as: UTF8.self).contains("\"threshold\":1"))
      #expect(String(decoding: after.body, as: UTF8.self).contains("\"threshold\":3"))
      let again = try await world.ask(
        "lea",
        "POST",
        "/v1/references/dry-run",
        json: ["content": rule]
      )
      #expect(again.json["changed"] == 0)
    }
  }
}
