import Testing
import WireFormat

/// Consents through the real programs: recorded offline on two devices, the same on both afterwards.
@Suite struct ConsentTests {
  private func states(_ profile: Profile, _ family: String) throws -> [JSON] {
    try #require(try profile.succeed("consent", "show", family)["consent_states"]?.array)
  }

  private func give(_ profile: Profile, _ family: String, _ arguments: [String]) throws -> JSON {
    try profile.succeed(["consent", "give", family] + arguments)
  }

  @Test
  func `a consent and a withdrawal made offline on two devices leave both with the withdrawal`()
    throws
  {
    let sandbox = try Sandbox.seeded()
    let first = try sandbox.profile("peterborough")
    let second = try sandbox.profile("cambridgeshire")
    let family = try sandbox.family("shared")
    let members = try first.succeed("member", "list", family)["members"]?.array ?? []
    let member = try #require(members.first?["id"]?.string)
    sandbox.stopServer()

    let given = try give(
      first,
      family,
      ["--purpose", "sharing", "--how", "written", "--date", "2025-11-20"]
    )
    let service = try give(
      first,
      family,
      ["--purpose", "service", "--how", "spoken", "--member", member, "--date", "2025-11-19"]
    )
    try second.succeed(
      "consent",
      "withdraw",
      family,
      "--purpose",
      "sharing",
      "--date",
      "2025-11-20"
    )
    #expect(given["consent"]?["fields"]?["event"] == "given")
    #expect(given["consent_states"]?.array?.map { $0["state"] } == ["given"])
    #expect(service["consent_states"]?.array?.count == 2)
    #expect(try states(second, family).map { $0["state"] } == ["withdrawn"])
    #expect(try first.unsent() == 2)

    try sandbox.startServer()
    for profile in [second, first, second] { try profile.succeed("sync") }
    sandbox.stopServer()

    let here = try states(first, family)
    #expect(try states(second, family) == here)
    #expect(here.map { $0["purpose"] } == ["service", "sharing"])
    #expect(here.map { $0["state"] } == ["given", "withdrawn"])
    #expect(here.map { $0["member"] } == [.string(member), .null])
    let shown = try second.run(["consent", "show", family])
    #expect(shown.output.contains("sharing, whole family: withdrawn on 2025-11-20"))
    #expect(shown.output.contains("sharing given, whole family, written, recorded by "))
    let page = try second.run(["family", "show", family])
    #expect(page.output.contains("Consents\n  service, "))
  }

  @Test func `a consent of the day of a withdrawal is saved, and the person is told that it waits`()
    throws
  {
    let sandbox = try Sandbox.seeded()
    let worker = try sandbox.profile("peterborough")
    let family = try sandbox.family("star")
    sandbox.stopServer()
    let on = ["--purpose", "service", "--date", "2025-11-20"]

    try worker.succeed(["consent", "withdraw", family] + on)
    let same = try worker.run(["consent", "give", family, "--how", "spoken", "--json"] + on)

    let line = same.output.utf8.prefix { $0 != UInt8(ascii: "\n") }
    let envelope = try JSON(strict: Array(line))
    #expect(same.status == 0)
    #expect(envelope["messages"]?.array?.first?.string?.contains("2025-11-20 stands") == true)
    #expect(try states(worker, family).map { $0["state"] } == ["withdrawn"])
    let next = ["--purpose", "service", "--date", "2025-11-21", "--how", "spoken"]
    _ = try give(worker, family, next)
    #expect(try states(worker, family).map { $0["state"] } == ["given"])
  }

  @Test func `unknown words, members and families are refused, and nothing is saved`() throws {
    let sandbox = try Sandbox.seeded()
    let worker = try sandbox.profile("peterborough")
    let family = try sandbox.family("star")

    let refused = try worker.json(
      "consent",
      "give",
      family,
      "--purpose",
      "newsletter",
      "--how",
      "spoken",
      status: 64
    )
    #expect(refused["error"]?["message"]?.string?.contains("service, sharing") == true)
    let withdraw = ["consent", "withdraw", family, "--purpose", "sharing"]
    #expect(try worker.run(withdraw + ["--member", "0198ffff", "--json"]).status == 5)
    #expect(try worker.run(withdraw + ["--date", "soon", "--json"]).status == 64)
    #expect(try worker.run(["consent", "show", "ZZZ", "--json"]).status == 5)
    #expect(try worker.unsent() == 0)
    #expect(try states(worker, family) == [])
  }
}
