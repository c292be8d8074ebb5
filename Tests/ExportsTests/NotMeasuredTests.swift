import Exports
import Testing

/// An outcome that an instrument has no source for is no zero, and looks like none.
struct NotMeasuredTests {
  /// Whole numbers and shares about a single outcome; the others of the row are about its pair.
  private static let aboutTheOutcome = [
    "paired_weight", "applicable_weight", "coverage_percent", "direction", "direction_strict",
    "band_first_low", "band_first_high", "band_last_low", "band_last_high",
    "lowest_band_first_low", "lowest_band_first_high", "lowest_band_last_low",
    "lowest_band_last_high", "scores", "stages", "directions",
  ]

  @Test(arguments: InventedCases.seeds)
  func `an outcome that is not measured has no number in any table`(seed: UInt64) throws {
    let folder = try InventedCases.random(seed: seed).folder(ProgressExport.set)
    let dictionary = try folder.table("dictionary").rows
    let numbers = dictionary.filter {
      $0["file"] == "outcomes.csv" && ["integer", "decimal"].contains($0["type"])
    }.compactMap { $0["column"] }
    try #require(numbers.count > 15)

    let outcomes = try folder.table("outcomes").rows.filter { $0["status"] == "not_measured" }
    let progress = try folder.table("progress").rows
      .filter { $0["outcome_status"] == "not_measured" }

    // The map has no primary source for calm.
    try #require(!outcomes.isEmpty && !progress.isEmpty)
    #expect(
      Set((outcomes + progress).map { [$0["instrument"], $0["outcome"]] }) == [["map", "calm"]]
    )
    for row in outcomes {
      #expect(numbers.filter { row[$0] != "" } == [])
      #expect(row["grouping"] == "all")
    }
    for row in progress { #expect(Self.aboutTheOutcome.filter { row[$0] != "" } == []) }
    #expect(
      try folder.table("outcomes-bands").rows
        .filter { $0["instrument"] == "map" && $0["outcome"] == "calm" } == []
    )
  }

  @Test(arguments: InventedCases.seeds)
  func `an outcome that is measured has a number in every column, zero where it is none`(
    seed: UInt64
  ) throws {
    let cases = try InventedCases.random(seed: seed)

    for row in try cases.table("outcomes").rows where row["status"] == "ok" {
      let counts = try [
        "improved", "maintained", "maintained_at_top", "declined", "mixed", "n",
        "insufficient_coverage", "not_applicable", "paired",
      ].map { try #require(Int(row[$0] ?? ""), "\($0)") }
      #expect(counts[..<5].reduce(0, +) == counts[5])
      // A pair of an edition without a crosswalk is a pair without an outcome.
      #expect(counts[5...7].reduce(0, +) <= counts[8])
      #expect(row["improved_share"]?.isEmpty == (counts[5] == 0))
    }
  }
}
