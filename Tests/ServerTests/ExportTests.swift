import Casework
import Exports
import SQLiteStorage
import Storage
import Testing
import WireFormat

/// The export over HTTP; what its files mean is tested where they are made.
@Suite struct ExportTests {
  /// The cells of `readings.csv`, by heading, one dictionary a row.
  private func rows(_ answer: RawAnswer) throws -> [[String: String]] {
    let files = try ZipArchive.files(in: answer.body)
    let table = try #require(files.first { $0.name == "readings.csv" })
    let lines = String(decoding: table.bytes, as: UTF8.self)
      .trimmingPrefix("\u{FEFF}").split(separator: "\r\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    let heading = try #require(lines.first)
    return lines.dropFirst().map { Dictionary(zip(heading, $0)) { first, _ in first } }
  }

  private func export(_ who: String, in world: World) async throws -> RawAnswer {
    try await world.ask(who, "GET", "/v1/exports/readings")
  }

  @Test func `an export holds the readings in reach, area by area, as corrected`() async throws {
    try await World.with { world in
      let star = "/v1/families/\(world["star"])"
      let episode = try await world.make("priya", "\(star)/episodes", Bodies.episode)
      var body = Bodies.reading().object ?? [:]
      body["episode"] = episode["id"]
      body["ownWords"] = "Words that stay here."
      let made = try await world.make("priya", "\(star)/readings", .object(body))
      _ = try await world.make(
        "jo",
        "/v1/families/\(world["moon"])/readings",
        Bodies.reading(home: "9")
      )
      _ = try await world.make(
        "priya",
        "/v1/readings/\(made["id"]?.string ?? "")/correct",
        ["reason": "The day before.", "changes": ["date": "2026-09-01"]]
      )

      let own = try await export("priya", in: world)
      let mine = try rows(own)
      let all = try rows(try await export("sam", in: world))

      #expect(own.fields["content-type"] == "application/zip")
      #expect(
        own.fields["content-disposition"]?.hasPrefix("attachment; filename=\"readings-") == true
      )
      #expect(mine.count == 8)
      #expect(Set(mine.map { $0["unit"] }) == ["Nene"])
      #expect(Set(mine.map { $0["date"] }) == ["2026-09-01"])
      #expect(Set(mine.map { $0["corrected"] }) == ["true"])
      #expect(Set(mine.map { $0["tier"] }) == ["more"])
      let home = try #require(mine.first)
      #expect(
        [home["area"], home["area_title"], home["score"], home["stage"], home["non_score"]]
          == ["home", "Home", "3", "Choppy water", ""]
      )
      #expect(mine.last?["non_score"] == "declined")
      #expect(all.count == 16)
      #expect(Set(all.map { $0["unit"] }) == ["Nene", "Ouse"])
      #expect(!String(decoding: own.body, as: UTF8.self).contains("Words that stay here"))
      #expect(!String(decoding: own.body, as: UTF8.self).contains("Ashdown"))
    }
  }

  @Test func `an export is noted in the activity log with who asked`() async throws {
    try await World.with { world in
      _ = try await export("priya", in: world)

      let entries = try world.server.ledger.read { reader in
        try reader.activity(after: 0, limit: 1000).filter { $0.action == "export.readings" }
      }
      #expect(entries.map(\.worker?.description) == [world["priya"]])
    }
  }

  @Test(arguments: ["root", "dot"])
  func `a role that exports no rows is refused`(who: String) async throws {
    try await World.with { world in
      let answer = try await export(who, in: world)

      #expect(answer.status == 403)
      #expect(answer.code == "forbidden")
    }
  }
}
