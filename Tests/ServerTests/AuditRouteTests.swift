import Exports
import Testing
import WireFormat

/// The comparative audit over HTTP; what its files say is tested where they are made.
@Suite struct AuditRouteTests {
  private let query = "?from=2026-09-01&to=2026-12-31"

  /// The number of the commit of which an audit tells.
  private func moment(of answer: RawAnswer) throws -> Int64 {
    let manifest = try #require(try files(answer).first { $0.name == "manifest.json" })
    return try #require(try JSON(strict: manifest.bytes)["asOfSeq"]?.int)
  }

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
      let release = try await world.ask(
        "dot",
        "GET",
        "/v1/audit\(query)&asOf=\(try moment(of: own))"
      )
      let exact = try await world.ask("dot", "GET", "/v1/audit\(query)&policy=internal")
      let family = try await world.ask("dot", "GET", "/v1/families/\(world["star"])")

      #expect(try files(release).count == files(own).count)
      #expect(release.body == own.body)
      #expect(exact.status == 403)
      #expect(family.status == 404)
    }
  }

  @Test
  func `an audit that one family tells from an earlier release is refused, an internal one not`()
    async throws
  {
    try await World.with { world in
      try await InventedReferences.install(in: world)
      try await InventedReferences.closeEpisode(in: world)
      let before = try await world.ask("sam", "GET", "/v1/audit\(query)")
      let same = try await world.ask("lea", "POST", "/v1/exports/release", json: [:])
      try await InventedReferences.closeAnother(in: world)

      let refused = try await world.ask("dot", "GET", "/v1/audit\(query)")
      let export = try await world.ask("lea", "POST", "/v1/exports/release", json: [:])
      let exact = try await world.ask("sam", "GET", "/v1/audit\(query)&policy=internal")

      #expect(before.status == 200 && same.status == 200)
      #expect(refused.code == "wrong-state", "\(refused.status)")
      #expect(
        refused.json["detail"]?.string?.contains("An earlier release differs from this one") == true
      )
      #expect(refused.json["detail"] == export.json["detail"])
      #expect(exact.status == 200)
    }
  }

  @Test func `two releases of one period leave one note, whoever asks`() async throws {
    try await World.with { world in
      try await InventedReferences.closeEpisode(in: world)
      let first = try await world.ask("sam", "GET", "/v1/audit\(query)")
      let second = try await world.ask("dot", "GET", "/v1/audit\(query)")
      let third = try await world.ask("sam", "GET", "/v1/audit\(query)")

      #expect(try moment(of: second) == moment(of: first) + 1)
      #expect(try moment(of: third) == moment(of: second))
    }
  }

  @Test
  func `an audit as of a commit before a withdrawal keeps every figure and says WITHDRAWN`()
    async throws
  {
    try await World.with { world in
      try await InventedReferences.install(in: world)
      try await InventedReferences.closeEpisode(in: world)
      let path = try await ReferenceRouteTests.propose(world)
      for (who, step) in [("lin", "approve"), ("lou", "approve"), ("lev", "activate")] {
        _ = try await world.ask(who, "POST", "\(path)/\(step)", json: [:])
      }
      let first = try await world.ask("sam", "GET", "/v1/audit\(query)&policy=internal")
      let seq = try moment(of: first)
      let withdrawn = try await world.ask(
        "lou",
        "POST",
        "\(path)/withdraw",
        json: ["reason": "Misread."]
      )
      try #require(withdrawn.status == 200, "\(withdrawn.json)")

      let again = try await world.ask("sam", "GET", "/v1/audit\(query)&policy=internal&asOf=\(seq)")

      let files = try files(again)
      let told = ["WITHDRAWN.txt", "T13-limits.csv", "report.html", "manifest.json"]
      let before = try self.files(first)
      #expect(files.filter { !told.contains($0.name) } == before.filter { !told.contains($0.name) })
      for name in told {
        let text = String(decoding: files.first { $0.name == name }?.bytes ?? [], as: UTF8.self)
        #expect(text.contains("WITHDRAWN on 20"), "\(name)")
        #expect(text.contains("the crosswalk compass-to-common@1.0.0. Misread."), "\(name)")
        let earlier = before.first { $0.name == name }?.bytes ?? []
        #expect(!String(decoding: earlier, as: UTF8.self).contains("WITHDRAWN"), "\(name)")
      }
    }
  }

  @Test func `a policy that releases nothing refuses releases, and true counts stay`() async throws
  {
    try await World.with { world in
      try await InventedReferences.closeEpisode(in: world)
      let proposed = try await world.ask(
        "lea",
        "POST",
        "/v1/references",
        json: [
          "content": [
            "id": "release", "version": "2.0.0", "state": "draft", "title": "Invented: nothing",
            "rule": "internal",
          ]
        ]
      )
      try #require(proposed.status == 201, "\(proposed.json)")
      for (who, step) in [("lin", "approve"), ("lou", "approve"), ("lev", "activate")] {
        let answer = try await world.ask(
          who,
          "POST",
          "/v1/references/disclosure/release/2.0.0/\(step)",
          json: [:]
        )
        try #require(answer.status == 200, "\(answer.json)")
      }

      let release = try await world.ask("sam", "GET", "/v1/audit\(query)")
      let exact = try await world.ask("sam", "GET", "/v1/audit\(query)&policy=internal")

      #expect(release.code == "wrong-state")
      #expect(release.json["detail"]?.string?.contains("releases nothing") == true)
      #expect(exact.status == 200)
    }
  }

  @Test func `an audit of a moment whose families were erased since says so, and not how many`()
    async throws
  {
    try await World.with { world in
      try await InventedReferences.closeEpisode(in: world)
      let first = try await world.ask("sam", "GET", "/v1/audit\(query)&policy=internal")
      let seq = try moment(of: first)
      let family = try await world.ask("priya", "GET", "/v1/families/\(world["star"])")
      let erased = try await world.server.console([
        "command": "family.erase", "family": .string(world["star"]), "reason": "request",
        "confirm": family.json["fields"]?["code"] ?? .null,
      ])
      try #require(erased.status == 200, "\(erased.json)")

      let again = try await world.ask("sam", "GET", "/v1/audit\(query)&policy=internal&asOf=\(seq)")
      let now = try await world.ask("sam", "GET", "/v1/audit\(query)&policy=internal")

      let told = try files(again).first { $0.name == "WITHDRAWN.txt" }
      let text = String(decoding: told?.bytes ?? [], as: UTF8.self)
      #expect(text.hasPrefix("ERASED since: "))
      #expect(try !files(first).contains { $0.name == "WITHDRAWN.txt" })
      #expect(try !files(now).contains { $0.name == "WITHDRAWN.txt" })
      let gone = try await world.ask("priya", "GET", "/v1/families/\(world["star"])")
      #expect(gone.status == 404)
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
