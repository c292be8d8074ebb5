import Casework
import Instruments
import Reconciliation
import Testing

/// The episode of these tests is open from 2025-01-06 to 2025-07-04.
@Suite struct PairingTests {
  private func paired(
    _ readings: [CaseReading],
    closed: String? = "2025-07-04",
    policy: ProgressPolicy = .standard,
    isCompatible: (InstrumentKey, InstrumentKey) -> Bool = { _, _ in false }
  ) throws -> Pairing {
    pair(
      readings,
      opened: try day("2025-01-06"),
      closed: try closed.map { try day($0) },
      policy: policy,
      isCompatible: isCompatible
    )
  }

  @Test(arguments: [
    ("2024-12-22", PairingStatus.noBaseline), ("2024-12-23", .noFollowUp),
    ("2025-02-17", .noFollowUp), ("2025-02-18", .noBaseline),
  ])
  func `both ends of the first window belong to it`(date: String, status: PairingStatus) throws {
    #expect(try paired([reading("r1", date)]).status == status)
  }

  @Test(arguments: [
    ("2025-02-16", PairingStatus.noFollowUp), ("2025-02-17", .paired), ("2025-08-01", .paired),
    ("2025-08-02", .noFollowUp),
  ])
  func `the gap and the days after the closing belong to the last window`(
    date: String,
    status: PairingStatus
  ) throws {
    let readings = [try reading("r1", "2025-01-20"), try reading("r2", date)]

    #expect(try paired(readings).status == status)
  }

  @Test func `the last window of an open episode has no end`() throws {
    let readings = [try reading("r1", "2025-01-20"), try reading("r2", "2026-11-24")]

    #expect(try paired(readings, closed: nil).gapDays == 673)
  }

  @Test func `without any reading there is no first one`() throws {
    #expect(try paired([]).status == .noBaseline)
  }

  @Test func `the person's own view alone is its own status and never first or last`() throws {
    let own = try reading("r1", "2025-01-20", by: .family)
    let worker = try reading("r2", "2025-02-01", by: .worker)

    #expect(try paired([own]).status == .onlyFamilyView)
    #expect(try paired([own, worker]).first == worker)
  }

  @Test func `a retrospective reading counts only when the policy includes it`() throws {
    let late = try reading("r1", "2025-01-10", timing: .retrospective)
    let retrospectiveOwn = try reading("r3", "2025-01-10", by: .family, timing: .retrospective)
    let last = try reading("r2", "2025-06-10")
    var including = ProgressPolicy.standard
    including.retrospective = .include

    #expect(try paired([late]).status == .noBaseline)
    #expect(try paired([retrospectiveOwn]).status == .noBaseline)
    #expect(try paired([late, last], policy: including).first == late)
  }

  @Test func `of one day the agreed reading goes first, then the later made, then the larger id`()
    throws
  {
    let agreed = try reading("r1", "2025-01-20", made: 1)
    let worker = try reading("r2", "2025-01-20", by: .worker, made: 9)
    let later = try reading("r0", "2025-01-20", made: 2)
    let larger = try reading("r3", "2025-01-20", made: 2)

    #expect(try paired([worker, agreed]).first == agreed)
    #expect(try paired([later, agreed]).first == later)
    #expect(try paired([larger, later]).first == larger)
  }

  @Test func `the same preference chooses the last reading of a day`() throws {
    let first = try reading("r0", "2025-01-20")
    let agreed = try reading("r1", "2025-06-20", made: 1)
    let worker = try reading("r2", "2025-06-20", by: .worker, made: 9)
    let earlierAgreed = try reading("r3", "2025-06-19", made: 20)

    #expect(try paired([earlierAgreed, worker, first, agreed]).last == agreed)
  }

  @Test func `the order in which the store knew them breaks no tie`() throws {
    let early = try reading("r1", "2025-01-20", recorded: "2025-03-01", made: 5)
    let late = try reading("r2", "2025-01-20", recorded: "2025-02-01", made: 6)

    #expect(try paired([early, late]).first == late)
  }

  @Test func `editions pair only by leave and only in its direction`() throws {
    let one = InstrumentKey(id: "tool", edition: "1")
    let two = InstrumentKey(id: "tool", edition: "2")
    let rising = [
      try reading("r1", "2025-01-20", key: one), try reading("r2", "2025-06-20", key: two),
    ]
    let falling = [
      try reading("r1", "2025-01-20", key: two), try reading("r2", "2025-06-20", key: one),
    ]
    let leave: (InstrumentKey, InstrumentKey) -> Bool = { $0 == one && $1 == two }

    let pairing = try paired(rising, isCompatible: leave)

    #expect(pairing.status == .paired)
    #expect(pairing.isCrossEdition)
    #expect(try paired(falling, isCompatible: leave).status == .crossVersion)
    #expect(try paired(rising).status == .crossVersion)
  }

  @Test func `an earlier reading of the same edition is not put in the last one's place`() throws {
    let two = InstrumentKey(id: "tool", edition: "2")
    let readings = [
      try reading("r1", "2025-01-20"), try reading("r2", "2025-05-20"),
      try reading("r3", "2025-06-20", key: two),
    ]

    let pairing = try paired(readings)

    #expect(pairing.status == .crossVersion)
    #expect(pairing.last?.id == "r3")
    #expect(pairing.gapDays == nil)
  }

  @Test func `a reading that names itself as replaced stands`() throws {
    let odd = try reading("r1", "2025-01-20", replaces: "r1")

    #expect([odd].standing(asOf: .head) == [odd])
  }

  @Test func `a moment that is a day ends with its last millisecond`() throws {
    let asOf = AsOf(endOf: try day("2024-04-30"))
    let next = try midnight("2024-05-01")

    #expect(asOf.knows(next - 1))
    #expect(!asOf.knows(next))
    #expect(AsOf(seq: nil, milliseconds: next - 1, day: nil) == asOf)
  }
}
