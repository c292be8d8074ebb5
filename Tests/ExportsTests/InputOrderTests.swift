import Exports
import Testing

/// The same caseload gives the same bytes, however it is handed in.
struct InputOrderTests {
  @Test(arguments: InventedCases.seeds)
  func `the order of episodes, readings, packs and crosswalks never changes a byte`(
    seed: UInt64
  ) throws {
    let cases = try InventedCases.random(seed: seed)
    let folders = InventedCases.sets.map { cases.folder($0) }
    let lines = InventedCases.sets.map { cases.lines($0) }

    for other in [1, 2, 3].map({ cases.shuffled(seed: seed * 100 + $0) }) {
      #expect(InventedCases.sets.map { other.folder($0) } == folders)
      #expect(InventedCases.sets.map { other.lines($0) } == lines)
    }
  }

  @Test func `the random caseloads hold every status and every direction`() throws {
    var seen: Set<String> = []
    for seed in InventedCases.seeds {
      let cases = try InventedCases.random(seed: seed)
      for table in try cases.folder(ProgressExport.set).tables() {
        for row in table.rows {
          seen.formUnion(
            ["pairing", "reason", "outcome_status", "direction"].compactMap { row[$0] }
          )
        }
      }
    }

    #expect(
      seen.isSuperset(of: [
        "paired", "cross_version", "no_follow_up", "no_baseline", "no_readings", "still_open",
        "closed_after_period", "ok", "insufficient_coverage", "not_applicable", "not_measured",
        "improved", "maintained", "maintained_at_top", "declined", "mixed",
      ])
    )
  }
}
