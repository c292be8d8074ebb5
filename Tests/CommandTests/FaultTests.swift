import Foundation
import Testing
import WireFormat

/// Real programs, killed without warning, stopped, and out of reach of each other.
@Suite struct FaultTests {
  @Test func `a reading is saved whole or not at all when the device is killed while saving`()
    throws
  {
    let sandbox = try Sandbox.seeded()
    let profile = try sandbox.profile("peterborough")
    let family = try sandbox.family("star")

    let before = try profile.run(
      ["reading", "add", family] + compass(3),
      environment: ["STARMAP_FAILPOINT": "capture.before-commit"]
    )
    try #require(before.wasKilled)
    #expect(try profile.succeed("status")["unsent"]?.int == 0)
    #expect(try profile.succeed("reading", "list", family)["readings"]?.array?.count == 0)
    let after = try profile.run(
      ["reading", "add", family] + compass(3),
      environment: ["STARMAP_FAILPOINT": "capture.after-commit"]
    )
    try #require(after.wasKilled)

    #expect(try profile.succeed("status")["unsent"]?.int == 1)
    #expect(try profile.succeed("reading", "list", family)["readings"]?.array?.count == 1)
    try profile.succeed("sync")
  }

  @Test func `a killed server comes back with everything it had acknowledged`() throws {
    let sandbox = try Sandbox.seeded()
    let profile = try sandbox.profile("peterborough")
    let supervisor = try sandbox.profile("supervisor")
    let family = try sandbox.family("star")
    try profile.succeed(["reading", "add", family] + compass(3))
    try profile.succeed("sync")

    sandbox.killServer()
    try sandbox.startServer()
    try supervisor.succeed("sync")

    #expect(try supervisor.succeed("reading", "list", family)["readings"]?.array?.count == 1)
  }

  @Test func `with no server sync says that the work is safe, under its own exit code`() throws {
    let sandbox = try Sandbox.seeded()
    let profile = try sandbox.profile("peterborough")
    try profile.succeed(["reading", "add", try sandbox.family("star")] + compass(3))
    sandbox.stopServer()

    let answer = try profile.json("sync", status: 7)
    let plain = try profile.run(["sync"])

    #expect(answer["error"]?["safe"] == true)
    #expect(answer["exit"]?.int == 7)
    #expect(plain.errors.contains("safe on this device"))
    #expect(plain.output.isEmpty)
    #expect(try profile.succeed("status")["unsent"]?.int == 1)
  }

  @Test func `a second server on one database is refused and the first goes on`() throws {
    let sandbox = try Sandbox.seeded()

    let second = try runProgram(
      "starmap-server",
      ["serve", "--data", sandbox.data, "--listen", "127.0.0.1:0", "--health", "127.0.0.1:0"]
    )

    #expect(second.status == 75)
    #expect(second.errors.contains("Another server") || second.errors.contains("another server"))
    let profile = try sandbox.profile("peterborough")
    #expect(try profile.succeed("family", "list")["families"]?.array?.count == 2)
  }

  @Test func `a public address without encryption is refused`() throws {
    let sandbox = try Sandbox()

    let ended = try runProgram(
      "starmap-server",
      ["serve", "--data", sandbox.data, "--listen", "0.0.0.0:0", "--health", "127.0.0.1:0"]
    )

    #expect(ended.status == 78)
    #expect(ended.errors.contains("--behind-proxy"))
  }

  @Test func `the server stops in good time although a client drips`() throws {
    let sandbox = try Sandbox()
    try sandbox.startServer()
    let port = try #require(sandbox.address.split(separator: ":").last.flatMap { UInt16($0) })
    let client = try DrippingClient(port: port)
    defer { client.close() }
    client.send("POST /v1/push HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\nx")

    let began = ContinuousClock.now
    let status = sandbox.stopServer()

    #expect(status == 0)
    #expect(ContinuousClock.now - began < .seconds(15))
  }
}
