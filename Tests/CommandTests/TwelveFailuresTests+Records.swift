import Foundation
import Testing
import WireFormat

/// Four about what becomes of the records.
extension TwelveFailuresTests {
  /// 7. Access withdrawn before sync drops the work.
  @Test func `work saved before access was withdrawn stands, and a revoked device keeps its own`()
    throws
  {
    let sandbox = try Sandbox.seeded()
    let supervisor = try sandbox.profile("supervisor")
    let colleague = try sandbox.profile("peterborough")
    let worker = try sandbox.profile("cambridgeshire")
    let lost = try sandbox.profile("cambridgeshire", name: "lost")
    let family = try sandbox.family("shared")
    let author = try #require(sandbox.workers["cambridgeshire"])

    let reading = try worker.add("reading", to: family, compass(4))
    let note = try worker.add("note", to: family, ["--text", "Rang the school"])
    _ = try lost.add("reading", to: family, compass(8))
    let assignments = try supervisor.succeed("assign", "list", family)["assignments"]?.array ?? []
    let own = try #require(assignments.first { $0["fields"]?["worker"]?.string == author })
    let id = try #require(own["id"]?.string)
    try supervisor.succeed("assign", "end", id, "--reason", "cover ended")
    try supervisor.succeed("sync")
    _ = try sandbox.admin([
      "admin", "revoke", try #require(try lost.succeed("whoami")["device"]?.string),
    ])
    let sent = try worker.succeed("sync")
    let refused = try lost.json("sync", status: 9)
    for profile in [colleague, supervisor] { try profile.succeed("sync") }

    // The work stands under its author's name, and those who hold the family are told.
    #expect(sent["late"]?.int == 2)
    #expect(sent["left"]?.int == 1)
    #expect(try worker.unsent() == 0)
    _ = try worker.json("family", "show", family, status: 5)
    for profile in [colleague, supervisor] {
      let shown = try profile.readings(of: family)
      #expect(shown.map { $0["id"]?.string } == [reading])
      #expect(shown.map { $0["author"]?.string } == [author])
      #expect(shown.map { $0["fields"]?["scores"]?["home"]?.string } == ["4"])
      let kept = try profile.succeed("note", "show", note)["note"]
      #expect(kept?["fields"]?["text"]?.string == "Rang the school")
      let items = try profile.reviews()
      #expect(Set(items.map(\.kind)) == ["late"])
      #expect(Set(items.map(\.subject)) == [reading, note])
      #expect(items.map(\.author) == [author, author])
    }
    // A revoked device may send nothing any more; it says so, and its work is still on it.
    #expect(refused["error"]?["code"] == "device-revoked")
    #expect(refused["error"]?["safe"] == true)
    #expect(try lost.unsent() == 1)
    #expect(try lost.homes(of: family) == ["8"])
  }

  /// 8. One bad record blocks all.
  @Test func `a record that is refused holds up no other and waits for a person`() throws {
    let sandbox = try Sandbox.seeded()
    let supervisor = try sandbox.profile("supervisor")
    let worker = try sandbox.profile("peterborough")
    let family = try sandbox.family("star")

    // A device saves a day to come, since its clock may be wrong; the server takes none.
    _ = try worker.add("note", to: family, ["--text", "Rang the school"])
    let bad = try worker.add("reading", to: family, ["--date", "2099-01-01"] + compass(9))
    let correct = ["reading", "correct", bad, "--score", "home=8", "--reason", "misread"]
    let request = try worker.request(correct)
    _ = try worker.add("goal", to: family, ["--text", "Supper at one table"])
    let good = try worker.add("reading", to: family, compass(4))
    let sent = try worker.json("sync", status: 3)
    try supervisor.succeed("sync")

    #expect(sent["ok"] == false)
    #expect(sent["data"]?["sent"]?.int == 5)
    #expect(sent["data"]?["accepted"]?.int == 3)
    #expect(sent["data"]?["held"]?.int == 2)
    #expect(sent["data"]?["unsent"]?.int == 0)
    for profile in [worker, supervisor] {
      #expect(try profile.readings(of: family).map { $0["id"]?.string } == [good])
      #expect(try profile.succeed("note", "list", family)["notes"]?.array?.count == 1)
      #expect(try profile.succeed("goal", "list", family)["goals"]?.array?.count == 2)
      let items = try profile.reviews().sorted { $0.kind < $1.kind }
      #expect(items.map(\.kind) == ["blocked", "rejected"])
      #expect(items.map(\.problem) == ["parent-refused", "date-in-future"])
      #expect(items.map(\.subject) == [request, bad])
      #expect(Set(items.map(\.author)) == [sandbox.workers["peterborough"]])
    }
    // Only its author, who still has it, is shown what was refused.
    let held = try #require(try worker.reviews().first { $0.subject == bad })
    let saved = try worker.succeed("review", "show", held.id)["saved"]
    #expect(saved?["scores"]?["home"]?.string == "9")
    #expect(saved?["date"]?.string == "2099-01-01")
    #expect(try supervisor.succeed("review", "show", held.id)["saved"] == nil)
    // The worker enters it again under the right day, and goes on.
    for item in try worker.reviews() {
      try worker.succeed("review", "resolve", item.id, "--choice", "noted")
    }
    _ = try worker.add("reading", to: family, ["--date", "2026-10-06"] + compass(8))
    let next = try worker.succeed("sync")
    try supervisor.succeed("sync")
    #expect(next["accepted"]?.int == 3)
    #expect(try worker.reviews() == [])
    #expect(try supervisor.reviews() == [])
    #expect(try supervisor.homes(of: family) == ["4", "8"])
  }

