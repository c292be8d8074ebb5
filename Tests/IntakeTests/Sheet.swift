import Casework
import Instruments
import Intake
import WireFormat

/// A small file of an invented council: its columns, and what a row holds where a test says nothing.
struct Sheet: Sendable {
  /// The path, as the mapping under `Seeds/imports` names it.
  let path: String
  let columns: [String]
  let usual: [String: String]

  /// The file with one row for each of `rows`, which say what is unlike the usual.
  func file(_ rows: [[String: String]], at path: String? = nil) -> IntakeFile {
    IntakeFile(path: path ?? self.path, bytes: Array(text(rows).utf8))
  }

  /// The text of ``file(_:at:)``.
  func text(_ rows: [[String: String]]) -> String {
    let lines = rows.map { row in
      columns.map { quoted(row[$0] ?? usual[$0] ?? "") }.joined(separator: ",")
    }
    return ([columns.map(quoted).joined(separator: ",")] + lines).map { "\($0)\n" }.joined()
  }

  /// The same sheet with its columns in the order of their names from last to first, and two more
  /// columns.
  var rearranged: Self {
    Self(
      path: path,
      columns: ["Colour"] + columns.sorted(by: >) + ["Of no use"],
      usual: usual.merging(["Colour": "green"]) { $1 }
    )
  }

  private func quoted(_ cell: String) -> String {
    guard cell.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return cell }
    return "\""
      + cell.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}

extension Sheet {
  static let workers = Self(
    path: "peterborough/workers.csv",
    columns: ["Worker", "Name", "Team"],
    usual: ["Worker": "W1", "Name": "Wanda Invented", "Team": "North team"]
  )

  static let engagements = Self(
    path: "peterborough/engagements.csv",
    columns: [
      "Engagement ID", "Family Ref", "Opened", "Closed", "Tier", "Lead worker", "Lead agency",
      "District", "Closure reason", "Step-up", "Child YOBs", "Contact", "Notes",
    ],
    usual: [
      "Engagement ID": "E1", "Family Ref": "F1", "Opened": "03/02/2023", "Closed": "31/07/2023",
      "Tier": "Additional", "Lead worker": "W1", "Lead agency": "School", "District": "North",
      "Closure reason": "Needs met", "Step-up": "None", "Child YOBs": "2015;2010;2015;2024",
      "Contact": "Both",
    ]
  )

  static let stars = Self(
    path: "peterborough/star-readings.csv",
    columns: [
      "Star ID", "Engagement ID", "Family Ref", "Subject", "Star", "Edition", "Date of Star",
      "Entered on", "Completed by", "Type", "Worker", "Replaces",
    ] + areas("FSP", parentAreas) + areas("MY", childAreas) + areas("TEEN", teenAreas) + ["Notes"],
    usual: [
      "Star ID": "S1", "Engagement ID": "E1", "Family Ref": "F1", "Subject": "P1",
      "Star": "Family Star Plus", "Edition": "1", "Date of Star": "10/03/2023",
      "Entered on": "11/03/2023", "Completed by": "Together", "Type": "Standard", "Worker": "W1",
    ].merging(areas("FSP", parentAreas).map { ($0, "3") }) { $1 }
  )

  /// What makes a usual row of ``stars`` one about the first child.
  static let child: [String: String] = [
    "Star": "My Star", "Subject": "C1",
  ].merging(areas("FSP", parentAreas).map { ($0, "") } + areas("MY", childAreas).map { ($0, "2") })
  {
    $1
  }

  /// What leaves every area of a usual row of ``stars`` blank.
  static let blank = Dictionary(areas("FSP", parentAreas).map { ($0, "") }) { $1 }

  static let parentAreas = [
    "physical-health", "your-wellbeing", "meeting-emotional-needs", "keeping-children-safe",
    "social-networks", "education-learning", "boundaries-behaviour", "family-routine", "home-money",
    "progress-to-work",
  ]
  static let childAreas = [
    "physical-health", "where-you-live", "being-safe", "relationships", "feelings-behaviour",
    "friends", "confidence-self-esteem", "education-learning",
  ]
  static let teenAreas = [
    "drugs-alcohol", "wellbeing", "safety-security", "structure-education", "behaviour-citizenship",
    "family-key-adults",
  ]

  static func areas(_ prefix: String, _ areas: [String]) -> [String] {
    areas.map { "\(prefix) \($0)" }
  }
}
