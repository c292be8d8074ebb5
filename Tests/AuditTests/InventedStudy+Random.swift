import Casework
import Reconciliation

extension InventedStudy {
  /// The same two councils with many more episodes, and families scored twice; the same for the same
  /// seed.
  static func random(seed: UInt64) -> InventedStudy {
    var study = InventedStudy()
    var dice = SplitMix64(seed: seed)
    study.sheets["north/support.csv"]?.rows += (0..<60).map { number in
      cells(episodeColumns, randomEpisode("N1\(number)", &dice))
    }
    study.sheets["south/support.csv"]?.rows += (0..<60).map { number in
      cells(episodeColumns, randomEpisode("S1\(number)", &dice, worker: "s1"))
    }
    for number in 0..<60 {
      for day in dice.days() {
        let by = dice.pick(["Both", "Both", "Worker", "Parent"])
        var row = ladder(
          "N1\(number)",
          day.dayFirst,
          home: dice.pick(rungs + [""]),
          calm: dice.pick(rungs),
          by: by,
          edition: dice.pick(["1", "2", "3"])
        )
        // The episode alone says whose it is; families come back, so theirs is another.
        row["Family"] = ""
        study.sheets["north/ladders.csv"]?.rows.append(cells(ladderColumns, row))
      }
      for day in dice.days() {
        let rows = tally(
          "S1\(number)",
          day.description,
          roof: dice.pick(halves + ["None", ""]),
          mood: dice.pick(halves)
        )
        study.sheets["south/tallies.csv"]?.rows += rows.map { cells(tallyColumns, $0) }
      }
    }
    study.sheets["both.csv"]?.rows = (0..<80).flatMap { number in
      (1...2).map { turn in cells(bothColumns, bothRow(number, turn, &dice)) }
    }
    let twice = study.sheets["twice.csv"]?.columns ?? []
    study.sheets["twice.csv"]?.rows = (0..<20).flatMap { number in
      (1...2).map { turn in
        cells(twice, twiceRow(number, turn, &dice))
      }
    }
    return study
  }

  private static let rungs = (0...6).map(String.init)
  private static let halves = ["1", "1.5", "2", "2.5", "3"]

  private static func cells(_ columns: [String], _ row: [String: String]) -> [String] {
    columns.map { row[$0] ?? "" }
  }

  private static func randomEpisode(
    _ id: String,
    _ dice: inout SplitMix64,
    worker: String = "n1"
  ) -> [String: String] {
    episode(
      id,
      closed: dice.pick(["30/06/2024", "15/05/2024", "31/08/2024", "01/09/2024", ""]),
      [
        "Family": "g\(dice.index(below: 50))", "Worker": worker,
        "Patch": dice.pick(["Dale", "Hill"]), "Stepped": dice.pick(["No", "Section 17", ""]),
        "Born": dice.pick(["2015", "2010;2019", ""]), "Level": dice.pick(["Two", "Three"]),
      ]
    )
  }

  private static func bothRow(
    _ number: Int,
    _ turn: Int,
    _ dice: inout SplitMix64
  ) -> [String: String] {
    let level = dice.index(below: 5)
    let rung = min(6, max(0, 6 - level - dice.index(below: 3)))
    return [
      "No": "d\(number)", "Turn": "\(turn)", "L day": turn == 1 ? "2024-01-20" : "2024-05-20",
      "T day": turn == 1 ? dice.pick(["2024-01-25", "2024-02-09"]) : "2024-05-25",
      "L rater": "r\(number % 30)", "T rater": "r\(dice.index(below: 30))",
      "Council": dice.pick(["Northvale", "Southmere"]), "Ages": dice.pick(["0-4", "5-8"]),
      "Level": dice.pick(["Two", "Three"]), "L home": "\(rung)", "L calm": dice.pick(rungs),
      "T roof": halves[level], "T mood": dice.pick(halves + ["None"]),
    ]
  }

  private static func twiceRow(
    _ number: Int,
    _ turn: Int,
    _ dice: inout SplitMix64
  ) -> [String: String] {
    var row = [
      "Pair": "p\(number)", "Turn": "\(turn)", "Day": dice.pick(["2024-03-01", "2024-03-18"]),
      "Rater": "r\(dice.index(below: 5))", "Tool": number.isMultiple(of: 2) ? "Ladder" : "Tally",
    ]
    if number.isMultiple(of: 2) {
      row["L home"] = dice.pick(rungs)
      row["L calm"] = dice.pick(rungs)
    } else {
      row["T roof"] = dice.pick(halves)
      row["T mood"] = dice.pick(halves + ["None"])
    }
    return row
  }
}

extension SplitMix64 {
  /// One of some choices.
  fileprivate mutating func pick(_ choices: [String]) -> String {
    choices[index(below: choices.count)]
  }

  /// Different days, from before the opening of an episode to its closing.
  fileprivate mutating func days() -> [CalendarDay] {
    let start = CalendarDay("2024-01-05")?.daysSince1970 ?? 0
    let numbers = Set((0..<2 + index(below: 4)).map { _ in index(below: 120) }).sorted()
    return numbers.map { CalendarDay(milliseconds: Int64(start + $0) * 86_400_000) }
  }
}

extension CalendarDay {
  /// The day as `31/12/2024`.
  fileprivate var dayFirst: String {
    description.split(separator: "-").reversed().joined(separator: "/")
  }
}
