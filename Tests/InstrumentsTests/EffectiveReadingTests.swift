import Casework
import Testing

@testable import Instruments

@Suite struct EffectiveReadingTests {
  private let original: Reading

  init() throws {
    original = Reading(
      instrument: "demo-compass",
      edition: "1",
      subject: .family,
      date: try day("2026-03-02"),
      respondent: .agreed,
      scores: [Score(area: "home", code: "4")]
    )
  }

  @Test func `a reading without amendments is as it was saved`() {
    #expect(
      effectiveReading(original, amendments: [])
        == EffectiveReading(reading: original, isWithdrawn: false, isCorrected: false)
    )
  }

  @Test(arguments: [ReadingAmendment.State.requested, .refused])
  func `an amendment that is not effective changes nothing`(state: ReadingAmendment.State) {
    let amendments = [
      amendment(1, .correct(ReadingChanges(respondent: .worker)), state),
      amendment(2, .withdraw, state),
    ]

    #expect(
      effectiveReading(original, amendments: amendments)
        == EffectiveReading(reading: original, isWithdrawn: false, isCorrected: false)
    )
  }

  @Test func `corrections of different fields all hold`() throws {
    var expected = original
    expected.date = try day("2026-03-01")
    expected.respondent = .worker
    expected.timing = .retrospective
    expected.scores = [Score(area: "home", code: "5")]
    let amendments = [
      amendment(1, .correct(ReadingChanges(date: expected.date)), .effective(seq: 10)),
      amendment(
        2,
        .correct(ReadingChanges(respondent: .worker, timing: .retrospective)),
        .effective(seq: 11)
      ),
      amendment(3, .correct(ReadingChanges(scores: expected.scores)), .effective(seq: 12)),
    ]

    #expect(
      effectiveReading(original, amendments: amendments)
        == EffectiveReading(reading: expected, isWithdrawn: false, isCorrected: true)
    )
  }

  @Test func `the correction approved last wins, not the one asked for last`() {
    let amendments = [
      amendment(1, .correct(ReadingChanges(respondent: .worker)), .effective(seq: 20)),
      amendment(2, .correct(ReadingChanges(respondent: .family)), .effective(seq: 19)),
    ]

    #expect(effectiveReading(original, amendments: amendments).reading.respondent == .worker)
  }

  @Test func `within one sequence number the later id wins`() {
    let amendments = [
      amendment(2, .correct(ReadingChanges(respondent: .worker)), .effective(seq: 20)),
      amendment(1, .correct(ReadingChanges(respondent: .family)), .effective(seq: 20)),
    ]

    #expect(effectiveReading(original, amendments: amendments).reading.respondent == .worker)
  }

  @Test func `a withdrawn reading keeps its corrections and stays withdrawn`() {
    var expected = original
    expected.respondent = .worker
    let amendments = [
      amendment(1, .withdraw, .effective(seq: 5)),
      amendment(2, .correct(ReadingChanges(respondent: .worker)), .effective(seq: 6)),
    ]

    #expect(
      effectiveReading(original, amendments: amendments)
        == EffectiveReading(reading: expected, isWithdrawn: true, isCorrected: true)
    )
  }

  @Test(arguments: UInt64(1)...40)
  func `the order of the amendments never changes the outcome`(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    let amendments = try (0..<12).map { number in try randomAmendment(number, &dice) }
    let outcome = effectiveReading(original, amendments: amendments)

    for _ in 0..<20 {
      let shuffled = (amendments + amendments.prefix(dice.roll(12))).shuffled(using: &dice)
      #expect(effectiveReading(original, amendments: shuffled) == outcome)
    }
  }

  private func randomAmendment(_ number: Int, _ dice: inout Dice) throws -> ReadingAmendment {
    let states: [ReadingAmendment.State] = [
      .requested, .refused, .effective(seq: Int64(dice.roll(4))),
      .effective(seq: Int64(dice.roll(4))),
    ]
    let changes = ReadingChanges(
      date: dice.roll(2) == 0 ? nil : try day("2026-01-0\(1 + dice.roll(9))"),
      respondent: dice.roll(2) == 0 ? nil : Respondent.allCases.randomElement(using: &dice),
      timing: dice.roll(2) == 0 ? nil : Timing.allCases.randomElement(using: &dice),
      scores: dice.roll(2) == 0 ? nil : [Score(area: "home", code: "\(dice.roll(10))")]
    )
    let kind: ReadingAmendment.Kind = dice.roll(6) == 0 ? .withdraw : .correct(changes)
    return amendment(UInt64(number), kind, states[dice.roll(states.count)])
  }

  private func amendment(
    _ number: UInt64,
    _ kind: ReadingAmendment.Kind,
    _ state: ReadingAmendment.State
  ) -> ReadingAmendment {
    ReadingAmendment(
      id: RecordID(high: 0, low: number),
      kind: kind,
      state: state,
      reason: "Invented reason."
    )
  }
}
