import Exports
import Testing

/// The sets `snapshot` and `distance-travelled`: one instrument's own areas, in shares.
struct NativeShareTests {
  @Test(arguments: InventedCases.seeds)
  func `the stages of one area add up to its first readings, and their shares to one`(
    seed: UInt64
  ) throws {
    let cases = try InventedCases.random(seed: seed)
    let rows = try cases.table("snapshot", of: SnapshotExport.set).rows
    let areas = Dictionary(grouping: rows) { Place($0) }

    #expect(Set(areas.keys.map(\.area)) == ["home", "school", "friends", "health"])
    for (place, stages) in areas {
      let n = try number(stages[0]["n"])
      #expect(stages.allSatisfy { $0["n"] == stages[0]["n"] })
      #expect(stages.map { $0["stage"] } == (1...(place.isMap ? 4 : 5)).map(String.init))
      #expect(try stages.map { try number($0["count"]) }.reduce(0, +) == n)
      if n > 0 {
        // Each share is rounded to six decimals.
        #expect(abs(try stages.map { try decimal($0["stage_share"]) }.reduce(0, +) - 1) < 3e-6)
      }
      for stage in stages { try expectWilson(stage, "stage", count: "count") }
    }
    // Whoever has a first reading is scored or unscored in every area.
    let first = Set(
      try cases.table("progress").rows.filter { $0["first_reading"] != "" }.map { row in
        ["authority", "instrument", "episode", "subject"].map { row[$0] ?? "" }
      }
    )
    for (place, stages) in areas {
      let readings = try number(stages[0]["n"]) + number(stages[0]["unscored"])
      #expect(readings == first.count { $0[0] == place.authority && $0[1] == place.instrument })
    }
  }

  @Test(arguments: InventedCases.seeds)
  func `up, same and down add up to the pairs, and are what the areas of the pairs say`(
    seed: UInt64
  ) throws {
    let cases = try InventedCases.random(seed: seed)
    let pairs = Dictionary(grouping: try cases.table("areas").rows) { Place($0) }

    for row in try cases.table("distance", of: DistanceTravelledExport.set).rows {
      let moves = (pairs[Place(row)] ?? []).compactMap { Int($0["points_moved"] ?? "") }
      let counts = try ["n", "up", "same", "down"].map { try number(row[$0]) }

      #expect(
        counts == [
          moves.count, moves.count { $0 > 0 }, moves.count { $0 == 0 }, moves.count { $0 < 0 },
        ]
      )
      #expect(counts[0] == counts[1] + counts[2] + counts[3])
      for name in ["up", "same", "down"] { try expectWilson(row, name, count: name) }
    }
  }

  @Test(arguments: InventedCases.seeds, ["compass", "map"])
  func `the rows of one instrument are the same without the readings of the other`(
    seed: UInt64,
    instrument: String
  ) throws {
    let cases = try InventedCases.random(seed: seed)
    let alone = cases.without(instrument: instrument == "map" ? "compass" : "map")

    for set in InventedCases.sets {
      let tables = zip(try cases.folder(set).tables(), try alone.folder(set).tables())
      for (table, other) in tables {
        let rows = table.rows.filter { $0["instrument"] == instrument }
        #expect(!rows.isEmpty, "\(table.name)")
        #expect(rows == other.rows.filter { $0["instrument"] == instrument }, "\(table.name)")
      }
    }
  }

  @Test func `a row is about an area that its instrument has`() throws {
    let areas = [
      "compass": ["home", "school", "friends"], "map": ["health", "home"],
    ]
    let cases = try InventedCases.random(seed: 1)
    for (set, name) in [
      (SnapshotExport.set, "snapshot"), (DistanceTravelledExport.set, "distance"),
      (ProgressExport.set, "areas"), (ProgressExport.set, "area-directions"),
    ] {
      for row in try cases.table(name, of: set).rows {
        #expect(areas[row["instrument"] ?? ""]?.contains(row["area"] ?? "") == true, "\(name)")
      }
    }
  }

  /// Wilson's limits are the shares from which the one that was seen is just 1.96 errors away:
  /// the roots of `(p - share)² = z² p (1 - p) / n`; Wilson (1927).
  private func expectWilson(_ row: [String: String], _ name: String, count: String) throws {
    let n = try number(row["n"])
    let x = try number(row[count])
    let limits = ["share", "low", "high"].map { row["\(name)_\($0)"] }
    guard n > 0 else {
      #expect(limits == ["", "", ""])
      return
    }
    let share = try decimal(limits[0])
    let low = try decimal(limits[1])
    let high = try decimal(limits[2])
    #expect(abs(share - Double(x) / Double(n)) < 6e-7)
    #expect(low <= share && share <= high)
    #expect((low == 0) == (x == 0) && (high == 1) == (x == n))
    for limit in [low, high] where limit > 0 && limit < 1 {
      let error = 3.841_458_820_694_124 * limit * (1 - limit) / Double(n)
      let distance = (limit - Double(x) / Double(n)) * (limit - Double(x) / Double(n))
      #expect(abs(distance - error) < 5e-6, "\(x) of \(n)")
    }
  }

  private func number(_ cell: String?) throws -> Int { try #require(Int(cell ?? "")) }

  private func decimal(_ cell: String?) throws -> Double { try #require(Double(cell ?? "")) }
}

/// One area of one instrument in one authority.
private struct Place: Hashable {
  let authority: String
  let instrument: String
  let area: String

  init(_ row: [String: String]) {
    authority = row["authority"] ?? ""
    instrument = row["instrument"] ?? ""
    area = row["area"] ?? ""
  }

  var isMap: Bool { instrument == "map" }
}
