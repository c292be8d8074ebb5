import Foundation
import Testing
import WireFormat

/// Backups through the real programs: made while the server works, proved, and gone back to.
@Suite struct BackupTests {
  private func backup(_ sandbox: Sandbox, _ arguments: [String]) throws -> Ended {
    try runProgram(
      "starmap-server",
      ["backup"] + arguments + ["--data", sandbox.data, "--json"]
    )
  }

  @Test func `devices send again what a restored server has lost, once, and nobody must act`()
    throws
  {
    let sandbox = try Sandbox.seeded()
    let worker = try sandbox.profile("peterborough")
    let supervisor = try sandbox.profile("supervisor")
    let family = try sandbox.family("star")
    let file = sandbox.directory + "/nightly.starmap-backup"
    try worker.succeed(["reading", "add", family, "--date", "2026-09-01"] + compass(3))
    try worker.succeed("sync")
    let made = try backup(sandbox, ["create", file])
    #expect(made.status == 0, "\(made.output) \(made.errors)")
    try worker.succeed(["reading", "add", family, "--date", "2026-10-01"] + compass(4))
    try worker.succeed("sync")
    try supervisor.succeed("sync")
    try worker.succeed(["reading", "add", family, "--date", "2026-11-01"] + compass(5))

    sandbox.killServer()
    let restored = try backup(sandbox, ["restore", file])
    #expect(restored.status == 0, "\(restored.output) \(restored.errors)")
    try sandbox.startServer()
    let healed = try worker.succeed("sync")
    try supervisor.succeed("sync")
    try worker.succeed("sync", "--verify")

    #expect(healed["unsent"]?.int == 0)
    for profile in [worker, supervisor] {
      let readings = try profile.succeed("reading", "list", family)["readings"]?.array ?? []
      #expect(
        readings.compactMap { $0["fields"]?["scores"]?["home"]?.string }.sorted()
          == ["3", "4", "5"]
      )
    }
    #expect(try worker.succeed("sync", "--verify")["differing"]?.int == 0)
  }

  @Test func `devices forget their copies only once a backup was verified`() throws {
    let sandbox = try Sandbox.seeded()
    let worker = try sandbox.profile("peterborough")
    let file = sandbox.directory + "/nightly.starmap-backup"
    try worker.succeed(["reading", "add", try sandbox.family("star")] + compass(3))
    try worker.succeed("sync")
    _ = try backup(sandbox, ["create", file])
    try worker.succeed("sync")
    let before = try worker.succeed("status")["not_backed_up"]?.int

    let verified = try backup(sandbox, ["verify", file])
    try worker.succeed("sync")

    #expect(before == 1)
    #expect(verified.status == 0, "\(verified.output) \(verified.errors)")
    #expect(try worker.succeed("status")["not_backed_up"]?.int == 0)
  }

  /// What a person wrote and scored, by which its bytes are found in a file.
  private enum Saved: CaseIterable {
    case noteText, score

    /// Where one byte of it lies in a file: in the middle of the note's text, or the code of the score.
    func place(in bytes: [UInt8]) throws -> Int {
      let marker = Array((self == .noteText ? "Asked for a bus pass" : #"["9","5","5","#).utf8)
      let start = try #require(
        (0..<bytes.count - marker.count).first {
          bytes[$0] == marker[0] && bytes[$0..<$0 + marker.count].elementsEqual(marker)
        }
      )
      return start + 2
    }
  }

  /// A server with a note and a reading.
  private func withNoteAndReading() throws -> (sandbox: Sandbox, worker: Profile) {
    let sandbox = try Sandbox.seeded()
    let worker = try sandbox.profile("peterborough")
    let family = try sandbox.family("star")
    try worker.succeed("note", "add", family, "--text", "Asked for a bus pass")
    try worker.succeed(["reading", "add", family] + compass(9))
    try worker.succeed("sync")
    return (sandbox, worker)
  }

  private func flip(_ bit: UInt8, of saved: Saved, in file: String) throws {
    var bytes = Array(try Data(contentsOf: URL(filePath: file)))
    bytes[try saved.place(in: bytes)] ^= bit
    try Data(bytes).write(to: URL(filePath: file))
  }

  @Test(arguments: Saved.allCases)
  private func `a backup with one flipped bit is refused, for verifying and for restoring`(
    _ saved: Saved
  ) throws {
    let (sandbox, worker) = try withNoteAndReading()
    let file = sandbox.directory + "/nightly.starmap-backup"
    _ = try backup(sandbox, ["create", file])
    // Another letter, or another point of the scale: whoever reads it finds nothing wrong.
    try flip(1, of: saved, in: file)
    sandbox.stopServer()

    let verified = try backup(sandbox, ["verify", file])
    let restored = try backup(sandbox, ["restore", file])
    let forced = try backup(sandbox, ["restore", file, "--force"])

    for ended in [verified, restored, forced] {
      #expect(ended.status == 78)
      #expect(ended.output.contains("not what its manifest describes"), "\(ended.output)")
    }
    try sandbox.startServer()
    #expect(try worker.succeed("sync", "--verify")["differing"]?.int == 0)
  }

  @Test(arguments: Saved.allCases)
  private func `a bit that flipped in the store and spoiled a record is found in its backup`(
    _ saved: Saved
  ) throws {
    let (sandbox, _) = try withNoteAndReading()
    let file = sandbox.directory + "/nightly.starmap-backup"
    sandbox.stopServer()
    // The highest bit: no letter is left, and so no JSON.
    try flip(0x80, of: saved, in: sandbox.data + "/ledger.sqlite")

    let made = try backup(sandbox, ["create", file])
    let verified = try backup(sandbox, ["verify", file])

    #expect(made.status == 0, "\(made.output)")
    #expect(verified.status == 78)
    let type = saved == .noteText ? "note" : "reading"
    #expect(
      verified.output.contains("1 records of the type \(type) cannot be read"),
      "\(verified.output)"
    )
  }

  @Test func `a backup without its manifest vouches for nothing, and is restored only by force`()
    throws
  {
    let (sandbox, worker) = try withNoteAndReading()
    let file = sandbox.directory + "/nightly.starmap-backup"
    _ = try backup(sandbox, ["create", file])
    try FileManager.default.removeItem(atPath: file + ".manifest.json")
    let verified = try backup(sandbox, ["verify", file])
    sandbox.stopServer()

    let restored = try backup(sandbox, ["restore", file])
    #expect(verified.status == 78)
    #expect(restored.status == 78)
    #expect(verified.output.contains("no manifest beside it"), "\(verified.output)")
    #expect(restored.output.contains("no manifest beside it"), "\(restored.output)")
    #expect(try backup(sandbox, ["restore", file, "--force"]).status == 0)

    try sandbox.startServer()
    #expect(try worker.succeed("sync", "--verify")["differing"]?.int == 0)
  }

  @Test func `a manifest describes its own backup and no other`() throws {
    let (sandbox, worker) = try withNoteAndReading()
    let first = sandbox.directory + "/first.starmap-backup"
    let second = sandbox.directory + "/second.starmap-backup"
    let made = try backup(sandbox, ["create", first])
    try worker.succeed("note", "add", try sandbox.family("star"), "--text", "Got the bus pass")
    try worker.succeed("sync")
    _ = try backup(sandbox, ["create", second])

    let manifest = try JSON(
      strict: Array(try Data(contentsOf: URL(filePath: first + ".manifest.json")))
    )
    let told = try JSON(strict: Array(made.output.utf8.prefix { $0 != UInt8(ascii: "\n") }))
    for name in ["bytes", "sha256", "head"] {
      #expect(manifest[name] != nil)
      #expect(manifest[name] == told["data"]?[name])
    }
    let size = try FileManager.default.attributesOfItem(atPath: first)[.size] as? NSNumber
    #expect(manifest["bytes"]?.int == size?.int64Value)
    #expect(try backup(sandbox, ["verify", second]).status == 0)
    try FileManager.default.removeItem(atPath: second + ".manifest.json")
    try FileManager.default.copyItem(
      atPath: first + ".manifest.json",
      toPath: second + ".manifest.json"
    )

    #expect(try backup(sandbox, ["verify", second]).status == 78)
  }

  @Test func `a backup is not restored under a running server, nor over a file that is there`()
    throws
  {
    let sandbox = try Sandbox.seeded()
    let file = sandbox.directory + "/nightly.starmap-backup"
    _ = try backup(sandbox, ["create", file])

    #expect(try backup(sandbox, ["restore", file]).status == 75)
    #expect(try backup(sandbox, ["create", file]).status == 78)
    for path in [file, file + ".manifest.json"] {
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect(mode == 0o600)
    }
  }
}
