import Foundation
import Testing
import WireFormat

/// Both programs with their power cut: every write since the last sync of a file is lost.
///
/// `kill -9` does not show that, since the kernel still writes what a dead program left with it.
@Suite struct PowerCutTests {
  /// What makes a program keep copies of its files as they were last synced.
  private struct Power {
    let folder: String
    let prefix: String

    /// Begins with the files of a program that is not running, which synced them when it ended.
    ///
    /// - Parameters:
    ///   - prefix: How their names begin.
    ///   - place: Where they lie.
    ///   - directory: Where the copies go.
    /// - Throws: What the file system throws.
    init(of prefix: String, at place: String, in directory: String) throws {
      self.prefix = prefix
      folder = directory + "/synced-\(prefix)"
      try begin(at: place)
    }

    /// Takes the files as they are for synced, after a program that was not watched ended.
    func begin(at place: String) throws {
      let files = FileManager.default
      if files.fileExists(atPath: folder) { try files.removeItem(atPath: folder) }
      try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
      for name in try files.contentsOfDirectory(atPath: place) where name.hasPrefix(prefix) {
        try files.copyItem(atPath: place + "/" + name, toPath: folder + "/" + name)
      }
    }

    var environment: [String: String] {
      get throws {
        [
          "LD_PRELOAD": try Programs.path("libPowerCut.so"), "POWERCUT_FOLDER": folder,
          "POWERCUT_PREFIX": prefix,
        ]
      }
    }

    /// Leaves of a program's files what was synced; its deletions are synced with their folder.
    func cut(_ directory: String) throws {
      let files = FileManager.default
      for name in try files.contentsOfDirectory(atPath: directory) where name.hasPrefix(prefix) {
        try files.removeItem(atPath: directory + "/" + name)
        // An index of the log is made anew from the log.
        guard !name.hasSuffix("-shm"), files.fileExists(atPath: folder + "/" + name) else {
          continue
        }
        try files.copyItem(atPath: folder + "/" + name, toPath: directory + "/" + name)
      }
    }
  }

  @Test func `what a server acknowledged is there after its power was cut`() throws {
    let sandbox = try Sandbox.seeded()
    let worker = try sandbox.profile("peterborough")
    let supervisor = try sandbox.profile("supervisor")
    let family = try sandbox.family("star")
    sandbox.stopServer()
    let power = try Power(of: "ledger.sqlite", at: sandbox.data, in: sandbox.directory)
    try sandbox.startServer(environment: try power.environment)
    for home in 2...6 {
      try worker.succeed(
        ["reading", "add", family, "--date", "2026-10-0\(home)"] + compass(home)
      )
      try worker.succeed("sync")
    }

    sandbox.killServer()
    try power.cut(sandbox.data)
    try sandbox.startServer()
    try supervisor.succeed("sync")

    let readings = try supervisor.succeed("reading", "list", family)["readings"]?.array ?? []
    #expect(readings.count == 5)
    #expect(try worker.succeed("sync")["sent"]?.int == 0)
    #expect(try worker.succeed("sync", "--verify")["differing"]?.int == 0)
  }

  @Test func `a reading whose saving returned is there after the device's power was cut`() throws {
    let sandbox = try Sandbox.seeded()
    let worker = try sandbox.profile("peterborough")
    let family = try sandbox.family("star")
    let power = try Power(of: "device.sqlite", at: worker.home, in: sandbox.directory)
    for home in 3...5 {
      let saved = try worker.run(
        ["reading", "add", family, "--date", "2026-10-0\(home)"] + compass(home),
        environment: try power.environment
      )
      #expect(saved.status == 0, "\(saved.errors)")
    }

    try power.cut(worker.home)

    #expect(try worker.succeed("status")["unsent"]?.int == 3)
    #expect(try worker.succeed("sync")["sent"]?.int == 3)
  }

  @Test func `a reading is on the device's disk before its saving returns`() throws {
    let sandbox = try Sandbox.seeded()
    let worker = try sandbox.profile("peterborough")
    let family = try sandbox.family("star")
    let power = try Power(of: "device.sqlite", at: worker.home, in: sandbox.directory)
    var environment = try power.environment
    environment["STARMAP_FAILPOINT"] = "capture.after-commit"
    for home in 3...5 {
      // The power fails at once: a program that ends by itself would sync its files when it closes them.
      let killed = try worker.run(
        ["reading", "add", family, "--date", "2026-10-0\(home)"] + compass(home),
        environment: environment
      )
      try #require(killed.wasKilled, "\(killed.output) \(killed.errors)")
      try power.cut(worker.home)

      #expect(try worker.unsent() == Int64(home - 2))
      try power.begin(at: worker.home)
    }

    #expect(try worker.succeed("sync")["sent"]?.int == 3)
  }
}
