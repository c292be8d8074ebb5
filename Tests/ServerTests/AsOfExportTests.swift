import Exports
import Testing
import WireFormat

/// What an export as of a commit says, whatever was committed since.
@Suite struct AsOfExportTests {
  private func progress(_ query: String, in world: World) async throws -> RawAnswer {
    let answer = try await world.ask("sam", "GET", "/v1/exports/progress\(query)")
    try #require(answer.status == 200, "\(answer.json)")
    return answer
  }

  private func asOf(_ answer: RawAnswer) throws -> JSON? {
    let files = try ZipArchive.files(in: answer.body)
    let manifest = try #require(files.first { $0.name == "manifest.json" })
    return try JSON(strict: manifest.bytes)["asOf"]
  }

  /// A closed episode with two readings of a child, the first and the last.
  private func episode(in world: World) async throws -> (id: String, readings: [String]) {
    let star = "/v1/families/\(world["star"])"
    let episode = try await world.make("priya", "\(star)/episodes", Bodies.episode)
    let id = try #require(episode["id"]?.string)
    var readings: [String] = []
    for (date, home) in [("2026-09-02", "3"), ("2026-10-20", "7")] {
      var body = Bodies.reading(home: home, date: date).object ?? [:]
      body["episode"] = .string(id)
      let made = try await world.make("priya", "\(star)/readings", .object(body))
      readings.append(try #require(made["id"]?.string))
    }
    let closed = try await world.ask(
      "priya",
      "POST",
      "/v1/episodes/\(id)/close",
      fields: ["If-Match": "\"\(episode["version"]?.int ?? 0)\""],
      json: ["closedOn": "2026-10-21", "closureReason": "other", "stepUpEvent": "none"]
    )
    try #require(closed.status == 200, "\(closed.json)")
    return (id, readings)
  }

  /// Everything that can happen to what an export rests on.
  private func changeEverything(
    _ episode: (id: String, readings: [String]),
    in world: World
  ) async throws {
    let star = "/v1/families/\(world["star"])"
    let present = try await world.ask("priya", "GET", "/v1/episodes/\(episode.id)")
    let edited = try await world.ask(
      "priya",
      "PATCH",
      "/v1/episodes/\(episode.id)",
      fields: ["If-Match": "\"\(present.json["version"]?.int ?? 0)\""],
      json: ["openedOn": "2026-08-31", "tier": "targeted"]
    )
    try #require(edited.status == 200, "\(edited.json)")
    _ = try await world.make("priya", "\(star)/members", Bodies.member)
    _ = try await world.make(
      "priya",
      "/v1/readings/\(episode.readings[0])/correct",
      ["reason": "Invented.", "changes": ["respondent": "worker"]]
    )
    var other = Bodies.episode.object ?? [:]
    other["openedOn"] = "2026-10-23"
    _ = try await world.make("priya", "\(star)/episodes", .object(other))
    let pack = try JSON(
      strict: try Repository.bytes("Seeds/instruments/family-star-plus-2.json")
    )
    var policy =
      try JSON(strict: try Repository.bytes("Seeds/policies/progress-1.json")).object ?? [:]
    policy["minGapDays"] = 200
    for command: JSON in [
      ["command": "pack.add", "pack": pack],
      ["command": "reference.add", "reference": .object(policy)],
    ] {
      let answer = try await world.server.console(command)
      try #require(answer.status == 200, "\(answer.json)")
    }
  }

  @Test func `nothing that comes later changes a byte of an export as of a commit`() async throws {
    try await World.with { world in
      let episode = try await episode(in: world)
      let first = try await progress("", in: world)
      let seq = try #require(try asOf(first)?["seq"]?.int)
      try await changeEverything(episode, in: world)

      let again = try await progress("?asOf=\(seq)", in: world)
      let before = try await progress("?asOf=\(seq - 1)", in: world)
      let now = try await progress("", in: world)

      #expect(again.body == first.body)
      #expect(before.body != first.body)
      #expect(now.body != first.body)
      #expect(
        try ZipArchive.files(in: before.body).first { $0.name == "left-out.csv" }
          .map { String(decoding: $0.bytes, as: UTF8.self).contains("still_open") } == true
      )
    }
  }

  @Test func `figures of a day name the commit that gives the same bytes again`() async throws {
    try await World.with { world in
      let episode = try await episode(in: world)
      let first = try await progress("?asOf=2027-01-31", in: world)
      let moment = try asOf(first)
      let seq = try #require(moment?["seq"]?.int)
      #expect(moment?["day"] == "2027-01-31")
      try await changeEverything(episode, in: world)

      let again = try await progress("?asOf=2027-01-31@\(seq)", in: world)

      #expect(again.body == first.body)
    }
  }

  @Test(arguments: ["2027-01-31@", "@5", "yesterday@5", "2027-01-31@x", "-1", "2027-13-01", ""])
  func `a moment that is none is refused`(_ text: String) async throws {
    try await World.with { world in
      let answer = try await world.ask("sam", "GET", "/v1/exports/progress?asOf=\(text)")

      #expect(answer.status == 400)
      #expect(answer.code == "invalid-request")
    }
  }
}
