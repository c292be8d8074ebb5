import Foundation
import Testing
import WireFormat

/// Erasing a family through the real programs, and looking for what is left of it in every file.
@Suite struct ErasureTests {
  private static let secret = "Zebra crossing at nine"

  /// The files below a folder that hold the words.
  private func filesThatTell(_ folder: String) throws -> [String] {
    let marker = Data(Self.secret.utf8)
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
    return names.filter { name in
      guard let bytes = try? Data(contentsOf: URL(filePath: folder + "/" + name)) else {
        return false
      }
      return bytes.range(of: marker) != nil
    }.sorted()
  }

  private func server(_ sandbox: Sandbox, _ arguments: [String], status: Int32 = 0) throws -> Ended
  {
    let ended = try runProgram("starmap-server", arguments + ["--data", sandbox.data, "--json"])
    #expect(ended.status == status, "\(ended.output) \(ended.errors)")
    return ended
  }

  private func erase(_ sandbox: Sandbox, _ family: JSON) throws -> JSON {
    let arguments = [
      "admin", "erase", "--family", family["id"]?.string ?? "", "--reason", "request",
    ]
    let told = try sandbox.admin(arguments)
    #expect(told["erased"] == false)
    return try sandbox.admin(arguments + ["--confirm", told["code"]?.string ?? ""])
  }

  @Test func `no file of the server or of a device tells of an erased family, but a backup`() throws
  {
    let sandbox = try Sandbox.seeded()
    let worker = try sandbox.profile("peterborough")
    let supervisor = try sandbox.profile("supervisor")
    let family = try sandbox.family("star")
    let note = try worker.add("note", to: family, ["--text", Self.secret])
    let goal = try worker.add("goal", to: family, ["--text", Self.secret])
    try worker.succeed("sync")
    // An edit, a deletion and a value that gave way, so that every table has something to tell.
    try supervisor.succeed("sync")
    try worker.succeed("note", "edit", note, "--text", Self.secret + ", and more")
    try supervisor.succeed("note", "edit", note, "--text", "Other words")
    for profile in [worker, supervisor, worker] { try profile.succeed("sync") }
    try worker.succeed("goal", "delete", goal)
    try worker.succeed("sync")
    let backup = sandbox.directory + "/before.starmap-backup"
    _ = try server(sandbox, ["backup", "create", backup])
    try supervisor.succeed("note", "edit", note, "--text", Self.secret)
    let shown = try worker.succeed("family", "show", family)["family"] ?? .null

    let erased = try erase(sandbox, shown)
    let refused = try supervisor.succeed("sync")
    try worker.succeed("sync")

    #expect(erased["erased"] == true)
    #expect(refused["erased"] == 1)
    #expect(refused["held"] == 0)
    _ = try worker.json("family", "show", family, status: 5)
    #expect(try filesThatTell(sandbox.directory) == ["before.starmap-backup"])
    #expect(try worker.succeed("sync", "--verify")["differing"] == 0)

    // A restore brings nothing back, and devices send nothing about it again.
    sandbox.stopServer()
    let restored = try server(sandbox, ["backup", "restore", backup])
    let line = restored.output.utf8.prefix { $0 != UInt8(ascii: "\n") }
    #expect(try JSON(strict: Array(line))["data"]?["erased"] == 1)
    try sandbox.startServer()
    for profile in [worker, supervisor] { try profile.succeed("sync") }
    _ = try worker.json("family", "show", family, status: 5)
    sandbox.stopServer()
    #expect(try filesThatTell(sandbox.directory) == ["before.starmap-backup"])
    let listed = try sandbox.admin(["admin", "erase"])["erasures"]?.array
    #expect(listed?.map { $0["family"] } == [shown["id"]])
  }
}
