import Casework
import DeviceStore
import Instruments
import StarmapDevice
import SyncProtocol
import Testing
import WireFormat

/// What the server would refuse never enters the outbox.
struct RefusedInputTests {
  /// Runs a save that must be refused, and checks that it left nothing behind.
  private func refused(
    _ test: TestDevice,
    _ work: (Device) throws -> Void
  ) throws -> ProblemCode {
    let before = try (test.entries(), test.rows(), test.text(.nextNumber))
    let refusal = try #require(throws: Refusal.self) { try work(test.device) }
    let after = try (test.entries(), test.rows(), test.text(.nextNumber))
    #expect(before == after)
    return refusal.code
  }

  private func withFamily() throws -> TestDevice {
    let test = try TestDevice()
    try test.receiveFamily()
    return test
  }

  @Test func `fields that the schema refuses are refused`() throws {
    let test = try withFamily()
    let family = try test.device.family(named: "K7Q").record
    let cases: [([String: JSON], ProblemCode)] = [
      (["nickname": "X"], .unknownField), (["code": "AAA"], .serverField),
      (["name": .null], .missingField), (["name": "  "], .invalidField),
      (["doNotContact": "yes"], .invalidField), ([:], .missingField),
    ]

    for (changes, code) in cases {
      #expect(try refused(test) { try $0.edit(family, changes: changes) } == code)
    }
    #expect(try refused(test) { _ = try $0.addFamily(["name": "X"]) } == .missingField)
    #expect(
      try refused(test) { _ = try $0.add(.note, ["text": "X"], family: Invented.family) }
        == .missingField
    )
  }

  @Test func `an episode's closing fields are refused outside closing`() throws {
    let test = try withFamily()

    #expect(
      try refused(test) {
        _ = try $0.add(
          .episode,
          [
            "openedOn": "2026-11-01", "tier": "more", "referralSource": "school",
            "status": "closed",
          ],
          family: Invented.family
        )
      } == .serverField
    )
  }

  @Test func `an episode is not closed before it opened, twice, or without its step-up day`() throws
  {
    let test = try withFamily()
    let episode = try test.device.add(
      .episode,
      ["openedOn": "2026-11-01", "tier": "more", "referralSource": "school"],
      family: Invented.family
    )
    let day = try Invented.day("2026-11-20")
    let early = try Invented.day("2026-10-31")

    func close(_ device: Device, _ day: CalendarDay, _ event: StepUpEvent) throws {
      try device.closeEpisode(episode, closedOn: day, reason: .other, stepUp: event)
    }
    #expect(try refused(test) { try close($0, early, .none) } == .invalidField)
    #expect(try refused(test) { try close($0, day, .s47) } == .invalidField)
    let closed = try test.device.closeEpisode(
      episode,
      closedOn: day,
      reason: .other,
      stepUp: .none
    )
    #expect(
      try refused(test) {
        try $0.closeEpisode(closed, closedOn: day, reason: .other, stepUp: .none)
      } == .wrongState
    )
    #expect(try refused(test) { try $0.reopenEpisode(closed, reason: " ") } == .reasonRequired)
    #expect(try refused(test) { try $0.reopenEpisode(episode, reason: "R") } == .wrongState)
  }

  @Test func `a reading that does not fit its instrument is refused`() throws {
    let test = try withFamily()
    let good = try Invented.reading()
    let cases: [(ProblemCode, (inout Reading) -> Void)] = [
      (.unknownInstrument, { $0.instrument = "unheard-of" }),
      (.unknownEdition, { $0.edition = "9" }),
      (.unknownArea, { $0.scores[0] = Score(area: "moon", code: "4") }),
      (.pointNotOnScale, { $0.scores[0] = Score(area: "home", code: "400") }),
      (.missingAreas, { $0.scores.removeLast() }),
      (.wrongSubject, { $0.subject = .child }),
    ]

    for (code, change) in cases {
      var reading = good
      change(&reading)
      let refusedReading = reading
      #expect(
        try refused(test) { _ = try $0.addReading(refusedReading, family: Invented.family) } == code
      )
    }
  }

  @Test func `work for a family, member or episode that is not here is refused`() throws {
    let test = try withFamily()
    var reading = try Invented.reading()
    reading.episode = RecordID(high: 6, low: 6)
    let withoutEpisode = reading

    #expect(
      try refused(test) { _ = try $0.addReading(withoutEpisode, family: Invented.family) }
        == .notFound
    )
    #expect(
      try refused(test) {
        _ = try $0.add(.goal, ["text": "X"], family: Invented.otherFamily)
      } == .notFound
    )
    #expect(
      try refused(test) {
        try $0.assign(
          Invented.worker,
          to: Invented.otherFamily,
          role: .lead,
          on: try Invented.day("2026-11-24")
        )
      } == .notFound
    )
  }

  @Test func `a correction without reason, change or known area is refused`() throws {
    let test = try withFamily()
    let record = try test.device.addReading(try Invented.reading(), family: Invented.family).record
    let scores = { ReadingChanges(scores: [Score(area: $0, code: $1)]) }

    #expect(
      try refused(test) { try $0.correct(record, changes: scores("home", "5"), reason: " ") }
        == .reasonRequired
    )
    #expect(
      try refused(test) { try $0.correct(record, changes: ReadingChanges(), reason: "R") }
        == .missingField
    )
    #expect(
      try refused(test) { try $0.correct(record, changes: scores("moon", "5"), reason: "R") }
        == .unknownArea
    )
    #expect(
      try refused(test) { try $0.correct(record, changes: scores("home", "500"), reason: "R") }
        == .pointNotOnScale
    )
    #expect(try refused(test) { try $0.withdraw(record, reason: "") } == .reasonRequired)
  }

  @Test func `one's own request cannot be approved, nor a choice made that there is not`() throws {
    let test = try TestDevice(role: .supervisor)
    try test.receiveFamily()
    let id = RecordID(high: 4, low: 4)
    let item = ReviewItem(
      kind: .correctionRequest,
      opened: 5,
      subjectType: .correction,
      subject: RecordID(high: 4, low: 5),
      author: Invented.worker
    )
    try test.pull([.put(.review(id, version: 11, item))], seq: 11)
    let record = try test.device.review(named: id.description).record

    #expect(try refused(test) { try $0.resolve(record, choice: .approve) } == .secondPersonNeeded)
    #expect(try refused(test) { try $0.resolve(record, choice: .take) } == .invalidField)
  }

  @Test func `a profile that is not enrolled saves nothing`() throws {
    let machine = TestMachine()
    try withProfile { directory in
      let device = try Device.open(directory: directory, surroundings: machine.surroundings)

      let refusal = try #require(throws: Refusal.self) {
        try device.addFamily(Invented.familyFields)
      }

      #expect(refusal.code == .unauthenticated)
      #expect(try device.identity() == nil)
      #expect(try device.status().unsent == 0)
    }
  }
}
