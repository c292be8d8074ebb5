import Foundation
import Testing
import WireFormat

/// Imports as an operator runs them, with real programs.
@Suite struct ImportCommandTests {
  private static let fenmere = repositoryRoot + "/Seeds/demo/fenmere"

  /// A server with every pack and framework, and the invented third council's pack, crosswalk and policy.
  private func sandbox(environment: [String: String] = [:]) throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.startServer(environment: environment)
    try sandbox.seed()
    _ = try sandbox.admin(["pack", "add", Self.fenmere + "/fenmere-ladder-1.json"])
    _ = try sandbox.admin([
      "crosswalk", "add", Self.fenmere + "/fenmere-crosswalk-0.1.0.json",
      Self.fenmere + "/fenmere-policy-2.json",
    ])
    return sandbox
  }

  private func run(_ arguments: [String], in sandbox: Sandbox) throws -> Ended {
    try runProgram(
      "starmap-server",
      ["import", "--data", sandbox.data, "--mapping", Self.fenmere + "/fenmere-mapping.json"]
        + arguments
    )
  }

  /// How many episodes an import would still store: none when everything is there.
  private func missing(in sandbox: Sandbox) throws -> Int64 {
    let dry = try sandbox.admin([
      "import", "--mapping", Self.fenmere + "/fenmere-mapping.json", "--dry-run", Self.fenmere,
    ])
    return dry["stored"]?["episodes"]?.int ?? 0
  }

  /// A copy of the council's files that a test may spoil.
  private func files(in sandbox: Sandbox) throws -> String {
    let folder = sandbox.directory + "/fenmere"
    try FileManager.default.copyItem(atPath: Self.fenmere, toPath: folder)
    return folder
  }

  @Test func `the third council's files come in by its mapping alone and give figures`() throws {
    let sandbox = try sandbox()

    let ended = try run([Self.fenmere], in: sandbox)
    let supervisor = try sandbox.profile("supervisor")
    let lines = try supervisor.run(["export", "create", "--set", "progress", "--json"]).output
      .split(separator: "\n").map { try JSON(strict: Array($0.utf8)) }

    #expect(ended.status == 0, "\(ended.errors)")
    #expect(
      ended.output.contains(
        "Stored: 5 episodes, 5 families, 7 members, 1 notes, 8 readings, 1 runs, 2 workers."
      )
    )
    #expect(ended.errors.contains("read fenmere/ladder.csv: 12 rows"))
    let row = try #require(
      lines.first { $0["first_reading"] == "FS1" && $0["outcome"] == "IO1" }
    )
    #expect(row["direction"] == "improved")
    #expect(row["scores"] == "home-life=5>2")
    #expect(row["band_last_low"] == 4)
    #expect(row["crosswalk_state"] == "PROPOSED")
    #expect(lines.last?["ok"] == true)
    let queue = try supervisor.succeed("review", "list")["reviews"]?.array ?? []
    #expect(queue.count == 4)
  }

  @Test
  func `a server killed half-way through an import keeps nothing of it, and a re-run does it all`()
    throws
  {
    let sandbox = try sandbox(environment: ["STARMAP_FAILPOINT": "server.import-half-way"])

    let killed = try run([Self.fenmere], in: sandbox)

    #expect(killed.status != 0)
    #expect(sandbox.waitForServerToDie())
    try sandbox.startServer()
    #expect(try missing(in: sandbox) == 5)
    let again = try run([Self.fenmere], in: sandbox)
    #expect(again.status == 0, "\(again.errors)")
    #expect(try missing(in: sandbox) == 0)
  }

  @Test func `an import works the same without a running server`() throws {
    let sandbox = try sandbox()
    sandbox.stopServer()

    let ended = try run([Self.fenmere], in: sandbox)

    #expect(ended.status == 0, "\(ended.errors)")
    try sandbox.startServer()
    #expect(try missing(in: sandbox) == 0)
  }

  /// What is wrong with a file, how to spoil it so, and words that must be in the answer.
  private static let spoiled: [(String, @Sendable ([UInt8]) -> [UInt8], [String])] = [
    ("empty", { _ in [] }, ["is empty"]),
    ("gzip", { [0x1F, 0x8B, 8, 0] + $0 }, ["gzip", "unpack"]),
    ("UTF-16", { [0xFF, 0xFE] + $0 }, ["UTF-16", "UTF-8"]),
    (
      "another layout", { _ in Array("Sheet,Case,Households,Date\n1,2,3,4\n".utf8) },
      ["`Household` (is Households meant?)", "`Tool`", "`L safety`"]
    ),
    ("a quote left open", { $0 + Array("FS99,\"never closed\n".utf8) }, ["row 14", "quote"]),
    (
      "a row that never ends", { $0 + [UInt8](repeating: UInt8(ascii: "x"), count: 2_000_000) },
      ["row 14", "1048576 bytes"]
    ),
    ("a Latin-1 header", { [0xE9] + $0 }, ["first row", "UTF-8"]),
  ]

  @Test(arguments: spoiled.indices)
  func `a file that cannot be read refuses the run and nothing is stored`(_ index: Int) throws {
    let (name, spoil, words) = Self.spoiled[index]
    let sandbox = try sandbox()
    let folder = try files(in: sandbox)
    let path = folder + "/ladder.csv"
    let bytes = Array(try #require(FileManager.default.contents(atPath: path)))
    try Data(spoil(bytes)).write(to: URL(fileURLWithPath: path))

    let ended = try run([folder + "/support.csv", path], in: sandbox)

    #expect(ended.status == 8, "\(name): \(ended.output) \(ended.errors)")
    #expect(ended.errors.contains("ladder.csv"), "\(name): \(ended.errors)")
    for word in words { #expect(ended.errors.contains(word), "\(name): \(ended.errors)") }
    #expect(try missing(in: sandbox) == 5)
  }

  @Test func `a Latin-1 row is refused by its number and the others are stored`() throws {
    let sandbox = try sandbox()
    let folder = try files(in: sandbox)
    let path = folder + "/workers.csv"
    let row = Array("F03,Ren".utf8) + [0xE9] + Array(",Fen team\n".utf8)
    let bytes = Array(try #require(FileManager.default.contents(atPath: path)))
    try Data(bytes + row).write(to: URL(fileURLWithPath: path))

    let report = sandbox.directory + "/rows.csv"
    let ended = try run([folder, "--report", report], in: sandbox)

    #expect(ended.status == 0, "\(ended.errors)")
    let rows = try String(contentsOfFile: report, encoding: .utf8)
    #expect(rows.contains("fenmere/workers.csv,4,,refused,invalid_encoding\n"))
    let mode = try FileManager.default.attributesOfItem(atPath: report)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let again = try run([folder, "--report", report], in: sandbox)
    #expect(again.status == 78)
    #expect(again.errors.contains("exists already"))
    #expect(ended.output.contains("2 workers"))
  }

  @Test func `a reader that stops early does no harm`() throws {
    let sandbox = try sandbox()
    _ = try run([Self.fenmere], in: sandbox)
    let supervisor = try sandbox.profile("supervisor")
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    let program = try Programs.path("starmap")
    shell.arguments = [
      "-c", "{ '\(program)' export create --set progress --json; echo $? >&2; } | head -c 10",
    ]
    shell.environment = ["STARMAP_HOME": supervisor.home]
    let errors = Pipe()
    shell.standardError = errors
    shell.standardOutput = FileHandle.nullDevice
    try shell.run()
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    shell.waitUntilExit()

    #expect(said == "0\n")
  }
}
