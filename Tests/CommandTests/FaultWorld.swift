import Foundation
import GRDB
import Testing
import WireFormat

/// A server and three devices with work to be sent, handed over and healed, on their way to a fault.
///
/// Each stage is made once with nothing amiss, and copied for every fault.
struct FaultWorld {
  /// How far the world has come.
  enum Stage: CaseIterable, Sendable {
    /// The worker has saved a family with its assignment (a group), an edit, a note and readings; nothing of it is
    /// sent. A backup was made before.
    case saved
    /// The same with so many long readings that they take three pushes, and as many pages to be received.
    case savedMuch
    /// Beside the worker's unsent work, the supervisor has saved a handover of the family.
    case handedOver
    /// All was sent and received, then the server was restored from the backup, and more is saved.
    case restored
  }

  let sandbox: Sandbox
  let stage: Stage
  /// What happens to it, for messages.
  let title: String
  /// The device of the worker whose work it is.
  let worker: Profile
  /// The device of the supervisor.
  let supervisor: Profile
  /// The device of the worker to whom the family is handed over.
  let colleague: Profile
  /// The family.
  let family: String

  /// The days of all readings.
  var days: Set<String>
  /// What the family's contact must be in the end.
  var contact = "By letter"
  /// How often there must be a family of a name in the end.
  var familyCounts = ["Teasel (invented)": 1]

  /// The backup that was made before anything was saved.
  var backup: String { sandbox.directory + "/nightly.starmap-backup" }

  private static let manyDays = LongReadings.days(of: ["06", "07", "08", "09"])

  /// A copy whose server is stopped.
  func copy(for title: String) throws -> FaultWorld {
    try FaultWorld(Sandbox(copyOf: sandbox), stage, title)
  }

  private init(_ sandbox: Sandbox, _ stage: Stage, _ title: String) throws {
    self.sandbox = sandbox
    self.stage = stage
    self.title = title
    worker = Profile(home: sandbox.directory + "/peterborough")
    supervisor = Profile(home: sandbox.directory + "/supervisor")
    colleague = Profile(home: sandbox.directory + "/cambridgeshire")
    family = try sandbox.family("star")
    days = ["2026-10-01", "2026-10-02"]
    if stage == .savedMuch { days.formUnion(Self.manyDays) }
    if stage == .restored { days.insert("2026-10-03") }
  }

  /// Starts the server, and tells the devices where it is now.
  func start(environment: [String: String] = [:]) throws {
    try sandbox.startServer(environment: environment)
    for profile in [worker, supervisor, colleague] {
      let store = try DatabaseQueue(path: profile.home + "/device.sqlite")
      try store.write { database in
        try database.execute(
          sql: "UPDATE meta SET value = ? WHERE key = 'server'",
          arguments: [sandbox.address]
        )
      }
      try store.close()
    }
  }

  /// Restores the backup, with the server stopped.
  func restore(environment: [String: String] = [:]) throws -> Ended {
    try runProgram(
      "starmap-server",
      ["backup", "restore", backup, "--data", sandbox.data, "--json"],
      environment: environment
    )
  }

  // MARK: Preparing

  /// Makes a stage; its server is stopped.
  static func prepare(_ stage: Stage) throws -> FaultWorld {
    let sandbox = try Sandbox.seeded()
    for worker in ["peterborough", "supervisor", "cambridgeshire"] {
      _ = try sandbox.profile(worker)
    }
    let world = try FaultWorld(sandbox, stage, "\(stage)")
    _ = try sandbox.admin(["backup", "create", world.backup])
    for save in savings(of: world.family) { try world.worker.succeed(save) }
    try world.worker.succeed("note", "add", world.family, "--text", "Rang the school")
    try world.worker.succeed(
      ["reading", "add", world.family, "--date", "2026-10-02"] + compass(4)
    )
    switch stage {
    case .saved:
      break
    case .savedMuch:
      try LongReadings.save(on: manyDays, for: world.family, on: world.worker)
    case .handedOver:
      let unit = try sandbox.unit(titled: "Ouse family team")
      try world.supervisor.succeed(
        "handover",
        world.family,
        "--to",
        "Jo Bell",
        "--unit",
        unit,
        "--reason",
        "moved house"
      )
    case .restored:
      for profile in [world.worker, world.supervisor] { try profile.succeed("sync") }
      try world.worker.succeed(
        ["reading", "add", world.family, "--date", "2026-10-03"] + compass(5)
      )
    }
    sandbox.stopServer()
    if stage == .restored {
      let restored = try world.restore()
      try #require(restored.status == 0, "\(restored.output)")
    }
    return world
  }

  /// What the worker saves first: a group, an edit and a reading.
  static func savings(of family: String) -> [[String]] {
    [
      ["family", "add", "--name", "Teasel (invented)", "--authority", "peterborough"],
      ["family", "edit", family, "--contact", "By letter"],
      ["reading", "add", family, "--date", "2026-10-01"] + compass(3),
    ]
  }

  // MARK: Looking

  /// Lets everybody sync until all is sent, and sees that everything is there once, and whole.
  func settleAndCheck() throws {
    if stage == .handedOver { try supervisor.succeed("sync") }
    let involved = [worker, supervisor] + (stage == .handedOver ? [colleague] : [])
    for profile in involved + (stage == .handedOver ? [worker, supervisor] : []) {
      let ended = try profile.run(["sync", "--json"])
      #expect([0, 3].contains(ended.status), "\(title): \(ended.output) \(ended.errors)")
    }
    let holder = stage == .handedOver ? colleague : worker
    for profile in [holder, supervisor] {
      let shown = try profile.readings(of: family).compactMap { $0["fields"]?["date"]?.string }
      #expect(shown.sorted() == days.sorted(), "\(title)")
      let notes = try profile.succeed("note", "list", family)["notes"]?.array ?? []
      #expect(notes.map { $0["fields"]?["text"]?.string } == ["Rang the school"], "\(title)")
    }
    try checkEdit(on: holder)
    // Both parts of the group took effect, once: the family is there, and its maker holds it.
    for profile in [worker, supervisor] {
      let families = try profile.succeed("family", "list")["families"]?.array ?? []
      for (name, count) in familyCounts {
        #expect(
          families.count { $0["fields"]?["name"]?.string == name } == count,
          "\(title): \(name)"
        )
      }
    }
    for profile in involved {
      let compared = try profile.succeed("sync", "--verify")
      #expect(compared["differing"]?.int == 0, "\(title)")
      #expect(compared["unsent"]?.int == 0, "\(title)")
    }
  }

  /// The edit stands, or after a handover waits for the new worker.
  private func checkEdit(on holder: Profile) throws {
    guard stage == .handedOver else {
      let shown = try holder.succeed("family", "show", family)["family"]
      #expect(shown?["fields"]?["contact"]?.string == contact, "\(title)")
      return
    }
    let proposed = try holder.reviews().filter { $0.kind == "proposed" }
    #expect(proposed.map(\.setAside) == [["contact": .string(contact)]], "\(title)")
    _ = try worker.json("family", "show", family, status: 5)
  }
}
