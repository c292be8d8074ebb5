import Casework
import Exports
import Reconciliation
import Testing
import WireFormat

/// The sets `progress`, `snapshot` and `distance-travelled`.
struct ReconciledExportTests {
  @Test func `a row of progress says what the pair was and what it means`() throws {
    let world = try ReconciledWorld()

    let row = try #require(
      world.rows("progress.csv").first { $0["family"] == "M2R" && $0["outcome"] == "IO1" }
    )

    #expect(row["first_reading"] == "reading-2a")
    #expect(row["last_date"] == "2026-05-18")
    #expect(row["gap_days"] == "119")
    #expect(row["scores"]?.contains("family-routine=9>4") == true)
    #expect(row["stages"]?.contains("family-routine=5>2") == true)
    #expect(row["directions"]?.contains("family-routine=declined") == true)
    #expect(row["direction"] == "declined")
    #expect(row["coverage_percent"] == "100")
    #expect([row["band_first_low"], row["band_first_high"]] == ["5", "5"])
    #expect([row["band_last_low"], row["band_last_high"]] == ["2", "2"])
    #expect(row["crosswalk"] == "family-star-plus-to-cp-early-help-2021@0.1.0")
    #expect(row["crosswalk_via_edition"] == "true")
    #expect(row["framework"] == "cp-early-help-2021@0.1.0-proposed")
  }

  @Test func `every episode that is in no figure is listed with its reason`() throws {
    let world = try ReconciledWorld()

    let left = world.rows("left-out.csv").map { [$0["family"], $0["reason"]] }

    #expect(left == [["W3X", "still_open"], ["P5S", "no_follow_up"]])
    let pairing = world.rows("pairing.csv").filter { $0["grouping"] == "all" }
    #expect(pairing.map { $0["authority"] } == ["Cambridgeshire", "Peterborough"])
    #expect(pairing.map { $0["episodes"] } == ["1", "3"])
    #expect(pairing.map { $0["paired"] } == ["1", "2"])
    #expect(pairing.map { $0["no_follow_up"] } == ["0", "1"])
  }

  @Test func `the counts add up the rows, outcome by outcome`() throws {
    let world = try ReconciledWorld()
    let rows = world.rows("progress.csv")

    for counts in world.rows("outcomes.csv") where counts["grouping"] == "all" {
      let own = rows.filter {
        $0["authority"] == counts["authority"] && $0["outcome"] == counts["outcome"]
      }
      guard counts["status"] == "ok" else {
        // A number beside `not_measured` would be taken for a zero.
        for column in ["paired", "n", "improved", "mixed", "improved_share", "net"] {
          #expect(counts[column] == "", "\(column)")
        }
        #expect(own.allSatisfy { $0["paired_weight"] == "" && $0["direction"] == "" })
        continue
      }
      for direction in ["improved", "maintained", "maintained_at_top", "declined", "mixed"] {
        #expect(counts[direction] == String(own.count { $0["direction"] == direction }))
      }
    }
  }

  @Test func `PROPOSED stands beside every outcome until the crosswalk is signed off`() throws {
    let proposed = try ReconciledWorld()
    let active = try ReconciledWorld(state: "active")

    let rows = proposed.rows("progress.csv").filter { $0["outcome"] != "" }
    #expect(rows.count == 27)
    #expect(rows.allSatisfy { $0["crosswalk_state"] == "PROPOSED" })
    for (set, folder) in active.folders() {
      for file in folder.files where file.name != "dictionary.csv" {
        let text = String(decoding: file.bytes, as: UTF8.self)
        #expect(!text.contains("PROPOSED"), "\(set)/\(file.name)")
      }
    }
    let notes = String(
      decoding: proposed.folders()["progress"]?.file("manifest.json")?.bytes ?? [],
      as: UTF8.self
    )
    #expect(notes.contains("PROPOSED: not signed off by both authorities"))
    // Native scores alone rest on no crosswalk.
    for set in ["snapshot", "distance-travelled"] {
      let native = String(
        decoding: proposed.folders()[set]?.file("manifest.json")?.bytes ?? [],
        as: UTF8.self
      )
      #expect(native.contains("\"crosswalks\": []"))
      #expect(!native.contains("PROPOSED"))
    }
  }

  @Test func `an assumed definition is named beside its figures and beside no others`() throws {
    let world = try ReconciledWorld()

    for name in ["progress.csv", "areas.csv", "pairing.csv", "area-directions.csv", "outcomes.csv"]
    {
      for row in world.rows(name) {
        let isMAP = row["instrument"] == "map-assumed"
        #expect(row["definition"] == (isMAP ? "MAP definition assumed" : ""), "\(name)")
      }
    }
  }

  @Test func `the order of what is handed in never changes a byte`() throws {
    let world = try ReconciledWorld()
    var turned = world
    turned.episodes = world.episodes.reversed().map { episode in
      EpisodeCase(
        id: episode.id,
        family: episode.family,
        authority: episode.authority,
        unit: episode.unit,
        district: episode.district,
        opened: episode.opened,
        closed: episode.closed,
        tier: episode.tier,
        readings: episode.readings.reversed()
      )
    }

    #expect(turned.folders() == world.folders())
  }

  @Test func `figures of a day name the day beside the newest commit`() throws {
    var world = try ReconciledWorld()
    world.asOf = AsOf(endOf: try #require(CalendarDay("2026-06-30")))

    let manifest = try JSON(
      strict: world.folders()["progress"]?.file("manifest.json")?.bytes ?? []
    )
    #expect(manifest["asOf"] == ["day": "2026-06-30", "seq": 40])
    world.asOf = .head
    let head = try JSON(strict: world.folders()["progress"]?.file("manifest.json")?.bytes ?? [])
    #expect(head["asOf"] == ["seq": 40])
  }

  @Test func `the manifest has the size and the hash of every other file`() throws {
    for (set, folder) in try ReconciledWorld().folders() {
      let manifest = try JSON(strict: folder.file("manifest.json")?.bytes ?? [])
      let others = folder.files.filter { $0.name != "manifest.json" }
      #expect(manifest["files"]?.object?.count == others.count)
      for file in others {
        let entry = manifest["files"]?[file.name]
        #expect(entry?["bytes"] == .int(Int64(file.bytes.count)), "\(set)/\(file.name)")
        #expect(entry?["sha256"] == .string(IndependentSHA256.hex(file.bytes)))
      }
    }
  }

  @Test func `every column of every file is explained once, and nothing else`() throws {
    let world = try ReconciledWorld()
    for (set, folder) in world.folders() {
      let explained = world.rows("dictionary.csv", of: set)
        .map { "\($0["file"] ?? "") \($0["column"] ?? "")" }
      let columns = folder.files.filter { $0.name.hasSuffix(".csv") }.flatMap { file in
        String(decoding: file.bytes, as: UTF8.self).split(separator: "\r\n")[0]
          .split(separator: ",").map { "\(file.name) \($0)" }
      }
      #expect(explained.sorted() == columns.sorted(), "\(set)")
    }
  }

  @Test func `text that a spreadsheet would take for a formula is neutralised`() throws {
    let world = try ReconciledWorld()

    for name in ["progress.csv", "areas.csv", "pairing.csv", "outcomes.csv"] {
      let cells = world.rows(name).flatMap(\.values)
      #expect(cells.contains("'=1+1"), "\(name)")
      #expect(!cells.contains { $0.hasPrefix("=") }, "\(name)")
    }
  }

  @Test func `lines of JSON say the same as the tables, in the same order`() throws {
    let world = try ReconciledWorld()
    let lines = try String(
      decoding: ProgressExport.lines(progress: world.progress, context: world.context()),
      as: UTF8.self
    ).split(separator: "\n").map { try JSON(strict: Array($0.utf8)) }

    #expect(lines.first?["table"] == "manifest")
    for name in ["progress", "areas", "left-out", "pairing", "outcomes", "outcomes-bands"] {
      let rows = world.rows("\(name).csv")
      let own = lines.filter { $0["table"] == .string(name) }
      #expect(own.count == rows.count, "\(name)")
      for (line, row) in zip(own, rows) {
        for (column, cell) in row {
          #expect(text(line[column]) == cell.trimmingPrefix("'"), "\(name).\(column)")
        }
      }
    }
  }

  private func text(_ json: JSON?) -> String {
    switch json {
    case .string(let text): text
    case .int(let number): String(number)
    case .bool(let flag): flag ? "true" : "false"
    default: ""
    }
  }

  @Test func `the shares of one area add up to one, and no row mixes two instruments`() throws {
    let world = try ReconciledWorld()
    let stages = Dictionary(grouping: world.rows("snapshot.csv", of: "snapshot")) {
      [$0["instrument"] ?? "", $0["area"] ?? ""]
    }
    #expect(Set(stages.keys.map { $0[0] }) == ["family-star-plus", "map-assumed"])
    for (area, rows) in stages {
      let n = Int(rows[0]["n"] ?? "") ?? -1
      #expect(rows.map { Int($0["count"] ?? "") ?? 0 }.reduce(0, +) == n, "\(area)")
    }
    for row in world.rows("distance.csv", of: "distance-travelled") {
      let moves = ["up", "same", "down"].map { Int(row[$0] ?? "") ?? 0 }
      #expect(moves.reduce(0, +) == Int(row["n"] ?? ""))
    }
    let routine = world.rows("distance.csv", of: "distance-travelled").first {
      $0["area"] == "family-routine"
    }
    #expect(["n", "up", "same", "down"].map { routine?[$0] } == ["2", "1", "0", "1"])
    // Wilson's limits of 1 of 2, reckoned by hand from the formula.
    #expect([routine?["up_low"], routine?["up_high"]] == ["0.094531", "0.905469"])
  }
}
