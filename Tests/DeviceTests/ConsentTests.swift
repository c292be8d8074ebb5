import Casework
import StarmapDevice
import SyncProtocol
import Testing
import WireFormat

/// Consents on a device without a signal.
struct ConsentTests {
  private func test() throws -> TestDevice {
    let test = try TestDevice()
    try test.receiveFamily()
    return test
  }

  private func save(
    _ test: TestDevice,
    _ event: ConsentEvent,
    on date: CalendarDay,
    member: RecordID? = nil
  ) throws -> SavedConsent {
    try test.device.addConsent(
      Consent(event, .sharing, member: member, date: date, how: .spoken),
      family: Invented.family
    )
  }

  private func isGiven(_ test: TestDevice) throws -> [Bool] {
    try test.device.consentStates(of: Invented.family).map(\.isGiven)
  }

  private func today(_ test: TestDevice) -> CalendarDay {
    CalendarDay(milliseconds: test.machine.surroundings.now())
  }

  @Test func `what is saved counts at once and waits to be sent`() throws {
    let test = try test()

    let saved = try save(test, .given, on: try Invented.day("2020-11-20"))

    #expect(saved.warnings == [])
    #expect(saved.record.isPending)
    #expect(saved.record.json["event"] == "given")
    #expect(saved.record.author == Invented.worker)
    #expect(try isGiven(test) == [true])
    #expect(try test.operations().map(\.kind) == [.consentGive])
    #expect(
      try test.operations().map(\.data) == [
        ["purpose": "sharing", "date": "2020-11-20", "how": "spoken"]
      ]
    )
    #expect(try test.device.status().unsentByKind == ["consent": 1])
  }

  @Test func `whoever records what decides nothing is told what does`() throws {
    let test = try test()
    let day = try Invented.day("2020-11-20")
    _ = try save(test, .withdrawn, on: day)

    let sameDay = try save(test, .given, on: day)
    #expect(sameDay.warnings == [.withdrawalStands(day)])
    #expect(try isGiven(test) == [false])

    let anew = try save(test, .given, on: try Invented.day("2020-11-21"))
    #expect(anew.warnings == [])
    #expect(try isGiven(test) == [true])

    let earlier = try save(test, .withdrawn, on: day)
    #expect(earlier.warnings == [.consentStands(try Invented.day("2020-11-21"))])
    #expect(try isGiven(test) == [true])
  }

  @Test func `a future date is worth a warning and is saved`() throws {
    let test = try test()
    let tomorrow = CalendarDay(milliseconds: test.machine.surroundings.now() + 86_400_000)

    #expect(try save(test, .given, on: today(test)).warnings == [])
    #expect(try save(test, .given, on: tomorrow).warnings == [.futureDate(tomorrow)])
  }

  @Test func `what the server would refuse is refused here, and nothing is saved`() throws {
    let test = try test()
    let nobody = RecordID(high: 1, low: 1)

    #expect(throws: Refusal.self) { try save(test, .given, on: today(test), member: nobody) }
    #expect(throws: Refusal.self) {
      try test.device.addConsent(
        Consent(.given, .service, date: today(test)),
        family: Invented.family
      )
    }
    #expect(throws: Refusal.self) {
      try test.device.addConsent(
        Consent(.withdrawn, .service, date: today(test)),
        family: Invented.otherFamily
      )
    }
    #expect(try test.operations() == [])
  }

  @Test func `an event from elsewhere counts beside an own one that was not sent yet`() throws {
    let test = try test()
    _ = try save(test, .given, on: try Invented.day("2020-11-20"))
    let withdrawn = Consent(.withdrawn, .sharing, date: try Invented.day("2020-11-20"))

    try test.pull(
      [
        .put(
          .test(
            "consent",
            RecordID(high: 9, low: 9),
            family: Invented.family,
            version: 12,
            body: withdrawn.json.canonical
          )
        )
      ],
      seq: 12
    )

    #expect(try isGiven(test) == [false])
    #expect(try test.device.consents(of: Invented.family).count == 2)
  }

  @Test func `an event in words of a later version is kept and does not count`() throws {
    let test = try test()
    let body: JSON = ["event": "given", "purpose": "later", "date": "2020-11-20", "how": "written"]

    try test.pull(
      [
        .put(
          .test(
            "consent",
            RecordID(high: 9, low: 9),
            family: Invented.family,
            version: 12,
            body: body.canonical
          )
        )
      ],
      seq: 12
    )

    #expect(try isGiven(test) == [])
    #expect(try test.device.consents(of: Invented.family).count == 1)
  }
}
