import Exports
import Testing
import WireFormat

/// What an earlier export said beside what is said now, and what may be released.
@Suite struct RestatementTests {
  private func table(_ name: String, _ answer: RawAnswer) throws -> [[String]] {
    try #require(answer.status == 200, "\(answer.json)")
    let file = try #require(try ZipArchive.files(in: answer.body).first { $0.name == name })
    return String(decoding: file.bytes, as: UTF8.self).split(separator: "\r\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }

  @Test func `a restatement names old, new and why, and the old export stays`() async throws {
    try await World.with { world in
      try await InventedReferences.install(in: world)
      try await InventedReferences.closeEpisode(in: world)
      try await ReferenceRouteTests.propose(world)
      let first = try await world.ask("sam", "GET", "/v1/exports/progress")
      let manifest = try #require(
        try ZipArchive.files(in: first.body).first { $0.name == "manifest.json" }
      )
      let seq = try #require(try JSON(strict: manifest.bytes)["asOf"]?["seq"]?.int)
      let path = "/v1/exports/restatement?asOf=\(seq)"
      #expect(try table("restatement.csv", await world.ask("sam", "GET", path)).count == 1)

      try await ReferenceRouteTests.propose(
        world,
        version: "2.0.0",
        changes: ["edges": InventedReferences.edges(learning: "thriving")]
      )
      let readings = try await world.ask("priya", "GET", "/v1/families/\(world["star"])/readings")
      let reading = try #require(
        readings.json["items"]?.array?.first { $0["fields"]?["date"] == "2026-10-20" }?["id"]?
          .string,
        "\(readings.json)"
      )
      _ = try await world.make(
        "priya",
        "/v1/readings/\(reading)/correct",
        ["reason": "Invented.", "changes": ["respondent": "worker"]]
      )

      let rows = try table("restatement.csv", await world.ask("sam", "GET", path))
      let heading = rows[0]
      let before = try #require(heading.firstIndex(of: "before"))
      let item = try #require(heading.firstIndex(of: "item"))
      let reasons = try #require(heading.firstIndex(of: "reasons"))
      let measure = try #require(heading.firstIndex(of: "measure"))
      let thriving = rows.filter { $0[item] == "thriving" && $0[measure] == "outcome" }
      #expect(thriving.map { $0[before] } == ["not_measured"])
      #expect(thriving.map { $0[before + 1] } == ["maintained"])
      #expect(thriving.map { $0[reasons] } == ["edge_changed;readings_corrected"])
      let other = try await world.ask("sam", "GET", "\(path)&by=starmap-server%200.0.9")
      #expect(try table("reasons.csv", other).contains { $0[0] == "code_changed" })
      #expect(try await world.ask("sam", "GET", path).body == world.ask("sam", "GET", path).body)
      #expect(
        try await world.ask("sam", "GET", "/v1/exports/progress?asOf=\(seq)").body == first.body
      )
      #expect(try await world.ask("sam", "GET", "/v1/exports/restatement").status == 400)
      #expect(try await world.ask("lea", "GET", path).code == "forbidden")
    }
  }

  @Test func `a release hides what is small, and only some may make one`() async throws {
    try await World.with { world in
      try await InventedReferences.install(in: world)
      try await InventedReferences.closeEpisode(in: world)
      try await ReferenceRouteTests.propose(world)

      let lead = try await world.ask("lea", "POST", "/v1/exports/release", json: [:])
      let again = try await world.ask("sam", "POST", "/v1/exports/release", json: [:])
      let rows = try table("outcomes.csv", lead)

      #expect(try table("outcomes.csv", again) == rows)
      let improved = try #require(rows[0].firstIndex(of: "improved"))
      let total = try #require(rows[0].firstIndex(of: "total"))
      #expect(rows.count == 3)
      for row in rows.dropFirst() {
        #expect(row[improved] == "[c]")
        #expect(row[total] == "[c]")
        #expect(row[improved + 1] == "")
      }
      for who in ["priya", "dot", "root"] {
        let answer = try await world.ask(who, "POST", "/v1/exports/release", json: [:])
        #expect(answer.code == "forbidden", "\(who)")
      }
    }
  }

  @Test func `a release that one family tells from an earlier one is refused`() async throws {
    try await World.with { world in
      try await InventedReferences.install(in: world)
      try await InventedReferences.closeEpisode(in: world)
      try await ReferenceRouteTests.propose(world)
      _ = try await world.ask("lea", "POST", "/v1/exports/release", json: [:])
      try await InventedReferences.closeAnother(in: world)

      let refused = try await world.ask("lea", "POST", "/v1/exports/release", json: [:])

      #expect(refused.code == "wrong-state", "\(refused.status)")
      #expect(refused.json["detail"]?.string?.contains("peterborough") == true)
    }
  }
}
