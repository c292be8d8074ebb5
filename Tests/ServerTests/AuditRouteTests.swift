import Exports
import Testing
import WireFormat

/// The comparative audit over HTTP; what its files say is tested where they are made.
@Suite struct AuditRouteTests {
  private let query = "?from=2026-09-01&to=2026-12-31"

  private func files(_ answer: RawAnswer) throws -> [ExportFile] {
    try #require(answer.status == 200, "\(answer.json)")
    return try ZipArchive.files(in: answer.body)
  }

  @Test func `a supervisor gets the whole audit, and the same again as of the same commit`()
    async throws
  {
    try await World.with { world in
      try await InventedReferences.closeEpisode(in: world)
      let answer = try await world.ask("sam", "GET", "/v1/audit\(query)")
      let files = try files(answer)
      let manifest = try JSON(
        strict: try #require(files.first { $0.name == "manifest.json" }).bytes
      )
      let seq = try #require(manifest["asOfSeq"]?.int)
      _ = try await world.make("priya", "/v1/families/\(world["star"])/members", Bodies.member)

      let again = try await world.ask("sam", "GET", "/v1/audit\(query)&asOf=\(seq)")

      #expect(files.contains { $0.name == "report.html" })
      #expect(files.contains { $0.name == "T13-limits.csv" })
      #expect(again.body == answer.body)
    }
  }

  @Test
  func `true counts are for those who may export them, and one family is hidden in a release`()
    async throws
  {
    try await World.with { world in
      try await InventedReferences.closeEpisode(in: world)
      let release = try files(try await world.ask("sam", "GET", "/v1/audit\(query)"))
      let exact = try files(try await world.ask("sam", "GET", "/v1/audit\(query)&policy=internal"))
      let text = { (files: [ExportFile]) in
        String(
          decoding: files.first { $0.name == "T04-completeness.csv" }?.bytes ?? [],
          as: UTF8.self
        )
      }

      #expect(text(release).contains("[c]"))
      #expect(!text(exact).contains("[c]") && text(exact).contains(",1,"))
    }
  }

  @Test func `an auditor gets figures for release over all families, and no family`() async throws {
    try await World.with { world in
      try await InventedReferences.closeEpisode(in: world)
      let own = try await world.ask("sam", "GET", "/v1/audit\(query)")
      let release = try await world.ask("dot", "GET", "/v1/audit\(query)")
      let exact = try await world.ask("dot", "GET", "/v1/audit\(query)&policy=internal")
      let family = try await world.ask("dot", "GET", "/v1/families/\(world["star"])")

      #expect(try files(release).count == files(own).count)
      #expect(release.body == own.body)
      #expect(exact.status == 403)
      #expect(family.status == 404)
    }
  }

  @Test func `a practitioner reads no audit, and a period is needed`() async throws {
    try await World.with { world in
      let refused = try await world.ask("priya", "GET", "/v1/audit\(query)")
      let incomplete = try await world.ask("sam", "GET", "/v1/audit?from=2026-09-01")

      #expect(refused.status == 403)
      #expect(refused.code == "forbidden")
      #expect(incomplete.status == 400)
    }
  }
}
