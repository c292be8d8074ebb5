import Casework
import Testing

/// How consents stand: a table of what the rule says, and what holds for any events in any order.
struct ConsentTests {
  private typealias Recorded = (record: RecordID, consent: Consent)

  private static func id(_ number: Int) -> RecordID {
    RecordID(milliseconds: 1_780_000_000_000 + Int64(number), random: (7, 7))
  }

  private static func day(_ number: Int) -> CalendarDay {
    CalendarDay(milliseconds: 1_780_000_000_000 + Int64(number) * 86_400_000)
  }

  /// Events for one purpose and the whole family, numbered as they stand.
  private static func log(_ events: [(ConsentEvent, Int)]) -> [Recorded] {
    events.enumerated().map { index, event in
      (record: id(index), consent: Consent(event.0, .sharing, date: day(event.1), how: .spoken))
    }
  }

  /// Events of few days, purposes and members, so that they meet often.
  private static func randomLog(_ dice: inout Dice) -> [Recorded] {
    (0..<dice.roll(12)).map { number in
      let consent = Consent(
        dice.roll(2) == 0 ? .given : .withdrawn,
        ConsentPurpose.allCases[dice.roll(ConsentPurpose.allCases.count)],
        member: dice.roll(2) == 0 ? nil : id(900 + dice.roll(2)),
        date: day(dice.roll(4)),
        how: dice.roll(2) == 0 ? .written : .spoken
      )
      return (record: id(number), consent: consent)
    }
  }

  @Test(
    arguments: [
      ([(ConsentEvent.given, 1)], true), ([(.withdrawn, 1)], false),
      ([(.given, 1), (.withdrawn, 2)], false), ([(.given, 2), (.withdrawn, 1)], true),
      ([(.given, 1), (.withdrawn, 2), (.given, 3)], true),
      ([(.given, 1), (.withdrawn, 1)], false), ([(.withdrawn, 1), (.given, 1)], false),
      ([(.withdrawn, 3), (.given, 1), (.given, 3), (.given, 2)], false),
      ([(.withdrawn, 3), (.given, 3), (.given, 4)], true),
    ]
  )
  func `a consent stands when it was given on a later day than any withdrawal`(
    _ events: [(ConsentEvent, Int)],
    _ isGiven: Bool
  ) {
    #expect(consentStates(of: Self.log(events)).map(\.isGiven) == [isGiven])
  }

  @Test func `where nothing was recorded there is no consent and no state`() {
    #expect(consentStates(of: Self.log([])) == [])
  }

  @Test func `purposes and people stand beside each other, the whole family first`() {
    let (wren, lark) = (Self.id(901), Self.id(902))
    let events: [Recorded] = [
      (Self.id(1), Consent(.given, .sharing, member: lark, date: Self.day(1), how: .spoken)),
      (Self.id(2), Consent(.withdrawn, .sharing, member: wren, date: Self.day(9))),
      (Self.id(3), Consent(.given, .sharing, date: Self.day(1), how: .written)),
      (Self.id(4), Consent(.withdrawn, .service, member: wren, date: Self.day(2))),
    ]

    let states = consentStates(of: events)

    #expect(states.map(\.consent.purpose) == [.service, .sharing, .sharing, .sharing])
    #expect(states.map(\.consent.member) == [wren, nil, wren, lark])
    #expect(states.map(\.isGiven) == [false, true, false, true])
  }

  @Test func `of two events alike everybody names the same record`() {
    let given = Self.log([(.given, 1), (.given, 1)])

    #expect(consentStates(of: given).map(\.record) == [Self.id(1)])
    #expect(consentStates(of: given.reversed()).map(\.record) == [Self.id(1)])
  }

  @Test func `any order of arrival, and any repetition, gives the same states`() {
    for seed in UInt64(0)..<500 {
      var dice = Dice(seed: seed)
      let log = Self.randomLog(&dice)
      let states = consentStates(of: log)

      for _ in 0..<5 {
        let again = log + log.filter { _ in dice.roll(3) == 0 }
        #expect(consentStates(of: again.shuffled(using: &dice)) == states, "seed \(seed)")
      }
    }
  }

  @Test func `the states are those of the rule in words, whatever happened`() {
    for seed in UInt64(1000)..<1500 {
      var dice = Dice(seed: seed)
      let log = Self.randomLog(&dice)

      let states = consentStates(of: log)

      for state in states {
        let own = log.map(\.consent).filter {
          $0.purpose == state.consent.purpose && $0.member == state.consent.member
        }
        let withdrawn = own.filter { $0.event == .withdrawn }.map(\.date)
        let stands = own.contains { consent in
          consent.event == .given && withdrawn.allSatisfy { $0 < consent.date }
        }
        #expect(state.isGiven == stands, "seed \(seed)")
        #expect(log.contains { $0.record == state.record && $0.consent == state.consent })
      }
      let asked = Set(log.map { [$0.consent.purpose.rawValue, "\($0.consent.member as Any)"] })
      #expect(states.count == asked.count, "seed \(seed)")
    }
  }

  @Test func `a withdrawal of the newest day ends the consent, and touches no other`() {
    for seed in UInt64(2000)..<2300 {
      var dice = Dice(seed: seed)
      let log = Self.randomLog(&dice)
      let withdrawal = Consent(.withdrawn, .sharing, date: Self.day(3))

      let states = consentStates(of: log + [(record: Self.id(500), consent: withdrawal)])

      let own = states.first { $0.consent.purpose == .sharing && $0.consent.member == nil }
      #expect(own?.isGiven == false, "seed \(seed)")
      let others = { (states: [ConsentState]) in
        states.filter { $0.consent.purpose != .sharing || $0.consent.member != nil }
      }
      #expect(others(states) == others(consentStates(of: log)), "seed \(seed)")
    }
  }
}