  /// 9. An instrument's new edition breaks unsent readings.
  @Test func `unsent readings keep the edition they were taken with when a new one comes`() throws {
    let sandbox = try Sandbox.seeded()
    let supervisor = try sandbox.profile("supervisor")
    let worker = try sandbox.profile("peterborough")
    let family = try sandbox.family("star")

    let before = try worker.add("reading", to: family, ["--date", "2026-10-06"] + compass(3))
    _ = try sandbox.admin(["pack", "add", try secondEdition(in: sandbox)])
    try supervisor.succeed("sync")
    // The device has not heard of the new edition and goes on with the old one.
    let after = try worker.add("reading", to: family, ["--date", "2026-10-20"] + compass(4))
    let sent = try worker.succeed("sync")

    #expect(sent["accepted"]?.int == 2)
    #expect(sent["held"]?.int == 0)
    try supervisor.succeed("sync")
    for profile in [worker, supervisor] {
      let shown = try profile.readings(of: family)
      #expect(shown.map { $0["id"]?.string } == [before, after])
      #expect(shown.map { $0["fields"]?["edition"] } == ["1", "1"])
      #expect(shown.map { $0["fields"]?["scores"]?["home"] } == ["3", "4"])
      #expect(try profile.reviews() == [])
    }
    // Now the device knows the new edition, takes it for the next reading, and still mends the old.
    let refused = try worker.run(["reading", "add", family, "--json"] + compass(5))
    #expect(refused.output.contains("unknown-area"))
    let renamed = compass(5).map { $0 == "home=5" ? "housing=5" : $0 }
    _ = try worker.add("reading", to: family, renamed)
    try worker.succeed("reading", "correct", before, "--score", "home=2", "--reason", "misread")
    try worker.succeed("sync")
    try supervisor.succeed("sync")
    try supervisor.decide(try #require(try supervisor.reviews().first), "approve")
    let rows = try supervisor.export(
      "readings",
      table: "readings.csv",
      into: sandbox.directory + "/export"
    )
    let homes = rows.filter { $0["area"] == "home" || $0["area"] == "housing" }
    #expect(
      Set(homes.map { [$0["edition"], $0["area"], $0["score"]] })
        == [["1", "home", "2"], ["1", "home", "4"], ["2", "housing", "5"]]
    )
  }

  /// The invented compass in an edition that renames an area, as a file.
  private func secondEdition(in sandbox: Sandbox) throws -> String {
    let first = repositoryRoot + "/Seeds/instruments/demo-compass-1.json"
    let bytes = try #require(FileManager.default.contents(atPath: first))
    var pack = try #require(try JSON(strict: Array(bytes)).object)
    pack["edition"] = "2"
    pack["supersedes"] = "1"
    pack["areas"] = .array(
      (pack["areas"]?.array ?? []).map { area in
        area["id"] == "home"
          ? ["id": "housing", "title": "Housing", "scale": "compass10"] : area
      }
    )
    let path = sandbox.directory + "/demo-compass-2.json"
    try Data(JSON.object(pack).canonical).write(to: URL(fileURLWithPath: path))
    return path
  }

