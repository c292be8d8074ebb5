import WireFormat

extension InventedStudy {
  static let sheets: [String: Sheet] = [
    "north/staff.csv": Sheet(["Ref", "Name", "Team"], [["Ref": "n1", "Name": "N", "Team": "T"]]),
    "south/staff.csv": Sheet(["Ref", "Name", "Team"], [["Ref": "s1", "Name": "S", "Team": "T"]]),
    "north/support.csv": Sheet(
      episodeColumns,
      [
        episode("N1"), episode("N2"), episode("N3", ["Stepped": "Section 17"]),
        episode("N4", ["Lead": "Council"]), episode("N5", ["Patch": "Hill"]),
        episode("N6", closed: ""),
      ]
    ),
    "south/support.csv": Sheet(
      episodeColumns,
      ["S1", "S2", "S3"].map { episode($0, ["Worker": "s1"]) }
    ),
    "north/ladders.csv": Sheet(
      ladderColumns,
      [
        ladder("N1", "15/01/2024", home: "6", calm: "3"),
        ladder("N1", "20/06/2024", home: "4", calm: "3"),
        ladder("N2", "15/01/2024", home: "2", calm: "0"),
        ladder("N2", "20/06/2024", home: "3", calm: "0"),
        ladder("N3", "15/01/2024", home: "1", calm: "4"),
        ladder("N3", "20/06/2024", home: "5", calm: "0"),
        ladder("N4", "15/01/2024", home: "3", calm: "3"),
      ]
    ),
    "south/tallies.csv": Sheet(
      tallyColumns,
      tally("S1", "2024-01-15", roof: "1", mood: "1.5")
        + tally("S1", "2024-06-20", roof: "1.5", mood: "2")
        + tally("S2", "2024-01-15", roof: "3", mood: "None")
        + tally("S2", "2024-06-20", roof: "3", mood: "None")
        + tally("S3", "2024-01-15", roof: "2", mood: "2.5")
        + tally("S3", "2024-06-20", roof: "1", mood: "2.5")
    ),
    "both.csv": Sheet(bothColumns),
    "twice.csv": Sheet(["Pair", "Turn", "Tool", "Day", "Rater"] + scoreColumns),
    "people.csv": Sheet(
      ["Council", "Ages", "People", "On"],
      [
        ["Council": "Northvale", "Ages": "0-19", "People": "1000", "On": "2023-06-30"],
        ["Council": "Northvale", "Ages": "0-19", "People": "2000", "On": "2024-06-30"],
        ["Council": "Northvale", "Ages": "0-19", "People": "9000", "On": "2025-06-30"],
        ["Council": "Southmere", "Ages": "0-19", "People": "500", "On": "2025-06-30"],
      ]
    ),
  ]

  static let episodeColumns = [
    "Case", "Family", "From", "To", "Level", "Worker", "Lead", "Patch", "Why", "Stepped", "Born",
    "Met",
  ]

  /// An episode opened on 10 January 2024, of a family of its own with a child born in 2015.
  static func episode(
    _ id: String,
    closed: String = "30/06/2024",
    _ others: [String: String] = [:]
  ) -> [String: String] {
    [
      "Case": id, "Family": "f\(id)", "From": "10/01/2024", "To": closed, "Level": "Two",
      "Worker": "n1", "Lead": "School", "Patch": "Dale", "Why": "Done", "Stepped": "No",
      "Born": "2015", "Met": "Home",
    ].merging(others) { $1 }
  }

  static let scoreColumns = ["L home", "L calm", "T roof", "T mood"]

  static let ladderColumns = [
    "No", "Case", "Family", "Who", "Tool", "Edition", "Day", "Typed", "By", "How", "Worker",
    "Instead", "L home", "L calm",
  ]

  static func ladder(
    _ episode: String,
    _ day: String,
    home: String,
    calm: String,
    by: String = "Both",
    edition: String = "1"
  ) -> [String: String] {
    [
      "No": "\(episode)-\(day)-\(by)", "Case": episode, "Family": "f\(episode)", "Who": "P1",
      "Tool": "Ladder", "Edition": edition, "Day": day, "Typed": day, "By": by, "How": "Then",
      "Worker": "n1", "L home": home, "L calm": calm,
    ]
  }

  static let tallyColumns = [
    "No", "Case", "Day", "Saved", "Stage", "Area", "Mark", "Worker", "Shared", "Late",
  ]

  static func tally(
    _ episode: String,
    _ day: String,
    roof: String,
    mood: String
  ) -> [[String: String]] {
    [("Roof", roof), ("Mood", mood)].map { area, mark in
      [
        "No": "\(episode)-\(day)", "Case": episode, "Day": day, "Saved": "\(day)T17:00Z",
        "Stage": "any", "Area": area, "Mark": mark, "Worker": "s1", "Shared": "yes", "Late": "",
      ]
    }
  }

  static let bothColumns =
    ["No", "Turn", "L day", "T day", "L rater", "T rater", "Council", "Ages", "Level"]
    + scoreColumns
}
