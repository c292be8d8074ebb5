import Testing
import WireFormat

/// For each noun: make it, list it, see it on a second device while offline, and have bad input refused.
@Suite struct NounTests {
  @Test func `a family added on one device is seen on another of its team, offline`() throws {
    let sandbox = try Sandbox.seeded()
    let first = try sandbox.profile("peterborough")
    let second = try sandbox.profile("peterborough", name: "second")

    let added = try first.succeed(
      "family",
      "add",
      "--name",
      "Plover (invented)",
      "--authority",
      "peterborough"
    )
    let local = try #require(added["family"]?["code"]?.string)
    #expect(local.hasPrefix("~"))
    try first.succeed("family", "edit", local, "--contact", "by letter")
    try first.succeed("sync")
    try second.succeed("sync")
    sandbox.stopServer()

    let listed = try second.succeed("family", "list")["families"]?.array ?? []
    let plover = try #require(
      listed.first { $0["fields"]?["name"]?.string == "Plover (invented)" }
    )
    let code = try #require(plover["code"]?.string)
    #expect(!code.hasPrefix("~"))
    #expect(plover["fields"]?["contact"]?.string == "by letter")
    // The local code still leads to the family on the device that gave it.
    #expect(try first.succeed("family", "show", local)["family"]?["code"]?.string == code)
    let refused = try first.json(
      "family",
      "add",
      "--name",
      "X",
      "--authority",
      "atlantis",
      status: 64
    )
    #expect(refused["error"]?["code"]?.string == "invalid-field")
  }

  @Test func `a member added on one device is seen on another, offline`() throws {
    let sandbox = try Sandbox.seeded()
    let (first, second) = try pair(sandbox)
    let family = try sandbox.family("shared")

    let added = try first.succeed(
      "member",
      "add",
      family,
      "--name",
      "Teal Linnet",
      "--role",
      "child",
      "--born",
      "2019-02"
    )
    let id = try #require(added["member"]?["id"]?.string)
    try first.succeed("member", "edit", id, "--born", "2019-03")
    try exchange(sandbox, first, second)

    let seen = try second.succeed("member", "show", id)
    #expect(seen["member"]?["fields"]?["born"]?.string == "2019-03")
    #expect(try second.succeed("member", "list", family)["members"]?.array?.count == 3)
    let refused = try first.json(
      "member",
      "add",
      family,
      "--name",
      "X",
      "--role",
      "child",
      "--born",
      "2019-03-04",
      status: 64
    )
    #expect(refused["error"]?["code"]?.string == "invalid-field")
  }

  @Test func `an episode is opened, closed and reopened across devices`() throws {
    let sandbox = try Sandbox.seeded()
    let (first, second) = try pair(sandbox)
    let family = try sandbox.family("shared")

    let opened = try first.succeed(
      "episode",
      "open",
      family,
      "--tier",
      "targeted",
      "--referral-source",
      "police",
      "--referred-on",
      "2026-10-01",
      "--assessed-on",
      "2026-10-10",
      "--opened-on",
      "2026-10-12"
    )
    let id = try #require(opened["episode"]?["id"]?.string)
    try exchange(sandbox, first, second, restart: true)
    try second.succeed(
      "episode",
      "close",
      id,
      "--reason",
      "steppedUp",
      "--step-up",
      "s47",
      "--step-up-on",
      "2026-11-01",
      "--closed-on",
      "2026-11-02"
    )
    try exchange(sandbox, second, first, restart: true)
    let closed = try first.succeed("episode", "show", id)["episode"]?["fields"]
    #expect(closed?["status"]?.string == "closed")
    #expect(closed?["stepUpEvent"]?.string == "s47")
    #expect(closed?["stepUpOn"]?.string == "2026-11-01")
    #expect(closed?["referralSource"]?.string == "police")
    try first.succeed("episode", "reopen", id, "--reason", "closed by mistake")
    try first.succeed("episode", "edit", id, "--tier", "more")
    try exchange(sandbox, first, second)

    let reopened = try second.succeed("episode", "show", id)["episode"]?["fields"]
    #expect(reopened?["status"]?.string == "open")
    #expect(reopened?["tier"]?.string == "more")
    #expect(reopened?["closedOn"]?.string == nil)
    let refused = try second.json(
      "episode",
      "close",
      id,
      "--reason",
      "steppedUp",
      "--step-up",
      "s17",
      status: 64
    )
    #expect(refused["ok"] == false)
  }

  @Test func `a goal added on one device is seen on another, offline`() throws {
    let sandbox = try Sandbox.seeded()
    let (first, second) = try pair(sandbox)
    let family = try sandbox.family("shared")

    let added = try first.succeed("goal", "add", family, "--text", "Eat together twice a week")
    let id = try #require(added["goal"]?["id"]?.string)
    try first.succeed("goal", "edit", id, "--status", "met")
    try exchange(sandbox, first, second)

    let seen = try second.succeed("goal", "show", id)
    #expect(seen["goal"]?["fields"]?["status"]?.string == "met")
    #expect(try second.succeed("goal", "list", family)["goals"]?.array?.count == 1)
    let refused = try first.json("goal", "edit", id, "--status", "nearly", status: 64)
    #expect(refused["error"]?["message"]?.string?.contains("inProgress") == true)
  }

  @Test func `a note added on one device is seen on another, offline`() throws {
    let sandbox = try Sandbox.seeded()
    let (first, second) = try pair(sandbox)
    let family = try sandbox.family("shared")

    let added = try first.succeed("note", "add", family, "--text", "Rang the school, “fine” 🙂")
    let id = try #require(added["note"]?["id"]?.string)
    try exchange(sandbox, first, second)

    let seen = try second.succeed("note", "show", id)
    #expect(seen["note"]?["fields"]?["text"]?.string == "Rang the school, “fine” 🙂")
    #expect(try second.succeed("note", "list", family)["notes"]?.array?.count == 1)
    _ = try first.json("note", "add", family, "--text", " ", status: 64)
  }

  @Test func `an assignment made by a supervisor brings the family to the worker's device`() throws
  {
    let sandbox = try Sandbox.seeded()
    let supervisor = try sandbox.profile("supervisor")
    let worker = try sandbox.profile("cambridgeshire")
    let family = try sandbox.family("star")
    _ = try worker.json("family", "show", family, status: 5)

    let added = try supervisor.succeed("assign", "add", family, "--worker", "Jo Bell")
    let id = try #require(added["assignment"]?["id"]?.string)
    try exchange(sandbox, supervisor, worker, restart: true)
    #expect(try worker.succeed("assign", "list", family)["assignments"]?.array?.count == 2)
    try supervisor.succeed("assign", "end", id, "--reason", "cover ended")
    try exchange(sandbox, supervisor, worker)

    _ = try worker.json("family", "show", family, status: 5)
    let ended = try supervisor.succeed("assign", "show", id)
    #expect(ended["assignment"]?["fields"]?["endReason"]?.string == "cover ended")
    _ = try supervisor.json("assign", "add", family, "--worker", "Nobody", status: 5)
  }

  @Test func `a handover evicts the old worker and backfills the new one`() throws {
    let sandbox = try Sandbox.seeded()
    let supervisor = try sandbox.profile("supervisor")
    let old = try sandbox.profile("peterborough")
    let new = try sandbox.profile("cambridgeshire")
    let family = try sandbox.family("star")
    try old.succeed(["reading", "add", family] + compass(4))
    try old.succeed("sync")
    let units = try supervisor.succeed("team", "unit", "list")["units"]?.array ?? []
    let ouse = try #require(
      units.first { $0["title"]?.string == "Ouse family team" }?["id"]?.string
    )

    try supervisor.succeed("sync")
    try supervisor.succeed(
      "handover",
      family,
      "--to",
      "Jo Bell",
      "--unit",
      ouse,
      "--reason",
      "moved across the river"
    )
    try supervisor.succeed("sync")
    try old.succeed("sync")
    try new.succeed("sync")
    sandbox.stopServer()

    _ = try old.json("family", "show", family, status: 5)
    #expect(try new.succeed("reading", "list", family)["readings"]?.array?.count == 1)
    _ = try old.json("handover", family, "--to", "Jo Bell", "--reason", "x", status: 5)
  }

  @Test func `a reading added on one device is seen on another, offline`() throws {
    let sandbox = try Sandbox.seeded()
    let (first, second) = try pair(sandbox)
    let family = try sandbox.family("shared")

    let added = try first.succeed(
      ["reading", "add", family, "--note", "home=new kitchen", "--own-words", "I like mornings"]
        + compass(6)
    )
    let id = try #require(added["reading"]?["id"]?.string)
    try exchange(sandbox, first, second)

    let seen = try second.succeed("reading", "show", id)["reading"]
    #expect(seen?["fields"]?["scores"]?["home"]?.string == "6")
    #expect(seen?["fields"]?["own_words"]?.string == "I like mornings")
    let drawn = try second.run(["star", "show", family, "--plain"])
    #expect(drawn.output.contains("Home"))
    let refused = try first.run(["reading", "add", family, "--json"] + compass(11))
    #expect(refused.status == 64)
    #expect(refused.output.contains("point-not-on-scale"))
  }

  @Test func `a correction takes effect once a second person approves it`() throws {
    let sandbox = try Sandbox.seeded()
    let worker = try sandbox.profile("peterborough")
    let supervisor = try sandbox.profile("supervisor")
    let family = try sandbox.family("star")
    let added = try worker.succeed(["reading", "add", family] + compass(7))
    let id = try #require(added["reading"]?["id"]?.string)

    try worker.succeed(
      "reading",
      "correct",
      id,
      "--score",
      "home=6",
      "--reason",
      "typed 7, meant 6"
    )
    try worker.succeed("sync")
    try supervisor.succeed("sync")
    let before = try supervisor.succeed("reading", "show", id)["reading"]
    #expect(before?["fields"]?["scores"]?["home"]?.string == "7")
    let items = try supervisor.succeed("review", "list")["reviews"]?.array ?? []
    let item = try #require(items.first?["id"]?.string)
    try worker.succeed("sync")
    _ = try worker.json("review", "resolve", item, "--choice", "approve", status: 8)
    try supervisor.succeed("review", "resolve", item, "--choice", "approve")
    try supervisor.succeed("sync")
    try worker.succeed("sync")

    for profile in [worker, supervisor] {
      let after = try profile.succeed("reading", "show", id)["reading"]
      #expect(after?["fields"]?["scores"]?["home"]?.string == "6")
    }
    _ = try worker.json("reading", "correct", id, "--reason", "nothing changed", status: 64)
  }

  @Test func `a withdrawn reading stays listed and leaves the star`() throws {
    let sandbox = try Sandbox.seeded()
    let worker = try sandbox.profile("peterborough")
    let supervisor = try sandbox.profile("supervisor")
    let family = try sandbox.family("star")
    let added = try worker.succeed(["reading", "add", family] + compass(7))
    let id = try #require(added["reading"]?["id"]?.string)

    try worker.succeed("reading", "withdraw", id, "--reason", "wrong family")
    try worker.succeed("sync")
    try supervisor.succeed("sync")
    let items = try supervisor.succeed("review", "list")["reviews"]?.array ?? []
    let item = try #require(items.first?["id"]?.string)
    #expect(
      try supervisor.succeed("review", "show", item)["review"]?["fields"]?["kind"]?.string
        == "withdrawalRequest"
    )
    try supervisor.succeed("review", "resolve", item, "--choice", "approve")
    try supervisor.succeed("sync")
    try worker.succeed("sync")

    let listed = try worker.succeed("reading", "list", family)["readings"]?.array ?? []
    #expect(listed.map { $0["withdrawn"]?.bool } == [true])
    _ = try worker.json("star", "show", family, status: 5)
    _ = try worker.json("reading", "withdraw", id, "--reason", " ", status: 64)
  }

  private func pair(_ sandbox: Sandbox) throws -> (Profile, Profile) {
    (try sandbox.profile("peterborough"), try sandbox.profile("cambridgeshire"))
  }

  /// One sends, the other receives, and the server goes, so that what follows is offline.
  private func exchange(
    _ sandbox: Sandbox,
    _ sender: Profile,
    _ receiver: Profile,
    restart: Bool = false
  ) throws {
    if sandbox.serverProcess == nil { try sandbox.startServer() }
    try sender.succeed("sync")
    try receiver.succeed("sync")
    if !restart { sandbox.stopServer() }
  }
}
