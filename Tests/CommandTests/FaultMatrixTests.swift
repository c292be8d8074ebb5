import Foundation
import SyncProtocol
import Testing
import WireFormat

/// Real programs, killed without warning at every named place, the first, the second and the third time that
/// they get there, over work that holds a group, an edit, a handover and a resync.
@Suite struct FaultMatrixTests {
  /// A place, how often it is reached before the process is killed there, and what is going on.
  struct Fault: Sendable, CustomStringConvertible {
    let failpoint: Failpoint
    let count: Int
    let stage: FaultWorld.Stage

    var setting: [String: String] { ["STARMAP_FAILPOINT": "\(failpoint.rawValue):\(count)"] }
    var description: String { "\(failpoint.rawValue):\(count) \(stage)" }
  }

  /// The stages at which a place is reached so often by one process.
  private static func stages(of failpoint: Failpoint, _ count: Int) -> [FaultWorld.Stage] {
    switch failpoint {
    case .pushBeforeSend, .pushAfterAnswer, .pushAfterResults, .pullAfterAnswer,
      .pullBeforeCommit, .pullAfterCommit, .serverBeforeCommit, .serverAfterCommit:
      count == 1 ? [.saved, .handedOver, .restored] : [.savedMuch]
    case .serverWhileJudging:
      count == 1 ? [.saved, .handedOver, .restored] : [.saved]
    case .captureBeforeCommit, .captureAfterCommit, .serverImportHalfWay, .serverRestoreCopied,
      .serverRestoreBeforeRename, .serverRestoreAfterRename:
      [.saved]
    }
  }

  static let faults = Failpoint.allCases.flatMap { failpoint in
    (1...3).flatMap { count in
      stages(of: failpoint, count).map { Fault(failpoint: failpoint, count: count, stage: $0) }
    }
  }

  @Test func `every place is reached a first, a second and a third time`() {
    for failpoint in Failpoint.allCases {
      let counts = Set(Self.faults.filter { $0.failpoint == failpoint }.map(\.count))
      #expect(counts == [1, 2, 3], "\(failpoint.rawValue)")
    }
  }

  @Test(arguments: FaultWorld.Stage.allCases)
  func `nothing is lost, doubled or halved by a kill`(_ stage: FaultWorld.Stage) throws {
    let prepared = try FaultWorld.prepare(stage)
    for fault in Self.faults where fault.stage == stage {
      do {
        var world = try prepared.copy(for: "\(fault)")
        try kill(by: fault, in: &world)
        try world.settleAndCheck()
      } catch {
        Issue.record("\(fault) came to no end: \(error)")
      }
    }
  }

  private func kill(by fault: Fault, in world: inout FaultWorld) throws {
    switch fault.failpoint {
    case .captureBeforeCommit, .captureAfterCommit:
      try killSaving(fault, in: &world)
    case .pushBeforeSend, .pushAfterAnswer, .pushAfterResults, .pullAfterAnswer,
      .pullBeforeCommit, .pullAfterCommit:
      try killSync(fault, in: world)
    case .serverBeforeCommit, .serverAfterCommit, .serverWhileJudging:
      try killServer(fault, in: world)
    case .serverImportHalfWay:
      try killImport(fault, in: world)
    case .serverRestoreCopied, .serverRestoreBeforeRename, .serverRestoreAfterRename:
      try killRestore(fault, in: world)
    }
  }

  /// Who syncs at a stage while something is killed.
  private func syncing(in world: FaultWorld) -> Profile {
    world.stage == .handedOver ? world.supervisor : world.worker
  }

  /// Saves a group, an edit or a reading and is killed over it: it is kept whole or not at all.
  private func killSaving(_ fault: Fault, in world: inout FaultWorld) throws {
    let (name, contact, day) = ("Sorrel (invented)", "By telephone", "2026-10-09")
    let others = ["Teasel (invented)": name, "By letter": contact, "2026-10-01": day]
    let saving = FaultWorld.savings(of: world.family)[fault.count - 1].map { others[$0] ?? $0 }
    let before = try world.worker.unsent()

    let killed = try world.worker.run(
      saving,
      environment: ["STARMAP_FAILPOINT": fault.failpoint.rawValue]
    )
    try #require(killed.wasKilled, "\(fault) was not reached: \(killed.output) \(killed.errors)")

    let isKept = fault.failpoint == .captureAfterCommit
    let operationCount: Int64 = fault.count == 1 ? 2 : 1
    #expect(try world.worker.unsent() == before + (isKept ? operationCount : 0), "\(fault)")
    world.familyCounts[name] = isKept && fault.count == 1 ? 1 : 0
    if isKept, fault.count == 2 { world.contact = contact }
    if isKept, fault.count == 3 { world.days.insert(day) }
    try world.start()
  }

  private func killSync(_ fault: Fault, in world: FaultWorld) throws {
    try world.start()

    let killed = try syncing(in: world).run(["sync"], environment: fault.setting)

    try #require(killed.wasKilled, "\(fault) was not reached: \(killed.output) \(killed.errors)")
  }

  private func killServer(_ fault: Fault, in world: FaultWorld) throws {
    try world.start(environment: fault.setting)

    let cut = try syncing(in: world).run(["sync", "--json"])

    try #require(cut.status == 7, "\(fault) was not reached: \(cut.output) \(cut.errors)")
    try #require(world.sandbox.waitForServerToDie(), "\(fault) was not reached")
    #expect(try syncing(in: world).unsent() > 0, "\(fault)")
    try world.start()
  }

  private func killImport(_ fault: Fault, in world: FaultWorld) throws {
    try world.start(environment: fault.setting)
    let council = LargeCouncil(families: 2, episodes: 2, remarkBytes: 40)
    let arguments = try council.prepare(in: world.sandbox)
    for _ in 1..<fault.count {
      #expect(try runProgram("starmap-server", arguments).status == 0)
    }

    let cut = try runProgram("starmap-server", arguments)

    #expect(cut.status != 0)
    try #require(world.sandbox.waitForServerToDie(), "\(fault) was not reached")
    try world.start()
    let again = try runProgram("starmap-server", arguments)
    #expect(again.status == 0, "\(again.output)")
    let episodes = try JSON(
      strict: Array(again.output.utf8.prefix { $0 != UInt8(ascii: "\n") })
    )["data"]?[fault.count == 1 ? "stored" : "unchanged"]?["episodes"]?.int
    #expect(episodes == 4)
  }

  private func killRestore(_ fault: Fault, in world: FaultWorld) throws {
    try world.start()
    try world.worker.succeed("sync")
    world.sandbox.stopServer()
    for _ in 1..<fault.count { #expect(try world.restore().status == 0) }

    let killed = try world.restore(environment: ["STARMAP_FAILPOINT": fault.failpoint.rawValue])

    try #require(killed.wasKilled, "\(fault) was not reached: \(killed.output)")
    // Whichever store is there now, it is a whole one, and the restore can be run again.
    if fault.count > 1 { #expect(try world.restore().status == 0) }
    try world.start()
  }
}
