import Foundation
import Testing
import WireFormat

/// What a person may get wrong: a clear error that names the thing and the remedy, and nothing lost.
@Suite struct BadInputTests {
  @Test func `wrong scores are refused by name before anything is saved`() throws {
    let sandbox = try Sandbox.seeded()
    let profile = try sandbox.profile("peterborough")
    let family = try sandbox.family("star")
    let cases: [([String], String)] = [
      (compass(11), "point-not-on-scale"),
      (compass(5) + ["--score", "garden=3"], "unknown-area"),
      (["--instrument", "demo-compass", "--by", "together", "--score", "home=3"], "missing-areas"),
      (compass(5) + ["--edition", "9"], "unknown-edition"),
      (["--instrument", "nonsense", "--by", "together"], "unknown-instrument"),
      (["--instrument", "family-star-plus", "--by", "together"], "instrument-disabled"),
    ]

    for (arguments, code) in cases {
      let ended = try profile.run(["reading", "add", family, "--json"] + arguments)
      let json = try JSON(strict: Array(ended.output.utf8.prefix { $0 != UInt8(ascii: "\n") }))

      #expect(json["error"]?["code"]?.string == code)
      #expect(ended.status == 64 || ended.status == 5)
    }
    let half = try profile.run(
      ["reading", "add", family, "--json", "--score", "home=3.5"]
        + compass(5).filter { $0 != "home=5" && $0 != "--score" }.flatMap {
          $0.contains("=") ? ["--score", $0] : [$0]
        }
    )
    #expect(half.output.contains("point-not-on-scale"))
    #expect(try profile.succeed("status")["unsent"]?.int == 0)
  }

  @Test func `an unknown family code is answered with the known ones and never guessed`() throws {
    let sandbox = try Sandbox.seeded()
    let profile = try sandbox.profile("peterborough")
    let known = try sandbox.family("star")

    let ended = try profile.run(["family", "show", String(known.dropLast())])

    #expect(ended.status == 5)
    #expect(ended.errors.contains(known))
    #expect(!ended.errors.contains("Ashdown"))
  }

  @Test func `a family of somebody else is neither listed nor shown`() throws {
    let sandbox = try Sandbox.seeded()
    let profile = try sandbox.profile("peterborough")

    _ = try profile.json("family", "show", try sandbox.family("map"), status: 5)

    #expect(try profile.succeed("family", "list")["families"]?.array?.count == 2)
    let raw = try rawBytes(in: profile.home)
    #expect(!raw.contains("Marsh"))
  }

  @Test func `a profile that is not enrolled says how to enrol`() throws {
    let sandbox = try Sandbox()
    let profile = Profile(home: sandbox.directory + "/empty")

    let answer = try profile.json("status", status: 4)

    #expect(answer["error"]?["next"]?.string?.contains("starmap enrol") == true)
  }

  @Test func `a one-time code works once`() throws {
    let sandbox = try Sandbox.seeded()
    let code = try #require(sandbox.codes["peterborough"])
    let first = Profile(home: sandbox.directory + "/one")
    let second = Profile(home: sandbox.directory + "/two")

    try first.succeed("enrol", "--server", sandbox.address, "--code", code)
    let refused = try second.json(
      "enrol",
      "--server",
      sandbox.address,
      "--code",
      code,
      status: 8
    )

    #expect(refused["error"]?["code"]?.string == "enrolment-code-invalid")
  }

  @Test func `a revoked device is told so and keeps its work`() throws {
    let sandbox = try Sandbox.seeded()
    let profile = try sandbox.profile("peterborough")
    try profile.succeed(["reading", "add", try sandbox.family("star")] + compass(3))
    let device = try #require(try profile.succeed("whoami")["device"]?.string)

    _ = try sandbox.admin(["admin", "revoke", device])
    let answer = try profile.json("sync", status: 9)

    #expect(answer["error"]?["code"]?.string == "device-revoked")
    #expect(try profile.succeed("status")["unsent"]?.int == 1)
  }

  @Test func `an authority that the partnership does not have is refused with those it has`() throws
  {
    let sandbox = try Sandbox.seeded()
    let profile = try sandbox.profile("peterborough")

    let ended = try profile.run(["family", "add", "--name", "Invented", "--authority", "peterboro"])

    #expect(ended.status == 64)
    #expect(ended.errors.contains("cambridgeshire, peterborough"))
    #expect(try profile.succeed("status")["unsent"]?.int == 0)
  }

  @Test func `names and free text never reach the server's log`() throws {
    let sandbox = try Sandbox.seeded()
    let profile = try sandbox.profile("peterborough")
    try profile.succeed(
      "family",
      "add",
      "--name",
      "Canaryfamily",
      "--authority",
      "peterborough",
      "--contact",
      "Canarycontact"
    )
    try profile.succeed("note", "add", try sandbox.family("star"), "--text", "Canarynote")
    try profile.succeed("sync")
    sandbox.stopServer()

    let log = sandbox.log
    #expect(!log.isEmpty)
    #expect(!log.contains("Canary") && !log.contains("Ashdown"))
    #expect(!log.contains(try sandbox.family("star")))
  }

  @Test func `the demo plays to its end and keeps what it made`() throws {
    let sandbox = try Sandbox()
    let folder = sandbox.directory + "/demo"

    let ended = try runProgram(
      "starmap",
      ["demo", "--directory", folder, "--seeds", repositoryRoot + "/Seeds"],
      environment: ["COLUMNS": "100", "LANG": "C.UTF-8"]
    )

    #expect(ended.status == 0, "\(ended.output)\n\(ended.errors)")
    #expect(ended.output.contains("sameDayPair"))
    #expect(ended.output.contains("The export: \(folder)/export"))
    for name in ["readings.csv", "dictionary.csv", "manifest.json"] {
      #expect(FileManager.default.fileExists(atPath: folder + "/export/" + name))
    }
    let again = try runProgram("starmap", ["demo", "--directory", folder])
    #expect(again.status == 64 || again.status == 1)
  }

  /// Every byte of a folder's files as text, for looking for what must not be there.
  private func rawBytes(in folder: String) throws -> String {
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
    return names.map { name in
      FileManager.default.contents(atPath: folder + "/" + name)
        .map { String(decoding: $0, as: UTF8.self) } ?? ""
    }.joined()
  }
}
