import Casework
import Instruments
import Reconciliation
import Testing
import WireFormat

@Suite struct PairingCaseTests {
  @Test func `every reference case of pairing comes out`() throws {
    for test in try Files.cases("18-pairing", "episodePairing") {
      let input = try #require(test["input"])
      let expected = try #require(test["expected"])

      let pairing = try pairing(of: input)

      let name = Comment(rawValue: test["id"]?.string ?? "")
      #expect(pairing.status.rawValue == expected["status"]?.string, name)
      #expect(pairing.first?.id == expected["first"]?.string, name)
      #expect(pairing.last?.id == expected["last"]?.string, name)
      #expect(pairing.gapDays.map(Int64.init) == expected["gapDays"]?.int, name)
    }
  }

  private func pairing(of input: JSON) throws -> Pairing {
    let asOf = AsOf(endOf: try day(try text(input["asOf"])))
    let readings = try #require(input["readings"]?.array).map { reading in
      try ReconciliationTests.reading(
        try text(reading["id"]),
        try text(reading["date"]),
        key: InstrumentKey(id: "tool", edition: try text(reading["version"])),
        by: try #require(Respondent(rawValue: try text(reading["perspective"]))),
        recorded: try text(reading["recordedAt"]),
        replaces: reading["supersedes"]?.string
      )
    }
    var policy = ProgressPolicy.standard
    policy.baselineWindowDays = Int(try #require(input["policy"]?["baselineWindowDays"]?.int))
    policy.minGapDays = Int(try #require(input["policy"]?["minGapDays"]?.int))
    policy.afterEndDays = Int(try #require(input["policy"]?["afterEndDays"]?.int))
    return pair(
      readings.standing(asOf: asOf),
      opened: try day(try text(input["episode"]?["start"])),
      closed: try day(try text(input["episode"]?["end"])),
      policy: policy,
      isCompatible: { _, _ in false }
    )
  }

  private func text(_ json: JSON?) throws -> String {
    try #require(json?.string)
  }
}
