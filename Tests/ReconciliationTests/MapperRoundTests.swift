import Casework
import Instruments
import Reconciliation
import Testing
import WireFormat

/// Rounds of mappers: who may vote when, how far they agree, and what follows.
@Suite struct MapperRoundTests {
  private static let north = UnitID(high: 1, low: 1)
  private static let south = UnitID(high: 1, low: 2)
  private static let task = MappingTask(
    source: InstrumentKey(id: "tool", edition: "1"),
    target: FrameworkKey(id: "common", version: "1")
  )
  private static let pairs = ["a", "b", "c"].flatMap { area in
    ["calm", "thriving"].map { MappedPair(area: area, outcome: $0) }
  }

  /// A sheet whose votes are the digits of a text, 0 equivalent to 4 not related.
  private func sheet(
    _ votes: String,
    by worker: UInt64,
    for authority: UnitID? = north,
    round: Int = 1,
    voice: MapperSheet.Voice = .mapper,
    pairs: [MappedPair] = pairs
  ) -> MapperSheet {
    let codes = votes.compactMap(\.wholeNumberValue).map { EdgeRelationship.allCases[$0] }
    return MapperSheet(
      task: Self.task,
      round: round,
      voice: voice,
      signer: ReferenceSigner(
        worker: WorkerID(high: 3, low: worker),
        name: "Invented",
        authority: authority
      ),
      votes: Dictionary(zip(pairs, codes)) { first, _ in first }
    )
  }

  private func rounds(_ sheets: [MapperSheet]) -> MapperRounds {
    MapperRounds(
      task: Self.task,
      pairs: Self.pairs,
      authorities: [Self.north, Self.south],
      sheets: sheets
    )
  }

  private func four(_ votes: [String], round: Int = 1) -> [MapperSheet] {
    let mappers: [(UInt64, UnitID)] = [
      (1, Self.north), (2, Self.north), (3, Self.south), (4, Self.south),
    ]
    return zip(votes, mappers).map {
      sheet($0, by: $1.0, for: $1.1, round: round)
    }
  }

  private func refusal(of sheet: MapperSheet, in rounds: MapperRounds) -> MapperRefusal? {
    #expect(throws: MapperRefusal.self) { try rounds.check(sheet) }
  }

  @Test func `a round needs two mappers of each authority`() {
    let three = rounds(Array(four(["014324", "014324", "014324", "014324"]).prefix(3)))
    #expect(three.lastRound == nil)
    #expect(three.next == .vote(round: 1))

    let all = rounds(four(["014324", "014324", "014324", "014324"]))
    #expect(all.lastRound == 1)
    #expect(all.next == .done)
    #expect(all.settled.count == 6)
    #expect(all.settled.allSatisfy { $0.basis == .twoMappersAgreed })
  }

  @Test func `agreement is Gwet's AC1 over the pairs`() throws {
    // Two mappers say the same of five of six pairs, the other two of all: by hand, per pair the share
    // of agreeing pairs of mappers is 1 five times and 3 of 6 once, so 11/12 observed.
    let agreement = try rounds(four(["044444", "144444", "044444", "044444"])).agreement(round: 1)
    let shares = [3.0 / 24, 1.0 / 24, 0, 0, 20.0 / 24]
    let expected = shares.map { $0 * (1 - $0) }.reduce(0, +) / 4

    #expect(abs(agreement.observed - 11.0 / 12) < 1e-12)
    #expect(abs(agreement.coefficient - (11.0 / 12 - expected) / (1 - expected)) < 1e-12)
  }

  @Test func `a second round is held below the threshold, and never a third`() throws {
    let first = four(["000000", "111111", "222222", "333333"])
    #expect(rounds(first).next == .vote(round: 2))
    let second = rounds(first + four(["000000", "111111", "000000", "000000"], round: 2))
    #expect(second.next == .adjudicate)
    #expect(second.openPairs == Self.pairs)
    #expect(refusal(of: sheet("000000", by: 9, round: 2), in: second) == .notNow(.adjudicate))

    // Above it, what differs goes to the adjudicator at once.
    let close = rounds(four(["044444", "144444", "044444", "044444"]))
    #expect(try close.agreement(round: 1).coefficient >= 0.80)
    #expect(close.next == .adjudicate)
    #expect(close.openPairs == [Self.pairs[0]])
  }

  @Test func `a third person settles what is open`() throws {
    let close = rounds(four(["044444", "144444", "044444", "044444"]))
    let open = [Self.pairs[0]]
    #expect(
      refusal(of: sheet("1", by: 2, voice: .adjudicator, pairs: open), in: close)
        == .adjudicatorMapped
    )
    #expect(
      refusal(of: sheet("", by: 7, voice: .adjudicator, pairs: open), in: close)
        == .missingVotes(Self.pairs[0], 1)
    )
    let verdict = sheet("1", by: 7, voice: .adjudicator, pairs: open)
    try close.check(verdict)
    let done = rounds(close.sheets + [verdict])

    #expect(done.next == .done)
    #expect(done.settled.map(\.basis).count { $0 == .adjudicated } == 1)
    #expect(done.settled.first?.code == .narrower)
    #expect(done.settled.map(\.pair) == Self.pairs)
  }

  @Test func `a sheet is whole, by somebody of an authority, once, and in its turn`() throws {
    let one = rounds([sheet("014324", by: 1)])
    #expect(refusal(of: sheet("014324", by: 1), in: one) == .handedInAlready(1))
    #expect(refusal(of: sheet("014324", by: 2, for: nil), in: one) == .noAuthority)
    #expect(refusal(of: sheet("014", by: 2), in: one) == .missingVotes(Self.pairs[3], 3))
    #expect(refusal(of: sheet("014324", by: 2, round: 2), in: one) == .notNow(.vote(round: 1)))
    #expect(
      refusal(
        of: sheet("0", by: 2, pairs: [MappedPair(area: "z", outcome: "calm")]),
        in: one
      ) == .unknownPair(MappedPair(area: "z", outcome: "calm"))
    )
    try one.check(sheet("014324", by: 1, for: nil, voice: .publisher))
  }

  @Test func `a sheet is read back as it was written, and a bad one names its line`() throws {
    let sheet = sheet("014324", by: 1)
    #expect(MapperSheet(json: sheet.json) == sheet)
    let problem = #expect(throws: ReferenceProblem.self) {
      try MapperSheet(
        file: [
          "source": ["instrument": "tool", "version": "1"],
          "target": ["framework": "common", "version": "1"], "round": 3,
          "votes": [["area": "a", "outcome": "calm", "relationship": "same"]],
        ],
        signer: sheet.signer
      )
    }
    #expect(problem?.description.contains("/round is not a whole number from 1 to 2") == true)
    #expect(problem?.description.contains("/votes/0/relationship") == true)
  }
}
