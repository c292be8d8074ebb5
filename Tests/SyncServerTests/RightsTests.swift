import Casework
import SQLiteStorage
import Storage
import SyncProtocol
import SyncServer
import Testing
import WireFormat

/// Who may do what, now and when it was saved.
@Suite struct RightsTests {
  @Test func `another team's family is refused in the words of one that does not exist`() throws {
    let harness = try Harness()
    let device = try harness.device("peterborough")
    let foreign = device.operation(
      .readingAdd,
      family: try harness.family("map"),
      try compass("4").json
    )
    let missing = device.operation(
      .readingAdd,
      family: harness.core.surroundings.newID(),
      try compass("4").json
    )

    let results = try device.push(foreign, missing)

    #expect(results.map { $0.problem?.code } == [.notYours, .notYours])
    #expect(results[0].problem == results[1].problem)
  }

  @Test func `a practitioner assigns nobody but himself to a family of his own making`() throws {
    let harness = try Harness()
    let device = try harness.device("peterborough")
    let day = try #require(CalendarDay("2026-11-20"))
    let other = try #require(harness.workers["cambridgeshire"])
    let assignment = Assignment(worker: other, role: .lead, startedOn: day)

    let results = try device.push(
      device.operation(.assignStart, family: try harness.family("star"), assignment.json)
    )

    #expect(results[0].problem?.code == .forbidden)
  }

  @Test func `a reading saved before a handover is late and an edit becomes a suggestion`() throws {
    let harness = try Harness()
    let old = try harness.device("peterborough")
    let supervisor = try harness.device("supervisor")
    let family = try harness.family("star")
    let rows = try old.bootstrap()
    _ = try supervisor.bootstrap()
    let state = try #require(
      rows[family.retagged()].flatMap { RecordState(body: $0.body) }
    )
    try handOver(family, by: supervisor, in: harness)

    let results = try old.push(
      old.operation(.readingAdd, family: family, try compass("4").json),
      old.operation(
        .familySet,
        family: family,
        record: family.retagged(),
        base: state.versions.mapValues(\.version),
        ["contact": "By letter"]
      )
    )

    #expect(results.map(\.status) == [.late, .proposed])
    #expect(try old.bootstrap()[family.retagged()] == nil)
    let seen = try supervisor.bootstrap()
    let kinds = seen.values.filter { $0.type == .review }
      .compactMap { try? JSON(strict: $0.body) }.compactMap { $0["kind"]?.string }
    #expect(kinds.sorted() == ["late", "proposed"])
  }

  @Test func `a right that has ended cannot be taken back with an old seq`() throws {
    let harness = try Harness()
    let supervisor = try harness.device("supervisor")
    let practitioner = try harness.device("peterborough")
    let family = try harness.family("star")
    _ = try practitioner.bootstrap()
    _ = try supervisor.bootstrap()
    try handOver(family, by: supervisor, in: harness)
    let day = try #require(CalendarDay("2026-11-20"))
    let own = Assignment(worker: practitioner.principal.worker, role: .lead, startedOn: day)

    let results = try practitioner.push(
      practitioner.operation(.assignStart, family: family, own.json)
    )

    #expect(results[0].status != .applied)
    #expect(try practitioner.bootstrap()[family.retagged()] == nil)
  }

  @Test func `a new administrator sees no family`() throws {
    let harness = try Harness()
    let answer = try harness.commit { core, writer in
      try core.console(["command": "admin.create", "name": "Root (invented)"], into: writer)
    }
    let worker = try #require(answer["id"]?.string.flatMap { WorkerID($0) })
    let principal = Principal(worker: worker, device: harness.core.surroundings.newID())

    let page = try harness.ledger.read {
      try harness.core.pull(cursor: nil, for: principal, from: $0)
    }

    let families = page.lines.compactMap { line -> FamilyID? in
      if case .put(let record) = line { return record.family }
      return nil
    }
    #expect(Set(families) == [.reference])
  }

  private func handOver(
    _ family: FamilyID,
    by supervisor: ScriptedDevice,
    in harness: Harness
  ) throws {
    let units = try harness.commit { core, writer in
      try core.console(["command": "unit.list"], into: writer)
    }
    let ouse = units["units"]?.array?.first { $0["title"]?.string == "Ouse family team" }
    let handover = Handover(
      to: try #require(harness.workers["cambridgeshire"]),
      unit: try #require(ouse?["id"]?.string.flatMap { UnitID($0) }),
      on: try #require(CalendarDay("2026-11-20")),
      reason: "Moved"
    )
    let results = try supervisor.push(
      supervisor.operation(.handover, family: family, handover.json)
    )
    try #require(results[0].status == .applied)
  }
}