  /// 10. An offline edit revives a deleted record.
  @Test func `an offline edit revives no deleted goal or note, and waits for a person`() throws {
    let sandbox = try Sandbox.seeded()
    let here = try sandbox.profile("peterborough")
    let away = try sandbox.profile("cambridgeshire")
    let family = try sandbox.family("shared")
    let goal = try here.add("goal", to: family, ["--text", "Supper at one table"])
    let note = try here.add("note", to: family, ["--text", "Rang the school"])
    try here.succeed("sync")
    try away.succeed("sync")

    try here.succeed("goal", "delete", goal)
    try here.succeed("note", "delete", note)
    // What is deleted here is gone here at once, and what is edited there is shown there.
    #expect(try here.succeed("note", "list", family)["notes"]?.array?.isEmpty == true)
    try here.succeed("sync")
    try away.succeed("goal", "edit", goal, "--status", "met")
    try away.succeed("note", "edit", note, "--text", "Rang the school twice")
    let sent = try away.succeed("sync")
    try here.succeed("sync")

    #expect(sent["proposed"]?.int == 2)
    for profile in [here, away] {
      let goals = try profile.succeed("goal", "list", family)["goals"]?.array ?? []
      #expect(!goals.contains { $0["id"]?.string == goal })
      #expect(try profile.succeed("note", "list", family)["notes"]?.array?.isEmpty == true)
      let items = try profile.reviews()
      #expect(Set(items.map(\.kind)) == ["proposed"])
      #expect(Set(items.map(\.subject)) == [goal, note])
    }
    let deleted = try here.succeed("family", "deleted", family)["deleted"]?.array ?? []
    #expect(Set(deleted.compactMap { $0["id"]?.string }) == [goal, note])

    // One edit is taken, and one deletion is called off by hand; both come back to everyone.
    let item = try #require(try here.reviews().first { $0.subject == note })
    try here.decide(item, "take")
    try away.succeed("sync")
    try away.succeed("goal", "restore", family, goal)
    try away.succeed("sync")
    try here.succeed("sync")
    for profile in [here, away] {
      let shown = try profile.succeed("note", "show", note)["note"]
      #expect(shown?["fields"]?["text"]?.string == "Rang the school twice")
      #expect(
        try profile.succeed("goal", "show", goal)["goal"]?["fields"]?["status"]?.string == "met"
      )
    }
  }

  /// The nearest things for what is never deleted: a reading that was withdrawn and an episode that was
  /// closed while another device, which has not heard of it, goes on editing both.
  @Test func `an offline edit revives neither a withdrawn reading nor a closed episode`() throws {
    let sandbox = try Sandbox.seeded()
    let supervisor = try sandbox.profile("supervisor")
    let here = try sandbox.profile("peterborough")
    let away = try sandbox.profile("cambridgeshire")
    let family = try sandbox.family("shared")
    let reading = try here.add("reading", to: family, ["--date", "2026-10-20"] + compass(7))
    try here.succeed("sync")
    try away.succeed("sync")
    let episode = try #require(try here.episode(of: family)["id"]?.string)

    try here.succeed("reading", "withdraw", reading, "--reason", "another family's")
    let close = ["episode", "close", episode, "--closed-on", "2026-11-02"]
    try here.succeed(close + ["--reason", "outcomesAchieved", "--step-up", "none"])
    try here.succeed("sync")
    try supervisor.succeed("sync")
    try supervisor.decide(try #require(try supervisor.reviews().first), "approve")
    // A day alone is corrected without approval; scores wait for it, and here they get it.
    let correct = ["reading", "correct", reading, "--reason", "misread"]
    let byDay = try away.request(correct + ["--date", "2026-10-21"])
    let byScore = try away.request(correct + ["--score", "home=9"])
    let visit = try away.add("reading", to: family, ["--date", "2026-10-25"] + compass(8))
    try away.succeed("episode", "edit", episode, "--tier", "targeted")
    try away.succeed(close + ["--reason", "movedAway", "--step-up", "none"])
    let sent = try away.succeed("sync")
    try supervisor.succeed("sync")

    // No edit is lost: each waits for a person or tells one, and the supervisor even approves one.
    #expect(sent["accepted"]?.int == 5)
    #expect(sent["proposed"]?.int == 1)
    let items = try supervisor.reviews()
    let requests = items.filter { $0.kind == "correctionRequest" }
    #expect(Set(requests.map(\.subject)) == [byDay, byScore])
    let closings = items.filter { $0.kind == "proposed" }
    #expect(closings.map(\.subject) == [episode])
    #expect(closings.map { $0.setAside["closureReason"] } == ["movedAway"])
    #expect(items.count == 3)
    #expect(Set(items.map(\.author)) == [sandbox.workers["cambridgeshire"]])
    let waiting = try #require(requests.first { $0.subject == byScore })
    try supervisor.decide(waiting, "approve")
    for profile in [here, away] { try profile.succeed("sync") }

    // The reading stays withdrawn and the episode closed; what was new about the episode stands.
    for profile in [here, away, supervisor] {
      let shown = try profile.readings(of: family)
      #expect(shown.map { $0["id"]?.string } == [reading, visit])
      #expect(shown.map { $0["withdrawn"] } == [true, false])
      let drawn = try profile.succeed("star", "show", family)["readings"]?.array ?? []
      #expect(drawn.map { $0["date"] } == ["2026-10-25"])
      let fields = try profile.episode(of: family)["fields"]
      #expect(fields?["status"] == "closed")
      #expect(fields?["closureReason"] == "outcomesAchieved")
      #expect(fields?["tier"] == "targeted")
    }
    let rows = try supervisor.export(
      "readings",
      table: "readings.csv",
      into: sandbox.directory + "/export"
    )
    #expect(
      Set(rows.map { [$0["reading"], $0["withdrawn"], $0["episode_closed"]] })
        == [[reading, "true", "2026-11-02"], [visit, "false", "2026-11-02"]]
    )
  }
}
