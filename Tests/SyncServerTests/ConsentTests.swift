import Casework
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// Consents as a log of events: whoever records them, and in whatever order they arrive.
struct ConsentTests {
  private let world: ServerWorld
  private let robin: WireDevice
  private let sam: WireDevice
  private let family: FamilyID

  init() throws {
    world = try ServerWorld()
    robin = try world.device(of: world.people.robin, "robin")
    sam = try world.device(of: world.people.sam, "sam")
    family = try robin.addFamily()
    for device in [robin, sam] { try device.pull() }
  }

  /// The states that a device computes from what it holds.
  private func states(_ device: WireDevice) throws -> [ConsentState] {
    consentStates(
      of: try device.rows.records(of: .consent).map {
        (record: $0.record, consent: try Consent(json: try JSON(strict: $0.body)))
      }
    )
  }

  private func consents() throws -> [StoredRecord] {
    try world.commit { [family] _, writer in
      try writer.recordsForJudging(of: .consent, in: family)
    }
  }

  @Test func `an event is kept under who recorded it, and every device of the family has it`()
    throws
  {
    let member = robin.operation(.memberAdd, family: family, InventedWork.member)
    let given = robin.operation(
      .consentGive,
      family: family,
      InventedWork.consent(member: member.record)
    )

    let results = try robin.push([member, given]).results

    #expect(results.map(\.status) == [.applied, .applied])
    try sam.pull()
    let row = try #require(sam.rows.records[given.record])
    #expect(row.author == world.people.robin)
    #expect(row.made == world.clock.wall)
    let consent = try Consent(json: try JSON(strict: row.body))
    #expect(consent == (try Consent(.given, content: given.data)))
    #expect(try states(sam) == [ConsentState(record: given.record, consent: consent)])
  }

  @Test func `a consent and a withdrawal of two devices give one state in either order`() throws {
    for (give, withdraw, isGiven) in [
      ("2026-11-20", "2026-11-20", false), ("2026-11-19", "2026-11-20", false),
      ("2026-11-20", "2026-11-19", true),
    ] {
      var endings: [[Bool]] = []
      for isReversed in [false, true] {
        let test = try ConsentTests()
        let given = test.robin.operation(
          .consentGive,
          family: test.family,
          InventedWork.consent(on: give)
        )
        let withdrawn = test.sam.operation(
          .consentWithdraw,
          family: test.family,
          InventedWork.consent(on: withdraw)
        )
        let pushes = [(test.robin, given), (test.sam, withdrawn)]
        for (device, operation) in isReversed ? pushes.reversed() : pushes {
          #expect(try device.push([operation]).results.map(\.status) == [.applied])
        }
        for device in [test.robin, test.sam] { try device.pull() }

        #expect(try test.states(test.robin) == test.states(test.sam))
        #expect(try test.consents().count == 2)
        #expect(test.sam.reviews() == [])
        endings.append(try test.states(test.sam).map(\.isGiven))
      }
      #expect(endings == [[isGiven], [isGiven]], "given \(give), withdrawn \(withdraw)")
    }
  }

  @Test func `what was recorded wrongly is followed by another event, and nothing is undone`()
    throws
  {
    let wrong = try robin.send(.consentWithdraw, family: family, InventedWork.consent())
    let right = try robin.send(
      .consentGive,
      family: family,
      InventedWork.consent(on: "2026-11-21")
    )
    try sam.pull()

    #expect([wrong, right].map(\.status) == [.applied, .applied])
    #expect(try states(sam).map(\.isGiven) == [true])
    #expect(try consents().count == 2)
  }

  @Test func `an event with an id that is there is a repeat or refused, never a change`() throws {
    let given = robin.operation(.consentGive, family: family, InventedWork.consent())
    try robin.push([given])
    let before = try consents()

    let repeated = try sam.send(.consentGive, given.record, family: family, given.data)
    let withdrawn = try sam.send(.consentWithdraw, given.record, family: family, given.data)
    let other = try sam.send(
      .consentGive,
      given.record,
      family: family,
      InventedWork.consent(on: "2026-11-21")
    )

    #expect(repeated.status == .noop)
    #expect([withdrawn, other].map(\.code) == [.immutable, .immutable])
    #expect(try consents() == before)
  }

  @Test func `a far day, another family's member and another record's id are refused`() throws {
    let elsewhere = try robin.addFamily("Reed (invented)")
    let member = robin.operation(.memberAdd, family: elsewhere, InventedWork.member)
    let goal = robin.operation(.goalAdd, family: family, InventedWork.goal)
    try robin.push([member, goal])
    let today = CalendarDay(milliseconds: world.clock.wall)
    let tomorrow = CalendarDay(milliseconds: world.clock.wall + 86_400_000)
    let later = CalendarDay(milliseconds: world.clock.wall + 2 * 86_400_000)

    let results = [
      try robin.send(.consentGive, family: family, InventedWork.consent(on: later.description)),
      try robin.send(
        .consentGive,
        family: family,
        InventedWork.consent(member: member.record)
      ),
      try robin.send(.consentGive, goal.record, family: family, InventedWork.consent()),
      try robin.send(.consentGive, family: family, InventedWork.consent("newsletter")),
    ]

    #expect(results.map(\.code) == [.dateInFuture, .notFound, .idReused, .invalidField])
    #expect(try consents() == [])
    for day in [today, tomorrow] {
      let result = try robin.send(
        .consentGive,
        family: family,
        InventedWork.consent(on: day.description)
      )
      #expect(result.status == .applied)
    }
  }

  @Test func `events that come after a handover stand under their author, and are told`() throws {
    let wren = try world.device(of: world.people.wren, "wren")
    let operations = [
      robin.operation(.consentGive, family: family, InventedWork.consent("service")),
      robin.operation(.consentWithdraw, family: family, InventedWork.consent("sharing")),
    ]
    let handover = InventedWork.handover(to: world.people.wren, unit: world.people.ouse)
    try sam.send(.handover, family: family, handover)

    let results = try robin.push(operations).results

    #expect(results.map(\.status) == [.late, .late])
    try wren.pull()
    #expect(try states(wren).map(\.isGiven) == [true, false])
    #expect(
      wren.rows.records(of: .consent).map(\.author) == [robin, robin].map(\.principal.worker)
    )
    #expect(Set(wren.reviews(.late).map(\.subject)) == Set(operations.map(\.record)))
    #expect(Set(wren.reviews(.late).map(\.subjectType)) == [.consent])
    try robin.pull()
    #expect(robin.rows.records(of: .consent).isEmpty)
    let after = try robin.send(.consentGive, family: family, InventedWork.consent())
    #expect(after.code == .notYours)
  }

  @Test func `the online lane records events by the same handler`() throws {
    let answer = try robin.command(
      OnlineCommand(kind: .consentGive, family: family, data: InventedWork.consent())
    )

    #expect(answer.result.status == .applied)
    #expect(answer.record?.type == .consent)
    let refusal = #expect(throws: Refusal.self) {
      try robin.command(
        OnlineCommand(
          kind: .consentWithdraw,
          family: family,
          data: InventedWork.consent("newsletter")
        )
      )
    }
    #expect(refusal?.code == .invalidField)
  }
}
